import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIELD } from './board.ts';
import { Collector } from './collector.ts';

test('collections are counted from look to look', () => {
  const fields = new Int32Array(64);
  const collector = new Collector(fields);
  // More than a young generation holds.
  let kept: unknown[] = [];
  for (let at = 0; at < 3e6; at++) kept = [at, kept.length];
  collector.look();
  const collections = fields[FIELD.collections]!;
  assert.ok(collections > 0);
  assert.ok(fields[FIELD.collectionUs]! > 0);
  collector.look();
  assert.ok(fields[FIELD.collections]! - collections < 2, 'none is counted twice');
});
