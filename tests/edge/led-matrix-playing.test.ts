/** The whole program plays, and a module that it finds among the serial ports shows what sounds. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { FakeLedMatrix } from '../support/fake-led-matrix.ts';
import { Home } from '../support/program.ts';

// Its ports in the place of this machine's, and devices as ever but for one more.
const MACHINE = `
mount -t tmpfs none "$1/dev" && for node in null zero full random urandom tty; do
  touch "$1/dev/$node" && mount --bind "/dev/$node" "$1/dev/$node" || exit 1
done
mkdir "$1/dev/pts" "$1/dev/shm" && mount --rbind /dev/pts "$1/dev/pts" &&
  mount --rbind /dev/shm "$1/dev/shm" && ln -s "$2" "$1/dev/ttyACM0" &&
  mount --rbind "$1/dev" /dev && mount --rbind "$1/ports" /sys/class/tty || exit 1
shift 2
exec "$@"`;

test('the demo is seen on an LED Matrix, which sleeps when it has ended', {
  skip: mayMount() ? false : 'needs to mount in a namespace of its own: unshare -rm',
}, async () => {
  const matrix = new FakeLedMatrix();
  const home = new Home({
    FW16_SYNTH_LED_MATRIX_ENABLED: 'true',
    FW16_SYNTH_LED_MATRIX_BRIGHTNESS: '60',
    FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  });
  matrix.plug();
  try {
    const inside = ['unshare', '-rm', 'sh', '-c', MACHINE, 'machine'];
    const where = [matrix.folder, matrix.terminal];
    const play = ['--input', 'demo', '--driver', 'file'];
    const { exit, err } = await home.runInside([...inside, ...where], ...play);
    assert.equal(exit, 0, err);
    assert.match(err, /An LED Matrix shows what sounds \(firmware 0\.2\.0\)/);
    assert.deepEqual(matrix.told, ['ask', 'brightness 153', 'sleep']);
    // The level stands on the left, notes on the right, and octave 4 below them.
    const lit = matrix.pictures.map((picture) => picture.split('\n'));
    assert.ok(
      lit.some((rows) => rows[32]?.startsWith('##')),
      'a level',
    );
    const notes = lit.map((rows) =>
      rows
        .slice(0, 24)
        .map((row) => row.slice(3))
        .join('\n'),
    );
    assert.ok(new Set(notes.filter((each) => each.includes('#'))).size > 3, 'several notes');
    assert.ok(lit.some((rows) => rows.slice(29).every((row, at) => row.slice(4, 7) === FOUR[at])));
  } finally {
    matrix.remove();
    home.remove();
  }
});

const FOUR = ['#.#', '#.#', '###', '..#', '..#'];

test('without a module that is said once, and all else is as ever', async () => {
  const home = new Home({
    FW16_SYNTH_LED_MATRIX_ENABLED: 'true',
    FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  });
  try {
    const { exit, err } = await home.runBeside('--input', 'demo', '--driver', 'file');
    assert.equal(exit, 0, err);
    assert.equal(err.split('no LED Matrix is plugged in').length, 2, err);
  } finally {
    home.remove();
  }
});

function mayMount(): boolean {
  return spawnSync('unshare', ['-rm', 'true']).status === 0;
}
