/**
 * Our play thread as a program to compare, until the pipe's other end is closed:
 * `ours PIPE FONT [DRIVER FRAMES BANK PROGRAM dry]`.
 */
import { createServer } from 'node:http';
import { NO_BEATS } from '../../src/core/instrument/beats.ts';
import { NO_CHORDS } from '../../src/core/instrument/chords.ts';
import { TWELVE_PRESETS } from '../../src/core/instrument/preset.ts';
import { NO_ROUTES } from '../../src/core/instrument/routing.ts';
import { PAD_OFF } from '../../src/core/instrument/touchpad.ts';
import { keyCodeOf } from '../../src/core/keys/key-codes.ts';
import { LAYOUTS } from '../../src/core/keys/layouts.ts';
import { NO_SCALE } from '../../src/core/music/scale.ts';
import { NODE } from '../../src/core/order.ts';
import type { DriverChoice } from '../../src/engine/drivers.ts';
import { Engine } from '../../src/engine/engine.ts';
import { libc, O_RDONLY_NONBLOCK_CLOEXEC } from '../../src/ffi/libc.ts';
import { PlayThread } from '../../src/play/handle.ts';

const [pipe = '', font = '', driver = 'file', frames = '64', bank = '0', program = '0', effects] =
  process.argv.slice(2);
const settings = {
  sampleRate: 48_000,
  bufferSize: Number(frames),
  periods: 2,
  gainDb: -8,
  polyphony: 256,
  reverb: effects !== 'dry',
  chorus: effects !== 'dry',
  tuningHz: 440,
};
const engine = new Engine(settings, driver as DriverChoice);
await engine.loadFont(font);
const audio = await engine.startAudio(driver as DriverChoice, `${pipe}.wav`);
if (!audio.ok) throw new Error(audio.why);
let close = (): void => {};
const thread = new PlayThread({
  synth: engine.synth,
  player: {
    instrument: {
      channel: 0,
      layout: 0,
      layouts: LAYOUTS,
      pad: -1,
      octave: 4,
      transpose: 0,
      bank: Number(bank),
      program: Number(program),
      presets: TWELVE_PRESETS,
      velocity: {
        source: 'fixed',
        fixed: 100,
        min: 1,
        max: 127,
        curve: 'linear',
        rows: [40, 80, 110],
        accent: 20,
        soft: 30,
      },
      scale: NO_SCALE,
      layers: [],
      collision: 0,
      touchpad: PAD_OFF,
      routing: NO_ROUTES,
      beats: NO_BEATS,
      chords: NO_CHORDS,
    },
    armed: true,
    armingChord: [keyCodeOf('LEFTCTRL')!, keyCodeOf('LEFTALT')!],
  },
  grab: true,
  realtimePriority: 50,
  onNodeGone: () => close(),
  onFailure: (problem) => {
    throw problem;
  },
});
await thread.ready();
await thread.seekRealtime();
thread.addNode(libc.open(pipe, O_RDONLY_NONBLOCK_CLOEXEC), NODE.pipe, 0);
// What a main thread has to do beside the playing, when it is asked to.
const server = createServer((_, response) => {
  response.end(JSON.stringify(Array.from({ length: 2000 }, (_, index) => ({ index }))));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stderr.write(`ready ${typeof address === 'object' ? address?.port : ''}\n`);
});
await new Promise<void>((resolve) => {
  close = resolve;
});
server.close();
server.closeAllConnections();
const { keyEvents, notesBegun } = thread.snapshot();
await thread.close();
engine.close();
process.stdout.write(`${JSON.stringify({ keyEvents, notesBegun })}\n`);
