import { A_ROW, Q_ROW, Z_ROW } from '../core/keys/boards.ts';
import { KEY } from '../core/keys/key-codes.ts';
import type { Pad } from '../core/touch/pad.ts';

/** What an event device says of itself. */
export interface Description {
  readonly path: string;
  readonly name: string;
  readonly vendor: number;
  readonly product: number;
  /** The kernel's own path of it, such as `usb-0000:c1:00.3-4.2/input0`, or ''. */
  readonly phys: string;
  /** Its serial number or Bluetooth address, or ''. */
  readonly uniq: string;
  /** The keys it can send. */
  readonly keys: readonly number[];
  /** What it is as a touchpad, if it is one. */
  readonly pad?: Pad | undefined;
}

/** Which keyboards to play. An entry is a part of a name, `32ac:0012`, or a path of the device. */
export interface KeyboardChoice {
  /** Empty for every keyboard there is. */
  readonly keyboards: readonly string[];
  readonly ignore: readonly string[];
  /** Those that play whether the others are armed or not: kinds, names or ids. */
  readonly standing?: readonly string[];
  /** Whether touchpads are wanted as well. */
  readonly touchpads?: boolean;
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

/** Whether the device is a touchpad, and nothing to type on. */
export function isTouchpad(description: Pick<Description, 'keys' | 'pad'>): boolean {
  return description.pad !== undefined && !isKeyboard(description);
}

/** Whether the choice includes the device; what is ignored is never played. */
export function isChosen(description: Omit<Description, 'keys'>, choice: KeyboardChoice): boolean {
  if (choice.ignore.some((entry) => matches(description, entry))) return false;
  if (choice.keyboards.length === 0) return true;
  return choice.keyboards.some((entry) => matches(description, entry));
}

/** Whether the device is a keyboard or a touchpad that the choice includes. */
export function isPlayed(description: Description, choice: KeyboardChoice): boolean {
  const isChosenKeyboard = isKeyboard(description) && isChosen(description, choice);
  return isChosenKeyboard || isChosenPad(description, choice);
}

/** Whether the choice includes the device as a touchpad. */
export function isChosenPad(description: Description, choice: KeyboardChoice): boolean {
  if (choice.touchpads !== true || !isTouchpad(description)) return false;
  return !choice.ignore.some((entry) => matches(description, entry));
}

/** What kind of keyboard a device is, by what it is or has. */
export type KeyboardKind = 'keyboard' | 'numpad' | 'macropad';

export function kindOfKeyboard(device: Omit<Described, 'name'>): KeyboardKind {
  const id = usbId(device);
  if (id === MACROPAD) return 'macropad';
  const hasLetters = device.keys.some((key) => Q_ROW.includes(key));
  return id === NUMPAD || (device.keys.length > 0 && !hasLetters) ? 'numpad' : 'keyboard';
}

/**
 * The layers that a device plays, a bit a layer.
 *
 * @param sources for each layer the kinds, names or ids of its keyboards; none stands for all
 */
export function layersOfDevice(device: Described, sources: readonly (readonly string[])[]): number {
  const kind = kindOfKeyboard(device);
  return sources.reduce((layers, wanted, layer) => {
    const isMeant = wanted.some(
      (entry) => entry === kind || matches({ path: '', ...device }, entry),
    );
    return wanted.length === 0 || isMeant ? layers | (1 << layer) : layers;
  }, 0);
}

/** Whether a keyboard plays though the others are disarmed. */
export function isStanding(device: Described, { standing = [] }: KeyboardChoice): boolean {
  return standing.length > 0 && layersOfDevice(device, [standing]) !== 0;
}

/** The layers that the MIDI inputs play, likewise. */
export function layersOfMidi(sources: readonly (readonly string[])[]): number {
  return sources.reduce(
    (layers, wanted, layer) =>
      wanted.length === 0 || wanted.includes('midi') ? layers | (1 << layer) : layers,
    0,
  );
}

/** As much of a device as a recording knows too. */
type Described = Pick<Description, 'name' | 'vendor' | 'product' | 'keys'> & { path?: string };

const MACROPAD = '32ac:0013';
const NUMPAD = '32ac:0014';

/** `32ac:0012` */
export function usbId(device: { readonly vendor: number; readonly product: number }): string {
  const hex = (number: number): string => number.toString(16).padStart(4, '0');
  return `${hex(device.vendor)}:${hex(device.product)}`;
}

/** What tells one keyboard from another; recordings know no `uniq`. */
export interface Whereabouts {
  readonly name: string;
  readonly phys: string;
  readonly uniq?: string;
}

/**
 * What nodes of one keyboard have in common: the port it is plugged into, or the radio and its
 * address. A Framework 16 keyboard speaks through two nodes, `.../input0` and `.../input2` of the
 * same port; all keyboards of a Bluetooth radio have the radio's own address for a port.
 */
export function keyboardOf({ name, phys, uniq = '' }: Whereabouts): string {
  const port = phys.replace(/\/input\d+$/, '');
  // The second node repeats the name with a word for what it reports.
  return port === '' && uniq === '' ? name.replace(/ Keyboard$/, '') : `${port} ${uniq}`;
}

/** The number of each device's keyboard, counted in order of first appearance. */
export function groupKeyboards(devices: readonly Whereabouts[]): number[] {
  const known: string[] = [];
  return devices.map((device) => {
    const keyboard = keyboardOf(device);
    if (!known.includes(keyboard)) known.push(keyboard);
    return known.indexOf(keyboard);
  });
}

function matches(
  device: Pick<Description, 'path' | 'name' | 'vendor' | 'product'>,
  entry: string,
): boolean {
  const wanted = entry.toLowerCase();
  return (
    wanted === device.path.toLowerCase() ||
    wanted === usbId(device) ||
    device.name.toLowerCase().includes(wanted)
  );
}
