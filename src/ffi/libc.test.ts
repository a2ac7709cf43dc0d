import assert from 'node:assert/strict';
import { test } from 'node:test';
import koffi from 'koffi';
import { maskBits, newEventMask } from './libc.ts';

test('the bits of an event mask are those that the kernel is shown', () => {
  const mask = newEventMask(1, Uint8Array.of(1, 2, 3));
  assert.deepEqual([...maskBits(mask, 3)], [1, 2, 3]);
  maskBits(mask, 3)[1] = 0x80;
  // struct input_mask: type, size, and where the bits are (linux/input.h).
  const [type, size] = koffi.decode(mask, 'uint32_t', 2);
  assert.deepEqual([type, size], [1, 3]);
  const bits = koffi.decode(mask, 8, 'void *');
  assert.deepEqual([...koffi.decode(bits, 'uint8_t', 3)], [1, 0x80, 3]);
});
