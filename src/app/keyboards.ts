import type { Survey } from '../devices/evdev-discovery.ts';
import { surveyDevices } from '../devices/evdev-discovery.ts';
import type { KeyboardChoice } from '../devices/keyboards.ts';
import {
  groupKeyboards,
  isChosen,
  isChosenPad,
  isKeyboard,
  isTouchpad,
  usbId,
} from '../devices/keyboards.ts';
import { openEvdev } from '../ffi/libevdev.ts';

/** An event device, or a MIDI port, as the command `devices` lists it. */
export interface ListedDevice {
  /** Of a MIDI port: `midi`. */
  readonly path: string;
  readonly name: string;
  /** Vendor and product, `32ac:0012`; of a MIDI port its client and port, `20:0`. */
  readonly id: string;
  readonly plays: boolean;
  /** Why it does not play; '' when it does. */
  readonly why: string;
  /** Devices of one number are one keyboard; null for what does not play. */
  readonly keyboard: number | null;
}

const NOTHING: Survey = { devices: [], forbidden: [], absent: 'libevdev is missing' };

/** Every event device of this machine. */
export function surveyKeyboards(choice: KeyboardChoice): ListedDevice[] {
  const opened = openEvdev();
  const { devices, forbidden } = opened.ok ? surveyDevices(opened.evdev) : NOTHING;
  const playing = devices.filter((device) => isKeyboard(device) && isChosen(device, choice));
  const keyboards = groupKeyboards(playing);
  // One at a time, and it is the first.
  const pad = devices.find((device) => isChosenPad(device, choice));
  const listed = devices.map((device): ListedDevice => {
    const at = playing.indexOf(device);
    const plays = at >= 0 || device === pad;
    const isPlayable = isKeyboard(device) || isTouchpad(device);
    const reason = isPlayable ? 'left out by the configuration' : 'not a keyboard';
    return {
      path: device.path,
      name: device.name,
      id: usbId(device),
      plays,
      why: plays ? '' : reason,
      keyboard: keyboards[at] ?? null,
    };
  });
  const unread = forbidden.map((path) => ({
    path,
    name: '?',
    id: '????:????',
    plays: false,
    why: 'no permission',
    keyboard: null,
  }));
  return [...listed, ...unread];
}
