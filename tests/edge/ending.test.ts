import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { seededRandom } from '../../src/core/random.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { peakDb, readWav } from '../support/pitch.ts';
import { Home, projectFile } from '../support/program.ts';

const home = new Home({ FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
after(() => home.remove());
const SEED = Number(process.env['SEED'] ?? 16);
const HELD = ['--driver', 'file', '--input', 'demo'] as const;

test('SIGTERM in the middle of a piece ends it within half a second, whole and with exit 0', async () => {
  const playing = await home.start('ends by itself', ...HELD);
  await new Promise((resolve) => setTimeout(resolve, 900));
  const { exit, ms } = await playing.end('SIGTERM');
  assert.equal(exit, 0);
  // Half a second is the promise; a loaded machine gets twice that before the test calls it broken.
  assert.ok(ms < 1000, `it took ${ms} ms`);
  const { samples } = readWav(home.path('fw16-synth.wav'));
  assert.ok(peakDb(samples) > -60, 'the WAV holds what was played');
});

test('SIGINT ends it with exit 130', async () => {
  const playing = await home.start('ends by itself', ...HELD);
  assert.equal((await playing.end('SIGINT')).exit, 130);
});

test('a kill leaves no half-written file, and the next start works at once', async () => {
  const alone = new Home({ FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
  try {
    const random = seededRandom(SEED);
    for (const waitMs of [0, 30, 400 * random(), 400 * random()]) {
      const playing = await alone.start('ends by itself', ...HELD);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      await playing.end('SIGKILL');
      for (const path of filesIn(alone.folder)) {
        assert.equal(path, '.local/state/fw16-synth/fonts.json');
        assert.equal(JSON.parse(readFileSync(alone.path(path), 'utf8')).version, 1);
      }
    }
    const again = await alone.start('ends by itself', ...HELD);
    assert.equal((await again.end('SIGTERM')).exit, 0);
  } finally {
    alone.remove();
  }
});

test(`a render that is killed at any moment leaves the file before it, or its own, whole (seed ${SEED})`, async () => {
  const alone = new Home({ FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
  const random = seededRandom(SEED);
  try {
    const wav = alone.path('out.wav');
    const short = projectFile('assets/recordings/scale.evemu');
    assert.equal(alone.run('render', short, '-o', wav).exit, 0);
    const before = readFileSync(wav);
    writeFileSync(alone.path('long.evemu'), longRecording(120));
    for (let kill = 0; kill < 6; kill++) {
      const render = alone.spawn('render', alone.path('long.evemu'), '-o', wav);
      await Promise.race([
        new Promise((resolve) => setTimeout(resolve, random() * 2500)),
        once(render, 'exit'),
      ]);
      render.kill('SIGKILL');
      if (render.exitCode === null && render.signalCode === null) await once(render, 'exit');
      assert.deepEqual(readdirSync(alone.folder).sort(), ['long.evemu', 'out.wav', 'run']);
      const now = readFileSync(wav);
      if (!now.equals(before)) assert.ok(readWav(wav).samples.length > 120 * 48_000);
    }
    assert.equal(alone.run('render', short, '-o', wav).exit, 0);
    assert.deepEqual(readFileSync(wav), before);
  } finally {
    alone.remove();
  }
});

/** What was written below a home, but for the sockets of whoever was killed. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** A key, over and over, as evemu text. */
function longRecording(seconds: number): string {
  const lines = ['# EVEMU 1.3', 'N: Long', 'I: 0003 32ac 0012 0110'];
  for (let time = 0; time < seconds; time += 0.5) {
    for (const [at, value] of [
      [time, 1],
      [time + 0.3, 0],
    ]) {
      lines.push(`E: ${at!.toFixed(6)} 0001 0010 ${value}`, `E: ${at!.toFixed(6)} 0000 0000 0`);
    }
  }
  return `${lines.join('\n')}\n`;
}

test('a start that fails says why, once, and nothing else', () => {
  // With the font of the system, which takes longer to load than the start to fail.
  const alone = new Home({ FW16_SYNTH_AUDIO_FILE_NAME: '/nowhere/at-all.wav' });
  try {
    const { exit, out, err } = alone.run('--production', '--driver', 'file');
    assert.deepEqual([exit, out], [74, '']);
    const records = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const told = records.filter(({ level }) => level !== 'INFO');
    assert.deepEqual(
      told.map(({ level, where }) => [level, where]),
      [['ERROR', '/nowhere/at-all.wav']],
    );
    assert.match(told[0].message, /cannot be written: ENOENT/);
    assert.match(told[0].remedy, /^Name a file in a folder that exists/);
  } finally {
    alone.remove();
  }
});

test('a second instrument is told of the first, and takes nothing from it', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  const second = home.run('--production', '--driver', 'file');
  assert.equal(second.exit, 69);
  assert.match(second.err, /running already/);
  const { playing: state } = JSON.parse(home.run('status', '--json').out);
  assert.equal(state.armed, false);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
  assert.equal(existsSync(home.path('run/fw16-synth/control.sock')), false);
});

test('arm, disarm, panic and send reach the instrument, and wrong ones say what is right', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  const state = () => JSON.parse(home.run('status', '--json').out).playing;
  assert.equal(home.run('arm').exit, 0);
  assert.equal(state().armed, true);
  assert.equal(home.run('send', 'program', '19').exit, 0);
  assert.equal(home.run('send', 'layout', 'guide-rows').exit, 0);
  assert.equal(home.run('send', 'octave', '5').exit, 0);
  const { program, layout, octave } = state();
  assert.deepEqual({ program, layout, octave }, { program: 19, layout: 'guide-rows', octave: 5 });
  assert.equal(home.run('panic').exit, 0);
  assert.equal(home.run('disarm').exit, 0);
  assert.equal(state().armed, false);
  const wrong = home.run('send', 'octave', '99');
  assert.equal(wrong.exit, 2);
  assert.match(wrong.err, /from 0 to 8/);
  await playing.end('SIGTERM');
  assert.equal(home.run('status').exit, 69);
});

test('the socket answers junk with a refusal and goes on', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  const socket = connect(home.path('run/fw16-synth/control.sock'));
  const answers: string[] = [];
  socket.setEncoding('utf8').on('data', (text: string) => answers.push(text));
  socket.write('junk\n{"version":9,"do":"status"}\n[]\n{"version":1,"do":"constructor"}\n');
  while (answers.join('').split('\n').length < 5) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  for (const line of answers.join('').trim().split('\n')) assert.equal(JSON.parse(line).ok, false);
  socket.destroy();
  assert.equal(home.run('status').exit, 0);
  await playing.end('SIGTERM');
});
