import type { Path } from './yaml.ts';

export type Origin = 'flag' | 'environment' | 'user file' | 'system file' | 'default';

/** Something wrong with the configuration, as one entry of the list that a person gets. */
export interface Mistake {
  /** `FILE:LINE:COLUMN`, a variable or a flag. */
  readonly where: string;
  /** The key path, such as `audio.buffer_size` or `velocity.rows[1]`; '' when it is the file itself. */
  readonly key: string;
  readonly what: string;
  readonly remedy?: string;
  /** Orders the mistakes of one source: its line, or 0. */
  readonly line: number;
}

/** A place that settings come from. */
export interface Source {
  readonly from: Origin;
  /** Sections with their settings, in the words of the file. */
  readonly tree: Readonly<Record<string, unknown>>;
  /** Found while reading it, before any value was checked. */
  readonly mistakes: readonly Mistake[];
  /** Where a value was given; `part` chooses the name before it. */
  placeOf(path: Path, part?: 'value' | 'key'): { readonly where: string; readonly line: number };
}

/** `audio.buffer_size`, `velocity.rows[1]`. */
export function keyOf(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`,
    )
    .join('');
}

/** The value at `path`, or undefined. */
export function valueAt(tree: unknown, path: Path): unknown {
  let value = tree;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** A value as an error shows it, on one line and not too long. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return visible(json.length > 60 ? `${json.slice(0, 57)}...` : json);
}

/** Text with nothing in it that a terminal obeys or that hides itself, line feeds apart. */
export function visible(text: string): string {
  return text.replace(/(?!\n)\p{C}/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`);
}
