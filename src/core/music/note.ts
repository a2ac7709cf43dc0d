const NAMES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** `C4` for 60, as most of the field counts octaves. */
export function noteName(note: number): string {
  return `${NAMES[note % 12]}${Math.floor(note / 12) - 1}`;
}

/** 60 for `C4`, with sharps or flats; undefined when there is no such note in MIDI. */
export function noteNumber(name: string): number | undefined {
  const [, pitchClass = '', octave = ''] = /^(\D+?)(-?\d+)$/.exec(name) ?? [];
  const within = pitchClassOf(pitchClass);
  if (within === undefined) return undefined;
  // The octave is the letter's: B#3 is C4, and Cb4 is B3.
  const letter = pitchClassOf(pitchClass.slice(0, 1)) ?? 0;
  const lean = pitchClass.length === 1 ? 0 : ((within - letter + 18) % 12) - 6;
  const note = 12 * (Number(octave) + 1) + letter + lean;
  return note >= 0 && note <= 127 ? note : undefined;
}

/** The frequency of a note in equal temperament, where A4 has `tuningHz`. */
export function noteHz(note: number, tuningHz = 440): number {
  return tuningHz * 2 ** ((note - 69) / 12);
}

// Spelled as musicians mostly do, with whichever of sharp and flat is met more often.
const PITCH_CLASSES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];
const LETTERS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** `Eb` for 3: a root, without its octave. */
export function pitchClassName(pitchClass: number): string {
  return PITCH_CLASSES[pitchClass % 12] ?? '';
}

/** The pitch class of a name such as `C`, `f#` or `Bb`; undefined when it is none. */
export function pitchClassOf(name: string): number | undefined {
  const [, letter, sign] = /^([a-g])([#b♯♭]?)$/i.exec(name) ?? [];
  if (letter === undefined) return undefined;
  const shift = sign === '' ? 0 : sign === '#' || sign === '♯' ? 1 : -1;
  return ((LETTERS[letter.toUpperCase()] ?? 0) + shift + 12) % 12;
}
