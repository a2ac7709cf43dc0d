import { LAYOUTS } from '../../core/keys/layouts.ts';
import type { KeyboardRollover, LostChord } from '../../core/keys/rollover.ts';
import { lostIn } from '../../core/keys/rollover.ts';
import type { KeyMark } from './keyboard-picture.ts';
import { keyLabel, pictureLines } from './keyboard-picture.ts';

/** In figures alone, as they may stand in a file: no key is named. */
export function rolloverFigures({ name, rollover }: KeyboardRollover): string {
  const { most, chords, lost } = rollover;
  const losses = lost.length === 0 ? 'none' : `${lost.length}`;
  return `${name}: ${most} keys at once at most, ${chords} chords, ${losses} incomplete`;
}

/** The same for a person at the screen: each lost chord on a picture of the keyboard. */
export function rolloverLines(each: KeyboardRollover, layout: string, colour: boolean): string[] {
  const { lost } = each.rollover;
  return [
    rolloverFigures(each),
    ...lost.flatMap((chord) => [
      '',
      lossWords(chord),
      ...pictureLines(marksOf(chord), colour).map((line) => `  ${line}`),
    ]),
    ...(lost.length === 0 ? [] : ['', layoutWords(lost, layout)]),
  ];
}

function marksOf({ chord, key }: LostChord): Map<number, KeyMark> {
  return new Map([...chord.map((each) => [each, 'held'] as const), [key, 'lost'] as const]);
}

function lossWords({ how, chord, key, times }: LostChord): string {
  const names = chord.map(keyLabel).join(' ');
  const label = keyLabel(key);
  const often = times === 1 ? 'once' : `${times} times`;
  switch (how) {
    case 'late':
      return `${names}: ${label} came only when another was let go (${often})`;
    case 'pushed out':
      return `${names}: ${label} went while another was down (${often})`;
    case 'phantom':
      return `${names}: ${label} came and went with them, as if pressed (${often})`;
  }
}

/** Which layout plays the fewest of the lost chords; the present one, unless another has fewer. */
function layoutWords(lost: readonly LostChord[], layout: string): string {
  const counts = LAYOUTS.map((each) => ({ name: each.name, count: lostIn(lost, each) }));
  const present = counts.find(({ name }) => name === layout) ?? {
    name: layout,
    count: lost.length,
  };
  const best = counts.reduce((so, each) => (each.count < so.count ? each : so), present);
  if (present.count === 0) return `The layout ${present.name} has use for none of them.`;
  const here = `In the layout ${present.name} all keys of ${present.count} of them are notes`;
  return best.count < present.count
    ? `${here}, in ${best.name} of ${best.count}: --layout ${best.name}`
    : `${here}; no other layout has fewer.`;
}
