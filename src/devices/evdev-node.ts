import { EV_KEY } from '../core/event.ts';
import { BTN_TOOL_FINGER } from '../core/touch/pad.ts';
import { checkErrno } from '../ffi/check.ts';
import { CLOCK_MONOTONIC, EVIOCSCLOCKID, libc, O_RDONLY_NONBLOCK_CLOEXEC } from '../ffi/libc.ts';
import type { Evdev } from '../ffi/libevdev.ts';
import type { Description } from './keyboards.ts';
import { ASKED_KEYS } from './keyboards.ts';
import { readPad } from './touchpad.ts';

/** One `/dev/input/event*`, open and non-blocking. Closing it ends its grab. */
export class EvdevNode {
  readonly path: string;
  readonly fd: number;
  #open = true;

  /** Throws a Problem that names the call: no permission, no such device, not a device. */
  constructor(path: string) {
    this.path = path;
    this.fd = checkErrno(`open ${path}`, libc.open(path, O_RDONLY_NONBLOCK_CLOEXEC));
  }

  /** What the device says of itself; undefined when it is no event device. */
  describe(evdev: Evdev): Description | undefined {
    const device = evdev.describe(this.fd);
    if (device === null) return undefined;
    try {
      return {
        path: this.path,
        name: evdev.name(device),
        vendor: evdev.vendor(device),
        product: evdev.product(device),
        phys: evdev.phys(device) ?? '',
        uniq: evdev.uniq(device) ?? '',
        keys: ASKED_KEYS.filter((code) => evdev.hasCode(device, EV_KEY, code) === 1),
        // A touch screen has slots too, and no button for a finger on it.
        pad: evdev.hasCode(device, EV_KEY, BTN_TOOL_FINGER) === 1 ? readPad(this.fd) : undefined,
      };
    } finally {
      evdev.free(device);
    }
  }

  /**
   * Has the kernel stamp events with CLOCK_MONOTONIC, the clock of everything here; false when the
   * device has gone meanwhile.
   */
  useMonotonicClock(): boolean {
    return libc.ioctlBytes(this.fd, EVIOCSCLOCKID, Int32Array.of(CLOCK_MONOTONIC)) >= 0;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    libc.close(this.fd);
  }
}
