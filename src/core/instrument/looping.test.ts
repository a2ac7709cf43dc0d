import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { playing } from '../../../tests/support/playing.ts';
import { KEY } from '../keys/key-codes.ts';
import { setMetronome, setTempo } from './beats.ts';
import { LOOP_NOTES_MAX } from './holders.ts';
import type { InstrumentSettings } from './instrument.ts';
import { panic } from './instrument.ts';
import { SOUNDING } from './ledger.ts';
import { LOOP_STATES } from './looper.ts';
import { commandLoop, LOOP_WORDS } from './looping.ts';
import { tick } from './player.ts';
import { choosePreset } from './preset-choice.ts';

const [Q, W, E] = [KEY.KEY_Q, KEY.KEY_W, KEY.KEY_E];
const [ENTER, BACKSPACE, DELETE, TAB] = [
  KEY.KEY_ENTER,
  KEY.KEY_BACKSPACE,
  KEY.KEY_DELETE,
  KEY.KEY_TAB,
];

/** Hands and a loop; times are in milliseconds. */
function stage(changes: Partial<InstrumentSettings> = {}) {
  const { player, synth, down, up, wakeTo } = playing(changes);
  const at = (ms: number): void => {
    wakeTo(ms * 1000);
    player.now[0] = ms * 1000;
  };
  return {
    player,
    synth,
    state: () => LOOP_STATES[player.instrument.looper.state],
    /** What sounds by the loop from there on, and when. */
    heardTo: (ms: number) => wakeTo(ms * 1000),
    tap: (key: number, ms: number) => {
      at(ms);
      down(key, ms * 1000);
      up(key, ms * 1000);
    },
    play: (key: number, fromMs: number, toMs: number) => {
      at(fromMs);
      down(key, fromMs * 1000);
      at(toMs);
      up(key, toMs * 1000);
    },
    down: (key: number, ms: number) => {
      at(ms);
      down(key, ms * 1000);
    },
    up: (key: number, ms: number) => {
      at(ms);
      up(key, ms * 1000);
    },
  };
}

test('what was recorded comes again, as long and as loud, for as long as the loop is', () => {
  const { tap, play, heardTo, state, synth } = stage();
  tap(ENTER, 1000);
  assert.equal(state(), 'recording');
  play(Q, 1100, 1300);
  play(W, 1500, 1600);
  tap(ENTER, 2000);
  assert.equal(state(), 'playing');
  synth.taken();
  assert.deepEqual(heardTo(4050), [
    '2100 on 0 60 100',
    '2300 off 0 60',
    '2500 on 0 62 100',
    '2600 off 0 62',
    '3100 on 0 60 100',
    '3300 off 0 60',
    '3500 on 0 62 100',
    '3600 off 0 62',
  ]);
});

test('what is added comes from the next round on, and undo takes it away', () => {
  const { tap, play, heardTo, state, synth } = stage();
  tap(ENTER, 0);
  play(Q, 0, 100);
  tap(ENTER, 1000);
  tap(ENTER, 1200);
  assert.equal(state(), 'overdubbing');
  synth.taken();
  play(E, 1500, 1700);
  assert.deepEqual(synth.taken(), ['on 0 64 100', 'off 0 64']);
  tap(ENTER, 1800);
  assert.deepEqual(heardTo(2900), [
    '2000 on 0 60 100',
    '2100 off 0 60',
    '2500 on 0 64 100',
    '2700 off 0 64',
  ]);
  // In the middle of its note.
  heardTo(3600);
  assert.deepEqual(synth.sounding(), ['0 64']);
  tap(BACKSPACE, 3600);
  assert.deepEqual(synth.sounding(), []);
  assert.deepEqual(heardTo(4900), ['4000 on 0 60 100', '4100 off 0 60']);
  tap(BACKSPACE, 5000);
  assert.equal(state(), 'empty');
  assert.deepEqual(heardTo(9000), []);
});

test('it is stopped and goes on from its top, and cleared it is gone', () => {
  const { tap, play, heardTo, down, up, state, synth } = stage();
  const turn = (ms: number): void => {
    down(TAB, ms);
    tap(ENTER, ms);
    up(TAB, ms);
  };
  tap(ENTER, 0);
  play(Q, 100, 600);
  tap(ENTER, 1000);
  heardTo(1300);
  turn(1300);
  assert.deepEqual([state(), synth.sounding()], ['stopped', []]);
  assert.deepEqual(heardTo(5000), []);
  turn(5000);
  assert.deepEqual(heardTo(5700), ['5100 on 0 60 100', '5600 off 0 60']);
  heardTo(6200);
  assert.deepEqual(synth.sounding(), ['0 60']);
  tap(DELETE, 6200);
  assert.deepEqual([state(), synth.sounding()], ['empty', []]);
});

test('while there is a beat it begins on one, and lasts for whole bars', () => {
  const { tap, play, heardTo, player, synth } = stage();
  const { instrument } = player;
  setTempo(instrument, 120, player.now);
  setMetronome(instrument, synth, true, player.now);
  // A bar of four is two seconds; the hand is late twice.
  tap(ENTER, 530);
  play(Q, 1000, 1200);
  tap(ENTER, 2590);
  const ofLoop = (calls: string[]) => calls.filter((call) => / 0 60/.test(call));
  assert.deepEqual(ofLoop(heardTo(5500)), [
    '3000 on 0 60 100',
    '3200 off 0 60',
    '5000 on 0 60 100',
    '5200 off 0 60',
  ]);
  setTempo(instrument, 60, player.now);
  assert.deepEqual(ofLoop(heardTo(13_000)), [
    '8500 on 0 60 100',
    '8900 off 0 60',
    '12500 on 0 60 100',
    '12900 off 0 60',
  ]);
});

test('no note of it is lost on a panic, a preset, another layer or mode, or when it is cleared', () => {
  for (const what of ['panic', 'preset', 'layer', 'clear'] as const) {
    const { tap, play, heardTo, player, synth } = stage();
    const { instrument } = player;
    tap(ENTER, 0);
    play(Q, 100, 600);
    tap(ENTER, 1000);
    heardTo(1300);
    assert.deepEqual(synth.sounding(), ['0 60']);
    if (what === 'panic') panic(instrument, synth);
    else if (what === 'preset') choosePreset(instrument, synth, 3);
    else if (what === 'layer') instrument.layers[0]!.on = false;
    else commandLoop(instrument, synth, LOOP_WORDS.indexOf('clear'), player.now);
    heardTo(1900);
    assert.deepEqual(synth.sounding(), [], what);
    assert.deepEqual(synth.faults, []);
    assert.equal(instrument.ledger.counts[SOUNDING], 0);
  }
});

test('a chord and an arpeggio are recorded as they sound', () => {
  const { tap, play, heardTo, player, synth } = stage();
  player.instrument.chords.on = true;
  tap(ENTER, 0);
  play(Q, 100, 300);
  tap(ENTER, 1000);
  player.instrument.chords.on = false;
  synth.taken();
  assert.deepEqual(heardTo(1200), ['1100 on 0 60 100', '1100 on 0 64 100', '1100 on 0 67 100']);
});

test('without a note there is no loop, and with too many the rest is left out', () => {
  const { tap, state, player, play, heardTo, synth } = stage();
  tap(ENTER, 0);
  tap(ENTER, 500);
  assert.equal(state(), 'empty');
  tap(ENTER, 1000);
  for (let note = 0; note < LOOP_NOTES_MAX + 50; note++) play(Q, 1000 + note, 1000.5 + note);
  tap(ENTER, 4000);
  assert.equal(player.instrument.looper.count, LOOP_NOTES_MAX);
  heardTo(8000);
  tap(DELETE, 8000);
  assert.deepEqual([synth.sounding(), synth.faults], [[], []]);
});

test('whatever is played and asked of the loop, every note ends once', () => {
  const action = fc.record({
    key: fc.constantFrom(Q, W, E, ENTER, ENTER, BACKSPACE, DELETE, TAB, KEY.KEY_ESC),
    isDown: fc.boolean(),
    afterMs: fc.integer({ min: 0, max: 400 }),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 120 }), fc.nat(2), (actions, sync) => {
      const { player, synth, down, up } = stage({});
      Object.assign(player.instrument.looper, { sync });
      let ms = 0;
      for (const { key, isDown, afterMs } of actions) {
        ms += afterMs;
        if (isDown) down(key, ms);
        else up(key, ms);
      }
      for (const key of [Q, W, E, TAB]) up(key, ms);
      commandLoop(player.instrument, synth, LOOP_WORDS.indexOf('clear'), player.now);
      tick(player, (ms + 10_000) * 1000);
      assert.deepEqual([synth.sounding(), synth.faults], [[], []]);
      const { looper } = player.instrument;
      assert.deepEqual([looper.count, looper.heldCount], [0, 0]);
    }),
  );
});
