/** Which audio driver runs, and why: the order of preference, and what each needs of the machine. */
import { existsSync, realpathSync } from 'node:fs';
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

/** What helps where a server plays into nothing. */
export const SEE_OUTPUTS = 'See whether it has an output, for instance with wpctl status.';

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
  askForPeriod(frames, rate);
  const isJackByPipeWire = choice === 'jack' && !jackRuns(env) && hasPipeWire(env);
  if (choice === 'auto' || choice === 'pipewire' || isJackByPipeWire) {
    loadLibrary('pipewire-jack', { visible: true });
  }
}

/** What a stream of PipeWire's that is opened from now on asks for, unless the person says otherwise. */
export function askForPeriod(frames: number, rate: number): void {
  const before = process.env['PIPEWIRE_LATENCY'];
  if (before !== undefined && before !== asked) return;
  asked = `${frames}/${rate}`;
  process.env['PIPEWIRE_LATENCY'] = asked;
}

let asked: string | undefined;

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
    if (!compiled.includes('jack')) return notCompiled('JACK', 'a FluidSynth with the jack driver');
    const isPipeWires = !jackRuns(env) && hasPipeWire(env) && isJackOf('pipewire-jack');
    return {
      driver: 'jack',
      why: isPipeWires ? 'chosen; PipeWire answers in its place' : 'chosen',
    };
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
        return {
          why: 'no PulseAudio is running for this user',
          remedy: 'systemctl --user start pipewire-pulse, after apt install pipewire-pulse',
        };
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

/** The drivers that `auto` tries, the best first. */
export const BEST_FIRST: readonly string[] = AUTO_ORDER.map(({ name }) => name);

function pipewire(
  compiled: readonly string[],
  version: FluidSynth['version'],
  env: Environment,
): Answer {
  if (!hasPipeWire(env)) {
    if (env['XDG_RUNTIME_DIR'] === undefined) {
      const remedy = 'Log in as this user, rather than by su or sudo.';
      return { why: 'XDG_RUNTIME_DIR, where PipeWire is found, is not set', remedy };
    }
    return {
      why: 'no PipeWire is running for this user',
      remedy: 'systemctl --user start pipewire, after apt install pipewire wireplumber',
    };
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
  if (!isJackOf('pipewire-jack')) {
    return { why: 'another libjack was loaded before', remedy: 'Choose the driver jack.' };
  }
  return {
    driver: 'jack',
    why: `PipeWire is running, and FluidSynth ${version.join('.')} reaches it through JACK`,
  };
}

/** What brings a server back that has gone or hangs. */
export function bringBack(driver: Exclude<DriverChoice, 'auto'>): string {
  return BRING_BACK[driver];
}

const BRING_BACK: Readonly<Record<Exclude<DriverChoice, 'auto'>, string>> = {
  pipewire: 'systemctl --user restart pipewire',
  pulseaudio: 'systemctl --user restart pipewire-pulse, or pulseaudio',
  jack: 'start jackd again; if it runs and still does not answer, fw16-synth as well',
  alsa: 'connect the sound card again',
  file: 'start fw16-synth again',
};

/** The sockets by which a sound server of this user can be reached, once it runs. */
export function serverSockets(env: Environment): string[] {
  const folder = env['XDG_RUNTIME_DIR'];
  const pulse = folder === undefined ? undefined : join(folder, 'pulse/native');
  return [pipeWireSocket(env), pulse].filter((path) => path !== undefined);
}

function pipeWireSocket(env: Environment): string | undefined {
  const remote = env['PIPEWIRE_REMOTE'] ?? 'pipewire-0';
  if (remote.startsWith('/')) return remote;
  const folder = env['PIPEWIRE_RUNTIME_DIR'] ?? env['XDG_RUNTIME_DIR'];
  return folder === undefined ? undefined : join(folder, remote);
}

function hasPipeWire(env: Environment): boolean {
  const socket = pipeWireSocket(env);
  return socket !== undefined && existsSync(socket);
}

function inRuntimeFolder(env: Environment, name: string): boolean {
  const folder = env['XDG_RUNTIME_DIR'];
  return folder !== undefined && existsSync(join(folder, name));
}

/** Whether a JACK of this user's runs: version 1 and version 2 have their sockets here. */
function jackRuns(env: Environment): boolean {
  const server = env['JACK_DEFAULT_SERVER'] ?? 'default';
  const user = process.getuid?.() ?? 0;
  return [`jack-${user}/${server}/jack_0`, `jack_${server}_${user}_0`].some((socket) =>
    existsSync(join('/dev/shm', socket)),
  );
}

/** Whether the libjack of that name is the only one in this process. */
function isJackOf(name: 'pipewire-jack'): boolean {
  const library = loadLibrary(name);
  if (!library.ok) return false;
  const path = realpathSync(library.path);
  return filesInProcess('libjack').every((file) => file === path);
}

function notCompiled(server: string, remedy: string): Answer {
  return { why: `this FluidSynth cannot speak to ${server}`, remedy: `Install ${remedy}.` };
}

function isSince(version: readonly number[], since: readonly number[]): boolean {
  const first = since.findIndex((part, index) => version[index] !== part);
  return first < 0 || version[first]! > since[first]!;
}
