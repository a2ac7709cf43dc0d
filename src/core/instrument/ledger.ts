import type { Synth } from '../synth.ts';

const NOTES = 16 * 128;

/**
 * Who holds which note. A note starts at its first holder and ends at its last, so that two keys
 * on one pitch, an octave change under a held key, or an unplugged device never leave one hanging.
 */
export interface Ledger {
  /** Holders of each channel and note, at `channel * 128 + note`. */
  readonly holders: Uint16Array;
  /** The slot each key holds plus one, or 0; the key is the caller's number for it. */
  readonly heldBy: Uint16Array;
  /** Notes begun, notes ended, notes sounding now. */
  readonly counts: Uint32Array;
}

export const BEGUN = 0;
export const ENDED = 1;
export const SOUNDING = 2;

/** A ledger for `keys` keys, counted over all devices. */
export function createLedger(keys: number): Ledger {
  return {
    holders: new Uint16Array(NOTES),
    heldBy: new Uint16Array(keys),
    counts: new Uint32Array(3),
  };
}

/** The key takes the note; whatever it held before, it lets go of first. */
export function press(
  ledger: Ledger,
  synth: Synth,
  key: number,
  channel: number,
  note: number,
  velocity: number,
): void {
  release(ledger, synth, key);
  const slot = channel * 128 + note;
  const holders = ledger.holders[slot] ?? 0;
  ledger.holders[slot] = holders + 1;
  ledger.heldBy[key] = slot + 1;
  if (holders > 0) return;
  ledger.counts[BEGUN] = ledger.counts[BEGUN]! + 1;
  ledger.counts[SOUNDING] = ledger.counts[SOUNDING]! + 1;
  synth.noteOn(channel, note, velocity);
}

/** The key lets go: the note that it began ends, whatever octave or layout is set by now. */
export function release(ledger: Ledger, synth: Synth, key: number): void {
  const slot = (ledger.heldBy[key] ?? 0) - 1;
  if (slot < 0) return;
  ledger.heldBy[key] = 0;
  const holders = (ledger.holders[slot] ?? 0) - 1;
  ledger.holders[slot] = holders;
  if (holders > 0) return;
  ledger.counts[ENDED] = ledger.counts[ENDED]! + 1;
  ledger.counts[SOUNDING] = ledger.counts[SOUNDING]! - 1;
  synth.noteOff(slot >> 7, slot & 127);
}

/** Every key from `from` up to but not including `to` lets go. */
export function releaseRange(ledger: Ledger, synth: Synth, from: number, to: number): void {
  for (let key = from; key < to; key++) release(ledger, synth, key);
}

/** Every key lets go. */
export function releaseAll(ledger: Ledger, synth: Synth): void {
  releaseRange(ledger, synth, 0, ledger.heldBy.length);
}
