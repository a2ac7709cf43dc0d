/** Input devices of a Framework Laptop 16, made with uinput in the guest. */
import { EV_KEY, EV_SYN, SYN_REPORT } from '../../src/core/event.ts';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { type Finger, FingerEvents, FRAME_US, FW16_PAD } from '../support/fingers.ts';
import type { Guest } from './guest.ts';

/** What a device says of itself, as uinput-device takes it. */
export interface DeviceSheet {
  readonly name: string;
  /** Bus, vendor and product. */
  readonly id: readonly [bus: number, vendor: number, product: number];
  readonly phys?: string;
  readonly keys: readonly number[];
  readonly props?: readonly number[];
  readonly axes?: readonly (readonly [
    code: number,
    min: number,
    max: number,
    resolution: number,
  ])[];
}

const BUS_USB = 3;
const BUS_I2C = 0x18;
const FRAMEWORK = 0x32ac;
const MACROPAD_KEYS = [
  ...[KEY.KEY_KP0, KEY.KEY_KP1, KEY.KEY_KP2, KEY.KEY_KP3, KEY.KEY_KP4, KEY.KEY_KP5, KEY.KEY_KP6],
  ...[KEY.KEY_KP7, KEY.KEY_KP8, KEY.KEY_KP9, KEY.KEY_KPDOT, KEY.KEY_KPENTER, KEY.KEY_KPPLUS],
  ...[KEY.KEY_KPMINUS, KEY.KEY_KPASTERISK, KEY.KEY_KPSLASH, KEY.KEY_NUMLOCK],
];
const LETTERS = Array.from({ length: 0x58 }, (_, at) => at + 1);

/** The two nodes of the keyboard: reports in the boot protocol, and those beyond six keys. */
export const FW16_KEYBOARD: readonly DeviceSheet[] = ['input0', 'input2'].map((input) => ({
  name: `Framework Laptop 16 Keyboard Module - ANSI${input === 'input2' ? ' Keyboard' : ''}`,
  id: [BUS_USB, FRAMEWORK, 0x0012],
  phys: `usb-0000:c1:00.3-4.2/${input}`,
  keys: LETTERS,
}));

export const FW16_MACROPAD: DeviceSheet = {
  name: 'Framework Laptop 16 RGB Macropad',
  id: [BUS_USB, FRAMEWORK, 0x0013],
  phys: 'usb-0000:c1:00.3-4.3/input0',
  keys: MACROPAD_KEYS,
};

const BTN_LEFT = 0x110;
const FINGERS = [0x145, 0x148, 0x14a, 0x14d, 0x14e, 0x14f];

export const FW16_TOUCHPAD: DeviceSheet = {
  name: 'PIXA3854:00 093A:0274 Touchpad',
  id: [BUS_I2C, 0x093a, 0x0274],
  keys: [BTN_LEFT, ...FINGERS],
  // It is a pointer, and a button as a whole.
  props: [0, 2],
  axes: [
    [0x00, FW16_PAD.x.min, FW16_PAD.x.max, FW16_PAD.x.resolution],
    [0x01, FW16_PAD.y.min, FW16_PAD.y.max, FW16_PAD.y.resolution],
    [0x2f, 0, 4, 0],
    [0x35, FW16_PAD.x.min, FW16_PAD.x.max, FW16_PAD.x.resolution],
    [0x36, FW16_PAD.y.min, FW16_PAD.y.max, FW16_PAD.y.resolution],
    [0x37, 0, 2, 0],
    [0x39, 0, 65_535, 0],
  ],
};

let made = 0;

/** A device of the guest's. */
export class Device {
  readonly #guest: Guest;
  readonly #unit: string;
  readonly #fingers = new FingerEvents();

  private constructor(guest: Guest, unit: string) {
    this.#guest = guest;
    this.#unit = unit;
  }

  /** Plugs it in. */
  static async plug(guest: Guest, sheet: DeviceSheet): Promise<Device> {
    const unit = `device-${++made}`;
    const fifo = fifoOf(unit);
    await guest.machine.sh(
      `modprobe uinput; mkfifo ${fifo}; systemd-run -q --collect --unit=${unit} ` +
        `bash -c 'exec /payload/tools/uinput-device <>${fifo}'`,
    );
    const device = new Device(guest, unit);
    await device.#say([...lines(sheet), 'create']);
    await guest.machine.sh('udevadm settle');
    return device;
  }

  async unplug(): Promise<void> {
    await this.#guest.machine.sh(`systemctl stop ${this.#unit}; rm ${fifoOf(this.#unit)}`);
  }

  /** Presses or releases keys, by the kernel's numbers, in one report. */
  async send(down: boolean, ...codes: readonly number[]): Promise<void> {
    await this.#say([...codes.map((code) => event(EV_KEY, code, down ? 1 : 0)), REPORT]);
  }

  /** Moves fingers from place to place in that many frames, in millimetres; null lifts one. */
  async touch(...frames: readonly (readonly Finger[])[]): Promise<void> {
    await this.#say(
      frames.flatMap((fingers) => [
        ...this.#fingers.frame(fingers).map(([type, code, value]) => event(type, code, value)),
        `wait ${FRAME_US / 1000}`,
      ]),
    );
  }

  async #say(what: readonly string[]): Promise<void> {
    await this.#guest.machine.sh(`cat >${fifoOf(this.#unit)} <<'LINES'\n${what.join('\n')}\nLINES`);
  }
}

function event(type: number, code: number, value: number): string {
  return `e ${type} ${code} ${value}`;
}

const REPORT = event(EV_SYN, SYN_REPORT, 0);

/** The lines that describe a device. */
export function lines({ name, id, phys, keys, props, axes }: DeviceSheet): string[] {
  return [
    `name ${name}`,
    ...(phys === undefined ? [] : [`phys ${phys}`]),
    `id ${id.map((number) => number.toString(16)).join(' ')}`,
    ...keys.map((code) => `key ${code}`),
    ...(props ?? []).map((prop) => `prop ${prop}`),
    ...(axes ?? []).map((axis) => `abs ${axis.join(' ')}`),
  ];
}

function fifoOf(unit: string): string {
  return `/run/${unit}`;
}
