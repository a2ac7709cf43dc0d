/** What takes the keyboard away from whoever plays, told by a bus as systems have it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { ArmingWatch } from '../../src/app/arming.ts';
import type { SeatEvent } from '../../src/app/seat-watch.ts';
import { SeatWatch } from '../../src/app/seat-watch.ts';
import { ORDER } from '../../src/core/order.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import type { Status } from '../../src/core/status.ts';
import { loginStandIn } from '../support/login-stand-in.ts';
import { Home } from '../support/program.ts';
import { RESTING } from '../support/snapshot.ts';
import { until } from '../support/until.ts';

const skip =
  spawnSync('dbus-daemon', ['--version']).status === 0
    ? false
    : 'needs dbus-daemon: apt install dbus';

const SESSION = 'org.freedesktop.login1.Session';
const SEAT = 'org.freedesktop.login1.Seat';
const SETTINGS = { followSeat: true, disarmAfter: 30, startArmed: false } as never;

async function listening(t: TestContext, path: string) {
  const heard: SeatEvent[] = [];
  const watch = new SeatWatch(
    path,
    (event) => heard.push(event),
    () => 0,
  );
  t.after(() => watch.close());
  await until('it listens', () => watch.isListening);
  return { watch, heard };
}

test('a lock, sleep and another session are heard of, and nothing else is taken for them', {
  skip,
}, async (t) => {
  const { path, logind } = await loginStandIn(t);
  const { heard } = await listening(t, path);
  for (const [say, event] of [
    [() => logind.lock(), 'the screen was locked'],
    [() => logind.sleeps(true), 'the machine goes to sleep'],
    [() => logind.changes(SESSION, { LockedHint: true }), 'the screen was locked'],
    [() => logind.changes(SESSION, { Active: false }), 'another session came to the front'],
    [() => logind.changes(SEAT, { ActiveSession: 'c2' }), 'another session came to the front'],
  ] as const) {
    logind.sleeps(false);
    logind.changes(SESSION, { LockedHint: false, Active: true, IdleHint: true });
    logind.changes('org.freedesktop.login1.User', { State: 'active' });
    say();
    await until('it is heard', () => heard.length > 0);
    assert.deepEqual(heard.splice(0), [event]);
  }
});

test('what another program says in the name of logind is not believed', { skip }, async (t) => {
  const { path, logind, stranger } = await loginStandIn(t);
  const { heard } = await listening(t, path);
  stranger.lock();
  logind.sleeps(true);
  await until('logind is heard', () => heard.length > 0);
  assert.deepEqual(heard, ['the machine goes to sleep']);
});

test('a bus that ends is not the end, and one that comes is listened to', { skip }, async (t) => {
  const { path, end } = await loginStandIn(t);
  const { watch } = await listening(t, path);
  await end();
  await until('it listens no more', () => !watch.isListening);
  const nowhere = new SeatWatch(
    '/nowhere/bus',
    () => {},
    () => 0,
  );
  assert.equal(nowhere.isListening, false);
  nowhere.close();
});

interface Scene {
  readonly orders: number[];
  readonly said: string[];
  state: Snapshot;
  nowMs: number;
}

function scene(): Scene {
  return { orders: [], said: [], state: { ...RESTING, armed: true }, nowMs: 0 };
}

function watchOf(it: Scene, bus: string, settings: never): ArmingWatch {
  return new ArmingWatch({
    thread: {
      snapshot: () => it.state,
      order: (code) => {
        it.orders.push(code);
        it.state = { ...it.state, armed: false };
        return true;
      },
    },
    log: { info: (line: string) => it.said.push(line) } as never,
    settings: () => settings,
    bus,
    nowMs: () => it.nowMs,
    random: () => 0,
  });
}

test('an armed keyboard is given back when the screen is locked, and one that is not stays so', {
  skip,
}, async (t) => {
  const { path, logind } = await loginStandIn(t);
  const it = scene();
  const watch = watchOf(it, path, SETTINGS);
  t.after(() => watch.close());
  await until('it listens', () => watch.isListening);
  logind.lock();
  await until('it is disarmed', () => !it.state.armed);
  assert.deepEqual(it.orders, [ORDER.disarm]);
  assert.deepEqual(it.said, ['Disarmed: the screen was locked.']);
  logind.lock();
  logind.sleeps(true);
  const other = new SeatWatch(
    path,
    () => {},
    () => 0,
  );
  t.after(() => other.close());
  await until('another one has come to listen', () => other.isListening);
  assert.equal(it.orders.length, 1);
});

test('a keyboard that rests is given back after its minutes, unless it started armed', () => {
  const rest = (it: Scene, settings: object, minutes: number): number[] => {
    const watch = watchOf(it, '/nowhere/bus', { ...(SETTINGS as object), ...settings } as never);
    watch.look();
    it.nowMs += minutes * 60_000;
    watch.look();
    watch.close();
    return it.orders;
  };
  assert.deepEqual(rest(scene(), {}, 29), []);
  assert.deepEqual(rest(scene(), {}, 30), [ORDER.disarm]);
  assert.deepEqual(rest(scene(), { disarmAfter: 0 }, 10_000), []);
  assert.deepEqual(rest(scene(), { startArmed: true }, 10_000), []);
  const it = scene();
  const watch = watchOf(it, '/nowhere/bus', SETTINGS);
  for (let key = 1; key < 5; key++) {
    it.state = { ...it.state, keyEvents: key };
    it.nowMs += 29 * 60_000;
    watch.look();
  }
  assert.deepEqual(it.orders, []);
  watch.close();
});

test('the program gives the keyboard back as the screen is locked, and says why', {
  skip,
}, async (t) => {
  const { path, logind } = await loginStandIn(t);
  const home = new Home({ DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${path}` });
  t.after(() => home.remove());
  const isArmed = async (): Promise<boolean> => {
    const { out } = await home.runBeside('status', '--json');
    return (JSON.parse(out) as Status).playing.armed;
  };
  const started = await home.start('Ready', '--production', '--driver', 'file');
  assert.equal((await home.runBeside('arm')).exit, 0);
  assert.equal(await isArmed(), true);
  const said = started.says('Disarmed: the screen was locked.');
  // Whether it listens yet cannot be seen from outside.
  const locks = setInterval(() => logind.lock(), 100);
  await said.finally(() => clearInterval(locks));
  assert.equal(await isArmed(), false);
  assert.equal((await started.end('SIGTERM')).exit, 0);
});
