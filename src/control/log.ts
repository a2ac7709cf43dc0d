/**
 * The program's log. Nobody waits for it: records are kept until {@link RunningLog.open}, since what
 * makes lines of them takes a while to read, and then go out by themselves.
 */
import type { Log, LogFields } from '../core/log.ts';
import { LineQueue } from './line-queue.ts';
import { LogFile, type LogFileOptions } from './log-file.ts';
import {
  journalLine,
  LOG_LEVELS,
  type LogLevel,
  type LogRecord,
  prettyLine,
} from './log-record.ts';
import { LogStream } from './log-stream.ts';

export type LineFormat = 'json' | 'pretty' | 'journal';

export interface LogSettings {
  readonly level: LogLevel;
  readonly file?: (LogFileOptions & { readonly format: LineFormat }) | undefined;
  /** Standard error, which takes figures only where there is no file for them. */
  readonly stream?: { readonly fd: number; readonly format: LineFormat } | undefined;
}

type Lines = (record: LogRecord) => string;

interface Output {
  readonly queue: LineQueue;
  readonly file: LogFile | undefined;
  readonly takesFigures: boolean;
  readonly lines: Lines;
}

const KEPT_RECORDS = 1000;
const FILE_RETRY_MS = 5000;
const STREAM_RETRY_MS = 100;
const CLOSE_MS = 1000;

export class RunningLog implements Log {
  #settings: LogSettings;
  readonly #tellPerson: (line: string) => void;
  #kept: LogRecord[] | undefined = [];
  #outputs: readonly Output[] = [];
  #opening: Promise<void> | undefined;
  #lostBefore = 0;
  #isStuck = false;

  /** @param tellPerson says on standard error that the file cannot be written, where no record goes there */
  constructor(settings: LogSettings, tellPerson: (line: string) => void) {
    this.#settings = settings;
    this.#tellPerson = tellPerson;
  }

  debug(message: string, fields: LogFields = {}): void {
    this.#take('DEBUG', message, fields);
  }

  info(message: string, fields: LogFields = {}): void {
    this.#take('INFO', message, fields);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#take('WARN', message, fields);
  }

  error(message: string, fields: LogFields = {}): void {
    this.#take('ERROR', message, fields);
  }

  /** Figures, whatever the level. */
  metric(message: string, fields: LogFields): void {
    this.#take('METRIC', message, fields);
  }

  /** Records that found no way out. */
  get lost(): number {
    return this.#outputs.reduce((sum, { queue }) => sum + queue.lost, this.#lostBefore);
  }

  /** True when a write has not come back by {@link close}: it keeps the program from ending. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  /** Writes what was kept, and from now on everything at once. */
  open(): Promise<void> {
    this.#opening ??= this.#open(this.#settings);
    return this.#opening;
  }

  /** Goes on by other settings; what was written by the old ones stays where it is. */
  async follow(settings: LogSettings): Promise<void> {
    await this.open();
    this.#kept = [];
    const before = this.#outputs;
    this.#opening = this.#open(settings);
    await Promise.all([this.#opening, closeAll(before)]);
    this.#lostBefore += before.reduce((sum, { queue }) => sum + queue.lost, 0);
  }

  /** Writes to whatever has the file's name now, for logrotate. */
  reopen(): void {
    for (const { file } of this.#outputs) file?.reopen();
    if (this.#settings.file !== undefined) this.info('The log goes on in a new file');
  }

  /** Writes what can be written within a second, and ends. */
  async close(): Promise<void> {
    await this.open();
    await closeAll(this.#outputs);
    this.#isStuck = this.#outputs.some(({ queue }) => queue.isBusy);
  }

  async #open(settings: LogSettings): Promise<void> {
    const lines = await linesOf(settings);
    this.#settings = settings;
    this.#outputs = this.#outputsFor(settings, lines);
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const record of kept)
      this.#take(record.level, record.message, record.fields, record.timeMs);
  }

  #outputsFor({ file, stream }: LogSettings, lines: (format: LineFormat) => Lines): Output[] {
    const outputs: Output[] = [];
    if (stream !== undefined) {
      outputs.push({
        file: undefined,
        takesFigures: file === undefined,
        lines: lines(stream.format),
        queue: new LineQueue({
          target: new LogStream(stream.fd),
          retryMs: STREAM_RETRY_MS,
          // There is nobody to tell.
          onTrouble: () => {},
          onBack: () => {},
        }),
      });
    }
    if (file !== undefined) {
      const target = new LogFile(file);
      const queue = new LineQueue({
        target,
        retryMs: FILE_RETRY_MS,
        onTrouble: (why) => this.#tellTrouble(file.path, why),
        onBack: (lost) => this.warn('The log is written again', { lost }),
      });
      outputs.push({ queue, file: target, takesFigures: true, lines: lines(file.format) });
    }
    return outputs;
  }

  #tellTrouble(path: string, why: string): void {
    const line = `The log cannot be written to ${path}: ${why}. It is tried again; the music goes on.`;
    if (this.#settings.stream === undefined) this.#tellPerson(line);
    this.error(line);
  }

  #take(level: LogRecord['level'], message: string, fields: LogFields, timeMs = Date.now()): void {
    const { level: least } = this.#settings;
    if (level !== 'METRIC' && LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
    const record = { timeMs, level, message, fields };
    if (this.#kept !== undefined) {
      if (this.#kept.length < KEPT_RECORDS) this.#kept.push(record);
      return;
    }
    for (const { queue, lines, takesFigures } of this.#outputs) {
      if (level !== 'METRIC' || takesFigures) queue.push(lines(record));
    }
  }
}

async function linesOf({ file, stream }: LogSettings): Promise<(format: LineFormat) => Lines> {
  const wantsJson = file?.format === 'json' || stream?.format === 'json';
  const json = wantsJson ? (await import('./json-lines.ts')).jsonLines() : prettyLine;
  return (format) => ({ json, pretty: prettyLine, journal: journalLine })[format];
}

async function closeAll(outputs: readonly Output[]): Promise<void> {
  await Promise.all(outputs.map(({ queue }) => queue.close(CLOSE_MS)));
}
