import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineQueue, type LineTarget } from './line-queue.ts';

/** A disk with so much room, which can be taken away and given back. */
class Disk implements LineTarget {
  text = '';
  room = Number.POSITIVE_INFINITY;
  isAnew = false;
  writes = 0;
  #hang: Promise<void> = Promise.resolve();

  hang(): () => void {
    let answer = (): void => {};
    this.#hang = new Promise((resolve) => {
      answer = resolve;
    });
    return answer;
  }

  async prepare(): Promise<boolean> {
    const anew = this.isAnew;
    this.isAnew = false;
    if (anew) this.text += '|';
    return anew;
  }

  async write(bytes: Uint8Array): Promise<number> {
    this.writes++;
    await this.#hang;
    if (this.room === 0) throw new Error('ENOSPC: no space left on device');
    const part = bytes.subarray(0, this.room);
    this.room -= part.length;
    this.text += Buffer.from(part).toString();
    return part.length;
  }

  async close(): Promise<void> {
    this.text += '.';
  }
}

function queueOn(target: Disk) {
  const told: string[] = [];
  const queue = new LineQueue({
    target,
    retryMs: 3_600_000,
    onTrouble: (why) => told.push(why),
    onBack: (lost) => told.push(`back, ${lost} lost`),
  });
  return { queue, told };
}

test('lines go out in order, those that came while one was written in one piece', async () => {
  const disk = new Disk();
  const { queue } = queueOn(disk);
  for (const line of ['one', 'two', 'three']) queue.push(line);
  await queue.close(1000);
  assert.equal(disk.text, 'one\ntwo\nthree\n.');
  assert.equal(disk.writes, 2);
});

test('a full disk is told once, and a line cut in half by it is made whole', async () => {
  const disk = new Disk();
  const { queue, told } = queueOn(disk);
  disk.room = 6;
  queue.push('one');
  queue.push('two');
  await queue.flush(1000);
  await queue.flush(1000);
  assert.equal(disk.text, 'one\ntw');
  assert.deepEqual(told, ['ENOSPC: no space left on device']);
  disk.room = Number.POSITIVE_INFINITY;
  await queue.close(1000);
  assert.equal(disk.text, 'one\ntwo\n.');
  assert.deepEqual(told.slice(1), ['back, 0 lost']);
});

test('a line cut in half in one file is whole in the next', async () => {
  const disk = new Disk();
  const { queue } = queueOn(disk);
  disk.room = 6;
  queue.push('one');
  await queue.flush(1000);
  queue.push('two');
  await queue.flush(1000);
  disk.room = Number.POSITIVE_INFINITY;
  disk.isAnew = true;
  await queue.close(1000);
  assert.equal(disk.text, 'one\ntw|two\n.');
});

test('what is more than it keeps is counted, the oldest first', async () => {
  const disk = new Disk();
  const { queue, told } = queueOn(disk);
  disk.room = 0;
  const kilobyte = 'x'.repeat(1023);
  for (let line = 0; line < 1000; line++) queue.push(`${line} ${kilobyte}`);
  await queue.flush(1000);
  const { lost } = queue;
  assert.ok(lost > 400 && lost < 600, `${lost} lost`);
  disk.room = Number.POSITIVE_INFINITY;
  await queue.close(1000);
  const numbers = disk.text.split('\n').flatMap((line) => /^\d+/.exec(line)?.[0] ?? []);
  assert.equal(numbers.length, 1000 - lost);
  assert.equal(numbers.at(-1), '999');
  assert.deepEqual(told.slice(1), [`back, ${lost} lost`]);
});

test('a disk that does not answer is told of, holds nobody up, and is left open', async () => {
  const disk = new Disk();
  const { queue, told } = queueOn(disk);
  const answer = disk.hang();
  queue.push('one');
  while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(told, ['it does not answer']);
  await queue.close(10);
  assert.equal(queue.isBusy, true);
  assert.equal(disk.text, '');
  answer();
  while (queue.isBusy) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(disk.text, 'one\n');
});
