/**
 * Looks at this machine for `doctor` and `--test-mode`: opens libraries, asks the running
 * instrument, reads fonts, plays a note.
 */
import { loadConfig } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import { ask, isRunning } from '../../control/control-socket.ts';
import type { Check } from '../../core/check.ts';
import { latencyWords } from '../../core/latency.ts';
import { Problem } from '../../core/problem.ts';
import type { Status } from '../../core/status.ts';
import { probeGrab } from '../../devices/grab-probe.ts';
import { driversFor, prepareDrivers } from '../../engine/drivers.ts';
import { makeSettings } from '../../engine/settings.ts';
import { checkSoundFont, chooseSoundFont, listSoundFonts } from '../../engine/soundfonts.ts';
import { openFluidSynth } from '../../ffi/libfluidsynth.ts';
import { engineSettings } from '../engine-settings.ts';
import { fontPlace } from '../font.ts';
import { keyboardChoice } from '../inputs.ts';
import type { Tried } from '../trial.ts';
import { tryOut } from '../trial.ts';
import type { Wanted } from './doctor.ts';
import { doctorChecks } from './doctor.ts';
import type { FoundFonts } from './fonts.ts';
import { fontBytes } from './fonts.ts';
import { grabChecks } from './grabs.ts';
import { inputsOf, keyboardChecks, keyboardsOf, pathOf } from './keyboards.ts';
import type { Machine } from './machine.ts';
import type { FoundConfig, FoundInstance } from './program.ts';
import { configuration, instanceCheck } from './program.ts';
import { realtimeChecks } from './realtime.ts';
import type { FoundSynthesiser } from './synthesiser.ts';

/**
 * Every check on this machine.
 *
 * @param tryGrabs whether each keyboard is taken for an instant, to see whether it can be
 */
export async function examine(
  machine: Machine,
  config: FoundConfig,
  tryGrabs: boolean,
): Promise<Check[]> {
  const settings = config instanceof Problem ? defaults() : config.config;
  const instance = await runningInstance(machine.env);
  // First of all: it decides which libraries this process will have.
  const synthesiser = synthesiserHere(settings, machine.env);
  return doctorChecks(machine, {
    config,
    wanted: wantedBy(settings),
    instance,
    synthesiser,
    fonts: fontsHere(settings),
    grabs: tryGrabs ? grabs(machine, instance.running) : [],
  });
}

/**
 * Every check of `--test-mode`: what the chain needs, and then the chain itself, which is heard. An
 * instrument that runs keeps its socket and its keyboards.
 */
export async function tryConfiguration(machine: Machine, config: FoundConfig): Promise<Tried> {
  if (config instanceof Problem) {
    return { checks: [configuration(machine, config)], isHaunted: false };
  }
  const settings = config.config;
  const instance = await runningInstance(machine.env);
  // First of all: the driver that is chosen decides which libraries this process will have.
  const { checks: chain, isHaunted } = await tryOut(settings, instance);
  const { priority, ...wanted } = wantedBy(settings);
  const bytes = fontBytes(fontsHere(settings));
  const needs = [
    ...keyboardChecks(machine, wanted),
    ...realtimeChecks(machine, { priority, fontBytes: bytes }),
  ];
  const checks = [
    configuration(machine, config),
    instanceCheck(instance),
    ...needs.filter(({ name }) => NEEDED.includes(name)),
    ...chain,
  ];
  return { checks, isHaunted };
}

const NEEDED = ['keyboard:found', 'keyboard:access', 'realtime:locked-memory'];

/** The instrument of this user that runs already, if one does. */
export async function runningInstance(env: Machine['env']): Promise<FoundInstance> {
  if (!(await isRunning(env))) return { running: false };
  try {
    const answer = await ask(env, { do: 'status' });
    const running = { running: true, answers: true } as const;
    if (!answer.ok) return { ...running, says: answer.why, isHeard: true, driver: '' };
    const { pid, audio } = answer.status as Status;
    const { driver } = audio;
    const isHeard = driver !== '' && audio.into !== '';
    return { ...running, says: `process ${pid} ${playing(audio)}`, isHeard, driver };
  } catch {
    return { running: true, answers: false };
  }
}

function playing({ driver, why, into, latency }: Status['audio']): string {
  if (driver === '') return `plays without sound: ${why}`;
  if (driver === 'file') return 'plays into a file';
  const place = into === '' ? ', connected to nothing' : into === undefined ? '' : ` into ${into}`;
  return `plays by ${driver}${place}: ${latencyWords(latency)}`;
}

/** The configuration as it is without a file, a variable or a flag. */
function defaults(): Config {
  const nowhere = '/dev/null';
  return loadConfig({ flags: {}, env: {}, home: nowhere, systemFile: `${nowhere}/config.yaml` })
    .config;
}

function wantedBy(config: Config): Wanted {
  const { driver, bufferSize, sampleRate } = config.audio;
  return {
    driver,
    bufferSize,
    sampleRate,
    priority: config.performance.realtimePriority,
    ...keyboardChoice(config),
    midi: config.midi.inputEnabled || config.midi.outputEnabled,
    ledMatrix: config.ledMatrix.enabled,
  };
}

function synthesiserHere(config: Config, env: Machine['env']): FoundSynthesiser {
  const { driver, bufferSize, sampleRate } = config.audio;
  prepareDrivers(driver, bufferSize, sampleRate, env);
  const opened = openFluidSynth();
  if (!opened.ok) return opened;
  const { fluidsynth } = opened;
  const settings = makeSettings(fluidsynth, engineSettings(config));
  try {
    return {
      ok: true,
      version: fluidsynth.version,
      drivers: fluidsynth.options(settings, 'audio.driver'),
      readsCompressed: fontPlace().sf3,
      ...driversFor(driver, fluidsynth, settings, env),
    };
  } finally {
    fluidsynth.deleteSettings(settings);
  }
}

function fontsHere({ audio, keyboard }: Config): FoundFonts {
  const place = fontPlace();
  const chosen = chooseSoundFont(audio.soundfont, place);
  const playing = checkSoundFont(chosen.path, place);
  const { bank, program } = keyboard;
  return { chosen, playing, all: listSoundFonts(place), bank, program };
}

function grabs(machine: Machine, isPlaying: boolean): Check[] {
  const paths = isPlaying ? [] : keyboardsOf(inputsOf(machine)).map(pathOf);
  return grabChecks(new Map(paths.map((path) => [path, probeGrab(path)])), isPlaying);
}
