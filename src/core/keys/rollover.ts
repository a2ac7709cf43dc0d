/**
 * Which chords a keyboard cannot report. Nothing says which keys a hand holds, but what is missing
 * shows itself in time: a key that was blocked appears the moment another is let go, a key that was
 * pushed out comes back the moment the one that pushed it goes, and a key that nobody pressed comes
 * with the third of a rectangle and goes with any of the three.
 */
import type { KeyReport } from './key-history.ts';
import type { Layout } from './layouts.ts';

export type Loss =
  /** It came only when another key was let go. */
  | 'late'
  /** It went when another came, and was back when that went. */
  | 'pushed out'
  /** It came and went with others, and was never pressed by itself. */
  | 'phantom';

export interface LostChord {
  readonly how: Loss;
  /** The keys that were held, in the order of their codes; without the phantom. */
  readonly chord: readonly number[];
  /** The key that came late, was pushed out, or was never pressed. */
  readonly key: number;
  readonly times: number;
}

export interface Rollover {
  /** The most keys that arrived at once, phantoms among them. */
  readonly most: number;
  /** How many different chords of two keys and more were held. */
  readonly chords: number;
  readonly lost: readonly LostChord[];
}

/** The same of a keyboard by its name. */
export interface KeyboardRollover {
  readonly name: string;
  readonly rollover: Rollover;
}

// What happens within one scan of the keys and its debouncing is one moment.
const MOMENT_US = 5000;

/** A key that came, and the number of the moment in which it went; Infinity while it is held. */
interface Press {
  readonly key: number;
  to: number;
}

/** What the reports of one keyboard, in order of time, tell of its rollover. */
export function rolloverOf(reports: readonly KeyReport[]): Rollover {
  const moments = momentsOf(reports);
  const alone = new Set(
    moments.flatMap(({ came }) => (came.length === 1 ? came.map(({ key }) => key) : [])),
  );
  const held = new Set<Press>();
  const explained = new Set<Press>();
  const lost = new Map<string, LostChord>();
  const count = (how: Loss, presses: readonly Press[], key: number): void => {
    const chord = [...new Set(presses.map((press) => press.key))].sort((a, b) => a - b);
    const name = `${how} ${key} ${chord}`;
    lost.set(name, { how, chord, key, times: (lost.get(name)?.times ?? 0) + 1 });
  };
  const chords = new Set<string>();
  let most = 0;
  for (const [moment, { came, went }] of moments.entries()) {
    const before = [...held];
    const phantoms = phantomsIn(before, came, alone);
    for (const phantom of phantoms) {
      count(
        'phantom',
        [...before, ...came].filter((press) => press !== phantom),
        phantom.key,
      );
    }
    for (const late of came) {
      if (went.length === 0 || explained.has(late) || phantoms.includes(late)) continue;
      if (went.some(({ key }) => key === late.key)) continue;
      const back = moments[late.to]?.came.find(({ key }) => went.some((each) => each.key === key));
      if (back !== undefined) explained.add(back);
      if (back === undefined) count('late', [...before, late], late.key);
      else count('pushed out', [...before, late], back.key);
    }
    for (const press of went) held.delete(press);
    for (const press of came) held.add(press);
    most = Math.max(most, held.size);
    const isOver = moment === moments.length - 1 || moments[moment + 1]?.went.length !== 0;
    if (held.size >= 2 && isOver)
      chords.add(
        [...held]
          .map(({ key }) => key)
          .sort()
          .join(),
      );
  }
  return { most, chords: chords.size, lost: [...lost.values()].filter(isCertain) };
}

/** How many of the lost chords are notes in a layout, all of their keys. */
export function lostIn(lost: readonly LostChord[], layout: Layout): number {
  return lost.filter(({ chord, key }) =>
    [...chord, key].every((code) => layout.keys.includes(code)),
  ).length;
}

/** Fingers that meet within a moment may look like that, once; a keyboard does it every time. */
function isCertain({ how, chord, times }: LostChord): boolean {
  return times > 1 || how === 'pushed out' || (how === 'late' && chord.length > 2);
}

interface Moment {
  readonly came: Press[];
  readonly went: Press[];
}

function momentsOf(reports: readonly KeyReport[]): Moment[] {
  const moments: Moment[] = [];
  const down = new Map<number, Press>();
  let beganUs = Number.NEGATIVE_INFINITY;
  for (const { timeUs, pressed, released } of reports) {
    if (timeUs - beganUs > MOMENT_US) {
      moments.push({ came: [], went: [] });
      beganUs = timeUs;
    }
    const now = moments.length - 1;
    const moment = moments[now]!;
    for (const key of released) {
      const press = down.get(key);
      if (press === undefined) continue;
      press.to = now;
      moment.went.push(press);
      down.delete(key);
    }
    for (const key of pressed) {
      const press = { key, to: Number.POSITIVE_INFINITY };
      moment.came.push(press);
      down.set(key, press);
    }
  }
  return moments;
}

/**
 * Of those that came together while two or more were held, what went together with another.
 *
 * @param alone keys that came by themselves at some time, and so are pressed by somebody
 */
function phantomsIn(
  before: readonly Press[],
  came: readonly Press[],
  alone: ReadonlySet<number>,
): Press[] {
  if (came.length < 2 || before.length < 2) return [];
  const suspects = came.filter(
    (press) =>
      !alone.has(press.key) &&
      Number.isFinite(press.to) &&
      [...before, ...came].some((other) => other !== press && other.to === press.to),
  );
  if (suspects.length <= 1) return suspects;
  // Which of two that came and went together was pressed, nobody can tell.
  return suspects.filter(({ to }) => came.filter((press) => press.to === to).length === 1);
}
