/** Writes what is played into files: from when it is asked to, or what was played just now. */
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Answer } from '../control/control-protocol.ts';
import { PROTOCOL_VERSION, refusal } from '../control/control-protocol.ts';
import { makeFolders } from '../control/folders.ts';
import type { Capture, Captured } from '../core/instrument/capture.ts';
import { captured, joined, songOf } from '../core/instrument/capture.ts';
import type { Log } from '../core/log.ts';
import { writeMidiFile } from '../core/midi/midi-file-writer.ts';
import type { Song } from '../core/midi/song.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Engine } from '../engine/engine.ts';
import { AtomicFile, cannotWrite } from '../ffi/atomic-file.ts';
import { monotonicUs } from '../ffi/libc.ts';

export type RecordingSettings = Config['recording'];

// The ring holds minutes of it; a look costs next to nothing.
const LOOK_EVERY_MS = 5000;
/** Longer than anyone plays, and no longer than can be read again. */
const LENGTH_MAX_US = 6 * 3600e6;
const MESSAGES_MAX = 4_000_000;

interface Take {
  readonly midi: string | undefined;
  readonly wav: string | undefined;
  readonly startUs: number;
  readonly pieces: Captured[];
  readonly timer: NodeJS.Timeout;
  messages: number;
}

export class Recorder {
  readonly #capture: Capture;
  readonly #engine: Engine;
  readonly #settings: () => RecordingSettings;
  readonly #log: Log;
  #take: Take | undefined;

  constructor(capture: Capture, engine: Engine, settings: () => RecordingSettings, log: Log) {
    this.#capture = capture;
    this.#engine = engine;
    this.#settings = settings;
    this.#log = log;
  }

  /**
   * Begins a recording; answers the files that come of it.
   *
   * @param path with the ending .mid or .wav for one of them
   * @throws Problem when one runs already, or nothing can be written there
   */
  async start(path?: string): Promise<string> {
    if (this.#take !== undefined) throw running(filesOf(this.#take));
    const { midi, wav } = endingsOf(path ?? this.#newPath());
    if (wav !== undefined && this.#engine.recordingPath !== undefined) {
      throw new Problem('the sound goes into a WAV already', {
        where: this.#engine.recordingPath,
        remedy: 'Record the notes: fw16-synth record start -o FILE.mid',
        exit: EXIT.unavailable,
      });
    }
    await makeFolderOf((midi ?? wav)!);
    // Meanwhile another may have been begun.
    if (this.#take !== undefined) throw running(filesOf(this.#take));
    if (midi !== undefined) new AtomicFile(midi).discard();
    if (wav !== undefined) {
      this.#engine.record(wav, (problem) => this.#log.error(`Recording ends: ${problem}`));
    }
    const timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    timer.unref();
    const first = captured(this.#capture);
    this.#take = { midi, wav, startUs: monotonicUs(), pieces: [first], timer, messages: 0 };
    return filesOf(this.#take);
  }

  /** Begins a recording, or ends the one that runs; `say` is told what came of it. */
  async turn(say: (line: string) => void): Promise<void> {
    try {
      if (this.#take === undefined) say(`Recording into ${await this.start()}.`);
      else say(`Recorded: ${this.stop()}`);
    } catch (error) {
      say(`${error}`);
    }
  }

  /** Writes what was played just now; likewise. */
  async keepNow(say: (line: string) => void): Promise<void> {
    try {
      say(`Kept: ${await this.keep()}`);
    } catch (error) {
      say(`${error}`);
    }
  }

  /**
   * Ends it; answers what was written.
   *
   * @throws Problem when none runs, or a file cannot be written
   */
  stop(): string {
    const take = this.#take;
    if (take === undefined) {
      throw new Problem('nothing is being recorded', {
        remedy: 'fw16-synth keep writes what was played just now.',
        exit: EXIT.failed,
      });
    }
    this.#collect(take);
    this.#take = undefined;
    clearInterval(take.timer);
    const untilUs = monotonicUs();
    if (take.wav !== undefined) this.#engine.endRecording();
    const seconds = ((untilUs - take.startUs) / 1e6).toFixed(1);
    if (take.midi === undefined) return `${take.wav}: ${seconds} s`;
    const begins = take.wav === undefined ? 'with its first note' : 'at once';
    const whole = joined(take.pieces);
    if (whole.lost > 0) this.#log.warn(`The recording lacks ${whole.lost} messages.`);
    const song = songOf(whole, take.startUs, untilUs, begins);
    if (song === undefined) {
      return take.wav === undefined
        ? 'No note was played, so there is no file.'
        : `${take.wav}: ${seconds} s. No note was played, so there is no MIDI file.`;
    }
    writeSong(song, take.midi);
    return `${filesOf(take)}: ${seconds} s`;
  }

  /**
   * Writes what was played in the last minutes; answers what was written.
   *
   * @throws Problem when nothing was played, or the file cannot be written
   */
  async keep(path?: string): Promise<string> {
    const { keepMinutes } = this.#settings();
    if (keepMinutes === 0) {
      throw new Problem('nothing is kept: recording.keep_minutes is 0', {
        remedy: 'Set it to up to 60 minutes.',
        exit: EXIT.failed,
      });
    }
    const untilUs = monotonicUs();
    const sinceUs = untilUs - keepMinutes * 60e6;
    const song = songOf(captured(this.#capture), sinceUs, untilUs, 'with its first note');
    if (song === undefined) {
      throw new Problem(`no note was played in the last ${keepMinutes} minutes`, {
        remedy: 'Play something first.',
        exit: EXIT.failed,
      });
    }
    const file = path ?? `${this.#newPath()}.mid`;
    await makeFolderOf(file);
    writeSong(song, file);
    return `${file}: ${((song.timesUs.at(-1) ?? 0) / 1e6).toFixed(1)} s`;
  }

  /** A recording that runs is ended and written. */
  async close(): Promise<void> {
    if (this.#take === undefined) return;
    try {
      this.#log.info(`Recorded ${this.stop()}`);
    } catch (error) {
      this.#log.error(`The recording is lost: ${error}`);
    }
  }

  #look(): void {
    const take = this.#take;
    if (take === undefined) return;
    this.#collect(take);
    const lengthUs = monotonicUs() - take.startUs;
    if (lengthUs < LENGTH_MAX_US && take.messages < MESSAGES_MAX) return;
    this.#log.warn('The recording has come to its longest, and ends.');
    void this.close();
  }

  #collect(take: Take): void {
    const piece = captured(this.#capture, take.pieces.at(-1)?.next ?? 0);
    if (piece.messages.length === 0) return;
    take.pieces.push(piece);
    take.messages += piece.messages.length;
  }

  /** A path of this moment that nothing has, without an ending. */
  #newPath(): string {
    const path = join(this.#settings().folder, `fw16-synth ${stamp(new Date())}`);
    let free = path;
    for (let number = 2; isTaken(free); number++) free = `${path} ${number}`;
    return free;
  }
}

/** The answer to `record`; without an instrument, it is still starting. */
export async function recordAnswer(
  recorder: Recorder | undefined,
  what: 'start' | 'stop',
  path: string | undefined,
): Promise<Answer> {
  return await answerOf(recorder, async (it) =>
    what === 'start' ? `Recording ${await it.start(path)}` : it.stop(),
  );
}

/** The answer to `keep`. */
export async function keepAnswer(
  recorder: Recorder | undefined,
  path: string | undefined,
): Promise<Answer> {
  return await answerOf(recorder, (it) => it.keep(path));
}

async function answerOf(
  recorder: Recorder | undefined,
  tell: (recorder: Recorder) => Promise<string>,
): Promise<Answer> {
  if (recorder === undefined) {
    return refusal('it is still starting', 'Ask again in a moment.', EXIT.unavailable);
  }
  try {
    return { version: PROTOCOL_VERSION, ok: true, told: await tell(recorder) };
  } catch (error) {
    // Whatever it is, the music goes on.
    const { message, where, remedy, exit } = error as Partial<Problem> & Error;
    return refusal(
      where === undefined ? message : `${where}: ${message}`,
      remedy ?? 'Name another file: -o FILE.',
      exit ?? EXIT.internal,
    );
  }
}

function endingsOf(path: string): { midi: string | undefined; wav: string | undefined } {
  const ending = extname(path).toLowerCase();
  if (ending === '.mid' || ending === '.midi') return { midi: path, wav: undefined };
  if (ending === '.wav') return { midi: undefined, wav: path };
  return { midi: `${path}.mid`, wav: `${path}.wav` };
}

function filesOf({ midi, wav }: Pick<Take, 'midi' | 'wav'>): string {
  return [midi, wav].filter((path) => path !== undefined).join(' and ');
}

function writeSong(song: Pick<Song, 'timesUs' | 'messages'>, path: string): void {
  const file = new AtomicFile(path);
  try {
    file.write(writeMidiFile(song, 'FW16 Synth'));
    file.keep();
  } finally {
    file.discard();
  }
}

async function makeFolderOf(path: string): Promise<void> {
  await makeFolders(dirname(path), 0o755).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

function isTaken(path: string): boolean {
  return existsSync(`${path}.mid`) || existsSync(`${path}.wav`);
}

/** `2026-02-03 04.05.06`, in the time of the clock on the wall. */
function stamp(date: Date): string {
  const two = (number: number): string => `${number}`.padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('.')}`;
}

function running(files: string): Problem {
  return new Problem(`${files} is being recorded already`, {
    remedy: 'End that first: fw16-synth record stop',
    exit: EXIT.failed,
  });
}
