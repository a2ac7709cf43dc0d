import type { WriteStream } from 'node:tty';
import type { KeyboardRollover } from '../../core/keys/rollover.ts';
import type { KeyMark } from './keyboard-picture.ts';
import { pictureLines } from './keyboard-picture.ts';
import { rolloverFigures, rolloverLines } from './rollover-lines.ts';

const INTRODUCTION = [
  'Hold chords of three keys and more, the ones that you play, each twice, and watch whether every',
  'key lights up. Nothing of it is kept. Ctrl+C ends and says which were lost.',
  '',
];
// Raw mode does not turn a line feed into a new line.
const NEW_LINE = '\r\n';

/** The keys that are down, as they come and go, and what has come of them so far. */
export class RolloverScreen {
  readonly #output: WriteStream;
  readonly #colour: boolean;
  #drawn: readonly string[] = [];

  constructor(output: WriteStream, colour: boolean) {
    this.#output = output;
    this.#colour = colour;
    this.#write(INTRODUCTION);
  }

  draw(down: ReadonlySet<number>, keyboards: readonly KeyboardRollover[]): void {
    const marks = new Map<number, KeyMark>([...down].map((key) => [key, 'held']));
    const lines = [
      ...pictureLines(marks, this.#colour),
      '',
      `${down.size} down`,
      // A line that is folded would be two to go back over.
      ...keyboards.map((each) => rolloverFigures(each).slice(0, (this.#output.columns || 80) - 1)),
    ];
    if (lines.join() === this.#drawn.join()) return;
    this.#back();
    this.#drawn = lines;
    this.#write(lines);
  }

  /** What is left on the screen in the end. */
  close(keyboards: readonly KeyboardRollover[], layout: string): void {
    this.#back();
    for (const each of keyboards) this.#write([...rolloverLines(each, layout, this.#colour), '']);
  }

  /** To where the last picture began, and all below it is cleared. */
  #back(): void {
    const { length } = this.#drawn;
    this.#output.write(length === 0 ? '' : `\x1b[${length}A\r\x1b[J`);
    this.#drawn = [];
  }

  #write(lines: readonly string[]): void {
    this.#output.write(lines.map((line) => `${line}${NEW_LINE}`).join(''));
  }
}
