import { EXIT } from '../core/problem.ts';
import { spelled, usageOf } from './help.ts';
import type { Command, Flag } from './options.ts';
import { COMMANDS } from './options.ts';

/** docs/cli.md. */
export function cliReference(): string {
  return [INTRODUCTION, ...COMMANDS.map(commandReference), exitCodes()].join('\n');
}

const INTRODUCTION = `# Commands

<!-- Written by npm run docs from src/cli/options.ts; change it there. -->

\`\`\`
fw16-synth [FLAGS]
fw16-synth COMMAND [FLAGS]
\`\`\`

In a checkout \`./play\` stands for \`fw16-synth\`: it brings what is missing, builds, and hands all of its
arguments on. What a command answers goes to standard output, all talk to standard error, so that
\`fw16-synth devices --json | jq\` works. A value follows its flag after a space or \`=\`. A flag that names a
setting outranks the variables and files of [configuration.md](configuration.md).
`;

function commandReference(command: Command): string {
  const lines = [
    `## ${usageOf(command)}`,
    '',
    command.means,
    '',
    ...(command.operands === undefined
      ? []
      : table(
          [command.takes, 'Meaning'],
          command.operands.map(([typed, means]) => [`\`${typed}\``, means]),
        )),
    ...table(['Flag', 'Meaning'], command.flags.map(flagRow)),
  ];
  return lines.join('\n');
}

function flagRow(flag: Flag): [string, string] {
  const setting = flag.key === undefined ? '' : ` Sets \`${flag.key}\`.`;
  return [`\`${spelled(flag)}\``, `${flag.means}${setting}`];
}

const EXIT_MEANS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'It did what it was asked.',
  failed: 'It ran, and the answer is no.',
  usage: 'The command or a flag is wrong.',
  badData: 'A recording or a SoundFont is damaged, or is none.',
  noInput: 'A file that was named is not there.',
  unavailable:
    'Something it needs is missing or busy: a library, a sound server, a terminal, a mirror, another instrument running, or none.',
  internal: 'A fault of ours: please report it.',
  io: 'Reading or writing failed.',
  noPermission: 'This user may not open it.',
  config: 'The configuration is wrong, wherever its values came from.',
  interrupted: 'Ended with Ctrl+C.',
};

/** Each exit code and its meaning. */
export const EXIT_ROWS = Object.entries(EXIT_MEANS).map(([name, means]): [string, string] => [
  `${EXIT[name as keyof typeof EXIT]}`,
  means,
]);

function exitCodes(): string {
  return ['## Exit codes', '', ...table(['Code', 'Meaning'], EXIT_ROWS)].join('\n');
}

/** A Markdown table with an empty line behind it. */
function table(
  heads: readonly [string, string],
  rows: readonly (readonly [string, string])[],
): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), '|---|---|', ...rows.map(line), ''];
}
