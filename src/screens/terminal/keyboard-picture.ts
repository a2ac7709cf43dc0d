import type { KeyName } from '../../core/keys/key-codes.ts';
import { KEY, keyNameOf } from '../../core/keys/key-codes.ts';

/** How a key is drawn: `[held]`, or `(lost)`. */
export type KeyMark = 'held' | 'lost';

type Drawn = readonly [label: string, key: number];

// Labels are those of a US board; a key is meant by its place.
const ROWS: readonly (readonly Drawn[])[] = [
  [
    ...keys('` 1 2 3 4 5 6 7 8 9 0 - =', 'GRAVE 1 2 3 4 5 6 7 8 9 0 MINUS EQUAL'),
    ['Back', KEY.KEY_BACKSPACE],
  ],
  [
    ['Tab', KEY.KEY_TAB],
    ...keys('Q W E R T Y U I O P [ ] \\', 'Q W E R T Y U I O P LEFTBRACE RIGHTBRACE BACKSLASH'),
  ],
  [
    ['Caps', KEY.KEY_CAPSLOCK],
    ...keys("A S D F G H J K L ; ' Enter", 'A S D F G H J K L SEMICOLON APOSTROPHE ENTER'),
  ],
  [
    ['Shift', KEY.KEY_LEFTSHIFT],
    ...keys('Z X C V B N M , . / Shift', 'Z X C V B N M COMMA DOT SLASH RIGHTSHIFT'),
  ],
  [
    ...keys('Ctrl Super Alt', 'LEFTCTRL LEFTMETA LEFTALT'),
    ['      Space      ', KEY.KEY_SPACE],
    ...keys('Alt Ctrl ← ↑ ↓ →', 'RIGHTALT RIGHTCTRL LEFT UP DOWN RIGHT'),
  ],
];
const IN_PICTURE = new Set(ROWS.flatMap((row) => row.map(([, key]) => key)));

const COLOURS: Readonly<Record<KeyMark, string>> = { held: '\x1b[1;32m', lost: '\x1b[1;31m' };
const DIM = '\x1b[2m';
const PLAIN = '\x1b[0m';

/** The keyboard as it lies under the hands, with some keys marked; keys beyond it are listed below. */
export function pictureLines(marks: ReadonlyMap<number, KeyMark>, colour: boolean): string[] {
  const rows = ROWS.map((row) =>
    row.map(([label, key]) => cell(label, marks.get(key), colour)).join(''),
  );
  const others = [...marks].filter(([key]) => !IN_PICTURE.has(key));
  const beyond = others.map(([key, mark]) => cell(keyLabel(key), mark, colour)).join(' ');
  return beyond === '' ? rows : [...rows, beyond];
}

/** What a person calls a key. */
export function keyLabel(key: number): string {
  const drawn = ROWS.flat()
    .find(([, each]) => each === key)?.[0]
    .trim();
  return drawn ?? keyNameOf(key)?.replace('KEY_', '') ?? `key ${key}`;
}

function cell(label: string, mark: KeyMark | undefined, colour: boolean): string {
  const [open, close] = mark === undefined ? '  ' : mark === 'held' ? '[]' : '()';
  const text = `${open}${label}${close}`;
  if (!colour) return text;
  return `${mark === undefined ? DIM : COLOURS[mark]}${text}${PLAIN}`;
}

function keys(labels: string, names: string): Drawn[] {
  const codes = names.split(' ').map((name) => KEY[`KEY_${name}` as KeyName]);
  return labels.split(' ').map((label, at) => [label, codes[at] ?? 0] as const);
}
