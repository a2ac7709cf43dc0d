/** WAV headers: RIFF with a `fmt ` chunk, a `fact` chunk where samples are floats, and `data`. */
import { EXIT, Problem } from '../problem.ts';

export interface WavFormat {
  readonly frames: number;
  /** Frames per second. */
  readonly rate: number;
  readonly channels: number;
  readonly sample: WavSample;
}

export type WavSample = 'float32' | 'int16';

export interface WavHeader extends WavFormat {
  /** Where the samples begin. */
  readonly dataOffset: number;
}

const SAMPLES = {
  float32: { tag: 3, bytes: 4 },
  int16: { tag: 1, bytes: 2 },
} as const;
const TAG_EXTENSIBLE = 0xfffe;

/** The most frames of a file: RIFF counts bytes in 32 bits, and the header is among them. */
export function wavFramesMax(channels: number, sample: WavSample): number {
  return Math.floor((2 ** 32 - 1 - 64) / (channels * SAMPLES[sample].bytes));
}

/**
 * The header of a file of so many frames; the samples, little endian and interleaved, come right
 * after it.
 *
 * @throws Problem (exit 65) when it would pass 4 GiB
 */
export function wavHeader({ frames, rate, channels, sample }: WavFormat): Uint8Array {
  const max = wavFramesMax(channels, sample);
  if (frames > max) {
    throw new Problem(
      `${frames} frames do not fit in a WAV file, which ends at 4 GiB: here after ${max}`,
      {
        remedy: `That is ${Math.floor(max / rate / 60)} minutes; render it in parts, or as int16.`,
        exit: EXIT.badData,
      },
    );
  }
  const { tag, bytes } = SAMPLES[sample];
  const frameBytes = channels * bytes;
  const isFloat = sample === 'float32';
  const header = new Uint8Array(isFloat ? 58 : 44);
  const view = new DataView(header.buffer);
  let at = 0;
  const name = (text: string) => {
    for (const letter of text) header[at++] = letter.charCodeAt(0);
  };
  const word = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const half = (value: number) => {
    view.setUint16(at, value, true);
    at += 2;
  };
  name('RIFF');
  word(header.length - 8 + frames * frameBytes);
  name('WAVE');
  name('fmt ');
  word(isFloat ? 18 : 16);
  half(tag);
  half(channels);
  word(rate);
  word(rate * frameBytes);
  half(frameBytes);
  half(bytes * 8);
  if (isFloat) {
    // Formats other than PCM end with the size of an extension, and say their length in frames.
    half(0);
    name('fact');
    word(4);
    word(frames);
  }
  name('data');
  word(frames * frameBytes);
  return header;
}

/**
 * Reads a header from the first bytes of a file. A file whose size was never filled in, because
 * its writer was cut off, has as many frames as `bytes` hold.
 *
 * @throws Problem (exit 65) when it is no WAV file of float32 or int16 samples
 */
export function readWavHeader(bytes: Uint8Array): WavHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (nameAt(bytes, 0) !== 'RIFF' || nameAt(bytes, 8) !== 'WAVE') throw notWav('no RIFF WAVE');
  let format: { tag: number; channels: number; rate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    const name = nameAt(bytes, at);
    if (name === 'data') {
      if (format === undefined) throw notWav('samples before their format');
      return wavOf(format, body, size, bytes.length - body);
    }
    if (name === 'fmt ') {
      if (size < 16 || body + size > bytes.length) throw notWav('a format that is cut off');
      const tag = view.getUint16(body, true);
      format = {
        tag: tag === TAG_EXTENSIBLE && size >= 26 ? view.getUint16(body + 24, true) : tag,
        channels: view.getUint16(body + 2, true),
        rate: view.getUint32(body + 4, true),
        bits: view.getUint16(body + 14, true),
      };
    }
    at = body + size + (size & 1);
  }
  throw notWav('no samples');
}

function wavOf(
  format: { tag: number; channels: number; rate: number; bits: number },
  dataOffset: number,
  size: number,
  present: number,
): WavHeader {
  const { tag, channels, rate, bits } = format;
  const sample = (['float32', 'int16'] as const).find(
    (each) => SAMPLES[each].tag === tag && SAMPLES[each].bytes * 8 === bits,
  );
  if (sample === undefined) throw notWav(`samples of format ${tag} with ${bits} bits`);
  if (channels === 0 || rate === 0) throw notWav(`${channels} channels at ${rate} Hz`);
  const dataBytes = size === 0 || size === 0xffffffff ? present : size;
  const frames = Math.floor(dataBytes / (channels * SAMPLES[sample].bytes));
  return { frames, rate, channels, sample, dataOffset };
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function notWav(what: string): Problem {
  return new Problem(`not a WAV file of float or 16-bit samples: ${what}`, { exit: EXIT.badData });
}
