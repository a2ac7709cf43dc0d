import type { Command, Flag } from './options.ts';
import { COMMANDS, PLAY } from './options.ts';

/** The help of a command; of `play`, the help of the whole program. */
export function help(command: Command): string {
  const lines =
    command === PLAY
      ? [
          'fw16-synth turns the keyboard into an instrument.',
          '',
          'fw16-synth [FLAGS]',
          'fw16-synth COMMAND [FLAGS]',
          '',
          'Commands',
          ...table(COMMANDS.map((each) => [usageOf(each), each.means])),
        ]
      : [`fw16-synth ${usageOf(command)}`, '', command.means];
  const operands = command.operands;
  const asked = operands === undefined ? [] : ['', command.takes, ...table(operands)];
  return `${[...lines, ...asked, '', 'Flags', ...table(command.flags.map(flagRow))].join('\n')}\n`;
}

/** A command with what follows it: `render RECORDING`. */
export function usageOf({ name, takes }: Command): string {
  return `${name} ${takes}`.trim();
}

/** A flag as it is typed: `-o, --output FILE`. */
export function spelled({ name, short, takes }: Flag): string {
  const long = takes === undefined ? `--${name}` : `--${name} ${takes}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

function flagRow(flag: Flag): [string, string] {
  return [flag.short === undefined ? `    ${spelled(flag)}` : spelled(flag), flag.means];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
