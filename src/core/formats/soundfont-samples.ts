/** Whether the samples of a SoundFont lie where they can be read (SoundFont Specification 2.04, 7.10). */
import type { Chunk, Hydra, ReadBytes } from './soundfont-chunks.ts';
import { fieldOf, longFieldOf, nameOf, Refused, text } from './soundfont-chunks.ts';

const SAMPLE_VORBIS = 0x10;
// Mono, right, left, linked, compressed; FluidSynth passes over samples of other kinds.
const SAMPLE_TYPES = 0x1f;

// Where a record has it.
const START = 20;
const END = 24;
const LOOP_START = 28;
const LOOP_END = 32;
const TYPE = 44;

// FluidSynth cannot play two samples at the beginning of the data (see checkEnds).
const LEAST_END = 3;

// Fonts share some data among samples; these let FluidSynth read it all over and over.
const SHARED_MOST = 32;
const SHARED_ALWAYS = 2 ** 28;
const COMPRESSED_SHARED_MOST = 2;
const COMPRESSED_SHARED_ALWAYS = 2 ** 20;

/** Throws {@link Refused} when they do not. Of compressed samples the first bytes are read. */
export function checkSamples(hydra: Hydra, data: Chunk, read: ReadBytes, version: number): void {
  if (version === 2 && data.size % 2 !== 0) {
    throw new Refused('damaged', 'the data of its samples ends within one');
  }
  let frames = 0;
  let bytes = 0;
  for (let index = 0; index + 1 < hydra.shdr.count; index++) {
    const type = fieldOf(hydra, 'shdr', index, TYPE);
    if ((type & ~SAMPLE_TYPES) !== 0) continue;
    const [start, end] = [START, END].map((field) => longFieldOf(hydra, 'shdr', index, field));
    const isCompressed = (type & SAMPLE_VORBIS) !== 0;
    // Compressed samples are counted in bytes, others in words of 16 bits.
    const most = isCompressed ? data.size : Math.floor(data.size / 2);
    if (start! > end! || end! > most) throw refused(hydra, index, 'lies outside the data');
    if (end! > start! && end! < LEAST_END) throw refused(hydra, index, 'is next to nothing');
    if (isCompressed) {
      if (version !== 3) throw refused(hydra, index, 'is compressed, and the font is not');
      if (text(read(data.at + start!, 4), 0, 4) !== 'OggS') {
        throw refused(hydra, index, 'is compressed in no way that is known');
      }
      bytes += end! - start!;
    } else {
      frames += Math.min(most, loopLength(hydra, index));
    }
  }
  const isMuch = (used: number, all: number, times: number, always: number): boolean =>
    used > always && used > times * all;
  if (
    isMuch(frames, data.size / 2, SHARED_MOST, SHARED_ALWAYS) ||
    isMuch(bytes, data.size, COMPRESSED_SHARED_MOST, COMPRESSED_SHARED_ALWAYS)
  ) {
    throw new Refused('damaged', 'its samples lie on top of each other');
  }
}

/** By how many samples a zone may end sample `index` early. */
export function mayBeShorter(hydra: Hydra, index: number): number {
  if ((fieldOf(hydra, 'shdr', index, TYPE) & SAMPLE_VORBIS) !== 0) return 0;
  const isFirst = longFieldOf(hydra, 'shdr', index, START) === 0;
  return isFirst ? longFieldOf(hydra, 'shdr', index, END) - LEAST_END : Number.POSITIVE_INFINITY;
}

/** FluidSynth reads each loop once when it loads; one that makes no sense becomes the whole sample. */
function loopLength(hydra: Hydra, index: number): number {
  const [from, to] = [LOOP_START, LOOP_END].map((field) =>
    longFieldOf(hydra, 'shdr', index, field),
  );
  const [start, end] = [START, END].map((field) => longFieldOf(hydra, 'shdr', index, field));
  return Math.max(Math.abs(to! - from!), end! - start!);
}

function refused(hydra: Hydra, index: number, what: string): Refused {
  return new Refused('damaged', `the sample "${nameOf(hydra, 'shdr', index)}" ${what}`);
}
