/**
 * Notes that wait or are held before they sound: those under an arpeggio, in a mono voice, in a
 * strum. They stand in the order they came, and leave with their holder. Nothing is allocated after
 * it is made.
 */
export interface NoteSet {
  readonly holders: Uint16Array;
  readonly notes: Uint8Array;
  readonly velocities: Uint8Array;
  /** A bit for each layer that a note is for. */
  readonly layers: Uint8Array;
  count: number;
}

/** More than hands, a chord for each finger, or a MIDI file hold at a time. */
export const NOTE_SET_MAX = 128;

export function createNoteSet(): NoteSet {
  return {
    holders: new Uint16Array(NOTE_SET_MAX),
    notes: new Uint8Array(NOTE_SET_MAX),
    velocities: new Uint8Array(NOTE_SET_MAX),
    layers: new Uint8Array(NOTE_SET_MAX),
    count: 0,
  };
}

/** Puts a note behind the others; false when there is no room. */
export function addNote(
  set: NoteSet,
  holder: number,
  note: number,
  velocity: number,
  layers: number,
): boolean {
  const at = set.count;
  if (at === NOTE_SET_MAX) return false;
  set.holders[at] = holder;
  set.notes[at] = note;
  set.velocities[at] = velocity;
  set.layers[at] = layers;
  set.count = at + 1;
  return true;
}

/** The notes of a holder leave; true when there were any. */
export function removeNotes(set: NoteSet, holder: number): boolean {
  const before = set.count;
  let kept = 0;
  for (let at = 0; at < before; at++) {
    if (set.holders[at] === holder) continue;
    if (kept !== at) move(set, at, kept);
    kept++;
  }
  set.count = kept;
  return kept !== before;
}

/** The note at `index` leaves. */
export function removeNoteAt(set: NoteSet, index: number): void {
  for (let at = index + 1; at < set.count; at++) move(set, at, at - 1);
  set.count--;
}

function move(set: NoteSet, from: number, to: number): void {
  set.holders[to] = set.holders[from]!;
  set.notes[to] = set.notes[from]!;
  set.velocities[to] = set.velocities[from]!;
  set.layers[to] = set.layers[from]!;
}
