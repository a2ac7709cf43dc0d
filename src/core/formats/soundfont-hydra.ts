/**
 * Whether the records of a SoundFont hold together (SoundFont Technical Specification 2.04, 7). A
 * font comes from anywhere, and not every FluidSynth survives every one: indices have to rise and
 * to stay within what they point at, samples within the data, and what FluidSynth does with every
 * pair of things has to stay payable.
 */
import type { Hydra, RecordId } from './soundfont-chunks.ts';
import { fieldOf, nameOf, Refused } from './soundfont-chunks.ts';
import { mayBeShorter } from './soundfont-samples.ts';

const GEN_INSTRUMENT = 41;
const GEN_SAMPLE = 53;
/** What is added to where a sample ends, in samples and in 32,768 of them. */
const GEN_END = 1;
const GEN_END_COARSE = 12;
const COARSE = 32_768;
/** Generators that there are. */
const GENERATORS = 59;

// Far above what the biggest fonts have, and still loaded within seconds.
const ZONES_MAX = 16_384;
const MODULATORS_MAX = 2048;
/** Zones of the instruments of one preset, all of them looked at for each note. */
const ZONES_OF_PRESET_MAX = 50_000;
const ZONES_OF_ALL_MAX = 1_000_000;

/** A presets' or instruments' side of the records. */
interface Side {
  readonly heads: 'phdr' | 'inst';
  /** Where a head has the index of its first zone. */
  readonly field: number;
  readonly bags: RecordId;
  readonly generators: RecordId;
  readonly modulators: RecordId;
  /** The generator that ends a zone, and what it points at. */
  readonly ends: number;
  readonly target: 'inst' | 'shdr';
}

const PRESETS: Side = {
  heads: 'phdr',
  field: 24,
  bags: 'pbag',
  generators: 'pgen',
  modulators: 'pmod',
  ends: GEN_INSTRUMENT,
  target: 'inst',
};
const INSTRUMENTS: Side = {
  heads: 'inst',
  field: 20,
  bags: 'ibag',
  generators: 'igen',
  modulators: 'imod',
  ends: GEN_SAMPLE,
  target: 'shdr',
};

/** Throws {@link Refused} when they do not. */
export function checkHydra(hydra: Hydra): void {
  // The last record of each only ends the list.
  if (hydra.phdr.count < 2) throw new Refused('no presets', 'it has no presets');
  if (hydra.inst.count < 2) throw new Refused('no presets', 'it has no instruments');
  if (hydra.shdr.count < 2) throw new Refused('no presets', 'it has no samples');
  for (const side of [PRESETS, INSTRUMENTS]) {
    checkHeads(hydra, side);
    checkBags(hydra, side);
    checkModulators(hydra, side);
    checkZones(hydra, side);
  }
  checkEnds(hydra);
  checkAmount(hydra);
}

function checkHeads(hydra: Hydra, { heads, field, bags }: Side): void {
  const zones = risingTo(hydra, heads, field, bags, ZONES_MAX);
  if (hydra[bags].count !== zones + 1) {
    throw new Refused('damaged', `${heads} and ${bags} do not agree`);
  }
}

function checkBags(hydra: Hydra, { bags, generators, modulators }: Side): void {
  for (const [target, field, most] of [
    [generators, 0, hydra[generators].count],
    [modulators, 2, MODULATORS_MAX],
  ] as const) {
    const used = risingTo(hydra, bags, field, target, most);
    // Many a font leaves out the record that ends the list.
    const over = hydra[target].count - used;
    if (over !== 0 && over !== 1) {
      throw new Refused('damaged', `${bags} and ${target} do not agree`);
    }
  }
}

function checkModulators(hydra: Hydra, { bags, modulators }: Side): void {
  const used = fieldOf(hydra, bags, hydra[bags].count - 1, 2) - fieldOf(hydra, bags, 0, 2);
  for (let index = 0; index < used; index++) checkDestination(fieldOf(hydra, modulators, index, 2));
}

/** FluidSynth writes wherever a modulator points; 2.6 still does. */
export function checkDestination(generator: number): void {
  if (generator >= GENERATORS) throw new Refused('damaged', 'a modulator moves what is not there');
  if (generator === GEN_END || generator === GEN_END_COARSE) throw cutShort();
}

/** How many of `target` the records of `id` use; each may use `most`. */
function risingTo(
  hydra: Hydra,
  id: RecordId,
  field: number,
  target: RecordId,
  most: number,
): number {
  const first = fieldOf(hydra, id, 0, field);
  let before = first;
  for (let index = 1; index < hydra[id].count; index++) {
    const now = fieldOf(hydra, id, index, field);
    if (now < before) throw new Refused('damaged', `the indices of ${id} do not rise`);
    if (now - before > most) {
      throw new Refused('damaged', `a record of ${id} has over ${most} of ${target}`);
    }
    before = now;
  }
  return before - first;
}

function checkZones(hydra: Hydra, side: Side): void {
  const most = hydra[side.target].count - 1;
  for (let zone = 0; zone + 1 < hydra[side.bags].count; zone++) {
    if (targetOf(hydra, side, zone) >= most) {
      const what = side.target === 'inst' ? 'an instrument' : 'a sample';
      throw new Refused('damaged', `a zone plays ${what} that is not there`);
    }
  }
}

/**
 * FluidSynth runs away over all memory in what is left of a sample when that is less than three,
 * counted from where the data begins; each compressed sample is data of its own.
 */
function checkEnds(hydra: Hydra): void {
  if (!cutsAnything(hydra)) return;
  for (let instrument = 0; instrument + 1 < hydra.inst.count; instrument++) {
    const [from, to] = zonesOf(hydra, INSTRUMENTS, instrument);
    const isGlobal = from < to && targetOf(hydra, INSTRUMENTS, from) < 0;
    for (let zone = from; zone < to; zone++) {
      const sample = targetOf(hydra, INSTRUMENTS, zone);
      if (sample < 0) continue;
      const amount = (generator: number): number =>
        amountOf(hydra, zone, generator) ?? (isGlobal ? amountOf(hydra, from, generator) : 0) ?? 0;
      const shorter = -amount(GEN_END) - COARSE * amount(GEN_END_COARSE);
      if (shorter > 0 && shorter > mayBeShorter(hydra, sample)) throw cutShort();
    }
  }
}

/** Few fonts do, and each of their zones takes long to look at. */
function cutsAnything(hydra: Hydra): boolean {
  for (let index = 0; index < hydra.igen.count; index++) {
    const generator = fieldOf(hydra, 'igen', index, 0);
    if (generator !== GEN_END && generator !== GEN_END_COARSE) continue;
    if (signed(fieldOf(hydra, 'igen', index, 2)) < 0) return true;
  }
  return false;
}

/** What an instrument's zone says of a generator, if anything; of several the last counts. */
function amountOf(hydra: Hydra, zone: number, generator: number): number | undefined {
  const [from, to] = generatorsOf(hydra, INSTRUMENTS, zone);
  let amount: number | undefined;
  for (let index = from; index < to; index++) {
    if (fieldOf(hydra, 'igen', index, 0) !== generator) continue;
    amount = signed(fieldOf(hydra, 'igen', index, 2));
  }
  return amount;
}

function signed(half: number): number {
  return (half << 16) >> 16;
}

function cutShort(): Refused {
  return new Refused('damaged', 'it cuts a sample short of everything');
}

/** The instrument or sample that a zone plays, or -1 when it plays none. */
function targetOf(hydra: Hydra, side: Side, zone: number): number {
  const [from, to] = generatorsOf(hydra, side, zone);
  for (let index = from; index < to; index++) {
    if (fieldOf(hydra, side.generators, index, 0) === side.ends) {
      return fieldOf(hydra, side.generators, index, 2);
    }
  }
  return -1;
}

/** From and up to which record; FluidSynth counts from the first index, whatever that is. */
function generatorsOf(hydra: Hydra, { bags }: Side, zone: number): [from: number, to: number] {
  const origin = fieldOf(hydra, bags, 0, 0);
  return [fieldOf(hydra, bags, zone, 0) - origin, fieldOf(hydra, bags, zone + 1, 0) - origin];
}

/** The zones of a preset or an instrument likewise. */
function zonesOf(hydra: Hydra, { heads, field }: Side, index: number): [from: number, to: number] {
  const origin = fieldOf(hydra, heads, 0, field);
  return [
    fieldOf(hydra, heads, index, field) - origin,
    fieldOf(hydra, heads, index + 1, field) - origin,
  ];
}

/** FluidSynth makes a record of each zone of a preset with each zone of its instrument. */
function checkAmount(hydra: Hydra): void {
  let ofAll = 0;
  for (let preset = 0; preset + 1 < hydra.phdr.count; preset++) {
    const [from, to] = zonesOf(hydra, PRESETS, preset);
    let ofPreset = 0;
    for (let zone = from; zone < to; zone++) {
      const instrument = targetOf(hydra, PRESETS, zone);
      if (instrument < 0) continue;
      const [first, last] = zonesOf(hydra, INSTRUMENTS, instrument);
      ofPreset += last - first;
    }
    ofAll += ofPreset;
    if (ofPreset > ZONES_OF_PRESET_MAX || ofAll > ZONES_OF_ALL_MAX) {
      throw new Refused(
        'damaged',
        `the preset "${nameOf(hydra, 'phdr', preset)}" has no end of zones`,
      );
    }
  }
}
