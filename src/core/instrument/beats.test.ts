import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playing } from '../../../tests/support/playing.ts';
import { moment } from '../event.ts';
import { KEY } from '../keys/key-codes.ts';
import { valueNumber } from '../music/note-value.ts';
import type { ArpeggioSettings } from './arpeggio.ts';
import type { BeatSettings } from './beats.ts';
import {
  clockPulse,
  clockStart,
  clockStop,
  NO_BEATS,
  sendClock,
  setArpeggio,
  setArpeggioValue,
  setLatch,
  setMetronome,
  setTempo,
} from './beats.ts';
import { tempoOf } from './clock.ts';
import { panic } from './instrument.ts';
import { tick } from './player.ts';

const [Q, E, T] = [KEY.KEY_Q, KEY.KEY_E, KEY.KEY_T];

/** At 120 beats a minute an eighth is 250 ms. */
function beating(beats: Partial<BeatSettings>) {
  return playing({ beats: { ...NO_BEATS, ...beats } });
}

function arpeggiating(changes: Partial<ArpeggioSettings> = {}) {
  return beating({ arpeggio: { ...NO_BEATS.arpeggio, on: true, ...changes } });
}

test('held keys sound one after the other, and the last note ends with its gate', () => {
  const { down, up, wakeTo } = arpeggiating();
  down(Q, 1000_000);
  down(E, 1000_000);
  assert.deepEqual(wakeTo(1_499_999), [
    ...['1000 on 0 60 100', '1125 off 0 60'],
    ...['1250 on 0 64 100', '1375 off 0 64'],
  ]);
  assert.deepEqual(wakeTo(1_550_000), ['1500 on 0 60 100']);
  up(Q, 1_550_000);
  up(E, 1_560_000);
  assert.deepEqual(wakeTo(10e6), ['1625 off 0 60']);
});

test('a chord that is struck while a note sounds begins at once and ends that note', () => {
  const { down, up, wakeTo } = arpeggiating({ gate: 100 });
  down(Q, 1000_000);
  wakeTo(1_050_000);
  up(Q, 1_050_000);
  down(E, 1_100_000);
  assert.deepEqual(wakeTo(1_100_000), ['1100 off 0 60', '1100 on 0 64 100']);
});

test('swing moves every second step, and its note value the pace', () => {
  const { down, wakeTo, player } = arpeggiating({ swing: 75, gate: 50 });
  down(Q, 0);
  assert.deepEqual(
    wakeTo(1_000_000).filter((call) => call.includes('on')),
    ['0 on 0 60 100', '375 on 0 60 100', '500 on 0 60 100', '875 on 0 60 100', '1000 on 0 60 100'],
  );
  setArpeggioValue(player.instrument, valueNumber('1/8T'));
  assert.deepEqual(
    wakeTo(1_800_000).filter((call) => call.includes('on')),
    ['1375 on 0 60 100', '1625 on 0 60 100', '1708.3 on 0 60 100'],
  );
});

test('another tempo moves the steps that come, without a step lost or doubled', () => {
  const { down, wakeTo, player } = arpeggiating();
  down(Q, 0);
  wakeTo(125_000);
  setTempo(player.instrument, 60, moment(125_000));
  assert.deepEqual(wakeTo(1_000_000), [...['375 on 0 60 100', '625 off 0 60', '875 on 0 60 100']]);
});

test('with sync the first note waits for the beat, unless the hand was just late for it', () => {
  const early = arpeggiating({ sync: true });
  early.down(Q, 200_000);
  assert.deepEqual(early.wakeTo(260_000), ['250 on 0 60 100']);
  const late = arpeggiating({ sync: true });
  late.down(Q, 280_000);
  assert.deepEqual(late.wakeTo(500_000), ['250 on 0 60 100', '375 off 0 60', '500 on 0 60 100']);
});

test('latched, it goes on without hands until other keys are struck', () => {
  const { down, up, wakeTo, player } = arpeggiating({ latch: true });
  down(Q, 0);
  up(Q, 10_000);
  assert.equal(wakeTo(900_000).length, 8);
  down(T, 900_000);
  up(T, 900_000);
  assert.deepEqual(wakeTo(1_000_000), ['1000 on 0 67 100']);
  setLatch(player.instrument, false);
  assert.deepEqual(wakeTo(5_000_000), ['1125 off 0 67']);
});

test('off, it ends with its note, and keys that are held are silent until struck anew', () => {
  const { down, up, wakeTo, player, synth } = arpeggiating();
  down(Q, 0);
  wakeTo(10_000);
  setArpeggio(player.instrument, false);
  assert.deepEqual(wakeTo(5_000_000), ['125 off 0 60']);
  up(Q, 5_000_000);
  down(Q, 5_100_000);
  assert.deepEqual(synth.taken(), ['on 0 60 100']);
});

test('whoever wakes late misses steps and does not make up for them', () => {
  const { down, player, synth, wakeTo } = arpeggiating();
  down(Q, 0);
  wakeTo(0);
  synth.taken();
  player.now[0] = 10_010_000;
  wakeTo(10_010_000);
  assert.deepEqual(wakeTo(10_250_000), ['10125 off 0 60', '10250 on 0 60 100']);
});

test('an hour of steps is an hour: none drifts', () => {
  const { down, wakeTo } = arpeggiating({ value: valueNumber('1/16T'), gate: 40 });
  down(Q, 0);
  const calls = wakeTo(3600e6).filter((call) => call.includes('on'));
  assert.equal(calls.length, 3600 * 12 + 1);
  assert.equal(calls.at(-1), '3600000 on 0 60 100');
});

test('after a year of sleep the next step is a step, and so is each one after it', () => {
  for (const settings of [
    { arpeggio: { ...NO_BEATS.arpeggio, on: true } },
    { repeat: { ...NO_BEATS.repeat, on: true, value: valueNumber('1/8') } },
  ]) {
    const { down, player, synth, wakeTo } = beating(settings);
    down(Q, 0);
    const later = 365 * 86_400e6;
    tick(player, later);
    synth.taken();
    const ons = wakeTo(later + 1e6).filter((call) => call.includes('on'));
    assert.deepEqual([ons.length, synth.faults], [4, []]);
  }
});

test('repeated notes are struck again on one beat, and end when their keys come up', () => {
  const { down, up, wakeTo, synth } = beating({
    repeat: { ...NO_BEATS.repeat, on: true, value: valueNumber('1/8') },
  });
  down(Q, 0);
  assert.deepEqual(synth.taken(), ['on 0 60 100']);
  assert.deepEqual(wakeTo(200_000), ['125 off 0 60']);
  down(E, 200_000);
  assert.deepEqual(synth.taken(), ['on 0 64 100']);
  assert.deepEqual(wakeTo(260_000), ['250 off 0 64', '250 on 0 60 100', '250 on 0 64 100']);
  up(Q, 260_000);
  assert.deepEqual(synth.taken(), ['off 0 60']);
  assert.deepEqual(wakeTo(510_000), ['375 off 0 64', '500 on 0 64 100']);
  up(E, 510_000);
  assert.deepEqual(wakeTo(10e6), []);
  assert.deepEqual(synth.faults, []);
});

test('the metronome clicks on every beat, the first of the bar higher and louder', () => {
  const { wakeTo, player, synth } = beating({ metronome: { on: false, beats: 3, level: 100 } });
  setMetronome(player.instrument, synth, true, moment(1e6));
  const clicks = wakeTo(2_999_999).filter((call) => call.includes('on'));
  assert.deepEqual(clicks, [
    ...['1000 on 9 76 100', '1500 on 9 77 75', '2000 on 9 77 75', '2500 on 9 76 100'],
  ]);
  setMetronome(player.instrument, synth, false, moment(3e6));
  assert.deepEqual(wakeTo(10e6), []);
  assert.deepEqual(synth.sounding(), []);
});

test('panic stops the arpeggio, what is latched, repeats and the metronome', () => {
  const { down, wakeTo, player, synth } = arpeggiating({ latch: true });
  setMetronome(player.instrument, synth, true, moment(0));
  down(Q, 0);
  wakeTo(10_000);
  panic(player.instrument, synth);
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual(wakeTo(10e6), []);
  assert.equal(player.instrument.metronome.on, false);
});

test('a MIDI clock drives the arpeggio, at its tempo and on its beats', () => {
  const { down, wakeTo, player } = arpeggiating({ sync: true });
  clockStart(player.instrument);
  const pulseUs = 60e6 / 100 / 24;
  const ons: string[] = [];
  for (let pulse = 0; pulse < 24 * 8; pulse++) {
    const us = 10e6 + pulse * pulseUs;
    ons.push(...wakeTo(us).filter((call) => call.includes('on')));
    clockPulse(player.instrument, moment(us));
    if (pulse === 100) down(Q, us);
  }
  assert.equal(Math.round(tempoOf(player.instrument.clock)), 100);
  // The pulses begin at 10 s, and an eighth is 300 ms.
  const times = ons.map((call) => Number(call.split(' ')[0]) - 10_000);
  assert.ok(times.length > 5);
  for (const ms of times) assert.ok(Math.abs(ms / 300 - Math.round(ms / 300)) < 0.01, `${ms}`);
});

test('a MIDI clock’s start begins the pattern anew, and its stop ends what is latched', () => {
  const { down, up, wakeTo, player, synth } = arpeggiating({ latch: true });
  const keys = [Q, KEY.KEY_W, KEY.KEY_E];
  for (const key of keys) down(key, 0);
  for (const key of keys) up(key, 1);
  wakeTo(260_000);
  clockStart(player.instrument);
  clockPulse(player.instrument, moment(300_000));
  const again = wakeTo(300_000).filter((call) => call.includes(' on '));
  assert.deepEqual(
    again.map((call) => call.split(' ').slice(1, 4).join(' ')),
    ['on 0 60'],
  );
  clockStop(player.instrument);
  wakeTo(10e6);
  assert.deepEqual(synth.sounding(), []);
  assert.equal(player.instrument.arpeggio.held.count, 0);
});

test('the clock is sent on, 24 pulses to the beat, at its own tempo', () => {
  const { wakeTo, player, synth } = beating({ tempo: 100 });
  const sent: string[] = [];
  const sink = {
    start: () => sent.push('start'),
    stop: () => sent.push('stop'),
    pulse: () => sent.push('pulse'),
  };
  sendClock(player.instrument, sink, moment(1e6));
  wakeTo(1e6 + 600_000);
  assert.ok(Math.abs(sent.length - 24) <= 1, `${sent.length}`);
  setMetronome(player.instrument, synth, true, moment(2e6));
  setMetronome(player.instrument, synth, false, moment(2e6));
  assert.deepEqual(sent.slice(-2), ['start', 'stop']);
  sendClock(player.instrument, undefined, moment(3e6));
  sent.length = 0;
  wakeTo(10e6);
  assert.deepEqual(sent, []);
});

test('under the shift, keys switch the beats and tap the tempo', () => {
  const { player, down, up } = beating({});
  const { arpeggio, repeat, metronome, clock } = player.instrument;
  const tap = (key: number, us = 0) => {
    down(key, us);
    up(key, us);
  };
  down(KEY.KEY_TAB);
  for (const key of [KEY.KEY_A, KEY.KEY_D, KEY.KEY_L, KEY.KEY_O, KEY.KEY_RIGHT]) tap(key);
  for (const key of [KEY.KEY_R, KEY.KEY_M]) tap(key);
  const { on, pattern, latch, octaves, value } = arpeggio;
  assert.deepEqual([on, pattern, latch, octaves], [true, 1, true, 2]);
  assert.equal(value, NO_BEATS.arpeggio.value + 1);
  assert.deepEqual([repeat.on, metronome.on], [true, true]);
  tap(KEY.KEY_UP);
  assert.equal(Math.round(tempoOf(clock)), 122);
  tap(KEY.KEY_T, 1e6);
  tap(KEY.KEY_T, 1.6e6);
  assert.equal(Math.round(tempoOf(clock)), 100);
});
