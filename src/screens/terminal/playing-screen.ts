import type { WriteStream } from 'node:tty';
import type { Snapshot } from '../../core/snapshot.ts';
import type { Status } from '../../core/status.ts';
import { fontLine, fromLine, playingLine, setupLines } from './status-lines.ts';

const HELP = [
  'Left/Right octave  Up/Down velocity  PgUp/PgDn program  Home/End transpose',
  'Shift louder  Ctrl softer  Space sustain, twice: latched  Tab+1 to Tab+= presets',
  'Enter records a loop, Backspace takes back  Tab+F1 to Tab+F12 scenes  Alt sostenuto',
];
const ENDING = {
  keyboards: 'Esc silences; held for a second it gives the keyboard back. Then Ctrl+C ends.',
  terminal: 'Esc silences, Ctrl+C ends.',
  recording: 'It ends by itself; Ctrl+C ends it now.',
} as const;
// Raw mode does not turn a line feed into a new line.
const NEW_LINE = '\r\n';

/** What a person sees while playing: once how it stands, then one line that follows. */
export class PlayingScreen {
  readonly #output: WriteStream;
  readonly #status: () => Status;
  #drawn = '';
  /** What is told when it changes. */
  #told: readonly string[];

  /** @param picture the keys with their notes */
  constructor(output: WriteStream, status: () => Status, picture: (playing: Snapshot) => string[]) {
    this.#output = output;
    this.#status = status;
    const now = status();
    this.#told = tellings(now);
    this.#write([
      ...setupLines(now),
      '',
      ...(now.input.from === 'recording' ? [] : [...picture(now.playing), '', ...HELP]),
      ENDING[now.input.from],
    ]);
  }

  /** Brings the last line up to date, where there is a terminal to see it. */
  draw(): void {
    const now = this.#status();
    const tell = tellings(now);
    const news = tell.filter((line) => !this.#told.includes(line));
    this.#told = tell;
    if (news.length > 0) this.tell(...news);
    if (!this.#output.isTTY) return;
    const line = playingLine(now).slice(0, (this.#output.columns || 80) - 1);
    if (line === this.#drawn) return;
    this.#drawn = line;
    this.#output.write(`\r${line}\x1b[K`);
  }

  /** Lines above the one that follows. */
  tell(...lines: readonly string[]): void {
    if (this.#output.isTTY) this.#output.write('\r\x1b[K');
    this.#write(lines);
    this.#drawn = '';
  }

  close(): void {
    if (this.#output.isTTY) this.#output.write(NEW_LINE);
  }

  #write(lines: readonly string[]): void {
    this.#output.write(lines.map((line) => `${line}${NEW_LINE}`).join(''));
  }
}

function tellings(status: Status): string[] {
  return [fromLine(status), fontLine(status)];
}
