import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESTING } from '../../tests/support/snapshot.ts';
import type { Glance } from '../core/status.ts';
import { beginning, changes, statusLine } from './chronicle.ts';

const GLANCE: Glance = {
  version: '0.1.0',
  pid: 7,
  uptimeSeconds: 1,
  latency: { p50Us: 0, p99Us: 0 },
  playing: { ...RESTING, armed: false, nodes: 2 },
  presetName: '',
  input: { from: 'keyboards', detail: 'Framework Laptop 16, a macropad' },
  midi: { isOpen: false, isSending: false, ports: [], why: '' },
  audio: {
    driver: 'pipewire',
    why: 'the best that runs',
    sampleRate: 48_000,
    periodFrames: 64,
    periods: 1,
    bufferMs: 1.333,
    into: 'Speakers',
    latency: [{ stage: 'buffer', known: 'measured', seconds: 0.001333 }],
    late: 0,
    file: undefined,
  },
  font: { path: '/fonts/a.sf2', why: 'configured', loading: null },
  tuning: '',
};

function after(playing: Partial<Glance['playing']>, more: Partial<Glance> = {}): string[] {
  const now = { ...GLANCE, ...more, playing: { ...GLANCE.playing, ...playing } };
  return changes(GLANCE, now).map(({ level, message }) => `${level} ${message}`);
}

test('it begins with the sound, the font and the keyboards', () => {
  const [sound, font, input] = beginning(GLANCE);
  assert.deepEqual(sound?.fields, {
    driver: 'pipewire',
    why: 'the best that runs',
    sample_rate: 48_000,
    period_frames: 64,
    periods: 1,
    buffer_ms: 1.33,
    latency: '1.3 ms of buffer',
    into: 'Speakers',
  });
  assert.deepEqual(font?.fields, { path: '/fonts/a.sf2', why: 'configured' });
  assert.deepEqual(input?.fields, { from: 'keyboards', detail: GLANCE.input.detail });
});

test('what did not change is not told', () => {
  assert.deepEqual(after({ notesBegun: 12, keyEvents: 40, sounding: 3, octave: 5 }), []);
});

test('arming, keyboards, font, sound and scheduling are told as they change', () => {
  assert.deepEqual(after({ armed: true }), ['info Armed']);
  const input = { from: 'keyboards', detail: 'Framework Laptop 16' } as const;
  assert.deepEqual(after({ nodes: 1 }, { input }), ['info Playing from']);
  assert.deepEqual(after({ nodes: 3 }, { input }), ['info A keyboard has come']);
  const font = { path: '/fonts/b.sf2', why: 'asked for', loading: null };
  assert.deepEqual(after({}, { font }), ['info SoundFont loaded']);
  const audio = { ...GLANCE.audio, driver: 'jack' };
  assert.deepEqual(after({}, { audio }), ['info Sound goes out']);
  assert.deepEqual(after({ realtimePriority: 50 }), ['info The play thread is real-time']);
  assert.deepEqual(after({ grabRefused: 1 }), [
    'warn Another program holds a keyboard, and it types there too',
  ]);
});

test('what may happen often is told the first time', () => {
  assert.equal(after({ gaps: 2, engineFailures: 9 }).length, 2);
  const often = { ...GLANCE, playing: { ...GLANCE.playing, gaps: 2 } };
  assert.deepEqual(changes(often, { ...often, playing: { ...often.playing, gaps: 3 } }), []);
});

test('one line says how it stands', () => {
  assert.equal(
    statusLine(GLANCE),
    'Disarmed; Framework Laptop 16, a macropad; pipewire, 64 frames at 48000 Hz, 1.3 ms of buffer',
  );
  const audio = { ...GLANCE.audio, driver: '', why: 'the server has gone' };
  assert.match(statusLine({ ...GLANCE, audio }), /; no sound: the server has gone$/);
});
