import assert from 'node:assert/strict';
import { mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Config } from '../config/schema.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import type { Log } from '../core/log.ts';
import { libc } from '../ffi/libc.ts';
import type { Evdev, EvdevPtr } from '../ffi/libevdev.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import { KeyboardInput } from './inputs.ts';
import { Tally } from './tally.ts';

const FRAMEWORK = 0x32ac;
const PRODUCTS: Readonly<Record<string, number>> = { event1: 0x12, event2: 0x12, event3: 0x13 };
const PHYS: Readonly<Record<string, string>> = {
  event1: 'usb-1/input0',
  event2: 'usb-1/input2',
  event3: 'usb-2/input0',
};

/** Keyboards that are files in a folder, and the thread that plays them. */
class Scene {
  readonly folder = mkdtempSync(join(tmpdir(), 'fw16-inputs-'));
  readonly told: string[] = [];
  readonly reconnects = new Tally();
  readonly added: (readonly [name: string, source: string | undefined])[] = [];
  readonly #nodes = new Map<number, string>();
  readonly input: KeyboardInput;

  constructor(context: TestContext, ...names: readonly string[]) {
    // What only a kernel's device answers.
    context.mock.method(libc, 'ioctlBytes', () => 0);
    for (const name of names) this.plug(name);
    const tell = (message: string): void => {
      this.told.push(message);
    };
    const log: Log = { debug: tell, info: tell, warn: tell, error: tell };
    const choice = { keyboards: [], ignore: [] };
    this.input = new KeyboardInput(
      this.#thread(),
      evdev(),
      choice,
      [[]],
      log,
      this.reconnects,
      () => {},
      this.folder,
    );
    context.after(async () => {
      await this.input.close();
      rmSync(this.folder, { recursive: true });
    });
  }

  plug(name: string): void {
    writeFileSync(join(this.folder, name), '');
  }

  unplug(name: string): void {
    rmSync(join(this.folder, name));
    for (const [node, played] of this.#nodes) {
      if (played !== name) continue;
      this.#nodes.delete(node);
      this.input.nodeGone(node);
    }
  }

  get playing(): string[] {
    return [...this.#nodes.values()].sort();
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #thread(): LastingThread {
    let next = 0;
    const addNode: LastingThread['addNode'] = (fd, _kind, _device, source) => {
      this.#nodes.set(next, nameOf(fd));
      this.added.push([nameOf(fd), source]);
      return next++;
    };
    const removeNode = async (node: number): Promise<void> => {
      this.#nodes.delete(node);
    };
    return { addNode, removeNode, order: () => true } as unknown as LastingThread;
  }
}

function nameOf(fd: number | bigint): string {
  return readlinkSync(`/proc/self/fd/${fd}`).replace(' (deleted)', '').split('/').at(-1) ?? '';
}

/** libevdev, for devices whose pointers are their descriptors. */
function evdev(): Evdev {
  return {
    describe: (fd) => BigInt(fd) as EvdevPtr,
    free: () => {},
    name: (device) => `Keyboard of ${nameOf(device)}`,
    phys: (device) => PHYS[nameOf(device)] ?? null,
    uniq: () => null,
    vendor: () => FRAMEWORK,
    product: (device) => PRODUCTS[nameOf(device)] ?? 0,
    hasCode: (_device, _type, code) => (LAYOUTS[0]?.keys.includes(code) ? 1 : 0),
  };
}

test('a keyboard that goes and comes back is counted once, by its kind', async (context) => {
  const scene = new Scene(context, 'event1', 'event2', 'event3');
  assert.deepEqual(scene.added, [
    ['event1', 'keyboard'],
    ['event2', 'keyboard'],
    ['event3', 'macropad'],
  ]);
  scene.unplug('event1');
  assert.deepEqual(scene.told, [], 'its second node is still there');
  scene.unplug('event2');
  scene.unplug('event3');
  assert.equal(scene.told.length, 2);
  assert.match(scene.told[0] ?? '', /is gone.*Plug it in again/);
  for (const name of ['event1', 'event2', 'event3']) scene.plug(name);
  await scene.until(() => scene.playing.length === 3);
  assert.deepEqual(scene.reconnects.counts(), { keyboard: 1, macropad: 1 });
});

test('another choice lets go of keyboards and takes others, and that is no reconnect', async (context) => {
  const scene = new Scene(context, 'event1', 'event2', 'event3');
  const devices = (keyboards: string[] | 'auto') =>
    ({ devices: { keyboards, ignore: [] } }) as unknown as Config;
  await scene.input.choose(devices(['32ac:0013']));
  assert.deepEqual(scene.playing, ['event3']);
  scene.plug('event4');
  await scene.input.choose(devices('auto'));
  await scene.until(() => scene.playing.length === 4);
  assert.deepEqual(scene.reconnects.counts(), {});
  assert.deepEqual(scene.told, []);
});
