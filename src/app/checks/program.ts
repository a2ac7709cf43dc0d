import type { LoadedConfig } from '../../config/load.ts';
import type { Check } from '../../core/check.ts';
import type { Problem } from '../../core/problem.ts';
import { fail, pass, warn } from './finding.ts';
import type { Machine, Process } from './machine.ts';

/** The configuration as it was read, or what is wrong with it. */
export type FoundConfig = LoadedConfig | Problem;

/** Another instrument of this user, as its control socket answers. */
export type FoundInstance =
  | { readonly running: false }
  | { readonly running: true; readonly answers: false }
  | {
      readonly running: true;
      readonly answers: true;
      /** Such as `process 4711 plays by pipewire into Speakers, 5.3 ms of buffer`. */
      readonly says: string;
      /** Whether anybody hears it. */
      readonly isHeard: boolean;
      /** The audio driver it has; '' while it starts. */
      readonly driver: string;
    };

export function programChecks(
  machine: Machine,
  config: FoundConfig,
  instance: FoundInstance,
  running: readonly Process[],
): Check[] {
  return [configuration(machine, config), instanceCheck(instance), ...rival(running)];
}

export function configuration({ user }: Machine, config: FoundConfig): Check {
  const name = 'program:configuration';
  if (config instanceof Error) {
    const [first = '', ...rest] = `${config}`.split('\n');
    return { name, standing: 'fail', says: first.replace(/:$/, ''), advice: paragraphs(rest) };
  }
  const files = config.files.length === 0 ? 'the defaults' : config.files.join(' and ');
  if (user.id === 0) {
    return warn(name, `right (${files}), but this is root`, {
      anywhere: 'Run it as yourself: as root it finds neither your sound server nor your files.',
    });
  }
  return pass(name, `right: ${files}`);
}

/** Lines with those below them that stand further in, which say what to do: one advice each. */
function paragraphs(lines: readonly string[]): string[] {
  const indent = lines[0]?.search(/\S/) ?? 0;
  const found: string[] = [];
  for (const line of lines) {
    if (line.search(/\S/) <= indent) found.push(line.trim());
    else found.push(`${found.pop()}\n${line.slice(indent)}`);
  }
  return found;
}

export function instanceCheck(instance: FoundInstance): Check {
  const name = 'program:instance';
  if (!instance.running) return pass(name, 'none is running');
  if (instance.answers && instance.isHeard) return pass(name, instance.says);
  if (instance.answers) {
    return warn(name, instance.says, { anywhere: 'What is found below says what would be heard.' });
  }
  return fail(name, 'one is running and does not answer', {
    anywhere: 'End it and start again: kill $(pgrep -x fw16-synth)',
  });
}

/** Debian starts a FluidSynth of its own in every session; it may hold the sound card. */
function rival(running: readonly Process[]): Check[] {
  const found = running.find(({ name }) => name === 'fluidsynth');
  if (found === undefined) return [];
  return [
    warn('program:fluidsynth', `a fluidsynth (process ${found.pid}) runs beside us`, {
      nixos: 'services.fluidsynth.enable = false; in Home Manager.',
      elsewhere: 'systemctl --user disable --now fluidsynth',
    }),
  ];
}
