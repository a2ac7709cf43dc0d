/** What an LED Matrix is told while it plays, as seen from the other end of its serial line. */
import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MatrixLights } from '../../src/app/matrix-lights.ts';
import type { Log } from '../../src/core/log.ts';
import { FakeLedMatrix } from '../support/fake-led-matrix.ts';
import { until } from '../support/until.ts';

const SETTINGS = { enabled: true, brightness: 20, show: 'notes' } as const;
const DARK = Array.from({ length: 34 }, () => '.........').join('\n');
/** Octave 4 alone, in its place. */
const FOUR = picture(29, '...#.#...', '...#.#...', '...###...', '.....#...', '.....#...');

/** A picture that is dark but for lines from a row on. */
function picture(row: number, ...lines: readonly string[]): string {
  const rows = DARK.split('\n');
  rows.splice(row, lines.length, ...lines);
  return rows.join('\n');
}

/** Both, one over the other. */
function over(one: string, other: string): string {
  return [...one].map((dot, at) => (dot === '.' ? other[at] : dot)).join('');
}

function rig() {
  const source = { peakDb: Number.NEGATIVE_INFINITY, notes: [0, 0, 0, 0], octave: 4 };
  const said: string[] = [];
  const log: Log = {
    error: (line) => said.push(line),
    warn: (line) => said.push(line),
    info: (line) => said.push(line),
    debug: () => {},
  };
  const matrix = new FakeLedMatrix();
  const lights = new MatrixLights(
    {
      takePeakDb: () => source.peakDb,
      notes: (into) => into.set(source.notes),
      octave: () => source.octave,
    },
    log,
    matrix.place,
  );
  return { source, said, matrix, lights };
}

/** Middle C, in the fifth column at the bottom of the notes. */
const MIDDLE_C = [0, 1 << (60 - 32), 0, 0];
const C4 = picture(22, '....#....', '....#....');

test('a note is seen while it sounds; then it is dark, and the line is quiet', async () => {
  const { source, matrix, lights, said } = rig();
  matrix.plug();
  await lights.set(SETTINGS);
  try {
    await until('it is dark', () => matrix.picture === DARK);
    assert.deepEqual(matrix.told, ['ask', 'brightness 51']);
    source.notes = MIDDLE_C;
    await until('the note is seen', () => matrix.picture === over(C4, FOUR));
    source.notes = [0, 0, 0, 0];
    await until('it is dark again', () => matrix.picture === DARK);
    assert.deepEqual(matrix.pictures, [DARK, over(C4, FOUR), DARK], 'each once');
    source.octave = 5;
    await until('the octave is shown', () => matrix.pictures.length === 4);
    await until('and goes', () => matrix.picture === DARK);
    assert.equal(matrix.pictures.length, 5);
    assert.deepEqual(said, ['An LED Matrix shows what sounds (firmware 0.2.0).']);
  } finally {
    await lights.close();
    matrix.remove();
  }
});

test('the level goes up with the sound and falls when it ends', async () => {
  const { source, matrix, lights } = rig();
  matrix.plug();
  await lights.set({ ...SETTINGS, show: 'level' });
  const lit = (): number => matrix.picture.split('\n').filter((row) => row === '#########').length;
  try {
    source.peakDb = -20;
    await until('the level is seen', () => lit() === 24);
    source.peakDb = Number.NEGATIVE_INFINITY;
    await until('it is dark', () => matrix.picture === DARK);
    assert.ok(matrix.pictures.length > 10, 'it falls row by row');
  } finally {
    await lights.close();
    matrix.remove();
  }
});

test('settings change what is shown at once, and off is asleep', async () => {
  const { source, matrix, lights } = rig();
  matrix.plug();
  source.notes = MIDDLE_C;
  source.peakDb = 0;
  await lights.set(SETTINGS);
  try {
    await until('the note is seen', () => matrix.picture === over(C4, FOUR));
    await lights.set({ enabled: true, brightness: 100, show: 'level' });
    const all = DARK.replaceAll('.', '#');
    await until('the level is seen', () => matrix.picture === all);
    await lights.set({ ...SETTINGS, enabled: false });
    await until('it is told to sleep', () => matrix.told.includes('sleep'));
    assert.deepEqual(matrix.told, ['ask', 'brightness 51', 'brightness 255', 'sleep']);
    await lights.set(SETTINGS);
    await until('it is lit anew', () => matrix.picture === over(C4, FOUR));
  } finally {
    await lights.close();
    await until('it sleeps at the end', () => matrix.told.at(-1) === 'sleep');
    matrix.remove();
  }
});

test('it is missed once, taken when it comes, and again when it comes back', async () => {
  const { source, said, matrix, lights } = rig();
  source.notes = MIDDLE_C;
  await lights.set(SETTINGS);
  try {
    matrix.plug();
    await until('the note is seen', () => matrix.picture === over(C4, FOUR));
    matrix.unplug();
    await until('it is missed', () => said.length === 3);
    matrix.pictures.length = 0;
    matrix.plug();
    await until('the note is seen again', () => matrix.picture === over(C4, FOUR));
    const shows = 'An LED Matrix shows what sounds (firmware 0.2.0).';
    assert.deepEqual(said, [
      'led_matrix: no LED Matrix is plugged in. One that comes shows what sounds.',
      shows,
      'An LED Matrix has gone. It is taken up again when it comes back.',
      shows,
    ]);
  } finally {
    await lights.close();
    matrix.remove();
  }
});

test('another firmware is asked, and told nothing that it might take for something else', async () => {
  const { source, said, matrix, lights } = rig();
  matrix.answer = new TextEncoder().encode('Hello, I am a firmware of my own');
  source.notes = MIDDLE_C;
  matrix.plug();
  await lights.set(SETTINGS);
  try {
    await until('it is told of', () => said.length > 0);
    assert.match(said.join(), /ttyACM0 does not answer as the firmware of Framework does/);
    source.octave = 5;
    await lights.set({ ...SETTINGS, brightness: 50 });
  } finally {
    await lights.close();
    assert.deepEqual(matrix.told, ['ask']);
    assert.deepEqual(matrix.pictures, []);
    matrix.remove();
  }
});

test('a port that cannot be opened is told of once', async () => {
  const { said, matrix, lights } = rig();
  matrix.plug();
  const node = join(matrix.place.nodes, 'ttyACM0');
  rmSync(node);
  symlinkSync(matrix.folder, node);
  await lights.set(SETTINGS);
  try {
    await until('it is told of', () => said.length > 0);
    assert.match(said.join(), /^led_matrix: .*ttyACM0 can't be opened: EISDIR/);
  } finally {
    await lights.close();
    matrix.remove();
  }
});
