import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  EV_KEY,
  EV_SYN,
  RECORD_BYTES,
  RECORD_WORDS,
  SYN_REPORT,
  writeRecord,
} from '../core/event.ts';
import { KEY } from '../core/keys/key-codes.ts';
import { libc, newPipe } from '../ffi/libc.ts';
import { RolloverWatch } from './rollover.ts';

const KEYBOARD = { name: 'Some Keyboard', phys: 'usb-1/input0' };
const ITS_OTHER_NODE = { name: 'Some Keyboard Keyboard', phys: 'usb-1/input2' };

/** A node that is a pipe, and a hand for it: a report of keys down (positive) and up (negative). */
function node() {
  const { readFd, writeFd } = newPipe();
  let closed = false;
  const report = (ms: number, ...changes: readonly number[]): void => {
    const records = new Int32Array((changes.length + 1) * RECORD_WORDS);
    changes.forEach((change, at) => {
      writeRecord(records, at, ms * 1000, EV_KEY, Math.abs(change), change > 0 ? 1 : 0);
    });
    writeRecord(records, changes.length, ms * 1000, EV_SYN, SYN_REPORT, 0);
    libc.write(writeFd, records, (changes.length + 1) * RECORD_BYTES);
  };
  return {
    fd: readFd,
    report,
    isClosed: () => closed,
    close: () => {
      closed = true;
      libc.close(readFd);
      libc.close(writeFd);
    },
  };
}

test('two nodes of one keyboard are one, and its lost chord is found', () => {
  const watch = new RolloverWatch();
  const [first, second] = [node(), node()];
  watch.add(first, KEYBOARD);
  watch.add(second, ITS_OTHER_NODE);
  first.report(0, KEY.KEY_A);
  watch.look(true);
  second.report(30, KEY.KEY_S);
  watch.look(true);
  assert.deepEqual([...watch.down], [KEY.KEY_A, KEY.KEY_S]);
  second.report(500, -KEY.KEY_A, KEY.KEY_D);
  second.report(540, -KEY.KEY_S, -KEY.KEY_D);
  watch.look(true);
  assert.equal(watch.down.size, 0);
  const [keyboard, ...others] = watch.rollovers();
  assert.equal(others.length, 0);
  assert.equal(keyboard?.name, 'Some Keyboard');
  assert.deepEqual(keyboard.rollover.lost, [
    { how: 'late', chord: [KEY.KEY_A, KEY.KEY_S, KEY.KEY_D], key: KEY.KEY_D, times: 1 },
  ]);
  watch.close();
  assert.ok(first.isClosed() && second.isClosed());
});

test('what is typed while it is not meant is forgotten', () => {
  const watch = new RolloverWatch();
  const keyboard = node();
  watch.add(keyboard, KEYBOARD);
  keyboard.report(0, KEY.KEY_A, KEY.KEY_S);
  keyboard.report(100, -KEY.KEY_A, -KEY.KEY_S);
  watch.look(false);
  watch.look(true);
  assert.deepEqual([watch.down.size, watch.rollovers()], [0, []]);
  watch.close();
});
