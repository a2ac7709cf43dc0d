/** One axis of a touchpad as its device describes it (`struct input_absinfo` of linux/input.h). */
export interface PadAxis {
  readonly min: number;
  readonly max: number;
  /** Units per millimetre; 0 when the device does not say. */
  readonly resolution: number;
}

/** What a touchpad can tell, by its own account. */
export interface Pad {
  readonly x: PadAxis;
  readonly y: PadAxis;
  /** Undefined for a pad that feels no pressure, such as that of the Framework Laptop 16. */
  readonly pressure: PadAxis | undefined;
}

export const ABS_MT_SLOT = 0x2f;
export const ABS_MT_POSITION_X = 0x35;
export const ABS_MT_POSITION_Y = 0x36;
export const ABS_MT_TOOL_TYPE = 0x37;
export const ABS_MT_TRACKING_ID = 0x39;
export const ABS_MT_PRESSURE = 0x3a;

export const BTN_LEFT = 0x110;
export const BTN_TOOL_FINGER = 0x145;
export const BTN_TOUCH = 0x14a;

// A pad that keeps its resolution to itself is taken to be as large as most.
const USUAL_WIDTH_MM = 100;
const USUAL_HEIGHT_MM = 60;

export function widthMm({ x }: Pad): number {
  return x.resolution > 0 ? (x.max - x.min) / x.resolution : USUAL_WIDTH_MM;
}

export function heightMm({ y }: Pad): number {
  return y.resolution > 0 ? (y.max - y.min) / y.resolution : USUAL_HEIGHT_MM;
}

/** The pad that axes by their code (EV_ABS) make up, if it has slots and places for fingers. */
export function padOf(axes: ReadonlyMap<number, PadAxis>): Pad | undefined {
  const x = axes.get(ABS_MT_POSITION_X);
  const y = axes.get(ABS_MT_POSITION_Y);
  if (x === undefined || y === undefined || !axes.has(ABS_MT_SLOT)) return undefined;
  const pad = { x, y, pressure: axes.get(ABS_MT_PRESSURE) };
  return isPad(pad) ? pad : undefined;
}

/** Whether the numbers can be a pad's: what describes itself may be broken, or a file that lies. */
export function isPad({ x, y, pressure }: Pad): boolean {
  return x.max > x.min && y.max > y.min && (pressure === undefined || pressure.max > pressure.min);
}
