import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nearest } from './nearest.ts';

const DRIVERS = ['auto', 'pipewire', 'jack', 'pulseaudio', 'alsa', 'file'];

test('a slip of the finger finds the word that was meant', () => {
  assert.equal(nearest('pipwire', DRIVERS), 'pipewire');
  assert.equal(nearest('PipeWire', DRIVERS), 'pipewire');
  assert.equal(nearest('jakc', DRIVERS), 'jack');
  assert.equal(nearest('aslsa', DRIVERS), 'alsa');
  assert.equal(nearest('buffer-size', ['buffer_size', 'periods']), 'buffer_size');
});

test('a word unlike all others has no nearest', () => {
  assert.equal(nearest('coreaudio', DRIVERS), undefined);
  assert.equal(nearest('', DRIVERS), undefined);
});

test('a word is nearest to itself, whatever else there is', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z_]{1,12}$/), { minLength: 1 }), (words) => {
      assert.equal(nearest(words[0]!, words), words[0]);
    }),
  );
});

test('one letter left out of a word of four or more is forgiven', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{4,20}$/), fc.nat(), (word, at) => {
      const cut = at % word.length;
      assert.equal(nearest(word.slice(0, cut) + word.slice(cut + 1), [word]), word);
    }),
  );
});

test('very long words end soon', () => {
  assert.equal(nearest('x'.repeat(1_000_000), DRIVERS), undefined);
});
