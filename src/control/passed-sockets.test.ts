import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passedSockets } from './passed-sockets.ts';

test('sockets are taken from systemd when they are for this process', () => {
  assert.deepEqual(passedSockets({ LISTEN_PID: '7', LISTEN_FDS: '2' }, 7), [3, 4]);
});

test('sockets meant for another process, and nonsense, are left alone', () => {
  for (const [pid, fds] of [
    ['8', '1'],
    ['7', undefined],
    [undefined, '1'],
    ['7', '0'],
    ['7', '-1'],
    ['7', '1e9'],
    ['7', 'x'],
  ] as const) {
    assert.deepEqual(passedSockets({ LISTEN_PID: pid, LISTEN_FDS: fds }, 7), []);
  }
});
