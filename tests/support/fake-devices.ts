/** A folder of event devices without a kernel: files that say what they are. */
import { chmodSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import koffi from 'koffi';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { LAYOUTS } from '../../src/core/keys/layouts.ts';
import { libc } from '../../src/ffi/libc.ts';
import type { Evdev, EvdevPtr } from '../../src/ffi/libevdev.ts';

const EACCES = 13;

export interface FakeDevice {
  readonly name: string;
  readonly phys?: string;
  readonly uniq?: string;
  readonly keys: readonly number[];
}

export const A_KEYBOARD: FakeDevice = {
  name: 'Some Keyboard',
  phys: 'usb-1/input0',
  keys: LAYOUTS[0]!.keys,
};
export const A_POWER_BUTTON: FakeDevice = { name: 'Power Button', keys: [KEY.KEY_POWER] };

export class FakeDevices {
  readonly folder: string;
  readonly #devices = new Map<string, FakeDevice>();
  readonly #forbidden = new Set<string>();
  /** How often each device was opened. */
  readonly opened = new Map<string, number>();
  /** Devices that go away between two calls, after they were described. */
  readonly fleeting = new Set<string>();

  constructor(context: TestContext) {
    const home = mkdtempSync(join(tmpdir(), 'fw16-synth-devices-'));
    this.folder = join(home, 'input');
    mkdirSync(this.folder);
    const { open, ioctlBytes } = libc;
    context.mock.method(libc, 'open', (path: string, flags: number) => {
      if (!this.#devices.has(path)) return open(path, flags);
      if (this.#forbidden.has(path)) {
        koffi.errno(EACCES);
        return -1;
      }
      this.opened.set(path, (this.opened.get(path) ?? 0) + 1);
      return open(path, flags);
    });
    context.mock.method(libc, 'ioctlBytes', (fd: number, request: number, bytes: Uint8Array) => {
      const path = pathOf(fd);
      if (!this.#devices.has(path)) return ioctlBytes(fd, request, bytes);
      return this.fleeting.has(path) ? -1 : 0;
    });
    context.after(() => rmSync(home, { recursive: true, force: true }));
  }

  /** Plugs a device in; `forbidden` until {@link permit}, as before udev has seen it. */
  plug(name: string, device: FakeDevice, forbidden = false): string {
    const path = this.path(name);
    this.#devices.set(path, device);
    if (forbidden) this.#forbidden.add(path);
    writeFileSync(path, '');
    return path;
  }

  permit(name: string): void {
    this.permitInTheSameTick(name);
    chmodSync(this.path(name), 0o660);
  }

  /** As {@link permit}, where the kernel's clock has not moved on: nothing shows that it happened. */
  permitInTheSameTick(name: string): void {
    this.#forbidden.delete(this.path(name));
  }

  unplug(name: string): void {
    rmSync(this.path(name));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** libevdev, as far as it is asked. */
  get evdev(): Evdev {
    const open: FakeDevice[] = [];
    const device = (pointer: EvdevPtr): FakeDevice => open[Number(pointer)]!;
    return {
      describe: (fd) => {
        const found = this.#devices.get(pathOf(fd));
        return found === undefined ? null : (BigInt(open.push(found) - 1) as EvdevPtr);
      },
      free: () => {},
      name: (pointer) => device(pointer).name,
      phys: (pointer) => device(pointer).phys ?? null,
      uniq: (pointer) => device(pointer).uniq ?? null,
      vendor: () => 1,
      product: () => 2,
      hasCode: (pointer, _type, code) => (device(pointer).keys.includes(code) ? 1 : 0),
    };
  }
}

function pathOf(fd: number): string {
  return readlinkSync(`/proc/self/fd/${fd}`);
}
