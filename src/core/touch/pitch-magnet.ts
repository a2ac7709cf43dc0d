/**
 * Draws a free pitch to the notes of a scale, as far as a musician wants: around each note a part of
 * the way is exactly in tune, and what is between leads evenly from one to the next.
 */

/**
 * The pitch that `pitch` is drawn to, both in semitones where 60 is middle C.
 *
 * @param nearest the note of the scale that is nearest to each note; a note of the scale is its own
 * @param home a note that is in tune whether or not the scale has it: the one that sounds
 * @param share of the way between two notes that is in tune: 0 bends freely, 1 knows only notes
 */
export function drawn(pitch: number, nearest: Int16Array, home: number, share: number): number {
  if (share <= 0) return pitch;
  let below = Math.floor(pitch);
  let above = below + 1;
  while (below > 0 && !isNote(below, nearest, home)) below--;
  while (above < 127 && !isNote(above, nearest, home)) above++;
  // Beyond the last note of the scale nothing draws.
  if (!isNote(below, nearest, home) || !isNote(above, nearest, home)) return pitch;
  const way = (pitch - below) / (above - below);
  if (share >= 1) return way < 0.5 ? below : above;
  const drawnWay = (way - share / 2) / (1 - share);
  return below + (above - below) * Math.min(1, Math.max(0, drawnWay));
}

function isNote(note: number, nearest: Int16Array, home: number): boolean {
  return note === home || nearest[note] === note;
}
