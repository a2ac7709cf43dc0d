import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { KEY, KEY_COUNT, keyCodeOf, keyNameOf } from './key-codes.ts';

const HEADER = '/usr/include/linux/input-event-codes.h';

test('every code is the one that the kernel gives the name', {
  skip: existsSync(HEADER) ? false : 'needs the kernel headers: apt install linux-libc-dev',
}, () => {
  const text = readFileSync(HEADER, 'utf8');
  const kernel = new Map(
    [...text.matchAll(/^#define (KEY_\w+)\s+(\d+|0x[0-9a-f]+)\b/gm)].map(([, name, code]) => [
      name!,
      Number(code),
    ]),
  );
  for (const [name, code] of Object.entries(KEY)) {
    // The newest names are not in every header.
    if (kernel.has(name)) assert.equal(code, kernel.get(name), name);
    assert.ok(code < KEY_COUNT, name);
  }
});

test('a key is found by its name in any case, with or without KEY_', () => {
  assert.equal(keyCodeOf('KEY_Q'), 16);
  assert.equal(keyCodeOf('q'), 16);
  assert.equal(keyCodeOf('Key_LeftShift'), 42);
  assert.equal(keyCodeOf('1'), 2);
  assert.equal(keyCodeOf('KEY_'), undefined);
  assert.equal(keyCodeOf('toString'), undefined);
});

test('a name is given back for a code', () => {
  assert.equal(keyNameOf(16), 'KEY_Q');
  assert.equal(keyNameOf(767), undefined);
  for (const [name, code] of Object.entries(KEY)) assert.equal(keyNameOf(code), name);
});
