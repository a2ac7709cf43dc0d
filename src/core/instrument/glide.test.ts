import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playing } from '../../../tests/support/playing.ts';
import { KEY } from '../keys/key-codes.ts';
import type { Priority, VoiceMode } from './glide.ts';
import { PRIORITIES, VOICE_MODES } from './glide.ts';
import { endNotes, PLAIN_LAYER } from './instrument.ts';

// 60, 62 and 64.
const [Q, W, E] = [KEY.KEY_Q, KEY.KEY_W, KEY.KEY_E];

function one(mode: VoiceMode, priority: Priority = 'last', glideMs = 0) {
  const layer = {
    ...PLAIN_LAYER,
    mode: VOICE_MODES.indexOf(mode),
    priority: PRIORITIES.indexOf(priority),
    glideMs,
  };
  return playing({ layers: [layer] });
}

test('mono: a trill falls back to the key that is held, struck anew each time', () => {
  const { down, up, synth } = one('mono');
  down(Q);
  down(W);
  assert.deepEqual(synth.taken(), ['on 0 60 100', 'off 0 60', 'on 0 62 100']);
  up(W);
  assert.deepEqual(synth.taken(), ['off 0 62', 'on 0 60 100']);
  up(Q);
  assert.deepEqual(synth.taken(), ['off 0 60']);
});

test('legato: the next note begins before the last one ends', () => {
  const { down, up, synth } = one('legato');
  down(Q);
  down(W);
  up(W);
  up(Q);
  assert.deepEqual(synth.calls, [
    ...['on 0 60 100', 'on 0 62 100', 'off 0 60'],
    ...['on 0 60 100', 'off 0 62', 'off 0 60'],
  ]);
});

test('a key that is let go under the one that sounds changes nothing', () => {
  const { down, up, synth } = one('mono');
  down(Q);
  down(W);
  synth.taken();
  up(Q);
  assert.deepEqual(synth.taken(), []);
  up(W);
  assert.deepEqual(synth.taken(), ['off 0 62']);
});

test('the lowest or the highest key has the voice when it has priority', () => {
  for (const [priority, order] of [
    ['low', [W, Q, E]],
    ['high', [Q, W, Q]],
  ] as const) {
    const { down, synth } = one('mono', priority);
    for (const key of order) down(key);
    assert.deepEqual(synth.sounding(), [priority === 'low' ? '0 60' : '0 62']);
  }
});

test('mono glides from the note before, legato only while a key is held', () => {
  const mono = one('mono', 'last', 200);
  mono.down(Q);
  mono.up(Q);
  mono.down(W);
  assert.deepEqual(mono.synth.calls, ['on 0 60 100', 'off 0 60', 'control 0 84 60', 'on 0 62 100']);
  const legato = one('legato', 'last', 200);
  legato.down(Q);
  legato.down(W);
  legato.up(Q);
  legato.up(W);
  legato.down(E);
  assert.deepEqual(legato.synth.calls, [
    ...['on 0 60 100', 'control 0 84 60', 'on 0 62 100', 'off 0 60'],
    ...['off 0 62', 'on 0 64 100'],
  ]);
});

test('notes that are all ended begin nothing when their keys come up', () => {
  const { player, down, up, synth } = one('legato');
  down(Q);
  down(W);
  endNotes(player.instrument, synth);
  synth.taken();
  up(W);
  up(Q);
  assert.deepEqual(synth.taken(), []);
  assert.deepEqual(synth.faults, []);
});
