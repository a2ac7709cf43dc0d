import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { A_KEYBOARD, A_POWER_BUTTON, FakeDevices } from '../../tests/support/fake-devices.ts';
import type { FoundNode } from './evdev-discovery.ts';
import { EvdevDiscovery, surveyDevices } from './evdev-discovery.ts';

const EVERY = { keyboards: [], ignore: [] };

interface Discovering {
  readonly devices: FakeDevices;
  readonly discovery: EvdevDiscovery;
  readonly found: FoundNode[];
  /** How many nodes are taken; the others are refused. */
  room: number;
}

function discovering(context: TestContext, devices = new FakeDevices(context)): Discovering {
  const found: FoundNode[] = [];
  const state = { room: 99 };
  const discovery = new EvdevDiscovery(
    devices.evdev,
    EVERY,
    (node) => {
      if (state.room === 0) return false;
      state.room--;
      found.push(node);
      return true;
    },
    devices.folder,
  );
  context.after(() => {
    discovery.close();
    for (const { node } of found) node.close();
  });
  return Object.assign(state, { devices, discovery, found });
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('keyboards that are there are found at once, in the order of their numbers', (t) => {
  const devices = new FakeDevices(t);
  devices.plug('event10', { ...A_KEYBOARD, name: 'ten' });
  devices.plug('event2', { ...A_KEYBOARD, name: 'two' });
  devices.plug('event0', A_POWER_BUTTON);
  devices.plug('mouse0', A_KEYBOARD);
  const { found } = discovering(t, devices);
  assert.deepEqual(
    found.map(({ description }) => description.name),
    ['two', 'ten'],
  );
});

test('a keyboard that is plugged in is found, also when its permissions come late', async (t) => {
  const { devices, found } = discovering(t);
  devices.plug('event1', A_KEYBOARD);
  await until(() => found.length === 1);
  devices.plug('event2', A_KEYBOARD, true);
  await until(() => surveyDevices(devices.evdev, devices.folder).forbidden.length === 1);
  devices.permit('event2');
  await until(() => found.length === 2);
});

test('permissions that come within one tick of the clock are seen all the same', async (t) => {
  const { devices, discovery, found } = discovering(t);
  devices.plug('event1', A_KEYBOARD, true);
  discovery.look();
  devices.permitInTheSameTick('event1');
  await until(() => found.length === 1);
});

test('a keyboard that went and came back under its old path is found again', async (t) => {
  const { devices, discovery, found } = discovering(t);
  const path = devices.plug('event1', A_KEYBOARD);
  await until(() => found.length === 1);
  devices.unplug('event1');
  devices.plug('event1', A_KEYBOARD);
  discovery.look();
  assert.equal(found.length, 1, 'until it is told that the old one has gone');
  discovery.forget(path);
  await until(() => found.length === 2);
});

test('what is no keyboard is opened once, not at every look', async (t) => {
  const devices = new FakeDevices(t);
  const button = devices.plug('event0', A_POWER_BUTTON);
  const { discovery } = discovering(t, devices);
  for (let look = 0; look < 10; look++) discovery.look();
  assert.equal(devices.opened.get(button), 1);
  devices.unplug('event0');
  devices.plug('event0', A_KEYBOARD);
  await until(() => devices.opened.get(button) === 2);
});

test('a keyboard that there is no room for is found once there is', (t) => {
  const devices = new FakeDevices(t);
  devices.plug('event1', A_KEYBOARD);
  const before = readdirSync('/proc/self/fd').length;
  const state = discovering(t, devices);
  state.room = 0;
  state.discovery.forget(devices.path('event1'));
  state.found.splice(0)[0]!.node.close();
  for (let look = 0; look < 5; look++) state.discovery.look();
  assert.equal(state.found.length, 0);
  // The folder is watched through two descriptors at most.
  assert.ok(readdirSync('/proc/self/fd').length <= before + 2);
  state.room = 1;
  state.discovery.look();
  assert.equal(state.found.length, 1);
});

test('a keyboard that goes while it is looked at is let go, and nothing fails', (t) => {
  const devices = new FakeDevices(t);
  const path = devices.plug('event1', A_KEYBOARD);
  devices.fleeting.add(path);
  const { found } = discovering(t, devices);
  assert.deepEqual(found, []);
});

test('a folder that comes later, or goes and comes back, is looked into', async (t) => {
  const devices = new FakeDevices(t);
  rmSync(devices.folder, { recursive: true });
  const { found } = discovering(t, devices);
  mkdirSync(devices.folder);
  devices.plug('event1', A_KEYBOARD);
  await until(() => found.length === 1);
  rmSync(devices.folder, { recursive: true });
  mkdirSync(devices.folder);
  devices.plug('event2', A_KEYBOARD);
  await until(() => found.length === 2);
});

test('the survey tells devices, those it may not read, and that there is no folder', (t) => {
  const devices = new FakeDevices(t);
  devices.plug('event0', A_POWER_BUTTON);
  devices.plug('event1', { ...A_KEYBOARD, uniq: '11:22' });
  const closed = devices.plug('event2', A_KEYBOARD, true);
  const survey = surveyDevices(devices.evdev, devices.folder);
  assert.deepEqual(
    survey.devices.map(({ name, uniq }) => [name, uniq]),
    [
      ['Power Button', ''],
      ['Some Keyboard', '11:22'],
    ],
  );
  assert.deepEqual(survey.forbidden, [closed]);
  assert.equal(survey.absent, undefined);
  assert.match(surveyDevices(devices.evdev, `${devices.folder}/none`).absent ?? '', /has no/);
});
