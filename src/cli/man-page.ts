import { version } from '../app/version.ts';
import { spelled, usageOf } from './help.ts';
import type { Command, Flag } from './options.ts';
import { COMMANDS, PLAY } from './options.ts';
import { EXIT_ROWS } from './reference.ts';

/** packaging/man/fw16-synth.1, in the language of man(7). */
export function manPage(): string {
  const others = COMMANDS.filter((command) => command !== PLAY);
  return `${[
    '.\\" Written by npm run docs from src/cli/options.ts; change it there.',
    `.TH FW16\\-SYNTH 1 "" "fw16\\-synth ${roff(version)}"`,
    '.SH NAME',
    'fw16\\-synth \\- turns the keyboard into an instrument',
    '.SH SYNOPSIS',
    ...['[FLAGS]', ...others.map(usageOf)].flatMap((use) => ['.B fw16\\-synth', roff(use), '.br']),
    '.SH DESCRIPTION',
    roff(
      'Plays the keys of this machine through FluidSynth. It needs no configuration, and says what it does and why. Left Ctrl + Left Alt + Space arms and disarms the keyboard; Esc held for a second always gives it back.',
    ),
    '.SH FLAGS',
    ...PLAY.flags.flatMap(flagLines),
    '.SH COMMANDS',
    ...others.flatMap(commandLines),
    '.SH FILES',
    ...tagged('~/.config/fw16-synth/config.yaml', 'Your configuration.'),
    ...tagged('/etc/fw16-synth/config.yaml', "The system's, where yours says nothing else."),
    '.SH ENVIRONMENT',
    ...tagged(
      'FW16_SYNTH_SECTION_SETTING',
      'A setting, such as FW16_SYNTH_AUDIO_BUFFER_SIZE=128; it outranks the files.',
    ),
    '.SH "EXIT STATUS"',
    ...EXIT_ROWS.flatMap(([code, means]) => tagged(code, means)),
  ].join('\n')}\n`;
}

function commandLines(command: Command): string[] {
  const operands = command.operands ?? [];
  const below = [
    ...operands.flatMap(([typed, means]) => tagged(typed, means)),
    ...command.flags.filter(({ name }) => name !== 'help').flatMap(flagLines),
  ];
  return [
    ...tagged(usageOf(command), command.means),
    ...(below.length === 0 ? [] : ['.RS', ...below, '.RE']),
  ];
}

function flagLines(flag: Flag): string[] {
  return tagged(spelled(flag), flag.means);
}

function tagged(head: string, text: string): string[] {
  return ['.TP', `.B ${roff(head)}`, roff(text)];
}

/** Text with nothing in it that roff obeys. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('~', '\\(ti')
    .replaceAll('"', '\\(dq')
    .replace(/^[.']/, '\\&$&');
}
