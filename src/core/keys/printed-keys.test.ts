import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyNameOf } from './key-codes.ts';
import { keyThatTypes } from './printed-keys.ts';

function typing(text: string): string {
  return [...text]
    .map((letter) => keyNameOf(keyThatTypes(letter.charCodeAt(0)))?.slice(4))
    .join(' ');
}

test('every character of a US board is on its key, with Shift and without', () => {
  assert.equal(typing('qQaAzZ'), 'Q Q A A Z Z');
  assert.equal(typing('1!0)-_=+'), '1 1 0 0 MINUS MINUS EQUAL EQUAL');
  assert.equal(
    typing('[{]};:\'"'),
    'LEFTBRACE LEFTBRACE RIGHTBRACE RIGHTBRACE SEMICOLON SEMICOLON APOSTROPHE APOSTROPHE',
  );
  assert.equal(
    typing('`~\\|,<.>/? '),
    'GRAVE GRAVE BACKSLASH BACKSLASH COMMA COMMA DOT DOT SLASH SLASH SPACE',
  );
  const printable = Array.from({ length: 95 }, (_, index) => 0x20 + index);
  assert.deepEqual(
    printable.filter((character) => keyThatTypes(character) === 0),
    [],
  );
});

test('a character of no US key has none', () => {
  assert.equal(keyThatTypes(0xe9), 0);
  assert.equal(keyThatTypes(Number.NaN), 0);
});
