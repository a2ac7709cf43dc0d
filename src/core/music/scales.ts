/** A scale as semitones above its root. */
export interface Scale {
  readonly name: string;
  /** Rising from 0, all below 12. */
  readonly steps: readonly number[];
}

/** The scales that have a name here, in the order of their numbers; the first is the default. */
export const SCALES: readonly Scale[] = [
  scale('major', 0, 2, 4, 5, 7, 9, 11),
  scale('minor', 0, 2, 3, 5, 7, 8, 10),
  scale('harmonic minor', 0, 2, 3, 5, 7, 8, 11),
  scale('melodic minor', 0, 2, 3, 5, 7, 9, 11),
  // The modes, but for the two that major and minor are.
  scale('dorian', 0, 2, 3, 5, 7, 9, 10),
  scale('phrygian', 0, 1, 3, 5, 7, 8, 10),
  scale('lydian', 0, 2, 4, 6, 7, 9, 11),
  scale('mixolydian', 0, 2, 4, 5, 7, 9, 10),
  scale('locrian', 0, 1, 3, 5, 6, 8, 10),
  // Five notes and six.
  scale('major pentatonic', 0, 2, 4, 7, 9),
  scale('minor pentatonic', 0, 3, 5, 7, 10),
  scale('blues', 0, 3, 5, 6, 7, 10),
  scale('major blues', 0, 2, 3, 4, 7, 9),
  scale('egyptian', 0, 2, 5, 7, 10),
  // Jazz: modes of melodic minor, and eight notes that put the chord's on the beat.
  scale('dorian b2', 0, 1, 3, 5, 7, 9, 10),
  scale('lydian augmented', 0, 2, 4, 6, 8, 9, 11),
  scale('lydian dominant', 0, 2, 4, 6, 7, 9, 10),
  scale('mixolydian b6', 0, 2, 4, 5, 7, 8, 10),
  scale('half diminished', 0, 2, 3, 5, 6, 8, 10),
  scale('altered', 0, 1, 3, 4, 6, 8, 10),
  scale('bebop major', 0, 2, 4, 5, 7, 8, 9, 11),
  scale('bebop minor', 0, 2, 3, 4, 5, 7, 9, 10),
  scale('bebop dominant', 0, 2, 4, 5, 7, 9, 10, 11),
  // Those that repeat within the octave.
  scale('whole tone', 0, 2, 4, 6, 8, 10),
  scale('diminished', 0, 2, 3, 5, 6, 8, 9, 11),
  scale('dominant diminished', 0, 1, 3, 4, 6, 7, 9, 10),
  scale('augmented', 0, 3, 4, 7, 8, 11),
  scale('tritone', 0, 1, 4, 6, 7, 10),
  // Of the world, by the names they have in the West.
  scale('harmonic major', 0, 2, 4, 5, 7, 8, 11),
  scale('double harmonic', 0, 1, 4, 5, 7, 8, 11),
  scale('hijaz', 0, 1, 4, 5, 7, 8, 10),
  scale('persian', 0, 1, 4, 5, 6, 8, 11),
  scale('hungarian minor', 0, 2, 3, 6, 7, 8, 11),
  scale('hungarian major', 0, 3, 4, 6, 7, 9, 10),
  scale('romanian minor', 0, 2, 3, 6, 7, 9, 10),
  scale('neapolitan minor', 0, 1, 3, 5, 7, 8, 11),
  scale('neapolitan major', 0, 1, 3, 5, 7, 9, 11),
  scale('hirajoshi', 0, 2, 3, 7, 8),
  scale('in', 0, 1, 5, 7, 8),
  scale('insen', 0, 1, 5, 7, 10),
  scale('iwato', 0, 1, 5, 6, 10),
  scale('kumoi', 0, 2, 3, 7, 9),
  scale('yo', 0, 2, 5, 7, 9),
  scale('ryukyu', 0, 4, 5, 7, 11),
  scale('pelog', 0, 1, 3, 7, 8),
  // Of one composer each: Verdi's and Skryabin's.
  scale('enigmatic', 0, 1, 4, 6, 8, 10, 11),
  scale('prometheus', 0, 2, 4, 6, 9, 10),
  scale('chromatic', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
];

const OTHER_NAMES: Readonly<Record<string, string>> = {
  ionian: 'major',
  aeolian: 'minor',
  'natural minor': 'minor',
  'phrygian dominant': 'hijaz',
  byzantine: 'double harmonic',
  'half whole': 'dominant diminished',
  'whole half': 'diminished',
};

/**
 * The number of a scale among `scales` by its name or another that it has, in any case, with dashes or
 * spaces; -1 when none has it.
 */
export function scaleNumber(scales: readonly Scale[], name: string): number {
  const plain = plainName(name);
  const numberOf = (wanted: string): number =>
    scales.findIndex((each) => plainName(each.name) === wanted);
  const number = numberOf(plain);
  const other = Object.hasOwn(OTHER_NAMES, plain) ? OTHER_NAMES[plain] : undefined;
  return number < 0 && other !== undefined ? numberOf(other) : number;
}

function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}

function scale(name: string, ...steps: number[]): Scale {
  return { name, steps };
}
