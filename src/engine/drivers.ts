/** Which audio driver runs, and why: the order of preference, and what each needs of the machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FluidSynth, SettingsPtr } from '../ffi/libfluidsynth.ts';
import { startPipeWire } from '../ffi/libpipewire.ts';
import { filesInProcess, loadLibrary } from '../ffi/libraries.ts';

export type DriverChoice = 'auto' | 'pipewire' | 'jack' | 'pulseaudio' | 'alsa' | 'file';

type Environment = Readonly<Record<string, string | undefined>>;

/** A driver to try. */
export interface Candidate {
  /** What it is to people: the server that plays. */
  readonly name: Exclude<DriverChoice, 'auto' | 'file'>;
  /** FluidSynth's `audio.driver`. */
  readonly driver: Exclude<DriverChoice, 'auto' | 'file'>;
  readonly why: string;
}

/** A driver that is not worth trying, and what would make it so. */
export interface Unfit {
  readonly name: string;
  readonly why: string;
  readonly remedy: string;
}

// Before 2.3.3 it was choppy (FluidSynth pull request 1230).
const PIPEWIRE_DRIVER_SINCE = [2, 3, 3] as const;

/**
 * What has to be so before libfluidsynth is opened: PipeWire's own libjack stands in for JACK's,
 * since Debian's FluidSynth speaks to PipeWire no other way, and where no JACK is running.
 */
export function prepareDrivers(
  choice: DriverChoice,
  frames: number,
  rate: number,
  env: Environment,
): void {
  process.env['JACK_NO_START_SERVER'] ??= '1';
  process.env['PIPEWIRE_LATENCY'] ??= `${frames}/${rate}`;
  const isJackByPipeWire = choice === 'jack' && !jackRuns(env) && hasPipeWire(env);
  if (choice === 'auto' || choice === 'pipewire' || isJackByPipeWire) {
    loadLibrary('pipewire-jack', { visible: true });
  }
}

/** The drivers to try in order, and those that are out of the question. */
export function driversFor(
  choice: DriverChoice,
  fluidsynth: FluidSynth,
  settings: SettingsPtr,
  env: Environment,
): { candidates: Candidate[]; unfit: Unfit[] } {
  const compiled = fluidsynth.options(settings, 'audio.driver');
  const checks = choice === 'auto' ? AUTO_ORDER : AUTO_ORDER.filter(({ name }) => name === choice);
  const candidates: Candidate[] = [];
  const unfit: Unfit[] = [];
  for (const { name, check } of choice === 'jack' ? [JACK] : checks) {
    const answer = check(compiled, fluidsynth.version, env);
    if ('remedy' in answer) unfit.push({ name, ...answer });
    else candidates.push({ name, ...answer });
  }
  return { candidates, unfit };
}

type Answer =
  | { readonly driver: Candidate['driver']; readonly why: string }
  | { readonly why: string; readonly remedy: string };

interface DriverCheck {
  readonly name: Candidate['name'];
  readonly check: (
    compiled: readonly string[],
    version: FluidSynth['version'],
    env: Environment,
  ) => Answer;
}

const JACK: DriverCheck = {
  name: 'jack',
  check: (compiled, _version, env) => {
    if (!compiled.includes('jack')) {
      return notCompiled('JACK', 'a FluidSynth with the jack driver');
    }
    if (jackRuns(env)) return { driver: 'jack', why: 'chosen' };
    if (hasPipeWire(env) && filesInProcess('libjack').some(isPipeWires)) {
      return { driver: 'jack', why: 'chosen; PipeWire answers in its place' };
    }
    return { why: 'no JACK is running', remedy: 'Start one, for instance jackd -d alsa.' };
  },
};

const AUTO_ORDER: readonly DriverCheck[] = [
  { name: 'pipewire', check: pipewire },
  {
    name: 'pulseaudio',
    check: (compiled, _version, env) => {
      if (!compiled.includes('pulseaudio')) {
        return notCompiled('PulseAudio', 'a FluidSynth with the pulseaudio driver');
      }
      if (env['PULSE_SERVER'] === undefined && !inRuntimeFolder(env, 'pulse/native')) {
        return { why: 'no PulseAudio is running', remedy: 'apt install pipewire-pulse' };
      }
      return { driver: 'pulseaudio', why: 'PulseAudio is running' };
    },
  },
  {
    name: 'alsa',
    check: (compiled) => {
      if (!compiled.includes('alsa')) return notCompiled('ALSA', 'a FluidSynth with ALSA');
      if (!existsSync('/dev/snd')) {
        return { why: 'this machine has no sound card', remedy: 'Connect one.' };
      }
      return { driver: 'alsa', why: 'there is a sound card and no sound server' };
    },
  },
];

function pipewire(
  compiled: readonly string[],
  version: FluidSynth['version'],
  env: Environment,
): Answer {
  if (!hasPipeWire(env)) {
    return { why: 'no PipeWire is running', remedy: 'apt install pipewire wireplumber' };
  }
  if (compiled.includes('pipewire') && isSince(version, PIPEWIRE_DRIVER_SINCE)) {
    return startPipeWire()
      ? { driver: 'pipewire', why: 'PipeWire is running' }
      : { why: 'libpipewire is missing', remedy: 'apt install libpipewire-0.3-0' };
  }
  if (!compiled.includes('jack')) return notCompiled('PipeWire', 'FluidSynth 2.3.3 or later');
  const library = loadLibrary('pipewire-jack');
  if (!library.ok)
    return { why: 'its way into PipeWire, pw-jack, is missing', remedy: library.remedy };
  if (!filesInProcess('libjack').every(isPipeWires)) {
    return { why: 'another libjack was loaded before', remedy: 'Choose the driver jack.' };
  }
  return {
    driver: 'jack',
    why: `PipeWire is running, and FluidSynth ${version.join('.')} reaches it through JACK`,
  };
}

function hasPipeWire(env: Environment): boolean {
  const remote = env['PIPEWIRE_REMOTE'] ?? 'pipewire-0';
  if (remote.startsWith('/')) return existsSync(remote);
  const folder = env['PIPEWIRE_RUNTIME_DIR'];
  if (folder !== undefined) return existsSync(join(folder, remote));
  return inRuntimeFolder(env, remote);
}

function inRuntimeFolder(env: Environment, name: string): boolean {
  const folder = env['XDG_RUNTIME_DIR'];
  return folder !== undefined && existsSync(join(folder, name));
}

/** Whether a JACK of this user's is running: version 1 and version 2 have their sockets here. */
function jackRuns(env: Environment): boolean {
  const server = env['JACK_DEFAULT_SERVER'] ?? 'default';
  const user = process.getuid?.() ?? 0;
  return [`jack-${user}/${server}/jack_0`, `jack_${server}_${user}_0`].some((socket) =>
    existsSync(join('/dev/shm', socket)),
  );
}

function isPipeWires(libjack: string): boolean {
  return libjack.includes('/pipewire-0.3/jack/');
}

function notCompiled(server: string, remedy: string): Answer {
  return { why: `this FluidSynth cannot speak to ${server}`, remedy: `Install ${remedy}.` };
}

function isSince(version: readonly number[], since: readonly number[]): boolean {
  const first = since.findIndex((part, index) => version[index] !== part);
  return first < 0 || version[first]! > since[first]!;
}
