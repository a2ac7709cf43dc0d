/** A running instrument: from a configuration to sound, and its orderly end. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { layerSources, playerSettings } from '../config/player-settings.ts';
import type { Answer, Remembered, RequestedOrder } from '../control/control-protocol.ts';
import { ControlSocket } from '../control/control-socket.ts';
import { createCapture } from '../core/instrument/capture.ts';
import { MIDI_PORTS_MAX } from '../core/instrument/holders.ts';
import { FORGET } from '../core/instrument/learnt-routes.ts';
import { midiSource } from '../core/instrument/notes.ts';
import { ORDER } from '../core/order.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Glance, Status } from '../core/status.ts';
import { layersOfMidi } from '../devices/keyboards.ts';
import { systemBusPath } from '../devices/system-bus.ts';
import { Engine } from '../engine/engine.ts';
import { keepAtMost } from '../ffi/libc.ts';
import { LastingThread } from '../play/lasting-thread.ts';
import { ThreadOnItsWay } from '../play/on-its-way.ts';
import { ArmingWatch } from './arming.ts';
import { tunedSettings } from './engine-settings.ts';
import type { FontChange } from './font.ts';
import { chooseFont, fontPlace, LEFT, PlayedFont } from './font.ts';
import { FontMemory, fontMemoryFile } from './font-memory.ts';
import type { Input } from './inputs.ts';
import { playedFrom } from './inputs.ts';
import type { InstrumentOptions } from './instrument-options.ts';
import { Learning } from './learning.ts';
import { liveSettings } from './live-settings.ts';
import type { Pulse } from './liveness.ts';
import type { MatrixLights } from './matrix-lights.ts';
import { Measuring } from './measuring.ts';
import { Memory } from './memory.ts';
import { PlayedMidi } from './midi.ts';
import { openInput, openLights, soundAndFont } from './opening.ts';
import { isProfiling, Profiling, profileAnswer } from './profiling.ts';
import { keepAnswer, Recorder, type RecordingSettings, recordAnswer } from './recorder.ts';
import { Recovery } from './recovery.ts';
import { Reload } from './reload.ts';
import { remember } from './remembering.ts';
import type { StatusParts } from './status.ts';
import { glanceOf, statusOf } from './status.ts';
import { PlayedTuning, type TuningChange } from './tuning.ts';
import { Vitals } from './vitals.ts';

const KEPT_BYTES = 65_536;

interface Parts extends StatusParts {
  readonly control: ControlSocket;
  readonly measuring: Measuring;
  readonly reload: Reload;
  readonly recorder: Recorder;
  readonly learning: Learning;
  readonly lights: MatrixLights;
  readonly arming: ArmingWatch | undefined;
}

export class RunningInstrument {
  readonly vitals: Vitals;
  readonly profiling: Profiling;
  readonly recorder: Recorder;
  readonly #parts: Parts;
  readonly #startedMs = performance.now();
  #closed: Promise<void> | undefined;

  private constructor(parts: Parts, loadedConfig: LoadedConfig) {
    const { measuring, font, thread, recovery, reload } = parts;
    this.#parts = parts;
    this.recorder = parts.recorder;
    this.vitals = new Vitals(loadedConfig, measuring, () => ({
      ...parts,
      fontPath: font.status().path,
      restarts: recovery.restarts.counts(),
      reconnects: recovery.reconnects.counts(),
      reloads: reload.counts(),
    }));
    this.profiling = new Profiling(isProfiling(loadedConfig), (sinceUs) =>
      thread.tracedNotes(sinceUs),
    );
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
    const { log } = options;
    const { path } = options.input;
    keepAtMost(KEPT_BYTES);
    const played = path === undefined ? undefined : playedFrom(path, layerSources(config));
    let reload: Reload | undefined;
    const { say, restores } = options;
    const home = { env: process.env, home: homedir() };
    const memory = new Memory({ ...home, loaded: loadedConfig, say, restores });
    const player = playerSettings(config, options.armed, memory.presetBook.saved);
    const measuring = new Measuring();
    const capture = createCapture();
    let instrument: RunningInstrument | undefined;
    // First of all: two of us would take the same keyboards and write the same file.
    const control = await ControlSocket.open(process.env, {
      status: () => instrument?.status(),
      known: {
        layouts: player.instrument.layouts,
        scales: player.instrument.scale.scales,
        get presets() {
          return memory.presets;
        },
        get scenes() {
          return memory.allScenes;
        },
      },
      remember: async (what, name) => await instrument?.remember(what, name),
      order: (order) => instrument?.order(order) ?? false,
      playFont: async (wanted, onProgress) => await instrument?.playFont(wanted, onProgress),
      tune: (wanted) => instrument?.tune(wanted),
      health: () => instrument?.vitals.healthDocument(),
      profile: async (folder) => await profileAnswer(instrument?.profiling, folder),
      record: async (what, path) => await recordAnswer(instrument?.recorder, what, path),
      keep: async (path) => await keepAnswer(instrument?.recorder, path),
    });
    const recovery = new Recovery(() => reload?.config ?? config, log);
    let engine: Engine | undefined;
    let thread: LastingThread | undefined;
    let input: Input | undefined;
    let midi: PlayedMidi | undefined;
    let learning: Learning | undefined;
    try {
      const opened = new Engine(tunedSettings(config), audio.driver);
      engine = opened;
      const onItsWay = options.onItsWay ?? new ThreadOnItsWay();
      const { leftFont } = memory;
      const wanted = chooseFont(leftFont ?? audio.soundfont, fontPlace(), options.say);
      const chosen = leftFont === undefined ? wanted : { ...wanted, why: LEFT };
      const font = new PlayedFont(
        engine,
        player.instrument.channel,
        new FontMemory(fontMemoryFile(process.env, homedir()), options.say),
        measuring,
      );
      const fontStarts = font.start(chosen, options.log);
      const soundStarts = engine.startAudio(audio.driver, resolve(audio.fileName), options.unheard);
      await soundAndFont(soundStarts, fontStarts, audio.driver, options);
      thread = new LastingThread({
        synth: engine.synth,
        player,
        grab: config.keyboard.grab,
        realtimePriority: config.performance.realtimePriority,
        onItsWay,
        playback: played?.playback,
        song: played?.song,
        trace: isProfiling(loadedConfig),
        capture: capture.memory,
        scenes: memory.scenes,
        onScene: (place) => void memory.recalled(place),
        onRecord: () => void instrument?.recorder.turn(options.say),
        onKeep: () => void instrument?.recorder.keepNow(options.say),
        isRecovering: () => recovery.isEnabled,
        silence: () => opened.silence(),
        onNodeGone: (node) => {
          input?.nodeGone(node);
          midi?.nodeGone(node);
        },
        onMidiNews: () => {
          midi?.look();
          void learning?.heard();
        },
        onRestart: (problem, why) => recovery.threadReplaced(problem, why),
        onFailure: (problem) => {
          void opened.silence();
          options.onFailure(problem);
        },
      });
      await thread.ready();
      const ofMidi = layersOfMidi(layerSources(config));
      for (let port = 0; port < MIDI_PORTS_MAX; port++) {
        thread.order(ORDER.layersOf, midiSource(port), ofMidi);
      }
      const tuning = new PlayedTuning(engine, config);
      memory.restore({ thread, font, tuning, log });
      input = openInput(thread, loadedConfig, options, played, recovery);
      const { reconnects } = recovery;
      // Who plays a recording need not be told what else could be played.
      const sayOfMidi = played === undefined ? say : () => {};
      learning = new Learning({ ...home, thread, log, say: options.say });
      learning.restore();
      midi = new PlayedMidi(config, { thread, log, say: sayOfMidi, reconnects });
      const parts = {
        control,
        engine,
        font,
        tuning,
        thread,
        input,
        midi,
        learning,
        measuring,
        recovery,
        memory,
        lights: openLights(engine, thread, log),
      };
      const recovered = recovery.begin(parts);
      const { load, live, onReload: observer } = options;
      const all = [...liveSettings({ ...parts, ...recovered }), ...live];
      reload = new Reload({ loaded: loadedConfig, load, live: all, log, observer });
      // What else is played from was not taken from anybody.
      const arming =
        options.input.from === 'keyboards'
          ? new ArmingWatch({
              ...{ thread, log, bus: systemBusPath(process.env) },
              settings: () => (reload?.config ?? config).keyboard,
              nowMs: () => performance.now(),
              random: Math.random,
            })
          : undefined;
      const recordings = (): RecordingSettings => (reload?.config ?? config).recording;
      const recorder = new Recorder(capture, engine, recordings, log);
      instrument = new RunningInstrument({ ...parts, reload, recorder, arming }, loadedConfig);
      return instrument;
    } catch (error) {
      await control.close();
      recovery.close();
      await thread?.close();
      await input?.close();
      await midi?.close();
      engine?.close(thread?.isHaunted);
      throw error;
    }
  }

  /**
   * What can wait until the first note may sound: asking others to make the thread real-time,
   * looking after its health and its speed, and lights.
   */
  async settle(): Promise<void> {
    await this.profiling.begin();
    await this.#parts.thread.seekRealtime();
    this.vitals.begin();
    const { lights, reload } = this.#parts;
    if (this.#closed === undefined) await lights.set(reload.config.ledMatrix);
  }

  status(): Status {
    return statusOf(this.#parts, this.#startedMs);
  }

  glance(): Glance {
    return glanceOf(this.#parts, this.#startedMs);
  }

  /** What shows that music can still be made, or that it is being brought back. */
  pulse(): Pulse {
    const { engine, thread, recovery } = this.#parts;
    return { turns: thread.pulse(), sound: engine.levels().callbacks + recovery.tries };
  }

  /** False when the play thread takes none. */
  order({ code, value, more = [0, 0] }: RequestedOrder): boolean {
    const { thread, learning } = this.#parts;
    if (code === ORDER.learn && value === FORGET) void learning.forget();
    if (code === ORDER.program) return thread.order(code, thread.snapshot().bank, value);
    return thread.order(code, value, ...more);
  }

  /** Has another SoundFont play: a file, a folder, `auto`, or the name of an installed one. */
  playFont(wanted: string, onProgress: (share: number) => void): Promise<FontChange> {
    return this.#parts.font.change(wanted, 'asked for', onProgress);
  }

  /** Reads the configuration again and goes by what can change; resolves when that is done. */
  reload(): Promise<void> {
    return this.#parts.reload.now();
  }

  /** Plays in another tuning: a Scala file, or `off`. */
  tune(wanted: string): TuningChange {
    return this.#parts.tuning.change(wanted);
  }

  /** Saves what it is set to under a name, or forgets it. */
  remember(what: Remembered, name: string): Promise<Answer> {
    const { thread, memory } = this.#parts;
    return remember(memory, thread.snapshot(), what, name);
  }

  /** True when a recording has been played and its last note has died away. */
  get isOver(): boolean {
    const { engine, thread } = this.#parts;
    return thread.recordingDone && engine.fluidsynth.activeVoices(engine.synth) === 0;
  }

  /** True when a thread hangs that nothing but the end of the process can end. */
  get isHaunted(): boolean {
    return this.#parts.thread.isHaunted;
  }

  /** Every note ended, every keyboard given back, every file whole. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { control, engine, thread, input, midi, recovery, reload, recorder } = this.#parts;
    const { lights, memory } = this.#parts;
    await memory.close();
    this.#parts.arming?.close();
    reload.close();
    recovery.close();
    const dark = lights.close();
    await control.close();
    this.vitals.close();
    this.profiling.close();
    const ended = await thread.close();
    await input.close();
    await midi.close();
    await recorder.close();
    await dark;
    engine.close(thread.isHaunted);
    if (!ended) throw new Problem('the play thread does not end', { exit: EXIT.internal });
  }
}
