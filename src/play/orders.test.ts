import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOrders, give, take } from './orders.ts';

const CAPACITY = 256;

test('orders come out as they went in, each once', () => {
  const orders = createOrders();
  const order = new Int32Array(4);
  assert.equal(take(orders, order), false);
  give(orders, 1, 2, 3, 4);
  give(orders, 5, -6, 7, 0);
  assert.equal(take(orders, order), true);
  assert.deepEqual([...order], [1, 2, 3, 4]);
  assert.equal(take(orders, order), true);
  assert.deepEqual([...order], [5, -6, 7, 0]);
  assert.equal(take(orders, order), false);
});

test('a full ring takes no more, and keeps what it has', () => {
  const orders = createOrders();
  const order = new Int32Array(4);
  let given = 0;
  while (give(orders, given, 0, 0, 0)) given++;
  assert.equal(given, CAPACITY);
  assert.equal(give(orders, 999, 0, 0, 0), false);
  for (let next = 0; next < CAPACITY; next++) {
    assert.equal(take(orders, order), true);
    assert.equal(order[0], next);
  }
  assert.equal(take(orders, order), false);
  assert.equal(give(orders, 1, 0, 0, 0), true);
});

test('it goes round for ever, past the end of its counters too', () => {
  const orders = createOrders();
  const order = new Int32Array(4);
  // The counters wrap from the largest number of 32 bits to the smallest.
  orders.words.fill(0x7fffffff - 300, 0, 2);
  for (let round = 0; round < 1000; round++) {
    for (let each = 0; each < 3; each++) assert.equal(give(orders, round, each, 0, 0), true);
    for (let each = 0; each < 3; each++) {
      assert.equal(take(orders, order), true);
      assert.deepEqual([...order], [round, each, 0, 0]);
    }
  }
  assert.ok(orders.words[0]! < 0);
});

test('two views of one memory are one ring', () => {
  const writer = createOrders();
  const reader = createOrders(writer.memory);
  const order = new Int32Array(4);
  give(writer, 8, 1, 1, 1);
  assert.equal(take(reader, order), true);
  assert.equal(take(writer, order), false);
});
