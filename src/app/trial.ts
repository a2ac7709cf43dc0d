/** `--test-mode`: the whole chain on this configuration, from a key to what the sound server takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playerSettings } from '../config/player-settings.ts';
import type { Config } from '../config/schema.ts';
import type { Check } from '../core/check.ts';
import { NO_BEATS } from '../core/instrument/beats.ts';
import { NO_CHORDS } from '../core/instrument/chords.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { noteName } from '../core/music/note.ts';
import { hzOfCents } from '../core/music/tuning.ts';
import { Problem } from '../core/problem.ts';
import type { Ear } from '../engine/ear.ts';
import { Engine } from '../engine/engine.ts';
import { builtInFont } from '../engine/soundfonts.ts';
import { monotonicUs } from '../ffi/libc.ts';
import { PlayThread } from '../play/handle.ts';
import { ThreadOnItsWay } from '../play/on-its-way.ts';
import { fail, pass } from './checks/finding.ts';
import type { FoundInstance } from './checks/program.ts';
import { driverCheck, fontCheck, programCheck, threadCheck } from './checks/trial-parts.ts';
import { delay, ends, inTune, keepsTime, panics, sounds } from './checks/trial-sound.ts';
import { tunedSettings } from './engine-settings.ts';
import { fontPlace } from './font.ts';
import { TrialKeyboard, trialKey } from './trial-note.ts';
import { pitchAlone } from './trial-pitch.ts';
import { configuredTuning } from './tuning.ts';

const EAR_SECONDS = 20;
const COURSE_MS = 2000;
const SETTLED_CALLBACKS = 20;
const SETTLED_MS = 500;

export interface Tried {
  readonly checks: Check[];
  /** True when a thread hangs that nothing but the end of the process can end. */
  readonly isHaunted: boolean;
}

/** Plays one note and one panic on the configuration, and tells what came of it. It is heard. */
export async function tryOut(config: Config, instance: FoundInstance): Promise<Tried> {
  const trial = new Trial(config, instance);
  try {
    await trial.run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    trial.checks.push(fail('program:trial', `${error.message}`, { anywhere: error.remedy ?? '' }));
  } finally {
    await trial.close();
  }
  return trial;
}

/** An instrument without keyboards, screen and socket, and what is found on the way. */
class Trial implements Tried {
  readonly checks: Check[] = [];
  isHaunted = false;
  readonly #config: Config;
  readonly #player: PlayerSettings;
  readonly #instance: FoundInstance;
  // A file driver has to write somewhere: not over what somebody plays.
  readonly #folder = mkdtempSync(join(tmpdir(), 'fw16-synth-trial-'));
  readonly #closing: (() => unknown)[] = [];

  constructor(config: Config, instance: FoundInstance) {
    this.#config = config;
    this.#player = plain(playerSettings(config, true));
    this.#instance = instance;
  }

  async run(): Promise<void> {
    const { audio } = this.#config;
    const onItsWay = new ThreadOnItsWay();
    const engine = new Engine(tunedSettings(this.#config), audio.driver);
    this.#closing.push(() => engine.close());
    const font = await this.#loadFont(engine);
    const isRendered = await this.#startAudio(engine);
    if (font === undefined || !isRendered) return;
    const thread = await this.#startThread(engine, onItsWay);
    const sound = engine.soundOf(this.#player.instrument.channel);
    this.checks.push(programCheck(sound, this.#config));
    const ear = engine.ear(EAR_SECONDS);
    this.#closing.push(() => ear.close());
    await this.#play(engine, thread, ear, font);
  }

  async close(): Promise<void> {
    for (const close of this.#closing.reverse()) {
      // A thread that hangs may still play on the synthesiser, which is then left to the kernel.
      this.isHaunted = (await close()) === false;
      if (this.isHaunted) break;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The path of the font that plays now; undefined when none does. */
  async #loadFont(engine: Engine): Promise<string | undefined> {
    const { check, path } = fontCheck(this.#config.audio.soundfont, fontPlace());
    this.checks.push(check);
    if (path === undefined) return undefined;
    const began = performance.now();
    const loaded = await engine.loadFont(path);
    const name = 'font:loaded';
    if (loaded.ok) {
      const ms = Math.round(performance.now() - began);
      this.checks.push(pass(name, `in ${ms} ms`, [ms, 'ms']));
      return path;
    }
    this.checks.push(fail(name, `${path}: ${loaded.why}`, { anywhere: loaded.remedy }));
    const instead = builtInFont();
    return path !== instead && (await engine.loadFont(instead)).ok ? instead : undefined;
  }

  /** The configured driver, or one that is not heard, so that the rest can be tried. */
  async #startAudio(engine: Engine): Promise<boolean> {
    const wanted = this.#config.audio.driver;
    const file = join(this.#folder, 'trial.wav');
    const isTaken = wanted === 'alsa' && this.#instance.running;
    const answer = isTaken ? undefined : await engine.startAudio(wanted, file);
    if (answer?.ok) await settled(engine);
    this.checks.push(driverCheck(wanted, answer, engine.out.route));
    return answer?.ok === true || (await engine.startAudio('file', file)).ok;
  }

  async #startThread(engine: Engine, onItsWay: ThreadOnItsWay): Promise<PlayThread> {
    const { realtimePriority } = this.#config.performance;
    const thread = new PlayThread({
      synth: engine.synth,
      player: this.#player,
      grab: false,
      realtimePriority,
      onItsWay,
      onNodeGone: () => {},
      onFailure: (problem) => {
        this.checks.push(
          fail('program:thread', problem.message, { anywhere: problem.remedy ?? '' }),
        );
      },
    });
    this.#closing.push(() => thread.close());
    await thread.ready();
    await thread.seekRealtime();
    this.checks.push(threadCheck(thread.snapshot().realtimePriority, realtimePriority));
    return thread;
  }

  async #play(engine: Engine, thread: PlayThread, ear: Ear, font: string): Promise<void> {
    const { key, note } = trialKey(this.#player);
    const { health } = this.#config;
    const before = { ...engine.levels(), us: monotonicUs() };
    const keyboard = new TrialKeyboard(thread, engine, ear, key);
    this.#closing.push(() => keyboard.close());
    const heard = await keyboard.play();
    const panic = await keyboard.panic();
    await keyboard.listen(COURSE_MS - (monotonicUs() - before.us) / 1000);
    const after = { ...engine.levels(), us: monotonicUs() };
    const seconds = (after.us - before.us) / 1e6;
    const wantedHz = hzOfCents(configuredTuning(this.#config)[note] ?? 0);
    const latency = engine.out.route?.latency ?? [];
    this.checks.push(
      sounds(heard, noteName(note), after.clippedSamples - before.clippedSamples),
      ...(heard.firstMs === undefined
        ? []
        : [
            inTune(heard, wantedHz, () => pitchAlone(this.#config, this.#player, font, note)),
            delay(heard.firstMs, latency, health),
            ends(heard),
            panics(panic),
          ]),
      ...keepsTime(
        {
          seconds,
          callbacks: after.callbacks - before.callbacks,
          late: after.late - before.late,
          framesPerSecond: (after.frames - before.frames) / seconds,
        },
        engine.settings.sampleRate,
        health,
      ),
    );
  }
}

/** What a driver asks for at once is told after a few times. */
async function settled({ out }: Engine): Promise<void> {
  const from = out.callbacks;
  const untilMs = performance.now() + SETTLED_MS;
  while (out.callbacks < from + SETTLED_CALLBACKS && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** One key is to be one note, whatever else it is set to begin. */
function plain(player: PlayerSettings): PlayerSettings {
  return { ...player, instrument: { ...player.instrument, beats: NO_BEATS, chords: NO_CHORDS } };
}
