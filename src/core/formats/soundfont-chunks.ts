/**
 * The chunks of a SoundFont, as FluidSynth walks them: three lists in a row, each where the one
 * before ends. What is checked has to be what FluidSynth will read, and it knows no padding, which
 * compressed fonts do without as well.
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

/** Thrown within these files alone. */
export class Refused extends Error {
  readonly why: FontRefusal;

  constructor(why: FontRefusal, detail: string) {
    super(detail);
    this.why = why;
  }
}

export interface Chunk {
  readonly id: string;
  readonly at: number;
  readonly size: number;
}

/** The records of `pdta`, in the order the file must have them: bytes of one, and how many may be. */
const RECORDS = {
  phdr: { bytes: 38, most: 16_384 },
  pbag: { bytes: 4, most: 65_536 },
  pmod: { bytes: 10, most: 65_536 },
  pgen: { bytes: 4, most: 65_536 },
  inst: { bytes: 22, most: 16_384 },
  ibag: { bytes: 4, most: 65_536 },
  imod: { bytes: 10, most: 65_536 },
  igen: { bytes: 4, most: 65_536 },
  shdr: { bytes: 46, most: 16_384 },
} as const;
export type RecordId = keyof typeof RECORDS;
const RECORD_IDS = Object.keys(RECORDS) as RecordId[];

/** All records of one kind. */
export interface Records {
  readonly bytes: Uint8Array;
  readonly count: number;
}

export type Hydra = Readonly<Record<RecordId, Records>>;

export interface FontChunks {
  readonly info: readonly Chunk[];
  readonly samples: Chunk;
  readonly hydra: Hydra;
}

const CHUNKS_MAX = 64;

/** The parts of a font of `size` bytes, the samples by their place alone. Throws {@link Refused}. */
export function fontChunks(read: ReadBytes, size: number): FontChunks {
  const end = checkedEnd(read(0, 12), size);
  const info = listAt(read, 12, end, 'INFO');
  const sdta = listAt(read, info.at + info.size, end, 'sdta');
  const pdta = listAt(read, sdta.at + sdta.size, end, 'pdta');
  const samples = chunkAt(read, sdta.at, sdta.at + sdta.size);
  if (samples.id !== 'smpl') throw new Refused('damaged', 'the samples are missing');
  return { info: chunksIn(read, info), samples, hydra: readHydra(read, pdta) };
}

function checkedEnd(head: Uint8Array, size: number): number {
  const form = text(head, 8, 4);
  if (text(head, 0, 4) !== 'RIFF') throw new Refused('not a soundfont', 'it is no RIFF file');
  if (form === 'DLS ') throw new Refused('DLS', 'it is a bank of Downloadable Sounds');
  if (form !== 'sfbk') {
    throw new Refused('not a soundfont', `it is a RIFF file of kind "${printable(form)}"`);
  }
  const end = word(head, 4) + 8;
  if (end > size) throw new Refused('truncated', `${end - size} bytes of ${end} are missing`);
  if (end < size) throw new Refused('damaged', `${size - end} bytes follow its end`);
  return end;
}

/** A list without its head. */
function listAt(read: ReadBytes, at: number, end: number, kind: string): Chunk {
  const list = chunkAt(read, at, end);
  if (list.id !== 'LIST' || list.size < 4 || text(read(list.at, 4), 0, 4) !== kind) {
    throw new Refused('damaged', `the list ${kind} is missing or misplaced`);
  }
  return { id: kind, at: list.at + 4, size: list.size - 4 };
}

function chunksIn(read: ReadBytes, list: Chunk): Chunk[] {
  const chunks: Chunk[] = [];
  const end = list.at + list.size;
  for (let at = list.at; at < end; ) {
    const chunk = chunkAt(read, at, end);
    chunks.push(chunk);
    if (chunks.length > CHUNKS_MAX) throw new Refused('damaged', 'it has too many chunks');
    at = chunk.at + chunk.size;
  }
  return chunks;
}

function chunkAt(read: ReadBytes, at: number, end: number): Chunk {
  if (at + 8 > end) throw new Refused('damaged', 'a chunk has no room for its head');
  const head = read(at, 8);
  if (head.length < 8) throw new Refused('truncated', 'a chunk has no head');
  const chunk = { id: text(head, 0, 4), at: at + 8, size: word(head, 4) };
  if (chunk.at + chunk.size > end) {
    throw new Refused('damaged', `the chunk "${printable(chunk.id)}" reaches beyond its list`);
  }
  return chunk;
}

function readHydra(read: ReadBytes, pdta: Chunk): Hydra {
  const hydra: Partial<Record<RecordId, Records>> = {};
  const end = pdta.at + pdta.size;
  let at = pdta.at;
  for (const id of RECORD_IDS) {
    const chunk = chunkAt(read, at, end);
    const { bytes, most } = RECORDS[id];
    if (chunk.id !== id) throw new Refused('damaged', `the chunk ${id} is missing or misplaced`);
    if (chunk.size % bytes !== 0) {
      throw new Refused('damaged', `the chunk ${id} holds no whole number of records`);
    }
    if (chunk.size / bytes > most) {
      throw new Refused('damaged', `the chunk ${id} has over ${most} records`);
    }
    hydra[id] = { bytes: read(chunk.at, chunk.size), count: chunk.size / bytes };
    at = chunk.at + chunk.size;
  }
  return hydra as Hydra;
}

/** The number of 16 bits at `field` of record `index`. */
export function fieldOf(hydra: Hydra, id: RecordId, index: number, field: number): number {
  return half(hydra[id].bytes, index * RECORDS[id].bytes + field);
}

/** The same of 32 bits. */
export function longFieldOf(hydra: Hydra, id: RecordId, index: number, field: number): number {
  return word(hydra[id].bytes, index * RECORDS[id].bytes + field);
}

/** The name that a record begins with. */
export function nameOf(hydra: Hydra, id: RecordId, index: number): string {
  const at = index * RECORDS[id].bytes;
  return nameIn(hydra[id].bytes.subarray(at, at + 20));
}

/** Text up to its first zero, fit for a terminal: names come from strangers. */
export function nameIn(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return printable(text(bytes, 0, end < 0 ? bytes.length : end)).trim();
}

export function half(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

function word(bytes: Uint8Array, at: number): number {
  return half(bytes, at) + half(bytes, at + 2) * 65_536;
}

export function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function printable(name: string): string {
  return name.replace(/[^\x20-\x7e\xa0-\xff]/g, '?');
}
