/** A SoundFont 2.01 file from samples, instruments and presets (SoundFont Specification 2.04). */

/** What is said of a zone, by the specification's numbers of generators. */
export const GENERATOR = {
  filterCutoff: 8,
  modulationToFilter: 11,
  chorus: 15,
  reverb: 16,
  modulationDecay: 28,
  modulationSustain: 29,
  attack: 34,
  hold: 35,
  decay: 36,
  sustain: 37,
  release: 38,
  instrument: 41,
  keyRange: 43,
  attenuation: 48,
  sample: 53,
  sampleModes: 54,
  scaleTuning: 56,
  exclusiveClass: 57,
  rootKey: 58,
} as const;

export type Generators = readonly (readonly [generator: number, amount: number])[];

export interface Sample {
  readonly name: string;
  /** -1 to 1. */
  readonly samples: Float64Array;
  readonly rate: number;
  /** MIDI note at which it plays at its own rate. */
  readonly root: number;
  /** Where the part that repeats begins, up to the end; undefined for a sample that plays once. */
  readonly loopFrom?: number;
}

export interface Zone {
  readonly keys: readonly [least: number, most: number];
  readonly sample: Sample;
  readonly generators: Generators;
}

export interface FontInstrument {
  readonly name: string;
  readonly zones: readonly Zone[];
}

export interface Preset {
  readonly name: string;
  readonly bank: number;
  readonly program: number;
  readonly instrument: FontInstrument;
}

// The specification wants this much silence after each sample.
const GUARD_SAMPLES = 46;
// Samples of the loop are repeated past its end for the interpolation to read.
const OVERLAP = 8;
const FORWARD = 1;
const MONO = 1;

/** The bytes of a font; the same every time. */
export function soundFont(name: string, presets: readonly Preset[]): Buffer {
  const sorted = [...presets].sort((a, b) => a.bank - b.bank || a.program - b.program);
  const instruments = [...new Set(sorted.map(({ instrument }) => instrument))];
  const samples = [...new Set(instruments.flatMap(({ zones }) => zones.map((z) => z.sample)))];
  const { data, headers } = layOut(samples);
  return chunk(
    'RIFF',
    ascii('sfbk'),
    chunk('LIST', ascii('INFO'), ...info(name)),
    chunk('LIST', ascii('sdta'), chunk('smpl', data)),
    chunk(
      'LIST',
      ascii('pdta'),
      ...presetChunks(sorted, instruments),
      ...instrumentChunks(instruments, samples),
      chunk('shdr', ...headers),
    ),
  );
}

function info(name: string): Buffer[] {
  return [
    chunk('ifil', half(2), half(1)),
    chunk('isng', zeroEnded('EMU8000')),
    chunk('INAM', zeroEnded(name)),
    chunk('ICOP', zeroEnded('FW16 Synth contributors, MIT license')),
  ];
}

function layOut(samples: readonly Sample[]): { data: Buffer; headers: Buffer[] } {
  const parts: Buffer[] = [];
  const headers: Buffer[] = [];
  let at = 0;
  for (const sample of samples) {
    const { length } = sample.samples;
    const loopFrom = sample.loopFrom ?? 0;
    const overlap = sample.loopFrom === undefined ? 0 : OVERLAP;
    const part = Buffer.alloc((length + overlap + GUARD_SAMPLES) * 2);
    for (let index = 0; index < length + overlap; index++) {
      const from = index < length ? index : loopFrom + index - length;
      part.writeInt16LE(Math.round(32_000 * (sample.samples[from] ?? 0)), index * 2);
    }
    parts.push(part);
    headers.push(
      Buffer.concat([
        fixed(sample.name),
        word(at),
        word(at + length + overlap),
        word(at + loopFrom),
        word(at + length),
        word(sample.rate),
        Buffer.from([sample.root, 0]),
        half(0),
        half(MONO),
      ]),
    );
    at += part.length / 2;
  }
  headers.push(Buffer.concat([fixed('EOS'), Buffer.alloc(26)]));
  return { data: Buffer.concat(parts), headers };
}

function presetChunks(
  presets: readonly Preset[],
  instruments: readonly FontInstrument[],
): Buffer[] {
  const heads = presets.map(({ name, program, bank }, index) =>
    Buffer.concat([fixed(name), half(program), half(bank), half(index), Buffer.alloc(12)]),
  );
  heads.push(
    Buffer.concat([fixed('EOP'), half(0), half(0), half(presets.length), Buffer.alloc(12)]),
  );
  const zones = presets.map(
    ({ instrument }): Generators => [[GENERATOR.instrument, instruments.indexOf(instrument)]],
  );
  return [chunk('phdr', ...heads), ...zoneChunks('p', zones)];
}

function instrumentChunks(
  instruments: readonly FontInstrument[],
  samples: readonly Sample[],
): Buffer[] {
  const heads: Buffer[] = [];
  const zones: Generators[] = [];
  for (const { name, zones: own } of instruments) {
    heads.push(Buffer.concat([fixed(name), half(zones.length)]));
    zones.push(...own.map((zone) => generatorsOf(zone, samples)));
  }
  heads.push(Buffer.concat([fixed('EOI'), half(zones.length)]));
  return [chunk('inst', ...heads), ...zoneChunks('i', zones)];
}

/** The key range has to come first and the sample last. */
function generatorsOf({ keys, sample, generators }: Zone, samples: readonly Sample[]): Generators {
  return [
    [GENERATOR.keyRange, keys[0] | (keys[1] << 8)],
    ...generators,
    ...(sample.loopFrom === undefined ? [] : [[GENERATOR.sampleModes, FORWARD] as const]),
    [GENERATOR.sample, samples.indexOf(sample)],
  ];
}

function zoneChunks(kind: 'p' | 'i', zones: readonly Generators[]): Buffer[] {
  const bags: Buffer[] = [];
  let generators = 0;
  for (const zone of [...zones, []]) {
    bags.push(half(generators), half(0));
    generators += zone.length;
  }
  const list = zones
    .flat()
    .map(([generator, amount]) => Buffer.concat([half(generator), half(amount)]));
  return [
    chunk(`${kind}bag`, ...bags),
    chunk(`${kind}mod`, Buffer.alloc(10)),
    chunk(`${kind}gen`, ...list, Buffer.alloc(4)),
  ];
}

function chunk(id: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([ascii(id), word(body.length), body, Buffer.alloc(body.length & 1)]);
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function zeroEnded(text: string): Buffer {
  return ascii(text.padEnd(text.length + 2 - (text.length % 2), '\0'));
}

function fixed(text: string): Buffer {
  return ascii(text.slice(0, 19).padEnd(20, '\0'));
}

function half(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value & 0xffff);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
