/** libevdev 1.x, for what an event device says of itself; its events are read raw. */
import type { LibraryHandle } from 'koffi';
import { loadLibrary } from './libraries.ts';

export type EvdevPtr = bigint & { readonly of: 'struct libevdev' };

export interface Evdev {
  /** Asks the open device about itself; null when it is none. */
  describe(fd: number): EvdevPtr | null;
  free(device: EvdevPtr): void;
  name(device: EvdevPtr): string;
  /** The kernel's path, such as `usb-0000:c1:00.3-4.2/input0`; null when it has none. */
  phys(device: EvdevPtr): string | null;
  /** A serial number, or a Bluetooth address; null when it has none. */
  uniq(device: EvdevPtr): string | null;
  vendor(device: EvdevPtr): number;
  product(device: EvdevPtr): number;
  /** 1 when the device can send the code. */
  hasCode(device: EvdevPtr, type: number, code: number): number;
}

export type EvdevLoaded =
  | { readonly ok: true; readonly evdev: Evdev }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

export function openEvdev(): EvdevLoaded {
  const loaded = loadLibrary('evdev');
  return loaded.ok ? { ok: true, evdev: declare(loaded.library) } : loaded;
}

function declare(lib: LibraryHandle): Evdev {
  const made = new BigUint64Array(1);
  const newFromFd = lib.func('int libevdev_new_from_fd(int fd, void *made)');
  return {
    describe: (fd) => (newFromFd(fd, made) === 0 ? (made[0] as EvdevPtr) : null),
    free: lib.func('void libevdev_free(void *device)'),
    name: lib.func('const char *libevdev_get_name(void *device)'),
    phys: lib.func('const char *libevdev_get_phys(void *device)'),
    uniq: lib.func('const char *libevdev_get_uniq(void *device)'),
    vendor: lib.func('int libevdev_get_id_vendor(void *device)'),
    product: lib.func('int libevdev_get_id_product(void *device)'),
    hasCode: lib.func('int libevdev_has_event_code(void *device, uint type, uint code)'),
  };
}
