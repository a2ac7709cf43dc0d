import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LEARNABLE, learnableAt } from '../core/instrument/learnt-routes.ts';
import { ORDER } from '../core/order.ts';
import { Learning } from './learning.ts';

const FILTER = learnableAt(LEARNABLE.indexOf('filter'));
const VOLUME = learnableAt(LEARNABLE.indexOf('volume'));

function learning(context: TestContext, home = mkdtempSync(join(tmpdir(), 'fw16-learning-'))) {
  context.after(() => rmSync(home, { recursive: true, force: true }));
  const orders: number[][] = [];
  const said: string[] = [];
  const logged: string[] = [];
  let learnt: { controller: number; destination: number } | undefined;
  const log = (line: string): void => {
    logged.push(line);
  };
  const made = new Learning({
    env: { XDG_DATA_HOME: home },
    home,
    thread: {
      order: (...order: number[]) => orders.push(order) > 0,
      learnt: () => learnt,
    },
    log: { debug: log, info: log, warn: log, error: log },
    say: (line) => said.push(line),
  });
  const show = async (controller: number, destination: number): Promise<void> => {
    learnt = { controller, destination };
    await made.heard();
  };
  const file = join(home, 'fw16-synth/controllers.json');
  return { made, home, orders, said, logged, show, file };
}

test('what a controller was shown to move is told, kept, and led again at the next start', async (t) => {
  const first = learning(t);
  await first.made.heard();
  assert.deepEqual(first.orders, []);
  await first.show(21, FILTER);
  await first.show(21, FILTER);
  await first.show(22, VOLUME);
  await first.show(23, FILTER);
  assert.deepEqual(first.logged, [
    'Controller 21 moves the filter from now on.',
    'Controller 22 moves the volume from now on.',
    'Controller 23 moves the filter from now on.',
  ]);
  const next = learning(t, first.home);
  next.made.restore();
  assert.deepEqual(next.orders, [
    [ORDER.learnt, 22, VOLUME],
    [ORDER.learnt, 23, FILTER],
  ]);
});

test('what is forgotten is not led again', async (t) => {
  const { made, show, home } = learning(t);
  await show(21, FILTER);
  await made.forget();
  const next = learning(t, home);
  next.made.restore();
  assert.deepEqual(next.orders, []);
});

test('a file that makes no sense is put aside and told of', async (t) => {
  const { made, show, file, said, orders } = learning(t);
  await show(21, FILTER);
  const text = readFileSync(file, 'utf8').replace('filter', 'ceiling');
  writeFileSync(file, text);
  orders.length = 0;
  made.restore();
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /controllers\.json: is not as this version writes it/);
  assert.deepEqual(orders, [[ORDER.learnt, 21, FILTER]], 'its copy stands in');
});
