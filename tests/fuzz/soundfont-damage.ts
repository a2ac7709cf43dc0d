/** Damaged SoundFonts, the same ones for the same seed. */
import { readFileSync } from 'node:fs';
import { seededRandom } from '../../src/core/random.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import type { RawRecords } from '../support/fonts.ts';
import { rawChunks, rawFont, toneFont, VARIED } from '../support/fonts.ts';

export type Pick = (count: number) => number;

// What arithmetic on sizes and indices has stumbled over.
const NASTY = [
  0, 1, 2, 3, 127, 128, 255, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0,
  0xffff_ffff,
];
const IDS = ['RIFF', 'LIST', 'INFO', 'sdta', 'pdta', 'ifil', 'smpl', 'sm24'];
const RECORDS = Object.keys(VARIED) as (keyof RawRecords)[];

type Bytes = (bytes: Buffer, pick: Pick) => Buffer;

const bases = [
  readFileSync(builtInFont()),
  toneFont(
    'Small',
    [
      { bank: 0, program: 0 },
      { bank: 128, program: 0 },
    ],
    60,
  ),
  rawFont(rawChunks(VARIED)),
];

function nasty(pick: Pick, near: number): number {
  const choice = pick(NASTY.length + 6);
  if (choice < NASTY.length) return NASTY[choice]!;
  return choice < NASTY.length + 4 ? Math.max(0, near + pick(5) - 2) : pick(0x1_0000);
}

function poke(bytes: Buffer, at: number, width: number, value: number): void {
  if (at + width <= bytes.length) bytes.writeUIntLE(value % 2 ** (8 * width), at, width);
}

/** Where the chunk `id` begins. */
function find(bytes: Buffer, id: string): number {
  return Math.max(0, bytes.lastIndexOf(id, undefined, 'latin1'));
}

/** A place within the records, which are a small part of a font. */
function inRecords(bytes: Buffer, pick: Pick): number {
  const from = find(bytes, 'phdr');
  return from + pick(Math.max(1, bytes.length - from));
}

/** Damage to the bytes of any font. */
const BYTES: readonly Bytes[] = [
  (bytes, pick) => {
    for (let flips = 1 + pick(4); flips > 0; flips--) bytes[pick(120)] = pick(256);
    return bytes;
  },
  (bytes, pick) => {
    for (let flips = 1 + pick(6); flips > 0; flips--) bytes[inRecords(bytes, pick)] = pick(256);
    return bytes;
  },
  (bytes, pick) => {
    const at = inRecords(bytes, pick) & ~1;
    poke(bytes, at, 2, nasty(pick, bytes.readUInt16LE(Math.min(at, bytes.length - 2))));
    return bytes;
  },
  (bytes, pick) => {
    const ids = [...IDS, ...RECORDS];
    const at = find(bytes, ids[pick(ids.length)]!) + 4;
    poke(bytes, at, 4, nasty(pick, at + 4 <= bytes.length ? bytes.readUInt32LE(at) : 0));
    return bytes;
  },
  (bytes, pick) => bytes.subarray(0, pick(bytes.length)),
  (bytes, pick) => sized(bytes.subarray(0, inRecords(bytes, pick))),
  (bytes, pick) => {
    const ids = [...IDS, ...RECORDS];
    bytes.write(ids[pick(ids.length)]!, find(bytes, ids[pick(ids.length)]!), 'latin1');
    return bytes;
  },
  (bytes, pick) => Buffer.concat([bytes, Buffer.alloc(1 + pick(40))]),
];

/** The outermost size made to fit, so that what is inside is looked at. */
function sized(bytes: Buffer): Buffer {
  poke(bytes, 4, 4, Math.max(0, bytes.length - 8));
  return bytes;
}

type Change = (records: Record<keyof RawRecords, number[][]>, pick: Pick) => void;

/** Damage to the records of a font that is whole otherwise. */
const CHANGES: readonly Change[] = [
  // Any field.
  (records, pick) => {
    const some = records[RECORDS[pick(RECORDS.length)]!];
    const record = some[pick(some.length)];
    if (record === undefined) return;
    const field = pick(record.length);
    record[field] = nasty(pick, record[field] ?? 0);
  },
  // A sample out of its bounds, or of no rate.
  (records, pick) => {
    const sample = records.shdr[pick(records.shdr.length)];
    if (sample !== undefined) sample[pick(5)] = nasty(pick, [0, 800, 1692, 3384][pick(4)]!);
  },
  // Generators of any kind and amount.
  (records, pick) => {
    for (let times = 1 + pick(4); times > 0; times--) {
      const generators = records[pick(2) === 0 ? 'pgen' : 'igen'];
      const generator = generators[pick(generators.length)];
      if (generator === undefined) continue;
      generator[pick(2)] = pick(2) === 0 ? pick(66) : nasty(pick, 0) % 0x1_0000;
    }
  },
  // Modulators from and to anything.
  (records, pick) => {
    const modulators = records[pick(2) === 0 ? 'pmod' : 'imod'];
    const modulator = modulators[pick(modulators.length)];
    if (modulator !== undefined) modulator[pick(5)] = pick(3) === 0 ? pick(70) : pick(0x1_0000);
  },
  // Indices that fall, stand, or leap.
  (records, pick) => {
    const bags = records[(['phdr', 'pbag', 'inst', 'ibag'] as const)[pick(4)]!];
    const bag = bags[pick(bags.length)];
    if (bag !== undefined) bag[bag.length - 1 - pick(Math.min(2, bag.length))] = pick(12);
  },
  // A record too few, too many, or elsewhere.
  (records, pick) => {
    const some = records[RECORDS[pick(RECORDS.length)]!];
    const [moved] = some.splice(pick(some.length), 1);
    if (moved !== undefined && pick(2) === 0) some.splice(pick(some.length + 1), 0, moved, moved);
  },
  // A great many of one.
  (records, pick) => {
    const some = records[RECORDS[pick(RECORDS.length)]!];
    const at = pick(some.length);
    const many = Array.from({ length: 10 ** (1 + pick(4)) }, () => [...(some[at] ?? [0])]);
    some.splice(at, 0, ...many);
  },
  // Zones that share everything.
  (records, pick) => {
    const many = 200 + pick(2000);
    const [bags, heads] = pick(2) === 0 ? (['pbag', 'phdr'] as const) : (['ibag', 'inst'] as const);
    const bag = records[bags][0] ?? [0, 0];
    records[bags].splice(0, 0, ...Array.from({ length: many }, () => [...bag]));
    for (const head of records[heads].slice(1)) head[head.length - 1]! += many;
  },
];

function copied(records: RawRecords): Record<keyof RawRecords, number[][]> {
  return Object.fromEntries(
    RECORDS.map((id) => [id, records[id].map((record) => [...record])]),
  ) as Record<keyof RawRecords, number[][]>;
}

function ofRecords(pick: Pick): Buffer {
  const records = copied(VARIED);
  for (let times = 1 + pick(2); times > 0; times--) CHANGES[pick(CHANGES.length)]!(records, pick);
  const chunks = rawChunks(records);
  if (pick(20) === 0) chunks.push(...chunks.splice(pick(chunks.length), 1));
  return rawFont(chunks, pick(20) === 0 ? [3, 0] : [2, 4]);
}

/** Damaged font number `index` of a seed. */
export function damagedFont(seed: number, index: number): Buffer {
  const random = seededRandom(seed * 100_003 + index);
  const pick: Pick = (count) => Math.floor(random() * count);
  if (pick(3) > 0) return ofRecords(pick);
  // The built-in one is far bigger than the others, and gets its share of time rather than of turns.
  let bytes: Buffer = Buffer.from(bases[[0, 1, 1, 2, 2, 2][pick(6)]!]!);
  for (let times = 1 + pick(2); times > 0 && bytes.length > 200; times--) {
    bytes = BYTES[pick(BYTES.length)]!(bytes, pick);
  }
  return bytes;
}
