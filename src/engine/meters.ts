// meter_t (native-shims/meter.h) in words of 64 bits, then of 32.
const CALLBACKS = 0;
const FRAMES = 1;
const LATE = 2;
const RENDER_TOTAL = 3;
const RENDER_MOST = 4;
const CLIPPED = 7;
const TAP_LOST = 8;
const SQUARES = 9;
const TURN_FRAMES = 10;
const AHEAD_MOST = 11;
const PEAK_LEFT = 24;
const PEAK_RIGHT = 25;
export const TAP_ON = 26;
export const TAP_WRITTEN = 27;
export const TAP_READ = 28;

/** What the audio callback has measured since it began. */
export interface Levels {
  readonly callbacks: number;
  readonly frames: number;
  /** Callbacks that began too late or took too long. */
  readonly late: number;
  readonly renderMeanUs: number;
  readonly renderMostUs: number;
  readonly clippedSamples: number;
  /** Frames that the recording of the output had no room for. */
  readonly tapLostFrames: number;
  /** What the way out asks for at once, most of the time; 0 before it has asked three times. */
  readonly turnFrames: number;
  /** How far it lets itself be filled ahead of what can be heard; 0 when it cannot. */
  readonly aheadMs: number;
}

/** A meter_t in C's memory. */
export interface Meter {
  readonly longs: BigUint64Array;
  readonly words: Uint32Array;
}

export function meterIn(memory: ArrayBuffer): Meter {
  return { longs: new BigUint64Array(memory), words: new Uint32Array(memory) };
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
    clippedSamples: at(CLIPPED),
    tapLostFrames: at(TAP_LOST),
    turnFrames: at(TURN_FRAMES),
    aheadMs: at(AHEAD_MOST) / 1e6,
  };
}

const taken = new BigUint64Array(1);
const takenWords = new Uint32Array(taken.buffer);
const takenFloats = new Float32Array(taken.buffer);

/** The highest peak of both sides since the last look, in dBFS; -Infinity is silence. */
export function takePeakDb({ words }: Meter): number {
  let peak = 0;
  for (const side of [PEAK_LEFT, PEAK_RIGHT]) {
    takenWords[0] = Atomics.exchange(words, side, 0);
    peak = Math.max(peak, takenFloats[0]!);
  }
  return 20 * Math.log10(peak);
}

/**
 * The root of the mean square of both sides since the last look, in dBFS: a square wave of full scale
 * is 0, silence -Infinity. Of more than some 20 seconds the later ones weigh more.
 */
export function takeRmsDb({ longs }: Meter): number {
  taken[0] = Atomics.exchange(longs, SQUARES, 0n);
  const [frames, squares] = [takenWords[1]!, takenFloats[0]!];
  return frames === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(squares / (2 * frames));
}
