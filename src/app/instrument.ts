/** A running instrument: from a configuration to sound, and its orderly end. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { LoadedConfig } from '../config/load.ts';
import { layerSources, playerSettings } from '../config/player-settings.ts';
import type { RequestedOrder } from '../control/control-protocol.ts';
import { ControlSocket } from '../control/control-socket.ts';
import type { Log } from '../core/log.ts';
import { ORDER } from '../core/order.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { seededRandom } from '../core/random.ts';
import type { Glance, Status } from '../core/status.ts';
import { Engine } from '../engine/engine.ts';
import { openEvdev } from '../ffi/libevdev.ts';
import { PlayThread, ThreadOnItsWay } from '../play/handle.ts';
import type { PlaybackPart } from '../play/loop.ts';
import { AudioRecovery } from './audio-recovery.ts';
import { engineSettings } from './engine-settings.ts';
import type { FontChange } from './font.ts';
import { chooseFont, fontPlace, PlayedFont } from './font.ts';
import { FontMemory, fontMemoryFile } from './font-memory.ts';
import type { Choice, Input } from './inputs.ts';
import {
  KeyboardInput,
  keyboardChoice,
  playbackOf,
  RecordingInput,
  TerminalInput,
} from './inputs.ts';
import type { Pulse } from './liveness.ts';
import { Measuring } from './measuring.ts';
import { isProfiling, Profiling, profileAnswer } from './profiling.ts';
import { Tally } from './tally.ts';
import { version } from './version.ts';
import { Vitals } from './vitals.ts';

export interface InstrumentOptions {
  readonly armed: boolean;
  readonly input: Choice;
  /** The play thread, if it was sent for before the configuration was read. */
  readonly onItsWay?: ThreadOnItsWay | undefined;
  /** The terminal, for an input that plays from it. */
  readonly streams: { readonly input: Readable; readonly output: Writable };
  /** A sentence for the person, at a moment that matters. */
  readonly say: (line: string) => void;
  /** Told what happens while it plays. */
  readonly log: Log;
  /** The person, or the terminal, wants to end. */
  readonly onQuit: () => void;
  /** Something without which there is no playing on has failed; {@link RunningInstrument.close} follows. */
  readonly onFailure: (problem: Problem) => void;
}

export class RunningInstrument {
  readonly vitals: Vitals;
  readonly profiling: Profiling;
  readonly #engine: Engine;
  readonly #font: PlayedFont;
  readonly #thread: PlayThread;
  readonly #input: Input;
  readonly #recovery: AudioRecovery;
  readonly #restarts = new Tally();
  readonly #startedMs = performance.now();
  readonly #control: ControlSocket;
  #closed: Promise<void> | undefined;

  private constructor(
    parts: {
      control: ControlSocket;
      engine: Engine;
      font: PlayedFont;
      thread: PlayThread;
      input: Input;
      measuring: Measuring;
    },
    loadedConfig: LoadedConfig,
    log: Log,
  ) {
    const { config } = loadedConfig;
    const { measuring, font, ...measured } = parts;
    this.vitals = new Vitals(loadedConfig, measuring, () => ({
      ...measured,
      fontPath: font.status().path,
      restarts: this.#restarts.counts(),
    }));
    this.profiling = new Profiling(isProfiling(loadedConfig), (sinceUs) =>
      parts.thread.tracedNotes(sinceUs),
    );
    this.#control = parts.control;
    this.#engine = parts.engine;
    this.#font = parts.font;
    this.#thread = parts.thread;
    this.#input = parts.input;
    this.#recovery = new AudioRecovery({
      engine: parts.engine,
      choice: config.audio.driver,
      isEnabled: () => config.production.errorRecoveryEnabled,
      letGo: () => parts.thread.order(ORDER.letGo),
      log,
      onRestart: (reason) => this.#restarts.add(reason),
      random: seededRandom(process.pid),
    });
  }

  /**
   * Starts to play. What was opened before something failed is closed again.
   *
   * @throws Problem with what is missing and how to get it
   */
  static async start(
    loadedConfig: LoadedConfig,
    options: InstrumentOptions,
  ): Promise<RunningInstrument> {
    const { config } = loadedConfig;
    const { audio } = config;
    const { path } = options.input;
    const playback = path === undefined ? undefined : playbackOf(path, layerSources(config));
    const player = playerSettings(config, options.armed);
    const measuring = new Measuring();
    let instrument: RunningInstrument | undefined;
    // First of all: two of us would take the same keyboards and write the same file.
    const control = await ControlSocket.open(process.env, {
      status: () => instrument?.status(),
      known: { layouts: player.instrument.layouts, scales: player.instrument.scale.scales },
      order: (order) => instrument?.order(order) ?? false,
      playFont: async (wanted, onProgress) => await instrument?.playFont(wanted, onProgress),
      health: () => instrument?.vitals.healthDocument(),
      profile: async (folder) => await profileAnswer(instrument?.profiling, folder),
    });
    let engine: Engine | undefined;
    let thread: PlayThread | undefined;
    let input: Input | undefined;
    try {
      const opened = new Engine(engineSettings(config), audio.driver);
      engine = opened;
      const onItsWay = options.onItsWay ?? new ThreadOnItsWay();
      onItsWay.rehearse(player);
      const chosen = chooseFont(audio.soundfont, fontPlace(), options.say);
      const font = new PlayedFont(
        engine,
        player.instrument.channel,
        new FontMemory(fontMemoryFile(process.env, homedir()), options.say),
      );
      const fontStarts = measuring.ofFont(font.start(chosen, options.say));
      const soundStarts = engine.startAudio(audio.driver, resolve(audio.fileName));
      // One that fails waits for the other, which may not go on in an engine that is closed.
      await Promise.allSettled([fontStarts, soundStarts]);
      const [sound, fontLoaded] = [await soundStarts, await fontStarts];
      if (!fontLoaded.ok) throw unavailable(fontLoaded, EXIT.badData);
      if (!sound.ok) throw unavailable(sound, EXIT.unavailable);
      if (sound.audio.driver === 'file' && audio.driver === 'auto') {
        options.say('Nothing here plays sound, so it goes into a file. What would make it sound:');
        for (const { why, remedy } of sound.passedOver) options.say(`  ${why}: ${remedy}`);
      }
      thread = new PlayThread({
        synth: engine.synth,
        player,
        grab: config.keyboard.grab,
        realtimePriority: config.performance.realtimePriority,
        onItsWay,
        playback,
        trace: isProfiling(loadedConfig),
        onNodeGone: (node) => input?.nodeGone(node),
        onFailure: (problem) => {
          opened.allNotesOff();
          options.onFailure(problem);
        },
      });
      await thread.ready();
      input = openInput(thread, config, options, playback);
      const parts = { control, engine, font, thread, input, measuring };
      instrument = new RunningInstrument(parts, loadedConfig, options.log);
      return instrument;
    } catch (error) {
      await control.close();
      const ended = (await thread?.close()) ?? true;
      await input?.close();
      if (ended) engine?.close();
      throw error;
    }
  }

  /**
   * What can wait until the first note may sound: asking others to make the thread real-time, and
   * looking after its health and its speed.
   */
  async settle(): Promise<void> {
    await this.profiling.begin();
    await this.#thread.seekRealtime();
    this.vitals.begin();
  }

  status(): Status {
    const glance = this.glance();
    return {
      ...glance,
      programName: this.#font.sound()?.name ?? 'no such program',
      audio: {
        ...glance.audio,
        peakDb: orNull(this.#engine.takePeakDb()),
        rmsDb: orNull(this.#engine.takeRmsDb()),
      },
    };
  }

  glance(): Glance {
    return {
      version,
      pid: process.pid,
      uptimeSeconds: (performance.now() - this.#startedMs) / 1000,
      playing: this.#thread.snapshot(),
      input: this.#input.status(),
      audio: this.#audioGlance(),
      font: this.#font.status(),
      latency: { p50Us: this.#thread.latencyUs(0.5), p99Us: this.#thread.latencyUs(0.99) },
    };
  }

  /** What shows that music can still be made, or that it is being brought back. */
  pulse(): Pulse {
    const sound = this.#engine.levels().callbacks + this.#recovery.tries;
    return { turns: this.#thread.pulse(), sound };
  }

  /** False when the play thread takes none. */
  order({ code, value, more = [0, 0] }: RequestedOrder): boolean {
    if (code === ORDER.program) {
      return this.#thread.order(code, this.#thread.snapshot().bank, value);
    }
    return this.#thread.order(code, value, ...more);
  }

  /** Has another SoundFont play: a file, a folder, `auto`, or the name of an installed one. */
  playFont(wanted: string, onProgress: (share: number) => void): Promise<FontChange> {
    return this.#font.change(wanted, onProgress);
  }

  /** True when a recording has been played and its last note has died away. */
  get isOver(): boolean {
    const { fluidsynth, synth } = this.#engine;
    return this.#thread.recordingDone && fluidsynth.activeVoices(synth) === 0;
  }

  /** Every note ended, every keyboard given back, every file whole. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #audioGlance(): Glance['audio'] {
    const { audio, settings } = this.#engine;
    const { periodFrames, periods, sampleRate } = audio ?? {
      periodFrames: 0,
      periods: 0,
      sampleRate: settings.sampleRate,
    };
    return {
      driver: audio?.driver ?? '',
      why: audio?.why ?? this.#recovery.why,
      sampleRate,
      periodFrames,
      periods,
      bufferMs: (1000 * periodFrames * periods) / sampleRate,
      late: this.#engine.levels().late,
      file: this.#engine.recordingPath,
    };
  }

  async #close(): Promise<void> {
    this.#recovery.close();
    await this.#control.close();
    this.vitals.close();
    this.profiling.close();
    const ended = await this.#thread.close();
    await this.#input.close();
    if (!ended) throw new Problem('the play thread does not end', { exit: EXIT.internal });
    this.#engine.allNotesOff();
    this.#engine.close();
  }
}

function openInput(
  thread: PlayThread,
  config: LoadedConfig['config'],
  { input, streams, onQuit }: InstrumentOptions,
  playback: PlaybackPart | undefined,
): Input {
  const sources = layerSources(config);
  if (input.from === 'terminal') return new TerminalInput(thread, streams, onQuit, sources);
  if (playback !== undefined) return new RecordingInput(input.path ?? '', playback, thread);
  const opened = openEvdev();
  if (!opened.ok) throw unavailable(opened, EXIT.unavailable);
  return new KeyboardInput(thread, opened.evdev, keyboardChoice(config), sources);
}

// JSON knows no infinity.
function orNull(db: number): number | null {
  return Number.isFinite(db) ? db : null;
}

function unavailable(
  { why, remedy }: { readonly why: string; readonly remedy: string },
  exit: typeof EXIT.unavailable | typeof EXIT.badData,
): Problem {
  return new Problem(why, { remedy, exit });
}
