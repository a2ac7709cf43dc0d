import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shouldMove } from './sink-watch.ts';

const IDS: Readonly<Record<string, bigint>> = { 'speakers:FL': 1n, 'headphones:FL': 2n };
const SPEAKERS = { port: 'speakers:FL', id: 1n };
const NEVER = { port: '', id: -1n };

function moves(
  sink: string | undefined,
  connected: readonly string[] | undefined,
  target: typeof SPEAKERS | undefined = SPEAKERS,
  ids = IDS,
): boolean {
  const ports = { sink, connected, idOf: (port: string) => ids[port] ?? 0n };
  return shouldMove(ports, target === NEVER ? undefined : target);
}

test('connected to the default sink it stays', () => {
  assert.equal(moves('speakers:FL', ['speakers:FL']), false);
  assert.equal(moves('speakers:FL', ['recorder:in', 'speakers:FL'], NEVER), false);
});

test('it moves when another sink is the default, or when its own is gone', () => {
  assert.equal(moves('headphones:FL', ['speakers:FL']), true);
  assert.equal(moves('headphones:FL', [], SPEAKERS, { 'headphones:FL': 2n }), true);
  assert.equal(moves('speakers:FL', [], SPEAKERS, { 'speakers:FL': 3n }), true, 'of the same name');
});

test('it moves to the first sink that comes', () => {
  assert.equal(moves('speakers:FL', [], NEVER), true);
  assert.equal(moves(undefined, [], NEVER), false);
  assert.equal(moves('speakers:FL', undefined, NEVER), false, 'not open yet');
});

test('what a person connected otherwise, or not at all, stays so', () => {
  assert.equal(moves('speakers:FL', ['effects:in']), false);
  assert.equal(moves('headphones:FL', ['effects:in']), false);
  assert.equal(moves('speakers:FL', []), false);
});
