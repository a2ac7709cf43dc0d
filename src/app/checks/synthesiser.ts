import type { Check } from '../../core/check.ts';
import type { Candidate, DriverChoice, Unfit } from '../../engine/drivers.ts';
import { fail, pass, warn } from './finding.ts';

type Version = readonly [major: number, minor: number, micro: number];

/** libfluidsynth as it was found. */
export type FoundSynthesiser =
  | {
      readonly ok: true;
      readonly version: Version;
      /** Audio drivers that were compiled in. */
      readonly drivers: readonly string[];
      readonly readsCompressed: boolean;
      readonly candidates: readonly Candidate[];
      readonly unfit: readonly Unfit[];
    }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

/** FluidSynth: which it is, what is known of it, and the way out that it will take. */
export function synthesiserChecks(found: FoundSynthesiser, choice: DriverChoice): Check[] {
  if (!found.ok) {
    const nixos = 'programs.fw16-synth.enable = true; brings it.';
    return [fail('synthesiser:version', `none: ${found.why}`, { nixos, elsewhere: found.remedy })];
  }
  const { version, readsCompressed } = found;
  return [
    pass('synthesiser:version', `FluidSynth ${version.join('.')}`),
    faults(version),
    drivers(found.drivers, version),
    driver(found.candidates, found.unfit, choice),
    readsCompressed
      ? pass('synthesiser:compressed-fonts', 'SF3 can be read')
      : warn('synthesiser:compressed-fonts', 'SF3 cannot be read', {
          elsewhere: 'Install a FluidSynth that was built with libsndfile, or use SF2.',
        }),
  ];
}

const MENDED: Version = [2, 5, 6];

/** Its change log names what a made-up SoundFont could do before 2.5.6; our own check comes first. */
function faults(version: Version): Check {
  const name = 'synthesiser:faults';
  if (!isBefore(version, MENDED)) return pass(name, 'none known that a SoundFont could use');
  return warn(name, 'before 2.5.6 a made-up SoundFont could harm it (CVE-2026-58264 and others)', {
    nixos: 'nix flake update, for a newer nixpkgs.',
    elsewhere: 'sudo apt upgrade; your system may have mended it under the old number.',
    anywhere: 'Until then play SoundFonts of people you trust.',
  });
}

function drivers(compiled: readonly string[], version: Version): Check {
  const name = 'synthesiser:drivers';
  const says = compiled.join(', ');
  const isChoppy = compiled.includes('pipewire') && isBefore(version, [2, 3, 3]);
  if (compiled.includes('jack') || (compiled.includes('pipewire') && !isChoppy)) {
    const told = isChoppy ? `${says}; its pipewire is choppy before 2.3.3 and passed over` : says;
    return pass(name, told);
  }
  return warn(name, `${says}: none that reaches PipeWire without a detour`, {
    nixos: 'programs.fw16-synth brings a FluidSynth with the pipewire driver.',
    elsewhere: 'Install FluidSynth 2.3.3 or later with pipewire or jack.',
  });
}

function driver(
  candidates: readonly Candidate[],
  unfit: readonly Unfit[],
  choice: DriverChoice,
): Check {
  const name = 'synthesiser:driver';
  if (choice === 'file') return pass(name, 'a file, as audio.driver says: nothing is heard');
  const [first] = candidates;
  if (first !== undefined) return pass(name, `${first.name}: ${first.why}`);
  const nixos = 'NixOS: programs.fw16-synth.audioDriver = "pipewire"; brings what it needs.';
  return {
    name,
    standing: 'fail',
    says: `none can play (audio.driver is ${choice})`,
    advice: [nixos, ...unfit.map((each) => `For ${each.name}, ${each.why}: ${each.remedy}`)],
  };
}

function isBefore(version: Version, other: Version): boolean {
  const at = version.findIndex((part, index) => part !== other[index]);
  return at >= 0 && version[at]! < other[at]!;
}
