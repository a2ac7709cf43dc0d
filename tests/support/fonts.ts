/** Small SoundFonts made for a test. */
import type { FontInstrument, Preset } from '../../assets/font/soundfont-writer.ts';
import { GENERATOR, soundFont } from '../../assets/font/soundfont-writer.ts';

const RATE = 44_000;
const CYCLE = 200;
const CYCLES = 4;
/** The pitch of {@link tone} at its root. */
export const TONE_HZ = RATE / CYCLE;

/** A steady sine that sounds {@link TONE_HZ} at the note `root`, at once and to its release. */
export function tone(name: string, root: number): FontInstrument {
  const samples = Float64Array.from({ length: CYCLE * CYCLES }, (_, at) =>
    Math.sin((2 * Math.PI * at) / CYCLE),
  );
  return {
    name,
    zones: [
      {
        keys: [0, 127],
        sample: { name, samples, rate: RATE, root, loopFrom: 0 },
        generators: [[GENERATOR.release, -8000]],
      },
    ],
  };
}

/** A font of {@link tone}s, one a preset. */
export function toneFont(
  name: string,
  presets: readonly Pick<Preset, 'bank' | 'program'>[],
  root: number,
): Buffer {
  return soundFont(
    name,
    presets.map(({ bank, program }) => {
      const label = `${name} ${bank}:${program}`;
      return { name: label, bank, program, instrument: tone(label, root) };
    }),
  );
}

/** The same font with so much silence behind its samples, for what takes a while to load. */
export function grown(font: Buffer, bytes: number): Buffer {
  const sdta = font.indexOf('sdta');
  const smpl = sdta + 8;
  const end = smpl + 4 + font.readUInt32LE(smpl);
  const big = Buffer.concat([font.subarray(0, end), Buffer.alloc(bytes), font.subarray(end)]);
  for (const size of [4, sdta - 4, smpl]) big.writeUInt32LE(big.readUInt32LE(size) + bytes, size);
  return big;
}

/** Records of `pdta` as numbers, in the order of the specification; names are made up. */
export interface RawRecords {
  /** Program, bank, first zone. */
  readonly phdr: readonly (readonly number[])[];
  readonly pbag: readonly (readonly number[])[];
  readonly pmod: readonly (readonly number[])[];
  readonly pgen: readonly (readonly number[])[];
  /** First zone. */
  readonly inst: readonly (readonly number[])[];
  readonly ibag: readonly (readonly number[])[];
  readonly imod: readonly (readonly number[])[];
  readonly igen: readonly (readonly number[])[];
  /** Start, end, loop start, loop end, rate; then pitch and correction in one, link, type. */
  readonly shdr: readonly (readonly number[])[];
}

/**
 * A font with what the built-in one does without: global zones, layers, modulators, key and velocity
 * ranges, two linked samples and one in ROM.
 */
export const VARIED: RawRecords = {
  phdr: [
    [0, 0, 0],
    [5, 1, 3],
    [0, 128, 4],
    [0, 0, 5],
  ],
  pbag: [
    [0, 0],
    [2, 1],
    [5, 2],
    [7, 2],
    [8, 3],
    [9, 3],
  ],
  pmod: [
    [0x0502, 48, 960, 0, 0],
    [0x0081, 6, 50, 0, 0],
    [0x020e, 52, 12_700, 0x0010, 0],
    [0, 0, 0, 0, 0],
  ],
  pgen: [
    [15, 200],
    [16, 300],
    [43, 0x3f00],
    [44, 0x7f00],
    [41, 0],
    [43, 0x7f40],
    [41, 1],
    [41, 0],
    [41, 1],
    [0, 0],
  ],
  inst: [[0], [3], [5]],
  ibag: [
    [0, 0],
    [3, 1],
    [9, 2],
    [15, 2],
    [19, 3],
    [23, 3],
  ],
  imod: [
    [0x0081, 8, 2400, 0, 0],
    [0x0502, 8, 0xf6a0, 0x0502, 0],
    [0x0081, 5, 60, 0x000a, 0],
    [0, 0, 0, 0, 0],
  ],
  igen: [
    [34, 0x8ad0],
    [38, 0x8ad0],
    [56, 100],
    [43, 0x7f00],
    [44, 0x4000],
    [0, 4],
    [17, 0xfe0c],
    [54, 1],
    [53, 0],
    [43, 0x7f00],
    [44, 0x7f41],
    [2, 8],
    [17, 500],
    [54, 3],
    [53, 1],
    [8, 6000],
    [58, 60],
    [51, 12],
    [53, 0],
    [46, 60],
    [57, 3],
    [54, 1],
    [53, 1],
    [0, 0],
  ],
  shdr: [
    [0, 800, 200, 600, 44_000, 60, 1, 4],
    [846, 1646, 1046, 1446, 44_000, 60, 0, 2],
    [0, 0, 0, 0, 44_000, 60, 0, 0x8001],
    [0, 0, 0, 0, 0, 0, 0, 0],
  ],
};

const WIDTHS: Readonly<Record<keyof RawRecords, readonly number[]>> = {
  phdr: [2, 2, 2],
  pbag: [2, 2],
  pmod: [2, 2, 2, 2, 2],
  pgen: [2, 2],
  inst: [2],
  ibag: [2, 2],
  imod: [2, 2, 2, 2, 2],
  igen: [2, 2],
  shdr: [4, 4, 4, 4, 4, 2, 2, 2],
};
const NAMED = new Set(['phdr', 'inst', 'shdr']);
const PHDR_REST = 12;

/** The chunks of `pdta`, each with its head. */
export function rawChunks(records: RawRecords): Buffer[] {
  return (Object.keys(WIDTHS) as (keyof RawRecords)[]).map((id) =>
    chunk(id, ...records[id].map((record, index) => rawRecord(id, record, index))),
  );
}

function rawRecord(id: keyof RawRecords, record: readonly number[], index: number): Buffer {
  const bytes = Buffer.alloc(64);
  let at = NAMED.has(id) ? 20 : 0;
  if (at > 0) bytes.write(`${id} ${index}`, 'latin1');
  WIDTHS[id].forEach((width, field) => {
    bytes.writeUIntLE((record[field] ?? 0) % 2 ** (8 * width), at, width);
    at += width;
  });
  return bytes.subarray(0, at + (id === 'phdr' ? PHDR_REST : 0));
}

/** A whole font around chunks of `pdta`. */
export function rawFont(pdta: readonly Buffer[], version = [2, 4]): Buffer {
  const words = Int16Array.from(
    { length: 1692 },
    (_, at) => 20_000 * Math.sin((2 * Math.PI * at) / CYCLE),
  );
  const samples = Buffer.from(words.buffer);
  return chunk(
    'RIFF',
    Buffer.from('sfbk'),
    list(
      'INFO',
      chunk('ifil', Buffer.from(Uint16Array.from(version).buffer)),
      chunk('INAM', Buffer.from('Varied\0\0')),
    ),
    list('sdta', chunk('smpl', samples), chunk('sm24', samples.subarray(0, samples.length / 2))),
    list('pdta', ...pdta),
  );
}

export function chunk(id: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from(id, 'latin1'), size, body]);
}

export function list(kind: string, ...chunks: readonly Buffer[]): Buffer {
  return chunk('LIST', Buffer.from(kind, 'latin1'), ...chunks);
}
