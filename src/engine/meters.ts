/** Words of meter_t (native-shims/meter.h). */
const LATE = 2;
const CALLBACKS = 0;
const FRAMES = 1;
const RENDER_TOTAL = 3;
const RENDER_MOST = 4;
const CLIPPED = 7;
const TAP_LOST = 8;
const PEAK_LEFT = 18;
const PEAK_RIGHT = 19;
const PERIOD_FRAMES = 23;

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
}

/** A meter_t in C's memory. */
export interface Meter {
  readonly longs: BigUint64Array;
  readonly words: Uint32Array;
}

export function meterIn(memory: ArrayBuffer): Meter {
  return { longs: new BigUint64Array(memory), words: new Uint32Array(memory) };
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
    clippedSamples: at(CLIPPED),
    tapLostFrames: at(TAP_LOST),
  };
}

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The highest peak of both sides since the last look, in dBFS; -Infinity is silence. */
export function takePeakDb(meter: Meter): number {
  let peak = 0;
  for (const side of [PEAK_LEFT, PEAK_RIGHT]) {
    bits[0] = meter.words[side]!;
    meter.words[side] = 0;
    peak = Math.max(peak, float[0]!);
  }
  return 20 * Math.log10(peak);
}
