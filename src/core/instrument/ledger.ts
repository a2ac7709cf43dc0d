import type { Synth } from '../synth.ts';

const NOTES = 16 * 128;

/** Notes that may be held at once, by all holders together: ten fingers' chords on every layer. */
export const HOLDS_MAX = 4096;

/**
 * Who holds which note. A note starts at its first holder and ends at its last, so that two keys
 * on one pitch, an octave change under a held key, or an unplugged device never leave one hanging.
 * A holder may hold several notes, such as a chord, and lets go of all of them together.
 */
export interface Ledger {
  /** Holders of each channel and note, at `channel * 128 + note`. */
  readonly holders: Uint16Array;
  /** The first hold of each holder plus one, or 0; the holder is the caller's number for it. */
  readonly firstOf: Uint16Array;
  /** The slot of each hold: `channel * 128 + note`. */
  readonly slotOf: Uint16Array;
  /** How often each slot was taken over, and had been when each hold was entered. */
  readonly takeovers: Uint32Array;
  readonly enteredAt: Uint32Array;
  /** The next hold of the same holder plus one, or of those that are free; 0 after the last. */
  readonly nextOf: Uint16Array;
  /** The first hold that is free plus one, in one cell. */
  readonly free: Uint16Array;
  /** Notes begun, notes ended, notes sounding now, notes refused for want of room. */
  readonly counts: Uint32Array;
  /** On how many channels each note sounds, and a bit for each that sounds on any, 32 to a word. */
  readonly channelsOf: Uint8Array;
  readonly sounding: Uint32Array;
}

export const BEGUN = 0;
export const ENDED = 1;
export const SOUNDING = 2;
export const REFUSED = 3;

/** A ledger for so many holders, and so many holds of theirs at once. */
export function createLedger(holders: number, holds = HOLDS_MAX): Ledger {
  return {
    holders: new Uint16Array(NOTES),
    firstOf: new Uint16Array(holders),
    slotOf: new Uint16Array(holds),
    takeovers: new Uint32Array(NOTES),
    enteredAt: new Uint32Array(holds),
    nextOf: Uint16Array.from({ length: holds }, (_, hold) => (hold + 2) % (holds + 1)),
    free: Uint16Array.of(1),
    counts: new Uint32Array(4),
    channelsOf: new Uint8Array(128),
    sounding: new Uint32Array(4),
  };
}

/** The holder takes the note; whatever it held before, it lets go of first. */
export function press(
  ledger: Ledger,
  synth: Synth,
  holder: number,
  channel: number,
  note: number,
  velocity: number,
): void {
  release(ledger, synth, holder);
  hold(ledger, synth, holder, channel, note, velocity);
}

/** The holder takes the note beside those that it holds. */
export function hold(
  ledger: Ledger,
  synth: Synth,
  holder: number,
  channel: number,
  note: number,
  velocity: number,
): void {
  const slot = channel * 128 + note;
  if (!enter(ledger, holder, slot)) return;
  const holders = ledger.holders[slot]!;
  ledger.holders[slot] = holders + 1;
  if (holders === 0) begin(ledger, synth, slot, velocity);
}

/** The holder lets go: the notes that it began end, whatever octave or layout is set by now. */
export function release(ledger: Ledger, synth: Synth, holder: number): void {
  let at = ledger.firstOf[holder] ?? 0;
  if (at === 0) return;
  ledger.firstOf[holder] = 0;
  while (at !== 0) {
    const next = ledger.nextOf[at - 1]!;
    leave(ledger, synth, at);
    at = next;
  }
}

/** The holder lets go of one of its notes, and of that once. */
export function drop(
  ledger: Ledger,
  synth: Synth,
  holder: number,
  channel: number,
  note: number,
): void {
  const { firstOf, nextOf, slotOf } = ledger;
  const slot = channel * 128 + note;
  let before = 0;
  let at = firstOf[holder] ?? 0;
  while (at !== 0 && slotOf[at - 1] !== slot) {
    before = at;
    at = nextOf[at - 1]!;
  }
  if (at === 0) return;
  if (before === 0) firstOf[holder] = nextOf[at - 1]!;
  else nextOf[before - 1] = nextOf[at - 1]!;
  leave(ledger, synth, at);
}

export function isSounding(ledger: Ledger, channel: number, note: number): boolean {
  return ledger.holders[channel * 128 + note] !== 0;
}

/** A note that sounds is struck anew, and its holders hold it on. */
export function restart(
  ledger: Ledger,
  synth: Synth,
  channel: number,
  note: number,
  velocity: number,
): void {
  const slot = channel * 128 + note;
  end(ledger, synth, slot);
  begin(ledger, synth, slot, velocity);
}

/** A note that sounds ends, and those who held it end nothing any more when they let go. */
export function takeOver(ledger: Ledger, synth: Synth, channel: number, note: number): void {
  const slot = channel * 128 + note;
  ledger.holders[slot] = 0;
  ledger.takeovers[slot] = ledger.takeovers[slot]! + 1;
  end(ledger, synth, slot);
}

/** Every holder from `from` up to but not including `to` lets go. */
export function releaseRange(ledger: Ledger, synth: Synth, from: number, to: number): void {
  for (let holder = from; holder < to; holder++) release(ledger, synth, holder);
}

/** Every holder lets go. */
export function releaseAll(ledger: Ledger, synth: Synth): void {
  releaseRange(ledger, synth, 0, ledger.firstOf.length);
}

/** Writes a hold at the end of the holder's list, so that notes end in the order they began. */
function enter(ledger: Ledger, holder: number, slot: number): boolean {
  const { firstOf, nextOf, free } = ledger;
  const entered = free[0]!;
  if (entered === 0 || holder >= firstOf.length) {
    ledger.counts[REFUSED] = ledger.counts[REFUSED]! + 1;
    return false;
  }
  free[0] = nextOf[entered - 1]!;
  nextOf[entered - 1] = 0;
  ledger.slotOf[entered - 1] = slot;
  ledger.enteredAt[entered - 1] = ledger.takeovers[slot]!;
  let last = firstOf[holder]!;
  if (last === 0) firstOf[holder] = entered;
  else {
    while (nextOf[last - 1] !== 0) last = nextOf[last - 1]!;
    nextOf[last - 1] = entered;
  }
  return true;
}

/** A hold is over and free; its note ends if it was the last, and not another's by now. */
function leave(ledger: Ledger, synth: Synth, at: number): void {
  const slot = ledger.slotOf[at - 1]!;
  const isTaken = ledger.enteredAt[at - 1] !== ledger.takeovers[slot];
  ledger.nextOf[at - 1] = ledger.free[0]!;
  ledger.free[0] = at;
  if (isTaken) return;
  const holders = ledger.holders[slot]! - 1;
  ledger.holders[slot] = holders;
  if (holders === 0) end(ledger, synth, slot);
}

function begin(ledger: Ledger, synth: Synth, slot: number, velocity: number): void {
  ledger.counts[BEGUN] = ledger.counts[BEGUN]! + 1;
  ledger.counts[SOUNDING] = ledger.counts[SOUNDING]! + 1;
  const note = slot & 127;
  ledger.channelsOf[note] = ledger.channelsOf[note]! + 1;
  ledger.sounding[note >> 5] = ledger.sounding[note >> 5]! | (1 << (note & 31));
  synth.noteOn(slot >> 7, slot & 127, velocity);
}

function end(ledger: Ledger, synth: Synth, slot: number): void {
  ledger.counts[ENDED] = ledger.counts[ENDED]! + 1;
  ledger.counts[SOUNDING] = ledger.counts[SOUNDING]! - 1;
  const note = slot & 127;
  const channels = ledger.channelsOf[note]! - 1;
  ledger.channelsOf[note] = channels;
  if (channels === 0)
    ledger.sounding[note >> 5] = ledger.sounding[note >> 5]! & ~(1 << (note & 31));
  synth.noteOff(slot >> 7, slot & 127);
}
