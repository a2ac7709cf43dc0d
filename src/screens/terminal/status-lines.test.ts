import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESTING } from '../../../tests/support/snapshot.ts';
import type { Status } from '../../core/status.ts';
import { playingLine, setupLines, statusLines } from './status-lines.ts';

const STATUS: Status = {
  version: '1.0.0',
  pid: 1,
  uptimeSeconds: 1,
  playing: {
    ...RESTING,
    program: 16,
    preset: 2,
    lastVelocity: 100,
    nodes: 1,
    grabbed: 1,
    realtimePriority: 50,
  },
  presetName: '',
  programName: 'Drawbar Organ',
  input: { from: 'keyboards', detail: 'Some Keyboard' },
  midi: { isOpen: false, isSending: false, ports: [], why: '' },
  audio: {
    driver: 'pipewire',
    why: 'PipeWire is running',
    sampleRate: 48_000,
    periodFrames: 64,
    periods: 1,
    bufferMs: 4 / 3,
    into: undefined,
    latency: [{ stage: 'buffer', known: 'measured', seconds: 64 / 48_000 }],
    late: 0,
    peakDb: null,
    rmsDb: null,
    file: undefined,
  },
  font: { path: '/fonts/some.sf2', why: 'configured', loading: null },
  tuning: '',
  latency: { p50Us: 0, p99Us: 0 },
};

function troubles(status: Status): string[] {
  return statusLines(status).filter((line) => line.startsWith('Trouble'));
}

test('what plays is told in a line each, and nothing of trouble while there is none', () => {
  assert.deepEqual(setupLines(STATUS), [
    'Playing    armed',
    'From       Some Keyboard',
    'Sound      Drawbar Organ (program 16, bank 0)',
    'Keys       tracker, octave 4, transpose 0',
    'Audio      pipewire, 64 frames at 48000 Hz: 1.3 ms of buffer (PipeWire is running)',
    'SoundFont  /fonts/some.sf2 (configured)',
    'Thread     real-time, priority 50',
  ]);
  assert.deepEqual(troubles(STATUS), []);
});

test('late callbacks are trouble', () => {
  const late = { ...STATUS.audio, late: 3 };
  assert.match(troubles({ ...STATUS, audio: late })[0] ?? '', /^Trouble +3 audio callback/);
});

test('where sound goes and how long it waits is told as it is known', () => {
  const said = (audio: Partial<Status['audio']>): string =>
    setupLines({ ...STATUS, audio: { ...STATUS.audio, ...audio } }).join('\n');
  assert.match(said({ into: 'Speakers' }), /^Audio +pipewire into Speakers, 64 frames/m);
  const ahead = { stage: 'buffer', known: 'least', seconds: 0.0213 } as const;
  const behind = { stage: 'server', known: 'reported', seconds: 0.0107 } as const;
  assert.match(
    said({ latency: [ahead, behind] }),
    /: at least 21\.3 ms of buffer, 10\.7 ms in the server by its own account \(/,
  );
  const audio = { ...STATUS.audio, into: '' };
  assert.match(
    troubles({ ...STATUS, audio })[0] ?? '',
    /^Trouble +pipewire is connected to nothing/,
  );
  const file = { ...STATUS.audio, driver: 'file', file: '/home/you/out.wav' };
  assert.match(
    setupLines({ ...STATUS, audio: file }).join('\n'),
    /^Audio +\/home\/you\/out\.wav,/m,
  );
});

test('a keyboard that another program holds is trouble', () => {
  const playing = { ...STATUS.playing, grabRefused: 1 };
  assert.match(troubles({ ...STATUS, playing })[0] ?? '', /1 keyboard\(s\) play once the program/);
});

test('the line that follows has the sound, or that there is none to be had', () => {
  assert.match(playingLine(STATUS), /^Drawbar Organ {2}octave 4 {2}velocity 100 {2}░+$/);
  const playing = { ...STATUS.playing, armed: false, sustain: true, transpose: -2 };
  const audio = { ...STATUS.audio, peakDb: 0 };
  assert.match(
    playingLine({ ...STATUS, playing, audio }),
    /^disarmed .* transpose -2 .* sustain {2}█+$/,
  );
});

test('a preset is shown by its name', () => {
  const named = { ...STATUS, presetName: 'Church' };
  assert.ok(
    setupLines(named).some((line) => /^Sound +Church: Drawbar Organ \(program 16/.test(line)),
  );
  assert.match(playingLine(named), /^Church /);
});
