/**
 * What a SoundFont says of itself, read without its samples (SoundFont Technical Specification
 * 2.04). The file is untrusted: every size and index in it is checked before FluidSynth sees it.
 */
import type { Chunk, FontRefusal, Hydra, ReadBytes } from './soundfont-chunks.ts';
import { fieldOf, fontChunks, half, nameIn, nameOf, Refused } from './soundfont-chunks.ts';
import { checkDestination, checkHydra } from './soundfont-hydra.ts';
import { checkSamples } from './soundfont-samples.ts';

export type { FontRefusal, ReadBytes };

export interface FontPreset {
  readonly bank: number;
  readonly program: number;
  readonly name: string;
}

export interface FontHeader {
  readonly kind: 'SF2' | 'SF3';
  readonly name: string;
  readonly presets: readonly FontPreset[];
}

export type FontAnswer =
  | { readonly ok: true; readonly header: FontHeader }
  | { readonly ok: false; readonly why: FontRefusal; readonly detail: string };

const NAME_MAX = 256;
// A modulator of the list that FluidSynth 2.5 reads from INFO.
const MODULATOR_BYTES = 10;
const MODULATORS_BYTES_MAX = 2 ** 16;

/** Reads and checks a font of `size` bytes. It never throws and reads no samples. */
export function readFontHeader(read: ReadBytes, size: number): FontAnswer {
  try {
    return { ok: true, header: parse(read, size) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.why, detail: error.message };
    throw error;
  }
}

function parse(read: ReadBytes, size: number): FontHeader {
  const { info, samples, hydra } = fontChunks(read, size);
  const version = majorVersion(read, info);
  checkModulators(read, info);
  checkHydra(hydra);
  checkSamples(hydra, samples, read, version);
  const title = info.find(({ id }) => id === 'INAM');
  return {
    kind: version === 3 ? 'SF3' : 'SF2',
    name: title === undefined ? '' : nameIn(read(title.at, Math.min(title.size, NAME_MAX))),
    presets: presetsOf(hydra),
  };
}

function majorVersion(read: ReadBytes, info: readonly Chunk[]): number {
  // Of several the last one counts.
  const ifil = info.findLast(({ id }) => id === 'ifil');
  if (ifil === undefined || ifil.size !== 4) {
    throw new Refused('damaged', 'the version of its format is missing');
  }
  const major = half(read(ifil.at, 4), 0);
  if (major !== 2 && major !== 3) {
    throw new Refused('not a soundfont', `it is of version ${major}, and 2 and 3 are known`);
  }
  return major;
}

/** The modulators of all presets, which FluidSynth reads since 2.5. */
function checkModulators(read: ReadBytes, info: readonly Chunk[]): void {
  for (const { id, at, size } of info) {
    if (id !== 'DMOD') continue;
    if (size < MODULATOR_BYTES || size % MODULATOR_BYTES !== 0 || size > MODULATORS_BYTES_MAX) {
      throw new Refused('damaged', 'the chunk DMOD holds no whole number of records, or too many');
    }
    const bytes = read(at, size);
    for (let record = 0; record + MODULATOR_BYTES < size; record += MODULATOR_BYTES) {
      checkDestination(half(bytes, record + 2));
    }
  }
}

function presetsOf(hydra: Hydra): FontPreset[] {
  return Array.from({ length: hydra.phdr.count - 1 }, (_, index) => ({
    name: nameOf(hydra, 'phdr', index),
    program: fieldOf(hydra, 'phdr', index, 20),
    bank: fieldOf(hydra, 'phdr', index, 22),
  }));
}
