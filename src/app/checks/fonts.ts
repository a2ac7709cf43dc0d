import { basename } from 'node:path';
import type { Check } from '../../core/check.ts';
import type { CheckedFont, ChosenFont } from '../../engine/soundfonts.ts';
import { fail, pass, warn } from './finding.ts';

export interface FoundFonts {
  readonly chosen: ChosenFont;
  /** The chosen one, as its header describes it. */
  readonly playing: CheckedFont;
  readonly all: readonly CheckedFont[];
  /** Bank and program to begin with. */
  readonly bank: number;
  readonly program: number;
}

const INSTALL = {
  nixos: 'programs.fw16-synth.installSoundfonts = true;',
  elsewhere: 'sudo apt install fluid-soundfont-gm',
};

/** The SoundFonts of this machine, the one that plays, and the program that it begins with. */
export function fontChecks(found: FoundFonts): Check[] {
  return [chosenCheck(found.chosen), installed(found.all), ...program(found)];
}

/** Bytes of the font that plays. */
export function fontBytes({ playing }: FoundFonts): number {
  return playing.ok ? playing.bytes : 0;
}

function chosenCheck(chosen: ChosenFont): Check {
  const name = 'font:chosen';
  if (!chosen.ok) {
    return fail(name, `${chosen.path}: ${chosen.why}`, { ...INSTALL, anywhere: chosen.remedy });
  }
  if (chosen.refused !== undefined) {
    const { path, why, remedy } = chosen.refused;
    return warn(name, `${path}: ${why}; ${basename(chosen.path)} plays in its place`, {
      nixos: 'programs.fw16-synth.soundfont = "...";',
      elsewhere: 'audio.soundfont in the configuration.',
      anywhere: remedy,
    });
  }
  return pass(name, `${chosen.path}, ${chosen.why}`);
}

function installed(all: readonly CheckedFont[]): Check {
  const name = 'font:installed';
  const refused = all.flatMap((font) => (font.ok ? [] : [font]));
  const good = all.length - refused.length;
  const figure = [good, 'fonts'] as const;
  // The built-in one is always among them.
  if (good <= 1) {
    return warn(name, 'none but the built-in one, which has few sounds', INSTALL, figure);
  }
  if (refused.length === 0) return pass(name, `${good} that can be played`, figure);
  return {
    ...pass(name, `${good} that can be played, and ${refused.length} that cannot`, figure),
    standing: 'warn',
    advice: refused.map(({ path, why, remedy }) => `${path}: ${why}. ${remedy}`),
  };
}

function program({ bank, program, playing }: FoundFonts): Check[] {
  if (!playing.ok) return [];
  const name = 'font:program';
  const preset = playing.presets.find((each) => each.bank === bank && each.program === program);
  if (preset !== undefined)
    return [pass(name, `${preset.name} (bank ${bank}, program ${program})`)];
  const other = playing.presets.find((each) => each.program === program) ?? playing.presets[0];
  return [
    warn(name, `${playing.name} has no program ${program} in bank ${bank}`, {
      nixos: `programs.fw16-synth.defaultProgram = ${other?.program};`,
      elsewhere: `It has, for instance, ${other?.name}: keyboard.bank: ${other?.bank}, keyboard.program: ${other?.program}`,
    }),
  ];
}
