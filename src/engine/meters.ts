// meter_t (native-shims/meter.h) in words of 64 bits, then of 32.
export const CALLBACKS = 0;
export const FRAMES = 1;
const LATE = 2;
const RENDER_TOTAL = 3;
const RENDER_MOST = 4;
export const LAST = 6;
const CLIPPED = 7;
const TAP_LOST = 8;
const SQUARES = 9;
const PEAK_LEFT = 20;
const PEAK_RIGHT = 21;
export const TAP_ON = 22;
export const TAP_WRITTEN = 23;
export const TAP_READ = 24;
const PERIOD_FRAMES = 25;

/** What the audio callback has measured since it began. */
export interface Levels {
  readonly callbacks: number;
  readonly frames: number;
  /** Callbacks that began too late or took too long. */
  readonly late: number;
  readonly renderMeanUs: number;
  readonly renderMostUs: number;
  readonly renderTotalUs: number;
  /** CLOCK_MONOTONIC when the last callback began, 0 before the first. */
  readonly lastUs: number;
  readonly clippedSamples: number;
  /** Frames that the recording of the output had no room for. */
  readonly tapLostFrames: number;
}

/** Who reads levels: each gets those since its own last look. */
export type LevelReader = 'status' | 'measurements' | 'lights';

interface Unread {
  peak: number;
  squares: number;
  frames: number;
}

/** A meter_t in C's memory. */
export interface Meter {
  readonly longs: BigUint64Array;
  readonly words: Uint32Array;
  /** What was taken out of C's memory and that the reader has not had yet. */
  readonly unread: Readonly<Record<LevelReader, Unread>>;
}

export function meterIn(memory: ArrayBuffer): Meter {
  const nothing = (): Unread => ({ peak: 0, squares: 0, frames: 0 });
  return {
    longs: new BigUint64Array(memory),
    words: new Uint32Array(memory),
    unread: { status: nothing(), measurements: nothing(), lights: nothing() },
  };
}

/** Sets what a pacer that starts from now on renders at a time. */
export function setPeriod({ words }: Meter, frames: number): void {
  words[PERIOD_FRAMES] = frames;
}

export function levels({ longs }: Meter): Levels {
  const at = (index: number): number => Number(longs[index] ?? 0n);
  const callbacks = at(CALLBACKS);
  return {
    callbacks,
    frames: at(FRAMES),
    late: at(LATE),
    renderMeanUs: callbacks === 0 ? 0 : at(RENDER_TOTAL) / callbacks / 1000,
    renderMostUs: at(RENDER_MOST) / 1000,
    renderTotalUs: at(RENDER_TOTAL) / 1000,
    lastUs: at(LAST) / 1000,
    clippedSamples: at(CLIPPED),
    tapLostFrames: at(TAP_LOST),
  };
}

const taken = new BigUint64Array(1);
const takenWords = new Uint32Array(taken.buffer);
const takenFloats = new Float32Array(taken.buffer);

/** The highest peak of both sides since this reader's last look, linear: 1 is full scale. */
export function takePeak(meter: Meter, reader: LevelReader): number {
  gather(meter);
  const unread = meter.unread[reader];
  const { peak } = unread;
  unread.peak = 0;
  return peak;
}

/**
 * The root of the mean square of both sides since this reader's last look, linear: a square wave of
 * full scale is 1. Of more than some 20 seconds that nobody looked the later ones weigh more.
 */
export function takeRms(meter: Meter, reader: LevelReader): number {
  gather(meter);
  const unread = meter.unread[reader];
  const { squares, frames } = unread;
  unread.squares = 0;
  unread.frames = 0;
  return frames === 0 ? 0 : Math.sqrt(squares / (2 * frames));
}

/** A linear level in dBFS; silence is -Infinity. */
export function decibels(level: number): number {
  return 20 * Math.log10(level);
}

function gather({ words, longs, unread }: Meter): void {
  let peak = 0;
  for (const side of [PEAK_LEFT, PEAK_RIGHT]) {
    takenWords[0] = Atomics.exchange(words, side, 0);
    peak = Math.max(peak, takenFloats[0]!);
  }
  taken[0] = Atomics.exchange(longs, SQUARES, 0n);
  for (const each of Object.values(unread)) {
    each.peak = Math.max(each.peak, peak);
    each.squares += takenFloats[0]!;
    each.frames += takenWords[1]!;
  }
}
