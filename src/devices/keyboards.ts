import { A_ROW, Q_ROW, Z_ROW } from '../core/keys/boards.ts';
import { KEY } from '../core/keys/key-codes.ts';
import type { Source } from '../core/order.ts';

/** What an event device says of itself. */
export interface Description {
  readonly path: string;
  readonly name: string;
  readonly vendor: number;
  readonly product: number;
  /** The kernel's own path of it, such as `usb-0000:c1:00.3-4.2/input0`, or ''. */
  readonly phys: string;
  /** The keys it can send. */
  readonly keys: readonly number[];
}

/** Which keyboards to play. An entry is a part of a name, `32ac:0012`, or a path of the device. */
export interface KeyboardChoice {
  /** Empty for every keyboard there is. */
  readonly keyboards: readonly string[];
  readonly ignore: readonly string[];
}

const KEYPAD: readonly number[] = [
  KEY.KEY_KP0,
  KEY.KEY_KP1,
  KEY.KEY_KP2,
  KEY.KEY_KP3,
  KEY.KEY_KP4,
  KEY.KEY_KP5,
  KEY.KEY_KP6,
  KEY.KEY_KP7,
  KEY.KEY_KP8,
  KEY.KEY_KP9,
  KEY.KEY_KPDOT,
  KEY.KEY_KPENTER,
  KEY.KEY_KPPLUS,
  KEY.KEY_KPMINUS,
  KEY.KEY_KPASTERISK,
  KEY.KEY_KPSLASH,
];
const PLAYABLE = new Set([...Q_ROW, ...A_ROW, ...Z_ROW, ...KEYPAD]);
// A macropad has sixteen of them; remotes, headsets and power buttons have hardly any.
const ENOUGH_KEYS = 16;

/** Every key that discovery asks a device about. */
export const ASKED_KEYS: readonly number[] = [...PLAYABLE];

/** Whether the device is a keyboard or keypad; power buttons, lids and media keys are none. */
export function isKeyboard(description: Pick<Description, 'keys'>): boolean {
  return description.keys.filter((key) => PLAYABLE.has(key)).length >= ENOUGH_KEYS;
}

/** Whether the choice includes the device; what is ignored is never played. */
export function isChosen(description: Omit<Description, 'keys'>, choice: KeyboardChoice): boolean {
  if (choice.ignore.some((entry) => matches(description, entry))) return false;
  if (choice.keyboards.length === 0) return true;
  return choice.keyboards.some((entry) => matches(description, entry));
}

/** What the device is to whoever plays it: the modules of a Framework 16 are told apart. */
export function sourceOf(device: { readonly vendor: number; readonly product: number }): Source {
  return MODULES[usbId(device)] ?? 'keyboard';
}

const MODULES: Readonly<Record<string, Source>> = {
  '32ac:0013': 'macropad',
  '32ac:0014': 'numpad',
};

/** `32ac:0012` */
export function usbId(device: { readonly vendor: number; readonly product: number }): string {
  const hex = (number: number): string => number.toString(16).padStart(4, '0');
  return `${hex(device.vendor)}:${hex(device.product)}`;
}

/**
 * What nodes of one keyboard have in common: the port it is plugged into. A Framework 16 keyboard
 * speaks through two nodes, `.../input0` and `.../input2` of the same port.
 */
export function keyboardOf(device: { readonly phys: string; readonly name: string }): string {
  const port = device.phys.replace(/\/input\d+$/, '');
  return port === '' ? device.name : port;
}

/** The number of each device's keyboard, counted in order of first appearance. */
export function groupKeyboards(
  devices: readonly { readonly phys: string; readonly name: string }[],
): number[] {
  const known: string[] = [];
  return devices.map((device) => {
    const keyboard = keyboardOf(device);
    if (!known.includes(keyboard)) known.push(keyboard);
    return known.indexOf(keyboard);
  });
}

function matches(device: Omit<Description, 'keys'>, entry: string): boolean {
  const wanted = entry.toLowerCase();
  return (
    wanted === device.path.toLowerCase() ||
    wanted === usbId(device) ||
    device.name.toLowerCase().includes(wanted)
  );
}
