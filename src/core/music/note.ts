const NAMES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** `C4` for 60, as most of the field counts octaves. */
export function noteName(note: number): string {
  return `${NAMES[note % 12]}${Math.floor(note / 12) - 1}`;
}

/** The frequency of a note in equal temperament, where A4 has `tuningHz`. */
export function noteHz(note: number, tuningHz = 440): number {
  return tuningHz * 2 ** ((note - 69) / 12);
}
