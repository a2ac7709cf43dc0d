import type { BoardName, PlacedKey } from '../../core/keys/boards.ts';
import { A_ROW, boardKeys, DIGIT_ROW, Q_ROW, Z_ROW } from '../../core/keys/boards.ts';
import { KEY } from '../../core/keys/key-codes.ts';
import type { Keymap } from '../../core/keys/keymap.ts';
import { createKeymap, fillKeymap } from '../../core/keys/keymap.ts';
import type { Layout } from '../../core/keys/layouts.ts';
import type { LegendName } from '../../core/keys/legends.ts';
import { legendOf } from '../../core/keys/legends.ts';
import { drumName } from '../../core/music/general-midi.ts';
import { noteName } from '../../core/music/note.ts';
import type { ScaleLock } from '../../core/music/scale.ts';

/** How a layout is looked at. */
export interface LayoutView {
  readonly board: BoardName;
  readonly legends: LegendName;
  readonly octave: number;
  readonly transpose: number;
  readonly scale?: ScaleLock;
}

// What every picture shows; the keys around them only where the layout has a use for one.
const MIDDLE = new Set([...DIGIT_ROW, ...Q_ROW, ...A_ROW, ...Z_ROW]);
const PAD: readonly (readonly number[])[] = [
  [KEY.KEY_KPSLASH, KEY.KEY_KPASTERISK, KEY.KEY_KPMINUS],
  [KEY.KEY_KP7, KEY.KEY_KP8, KEY.KEY_KP9, KEY.KEY_KPPLUS],
  [KEY.KEY_KP4, KEY.KEY_KP5, KEY.KEY_KP6],
  [KEY.KEY_KP1, KEY.KEY_KP2, KEY.KEY_KP3, KEY.KEY_KPENTER],
  [KEY.KEY_KP0, KEY.KEY_KPDOT],
];
const CELL = 5;
const DRUM_CELL = 9;

/** The keys with their notes, as they lie under the fingers. */
export function legendLines(layout: Layout, view: LayoutView): string[] {
  const keymap = createKeymap();
  fillKeymap(keymap, layout, view.octave, view.transpose, view.scale);
  const used = new Set(layout.keys);
  const board = boardKeys(view.board);
  const isAround = board.some(({ key }) => used.has(key) && !MIDDLE.has(key));
  const shown = board.filter(({ key }) => isAround || MIDDLE.has(key));
  const others = layout.keys.filter((key) => !board.some((each) => each.key === key));
  const pad = PAD.filter((row) => row.some((key) => used.has(key)));
  const beyond = others.filter((key) => !PAD.some((row) => row.includes(key)));
  const draw = (keys: readonly number[], indent: number): string[] =>
    rowLines(keys, indent, layout, keymap, view.legends);
  return [
    ...(others.length === used.size ? [] : boardRows(shown, cellOf(layout), draw)),
    ...pad.flatMap((row) => draw(row, 0)),
    ...(beyond.length === 0 ? [] : draw(beyond, 0)),
  ];
}

function boardRows(
  shown: readonly PlacedKey[],
  cell: number,
  draw: (keys: readonly number[], indent: number) => string[],
): string[] {
  const left = Math.min(...shown.map(({ x }) => x));
  return [0, 1, 2, 3].flatMap((row) => {
    const keys = shown.filter((each) => each.row === row);
    const indent = Math.floor(((keys[0]?.x ?? left) - left) * cell);
    return draw(
      keys.map(({ key }) => key),
      indent,
    );
  });
}

function rowLines(
  keys: readonly number[],
  indent: number,
  layout: Layout,
  keymap: Keymap,
  legends: LegendName,
): string[] {
  const cell = cellOf(layout);
  const cells = (text: (key: number) => string): string =>
    `${' '.repeat(indent)}${keys.map((key) => text(key).padEnd(cell)).join('')}`.trimEnd();
  const sound = (key: number): string => {
    const note = keymap.notes[key] ?? -1;
    if (note < 0) return '·';
    return layout.isDrums ? drumName(note) : noteName(note);
  };
  return [cells((key) => legendOf(key, legends)), cells(sound)];
}

function cellOf({ isDrums }: Layout): number {
  return isDrums ? DRUM_CELL : CELL;
}
