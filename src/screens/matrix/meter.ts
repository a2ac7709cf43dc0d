import { MATRIX_ROWS } from '../../core/formats/led-matrix.ts';

/** A level as an eye can follow it: up at once, down slowly, its highest held for a while. */
export interface Meter {
  levelDb: number;
  heldDb: number;
  /** How long the highest has been held. */
  heldMs: number;
}

const DB_A_ROW = 2;
export const FLOOR_DB = -MATRIX_ROWS * DB_A_ROW;
const FALL_DB_A_SECOND = 40;
const HOLD_MS = 1000;

export function createMeter(): Meter {
  return { levelDb: FLOOR_DB, heldDb: FLOOR_DB, heldMs: 0 };
}

/** @param peakDb the highest since the last time; -Infinity is silence */
export function follow(meter: Meter, peakDb: number, passedMs: number): void {
  const fallen = (FALL_DB_A_SECOND * passedMs) / 1000;
  meter.levelDb = Math.max(FLOOR_DB, peakDb, meter.levelDb - fallen);
  meter.heldMs += passedMs;
  if (meter.levelDb >= meter.heldDb) {
    meter.heldDb = meter.levelDb;
    meter.heldMs = 0;
  } else if (meter.heldMs > HOLD_MS) {
    meter.heldDb = Math.max(meter.levelDb, meter.heldDb - fallen);
  }
}

/** How many rows from below are lit: all at full scale, one for each 2 dB. */
export function rowsOf(db: number): number {
  return Math.min(MATRIX_ROWS, Math.max(0, Math.round((db - FLOOR_DB) / DB_A_ROW)));
}

/** Whether nothing of it is lit any more. */
export function isDark({ heldDb }: Meter): boolean {
  return rowsOf(heldDb) === 0;
}
