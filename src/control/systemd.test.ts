import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Systemd, watchdogUs } from './systemd.ts';

/** A systemd that hears, or does not. */
function systemd(watchdogUs?: number) {
  const heard: string[] = [];
  const state = { isDeaf: false };
  const service = new Systemd({
    send: (message) => {
      if (!state.isDeaf) heard.push(message);
      return !state.isDeaf;
    },
    nowUs: () => 123_456.7,
    watchdogUs,
  });
  return { heard, state, service };
}

test('it says what sd_notify(3) asks for', () => {
  const { heard, service } = systemd();
  service.tell('Starting');
  service.ready();
  service.tell('Armed\nand well');
  service.tell('Armed\nand well');
  service.reloading();
  service.ready();
  service.stopping(30);
  service.close();
  assert.deepEqual(heard, [
    'STATUS=Starting',
    'READY=1',
    'STATUS=Armed and well',
    'RELOADING=1\nMONOTONIC_USEC=123456',
    'READY=1',
    'STOPPING=1\nEXTEND_TIMEOUT_USEC=31000000',
  ]);
});

test('what does not get through is said again, in order', async () => {
  const { heard, state, service } = systemd();
  state.isDeaf = true;
  service.ready();
  service.tell('Armed');
  state.isDeaf = false;
  while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  service.close();
  assert.deepEqual(heard, ['READY=1', 'STATUS=Armed']);
});

test('signs of life come only as long as there is life', async () => {
  const { heard, service } = systemd(20_000);
  let looks = 0;
  service.watch(() => ++looks <= 2);
  while (looks < 5) await new Promise((resolve) => setTimeout(resolve, 5));
  service.close();
  assert.deepEqual(heard, ['WATCHDOG=1', 'WATCHDOG=1']);
});

test('the watchdog is the one of this process, and none otherwise', () => {
  assert.equal(watchdogUs({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '7' }, 7), 30_000_000);
  assert.equal(watchdogUs({ WATCHDOG_USEC: '30000000' }, 7), 30_000_000);
  assert.equal(watchdogUs({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '8' }, 7), undefined);
  assert.equal(watchdogUs({ WATCHDOG_USEC: '0' }, 7), undefined);
  assert.equal(watchdogUs({ WATCHDOG_USEC: 'soon' }, 7), undefined);
  assert.equal(watchdogUs({}, 7), undefined);
});
