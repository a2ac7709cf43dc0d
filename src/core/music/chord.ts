/** Chords as steps above a root: spelled for fingers that press one key, recognised from those that press many. */
import { pitchClassName } from './note.ts';

export interface ChordKind {
  readonly name: string;
  /** What follows the root in a chord's name: `m7` in Am7, nothing in C. */
  readonly suffix: string;
  /** Semitones above the root, rising; the root is 0. */
  readonly steps: readonly number[];
}

/**
 * The kinds by number, the plainest first: of two names that fit the same notes over the same bass,
 * the earlier is told.
 */
export const CHORD_KINDS: readonly ChordKind[] = [
  { name: 'maj', suffix: '', steps: [0, 4, 7] },
  { name: 'min', suffix: 'm', steps: [0, 3, 7] },
  { name: '7', suffix: '7', steps: [0, 4, 7, 10] },
  { name: 'maj7', suffix: 'maj7', steps: [0, 4, 7, 11] },
  { name: 'm7', suffix: 'm7', steps: [0, 3, 7, 10] },
  { name: 'dim', suffix: 'dim', steps: [0, 3, 6] },
  { name: 'aug', suffix: 'aug', steps: [0, 4, 8] },
  { name: 'sus4', suffix: 'sus4', steps: [0, 5, 7] },
  { name: 'sus2', suffix: 'sus2', steps: [0, 2, 7] },
  { name: 'm7b5', suffix: 'm7b5', steps: [0, 3, 6, 10] },
  { name: 'dim7', suffix: 'dim7', steps: [0, 3, 6, 9] },
  { name: '6', suffix: '6', steps: [0, 4, 7, 9] },
  { name: 'm6', suffix: 'm6', steps: [0, 3, 7, 9] },
  { name: 'add9', suffix: 'add9', steps: [0, 4, 7, 14] },
  { name: 'madd9', suffix: 'madd9', steps: [0, 3, 7, 14] },
  { name: '7sus4', suffix: '7sus4', steps: [0, 5, 7, 10] },
  { name: 'mmaj7', suffix: 'm(maj7)', steps: [0, 3, 7, 11] },
  { name: 'maj7#5', suffix: 'maj7#5', steps: [0, 4, 8, 11] },
  { name: '7#5', suffix: '7#5', steps: [0, 4, 8, 10] },
  { name: '7b5', suffix: '7b5', steps: [0, 4, 6, 10] },
  { name: '9', suffix: '9', steps: [0, 4, 7, 10, 14] },
  { name: 'maj9', suffix: 'maj9', steps: [0, 4, 7, 11, 14] },
  { name: 'm9', suffix: 'm9', steps: [0, 3, 7, 10, 14] },
  { name: '7b9', suffix: '7b9', steps: [0, 4, 7, 10, 13] },
  { name: '7#9', suffix: '7#9', steps: [0, 4, 7, 10, 15] },
  { name: '6/9', suffix: '6/9', steps: [0, 4, 7, 9, 14] },
  { name: '11', suffix: '11', steps: [0, 4, 7, 10, 14, 17] },
  { name: 'm11', suffix: 'm11', steps: [0, 3, 7, 10, 14, 17] },
  { name: '13', suffix: '13', steps: [0, 4, 7, 10, 14, 21] },
  { name: '5', suffix: '5', steps: [0, 7] },
];

/** Notes that a spelled chord may have. */
export const CHORD_NOTES_MAX = 8;

/** What {@link recogniseChord} answers when the notes are no chord. */
export const NO_CHORD = -1;

const STEPS = CHORD_KINDS.map(({ steps }) => Int8Array.from(steps));

/** The kind of each set of steps above a root, a bit a semitone; -1 where there is none. */
const KIND_OF = kindsBySteps();

/** The number of a kind by its name, or -1. */
export function chordKindNumber(name: string): number {
  return CHORD_KINDS.findIndex((each) => each.name === name);
}

/**
 * Writes the notes of a chord over `root`, from low to high. An inversion lifts its lowest note by an
 * octave, as often as it counts. Notes above 127 are left out.
 *
 * @param notes takes {@link CHORD_NOTES_MAX}
 * @param kind a number of {@link CHORD_KINDS}
 * @returns how many there are
 */
export function spellChord(
  notes: Uint8Array | Int16Array,
  root: number,
  kind: number,
  inversion = 0,
): number {
  const steps = STEPS[kind];
  if (steps === undefined) return 0;
  const size = steps.length;
  const lifts = Math.max(0, inversion);
  let count = 0;
  for (let index = 0; index < size; index++) {
    const octaves = Math.floor(lifts / size) + (index < lifts % size ? 1 : 0);
    const note = root + steps[index]! + 12 * octaves;
    if (note < 0 || note > 127) continue;
    let at = count++;
    for (; at > 0 && notes[at - 1]! > note; at--) notes[at] = notes[at - 1]!;
    notes[at] = note;
  }
  return count;
}

/**
 * The chord that notes make, whatever their octaves: the one whose root is the bass, else the plainest
 * over another of its notes. Fifths may be missing from chords of four notes and more.
 *
 * @param pitchClasses a bit a pitch class, C the lowest
 * @param bass the pitch class of the lowest note
 * @returns a number for {@link chordRoot}, {@link chordKind} and {@link chordName}, or {@link NO_CHORD}
 */
export function recogniseChord(pitchClasses: number, bass: number): number {
  let found = NO_CHORD;
  let plainest = CHORD_KINDS.length;
  for (let step = 0; step < 12; step++) {
    const root = (bass + step) % 12;
    if (((pitchClasses >> root) & 1) === 0) continue;
    const kind = KIND_OF[(((pitchClasses << 12) | pitchClasses) >> root) & 0xfff]!;
    if (kind < 0 || kind >= plainest) continue;
    found = (kind << 8) | (bass << 4) | root;
    if (step === 0) return found;
    plainest = kind;
  }
  return found;
}

/**
 * The chord of the notes that are held, such as those of one channel in a ledger.
 *
 * @param held 128 numbers from `from` on, 0 for a note that is not held
 */
export function recogniseHeld(held: Uint8Array | Uint16Array, from = 0): number {
  let pitchClasses = 0;
  let bass = -1;
  for (let note = 0; note < 128; note++) {
    if (held[from + note] === 0) continue;
    pitchClasses |= 1 << (note % 12);
    if (bass < 0) bass = note % 12;
  }
  return bass < 0 ? NO_CHORD : recogniseChord(pitchClasses, bass);
}

/** The root of a recognised chord as a pitch class. */
export function chordRoot(chord: number): number {
  return chord & 0xf;
}

/** The kind of a recognised chord, a number of {@link CHORD_KINDS}. */
export function chordKind(chord: number): number {
  return chord >> 8;
}

/** `Am7`, `C/E`; '' for {@link NO_CHORD}. */
export function chordName(chord: number): string {
  if (chord < 0) return '';
  const [root, bass] = [chordRoot(chord), (chord >> 4) & 0xf];
  const name = `${pitchClassName(root)}${CHORD_KINDS[chordKind(chord)]?.suffix}`;
  return bass === root ? name : `${name}/${pitchClassName(bass)}`;
}

function kindsBySteps(): Int8Array {
  const kinds = new Int8Array(4096).fill(-1);
  const sets = CHORD_KINDS.map(({ steps }) => setOf(steps));
  sets.forEach((set, kind) => {
    if (kinds[set] === -1) kinds[set] = kind;
  });
  // A hand often leaves the fifth to the bass; what is complete keeps its name.
  const fifth = 1 << 7;
  CHORD_KINDS.forEach(({ steps }, kind) => {
    const set = sets[kind]! & ~fifth;
    if (steps.length > 3 && steps.includes(7) && kinds[set] === -1) kinds[set] = kind;
  });
  return kinds;
}

function setOf(steps: readonly number[]): number {
  return steps.reduce((set, step) => set | (1 << (step % 12)), 0);
}
