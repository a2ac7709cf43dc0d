/**
 * What a SoundFont says of itself, read without its samples (SoundFont Technical Specification
 * 2.04). The file is untrusted: every size and index in it is checked before FluidSynth sees it.
 */

/** Reads up to `length` bytes from `offset`; fewer at the end of the file. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

export type FontRefusal =
  | 'not a soundfont'
  | 'truncated'
  | 'compressed (SF3)'
  | 'DLS'
  | 'no presets'
  | 'damaged';

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

interface Chunk {
  readonly id: string;
  readonly at: number;
  readonly size: number;
}

/** Bytes of a record of each chunk of `pdta`, in the order the file must have them. */
const RECORDS = {
  phdr: 38,
  pbag: 4,
  pmod: 10,
  pgen: 4,
  inst: 22,
  ibag: 4,
  imod: 10,
  igen: 4,
  shdr: 46,
} as const;
type RecordId = keyof typeof RECORDS;
const RECORD_IDS = Object.keys(RECORDS) as RecordId[];

// The biggest fonts there are have some hundred thousand generators: 4 MiB.
const PDTA_MAX = 64 * 2 ** 20;
const CHUNKS_MAX = 64;
const SAMPLE_VORBIS = 0x10;
const SAMPLE_ROM = 0x8000;
const GEN_INSTRUMENT = 41;
const GEN_SAMPLE = 53;

/** Reads and checks a font of `size` bytes. It never throws and reads no samples. */
export function readFontHeader(read: ReadBytes, size: number): FontAnswer {
  try {
    return { ok: true, header: parse(read, size) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.why, detail: error.message };
    throw error;
  }
}

class Refused extends Error {
  readonly why: FontRefusal;

  constructor(why: FontRefusal, detail: string) {
    super(detail);
    this.why = why;
  }
}

function parse(read: ReadBytes, size: number): FontHeader {
  const head = read(0, 12);
  const form = text(head, 8, 4);
  if (text(head, 0, 4) !== 'RIFF') throw new Refused('not a soundfont', 'it is no RIFF file');
  if (form === 'DLS ') throw new Refused('DLS', 'it is a bank of Downloadable Sounds');
  if (form !== 'sfbk') throw new Refused('not a soundfont', `it is a RIFF file of kind "${form}"`);
  const end = word(head, 4) + 8;
  if (end > size) throw new Refused('truncated', `${end - size} bytes of ${end} are missing`);
  const lists = chunksIn(read, 12, end).filter(({ id }) => id === 'LIST');
  const list = (kind: string): Chunk => {
    const found = lists.find(({ at }) => text(read(at, 4), 0, 4) === kind);
    if (found === undefined) throw new Refused('damaged', `the list ${kind} is missing`);
    return found;
  };
  const info = chunksOf(read, list('INFO'));
  const smpl = chunksOf(read, list('sdta')).find(({ id }) => id === 'smpl');
  if (smpl === undefined) throw new Refused('damaged', 'the samples are missing');
  const hydra = readHydra(read, list('pdta'));
  const compressed = checkSamples(hydra.shdr, smpl.size);
  checkZones(hydra);
  const presets = presetsOf(hydra.phdr);
  if (presets.length === 0) throw new Refused('no presets', 'it has no presets');
  const isSf3 = compressed || majorVersion(read, info) === 3;
  return { kind: isSf3 ? 'SF3' : 'SF2', name: nameOf(read, info), presets };
}

function chunksOf(read: ReadBytes, list: Chunk): Chunk[] {
  return chunksIn(read, list.at + 4, list.at + list.size);
}

function chunksIn(read: ReadBytes, from: number, end: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = from; at + 8 <= end; ) {
    const head = read(at, 8);
    if (head.length < 8) throw new Refused('truncated', 'a chunk has no header');
    const chunk = { id: text(head, 0, 4), at: at + 8, size: word(head, 4) };
    if (chunk.at + chunk.size > end) {
      throw new Refused('damaged', `the chunk "${printable(chunk.id)}" reaches beyond its list`);
    }
    chunks.push(chunk);
    if (chunks.length > CHUNKS_MAX) throw new Refused('damaged', 'it has too many chunks');
    at = chunk.at + chunk.size + (chunk.size & 1);
  }
  return chunks;
}

type Hydra = Readonly<Record<RecordId, Uint8Array>>;

function readHydra(read: ReadBytes, pdta: Chunk): Hydra {
  if (pdta.size > PDTA_MAX) throw new Refused('damaged', 'its list of presets is too long');
  const chunks = chunksOf(read, pdta);
  const hydra: Partial<Record<RecordId, Uint8Array>> = {};
  RECORD_IDS.forEach((id, index) => {
    const chunk = chunks[index];
    const bytes = RECORDS[id];
    if (chunk?.id !== id) throw new Refused('damaged', `the chunk ${id} is missing or misplaced`);
    if (chunk.size === 0 || chunk.size % bytes !== 0) {
      throw new Refused('damaged', `the chunk ${id} holds no whole number of records`);
    }
    hydra[id] = read(chunk.at, chunk.size);
  });
  return hydra as Hydra;
}

/** Indices into the next chunk must rise and stay within it. */
function checkZones(hydra: Hydra): void {
  checkRising(hydra, 'phdr', 24, 'pbag');
  checkRising(hydra, 'pbag', 0, 'pgen');
  checkRising(hydra, 'pbag', 2, 'pmod');
  checkRising(hydra, 'inst', 20, 'ibag');
  checkRising(hydra, 'ibag', 0, 'igen');
  checkRising(hydra, 'ibag', 2, 'imod');
  checkTargets(hydra.pgen, GEN_INSTRUMENT, count(hydra, 'inst') - 1, 'an instrument');
  checkTargets(hydra.igen, GEN_SAMPLE, count(hydra, 'shdr') - 1, 'a sample');
}

function checkRising(hydra: Hydra, id: RecordId, field: number, target: RecordId): void {
  const bytes = hydra[id];
  let before = 0;
  for (let at = field; at < bytes.length; at += RECORDS[id]) {
    const index = half(bytes, at);
    if (index < before || index >= count(hydra, target)) {
      throw new Refused('damaged', `an index of ${id} points outside ${target}`);
    }
    before = index;
  }
}

function checkTargets(generators: Uint8Array, kind: number, most: number, what: string): void {
  for (let at = 0; at + 4 < generators.length; at += 4) {
    if (half(generators, at) === kind && half(generators, at + 2) >= most) {
      throw new Refused('damaged', `a zone plays ${what} that is not there`);
    }
  }
}

/** Every sample must lie within the data; true when any is compressed. */
function checkSamples(shdr: Uint8Array, bytes: number): boolean {
  let compressed = false;
  for (let at = 0; at + RECORDS.shdr < shdr.length; at += RECORDS.shdr) {
    const type = half(shdr, at + 44);
    if ((type & SAMPLE_ROM) !== 0) continue;
    const isVorbis = (type & SAMPLE_VORBIS) !== 0;
    compressed ||= isVorbis;
    // Compressed samples are counted in bytes, others in 16-bit words.
    const most = isVorbis ? bytes : Math.floor(bytes / 2);
    const [start, stop] = [word(shdr, at + 20), word(shdr, at + 24)];
    if (start > stop || stop > most) {
      throw new Refused('damaged', `the sample "${nameAt(shdr, at)}" lies outside the data`);
    }
  }
  return compressed;
}

function presetsOf(phdr: Uint8Array): FontPreset[] {
  const presets: FontPreset[] = [];
  // The last record only ends the list.
  for (let at = 0; at + RECORDS.phdr < phdr.length; at += RECORDS.phdr) {
    presets.push({
      name: nameAt(phdr, at),
      program: half(phdr, at + 20),
      bank: half(phdr, at + 22),
    });
  }
  return presets;
}

function majorVersion(read: ReadBytes, info: readonly Chunk[]): number {
  const ifil = info.find(({ id }) => id === 'ifil');
  if (ifil === undefined || ifil.size < 4) {
    throw new Refused('damaged', 'the version of its format is missing');
  }
  const major = half(read(ifil.at, 4), 0);
  if (major !== 2 && major !== 3) {
    throw new Refused('not a soundfont', `it is of version ${major}, and 2 and 3 are known`);
  }
  return major;
}

function nameOf(read: ReadBytes, info: readonly Chunk[]): string {
  const name = info.find(({ id }) => id === 'INAM');
  return name === undefined ? '' : nameIn(read(name.at, Math.min(name.size, 256)));
}

function nameAt(bytes: Uint8Array, at: number): string {
  return nameIn(bytes.subarray(at, at + 20));
}

function nameIn(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return printable(text(bytes, 0, end < 0 ? bytes.length : end)).trim();
}

// Names come from strangers and go to a terminal.
function printable(name: string): string {
  return name.replace(/[^\x20-\x7e\xa0-\xff]/g, '?');
}

function count(hydra: Hydra, id: RecordId): number {
  return hydra[id].length / RECORDS[id];
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function half(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

function word(bytes: Uint8Array, at: number): number {
  return half(bytes, at) + half(bytes, at + 2) * 65_536;
}
