/**
 * Tunings as Scala writes them: scales (.scl) and keyboard mappings (.kbm), lines of text in which one
 * that begins with an exclamation mark is a comment (https://www.huygens-fokker.org/scala/).
 */
import { EXIT, Problem } from '../problem.ts';

/** Degrees above the root in cents; the last is the one at which the scale repeats. */
export interface ScalaScale {
  readonly description: string;
  readonly degrees: readonly number[];
}

/** Which key plays which degree, and what pitch all of them stand on. */
export interface ScalaMapping {
  /** The keys that are tuned, both included. */
  readonly first: number;
  readonly last: number;
  /** The key of the first entry of `degrees`. */
  readonly middle: number;
  readonly referenceKey: number;
  readonly referenceHz: number;
  /** The degree that is added with each turn of `degrees`; 0 for the one at which the scale repeats. */
  readonly octaveDegree: number;
  /** A degree a key, or undefined where the key has none; empty for one degree after the other. */
  readonly degrees: readonly (number | undefined)[];
}

const DEGREES_MAX = 1024;
const LINE_MAX = 4096;
// Ten octaves are what MIDI reaches; no scale repeats later, and no step is further.
const CENTS_MAX = 12_800;
const SHOWN_MAX = 40;

/**
 * @param source the file's name, for messages
 * @throws Problem (exit 65) that names the line
 */
export function parseScale(text: string, source: string): ScalaScale {
  const lines = new Lines(text, source);
  const description = lines.next('the description of the scale');
  const size = lines.whole('the number of its notes', 1, DEGREES_MAX);
  const degrees: number[] = [];
  for (let degree = 1; degree <= size; degree++) {
    degrees.push(pitchIn(lines, `note ${degree} of ${size}`));
  }
  if (degrees.at(-1)! <= 0) lines.refuse('the last note has to be above the first');
  return { description: description.trim(), degrees };
}

/** The same of a keyboard mapping. */
export function parseMapping(text: string, source: string): ScalaMapping {
  const lines = new Lines(text, source);
  const size = lines.whole('the size of the map', 0, DEGREES_MAX);
  const first = lines.whole('the first key', 0, 127);
  const last = lines.whole('the last key', 0, 127);
  const middle = lines.whole('the key of the first entry', 0, 127);
  const referenceKey = lines.whole('the key of the reference', 0, 127);
  const referenceHz = lines.number('the frequency of the reference', 1, 20_000);
  const octaveDegree = lines.whole('the degree of the octave', 0, DEGREES_MAX);
  const degrees: (number | undefined)[] = [];
  for (let entry = 1; entry <= size; entry++) {
    // Entries that are left out at the end have no degree.
    const word = lines.isOver ? 'x' : lines.word(`entry ${entry} of ${size}`);
    if (/^x$/i.test(word)) degrees.push(undefined);
    else degrees.push(lines.wholeIn(word, `entry ${entry}`, -DEGREES_MAX, DEGREES_MAX));
  }
  return { first, last, middle, referenceKey, referenceHz, octaveDegree, degrees };
}

/** Cents have a point, ratios a slash or neither; what follows on the line is for people. */
function pitchIn(lines: Lines, what: string): number {
  const word = lines.word(what);
  const cents = word.includes('.') ? decimal(word) : ratioCents(word);
  if (cents === undefined) {
    return lines.refuse(`${what} is ${shown(word)}; it takes cents such as 701.955, or 3/2`);
  }
  if (Math.abs(cents) > CENTS_MAX) lines.refuse(`${what} is ${shown(word)}: beyond ten octaves`);
  return cents;
}

function ratioCents(word: string): number | undefined {
  const [, above, below = '1'] = /^(\d{1,300})(?:\/(\d{1,300}))?$/.exec(word) ?? [];
  const ratio = Number(above) / Number(below);
  return ratio > 0 && Number.isFinite(ratio) ? 1200 * Math.log2(ratio) : undefined;
}

function decimal(word: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(word) ? Number(word) : undefined;
}

function shown(word: string): string {
  return JSON.stringify(word.length > SHOWN_MAX ? `${word.slice(0, SHOWN_MAX)}...` : word);
}

/** The lines that are no comments, one after the other, each with its number for messages. */
class Lines {
  readonly #lines: readonly (readonly [text: string, number: number])[];
  readonly #source: string;
  #at = -1;

  constructor(text: string, source: string) {
    this.#source = source;
    this.#lines = text
      .replace(/^\ufeff/, '')
      .split(/\r\n|\n|\r/)
      .map((line, index) => [line, index + 1] as const)
      .filter(([line]) => !line.startsWith('!'));
    // The end of the last line is no line more.
    if (this.#lines.at(-1)?.[0] === '') this.#lines = this.#lines.slice(0, -1);
  }

  get isOver(): boolean {
    return this.#at + 1 >= this.#lines.length;
  }

  next(what: string): string {
    if (this.isOver) this.refuse(`the file ends before ${what}`);
    this.#at++;
    const text = this.#lines[this.#at]?.[0] ?? '';
    if (text.length > LINE_MAX) this.refuse('the line is too long');
    return text;
  }

  /** The first word of the next line. */
  word(what: string): string {
    return this.next(what).trim().split(/\s+/)[0] ?? '';
  }

  whole(what: string, least: number, most: number): number {
    return this.wholeIn(this.word(what), what, least, most);
  }

  wholeIn(word: string, what: string, least: number, most: number): number {
    const number = /^[+-]?\d{1,9}$/.test(word) ? Number(word) : Number.NaN;
    if (number >= least && number <= most) return number;
    return this.refuse(`${what} is ${shown(word)}; it takes a whole number, ${least} to ${most}`);
  }

  number(what: string, least: number, most: number): number {
    const word = this.word(what);
    const number = decimal(word) ?? Number.NaN;
    if (number >= least && number <= most) return number;
    return this.refuse(`${what} is ${shown(word)}; it takes a number, ${least} to ${most}`);
  }

  refuse(what: string): never {
    const line = this.#lines[Math.max(0, this.#at)]?.[1] ?? 1;
    throw new Problem(what, {
      where: `${this.#source}:${line}`,
      remedy: 'Take a file that Scala reads, or mend that line.',
      exit: EXIT.badData,
    });
  }
}
