import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ANSWER_BYTES,
  ASK_VERSION,
  draw,
  GO_TO_SLEEP,
  isLit,
  light,
  PICTURE_BYTES,
  setBrightness,
  versionIn,
} from './led-matrix.ts';

test('a command is the two bytes that begin all, its number, and what belongs to it', () => {
  assert.deepEqual([...ASK_VERSION], [0x32, 0xac, 0x20]);
  assert.deepEqual([...GO_TO_SLEEP], [0x32, 0xac, 0x03, 1]);
  assert.deepEqual([...setBrightness(20)], [0x32, 0xac, 0x00, 51]);
  assert.deepEqual([...setBrightness(100)], [0x32, 0xac, 0x00, 255]);
});

test('a picture goes into one packet, its lights row by row from the top left', () => {
  const picture = new Uint8Array(PICTURE_BYTES);
  light(picture, 0, 0);
  light(picture, 8, 0);
  light(picture, 0, 1);
  light(picture, 8, 33);
  const command = draw(picture);
  assert.equal(command.length, 42);
  assert.deepEqual([...command.subarray(0, 5)], [0x32, 0xac, 0x06, 0b1, 0b11]);
  // The last of 306 lights is the second bit of the last byte.
  assert.equal(command.at(-1), 0b10);
  assert.ok(isLit(picture, 8, 33));
  assert.ok(!isLit(picture, 7, 33));
});

test('the version is told from an answer of the firmware, and from nothing else', () => {
  const answer = new Uint8Array(ANSWER_BYTES);
  answer.set([0, 0x21, 0]);
  assert.equal(versionIn(answer), '0.2.1');
  answer[2] = 1;
  assert.equal(versionIn(answer), '0.2.1 (pre-release)');
  assert.equal(versionIn(answer.subarray(0, 31)), undefined);
  assert.equal(versionIn(new TextEncoder().encode('hello, I am another firmware ....')), undefined);
});
