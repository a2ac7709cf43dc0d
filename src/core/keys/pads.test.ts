import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drumName } from '../music/general-midi.ts';
import { createScaleLock, NO_SCALE } from '../music/scale.ts';
import { ACTION, bindings } from './bindings.ts';
import { KEY } from './key-codes.ts';
import { addToKeymap, createKeymap, fillKeymap } from './keymap.ts';
import { LAYOUTS } from './layouts.ts';
import { PAD_LAYOUTS, padLayoutNumber } from './pads.ts';

const [drums, notes] = PAD_LAYOUTS;

test('a pad has sixteen keys with a sound of their own, and none is of the keyboard or commands', () => {
  const actions = bindings();
  const onBoard = new Set(LAYOUTS.flatMap(({ keys }) => keys));
  for (const { keys, notes: all } of PAD_LAYOUTS) {
    assert.equal(keys.length, 16);
    assert.equal(new Set(keys).size, 16);
    assert.equal(new Set(all).size, 16);
    assert.ok(keys.every((key) => actions[key] === ACTION.none && !onBoard.has(key)));
  }
  assert.equal(padLayoutNumber('drums'), 0);
  assert.equal(padLayoutNumber('off'), -1);
});

test('its drums are drums of General MIDI, the bass drum under the thumb', () => {
  assert.ok(drums!.notes.every((note) => !drumName(note).startsWith('Drum ')));
  assert.equal(drumName(drums!.notes[drums!.keys.indexOf(KEY.KEY_KP0)]!), 'Kick');
});

test('beside a layout the pad plays; octave, transposition and scale move its notes, not its drums', () => {
  const keymap = createKeymap();
  const scale = createScaleLock({ ...NO_SCALE, on: true, root: 1, mode: 'filter' });
  for (const pad of [drums!, notes!]) {
    fillKeymap(keymap, LAYOUTS[0]!, 5, 1, scale);
    addToKeymap(keymap, pad, 5, 1, scale);
    assert.equal(keymap.notes[KEY.KEY_Q], 73);
    assert.equal(keymap.notes[KEY.KEY_KP0], pad === drums ? 36 : 61);
    assert.equal(keymap.notes[KEY.KEY_KPDOT], pad === drums ? 44 : -1);
  }
});
