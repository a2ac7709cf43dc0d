/** A kernel touchpad without a kernel: that of a Framework Laptop 16, answering as evdev does. */
import { EV_ABS, EV_KEY } from '../../src/core/event.ts';
import {
  ABS_MT_POSITION_X,
  ABS_MT_POSITION_Y,
  ABS_MT_SLOT,
  ABS_MT_TRACKING_ID,
} from '../../src/core/touch/pad.ts';
import { eviocgabs, eviocgmtslots } from '../../src/ffi/libc.ts';
import { FakeKeyboard } from './fake-keyboard.ts';
import { type Finger, FingerEvents, FW16_PAD } from './fingers.ts';

const SLOTS = 5;
const SLOT_BYTES = 4 * 17;

export class FakeTouchpad extends FakeKeyboard {
  readonly #fingers = new FingerEvents();
  readonly #slots = new Map<number, Int32Array>();
  #slot = 0;

  /** Where the fingers are now; the console's pointer moves when it is told. */
  touch(...places: readonly Finger[]): void {
    for (const [type, code, value] of this.#fingers.frame(places)) {
      if (type === EV_ABS) this.#remember(code, value);
      if (type === EV_KEY) {
        if (value === 1) this.down.add(code);
        else this.down.delete(code);
      }
      if (!this.grabbed && type === EV_ABS) this.console.push(`moved ${code}`);
      this.send(type, code, value);
    }
  }

  override ioctl(request: number, argument: number | ArrayBufferView | bigint): number {
    if (request === eviocgmtslots(SLOT_BYTES)) return this.#answerSlots(argument as Int32Array);
    for (const [code, axis] of [
      [ABS_MT_SLOT, { min: 0, max: SLOTS - 1, resolution: 0 }],
      [ABS_MT_POSITION_X, FW16_PAD.x],
      [ABS_MT_POSITION_Y, FW16_PAD.y],
    ] as const) {
      if (request !== eviocgabs(code)) continue;
      const value = code === ABS_MT_SLOT ? this.#slot : 0;
      (argument as Int32Array).set([value, axis.min, axis.max, 0, 0, axis.resolution]);
      return 0;
    }
    // An axis that it has not.
    if (request > eviocgabs(0) && request < eviocgabs(64)) return 0;
    return super.ioctl(request, argument);
  }

  #remember(code: number, value: number): void {
    if (code === ABS_MT_SLOT) this.#slot = value;
    else this.#slotsOf(code)[this.#slot] = value;
  }

  #answerSlots(answer: Int32Array): number {
    answer.set(this.#slotsOf(answer[0]!), 1);
    return 0;
  }

  #slotsOf(code: number): Int32Array {
    const known = this.#slots.get(code);
    if (known !== undefined) return known;
    const fresh = new Int32Array(SLOTS).fill(code === ABS_MT_TRACKING_ID ? -1 : 0);
    this.#slots.set(code, fresh);
    return fresh;
  }
}
