/** Fingers on the touchpad of a Framework Laptop 16, whose axes are as the kernel describes them. */
import {
  EV_ABS,
  EV_KEY,
  EV_SYN,
  RECORD_WORDS,
  SYN_REPORT,
  writeRecord,
} from '../../src/core/event.ts';
import {
  ABS_MT_POSITION_X,
  ABS_MT_POSITION_Y,
  ABS_MT_PRESSURE,
  ABS_MT_SLOT,
  ABS_MT_TRACKING_ID,
  BTN_TOUCH,
  type Pad,
} from '../../src/core/touch/pad.ts';

export const FW16_PAD: Pad = {
  x: { min: 0, max: 3841, resolution: 31 },
  y: { min: 0, max: 2392, resolution: 31 },
  pressure: undefined,
};

/** The time from one frame of the pad to the next. */
export const FRAME_US = 7000;

/** Where a finger is, in millimetres from the left and from the near edge; null is off the pad. */
export type Finger = readonly [xMm: number, yMm: number] | null;

/** The events of one frame: what changed, as the kernel tells it, and the end of the frame. */
export class FingerEvents {
  readonly #down: (number | undefined)[] = [];
  #slot = 0;
  #nextId = 1;

  /**
   * @param pressure of every finger, on a pad that feels any
   * @returns type, code and value of each event
   */
  frame(
    fingers: readonly Finger[],
    pressure?: number,
  ): [type: number, code: number, value: number][] {
    const events: [number, number, number][] = [];
    const wasDown = this.#down.some((id) => id !== undefined);
    fingers.forEach((finger, slot) => {
      if (finger === null && this.#down[slot] === undefined) return;
      if (slot !== this.#slot) events.push([EV_ABS, ABS_MT_SLOT, slot]);
      this.#slot = slot;
      if (finger === null) {
        this.#down[slot] = undefined;
        events.push([EV_ABS, ABS_MT_TRACKING_ID, -1]);
        return;
      }
      if (this.#down[slot] === undefined) {
        this.#down[slot] = this.#nextId++;
        events.push([EV_ABS, ABS_MT_TRACKING_ID, this.#down[slot]]);
      }
      const [xMm, yMm] = finger;
      events.push([EV_ABS, ABS_MT_POSITION_X, Math.round(xMm * FW16_PAD.x.resolution)]);
      const y = FW16_PAD.y.max - Math.round(yMm * FW16_PAD.y.resolution);
      events.push([EV_ABS, ABS_MT_POSITION_Y, y]);
      if (pressure !== undefined) events.push([EV_ABS, ABS_MT_PRESSURE, pressure]);
    });
    const isDown = this.#down.some((id) => id !== undefined);
    if (isDown !== wasDown) events.push([EV_KEY, BTN_TOUCH, isDown ? 1 : 0]);
    events.push([EV_SYN, SYN_REPORT, 0]);
    return events;
  }

  /** The same as kernel records. */
  records(timeUs: number, fingers: readonly Finger[]): Int32Array {
    const events = this.frame(fingers);
    const records = new Int32Array(events.length * RECORD_WORDS);
    events.forEach(([type, code, value], index) => {
      writeRecord(records, index, timeUs, type, code, value);
    });
    return records;
  }
}
