import { nearest } from '../config/nearest.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { usageOf } from './help.ts';
import type { Command, Flag, Invocation } from './options.ts';
import { COMMANDS, PLAY } from './options.ts';

/**
 * Arguments as a command with its flags.
 *
 * @throws Problem with exit 2 and the nearest thing that would have been right
 */
export function parse(argv: readonly string[]): Invocation {
  const named = COMMANDS.find(({ name }) => name === argv[0]);
  const command = named ?? PLAY;
  const { flags, operands } = read(command, named === undefined ? argv : argv.slice(1));
  const [first] = operands;
  if (named === undefined && first !== undefined) throw noCommand(first);
  if (!flags.has('help')) checkOperands(command, operands);
  return { command, operands, flags };
}

// Not node's parseArgs: that takes the -3 of `send transpose -3` for a flag.
function read(command: Command, argv: readonly string[]): Pick<Invocation, 'flags' | 'operands'> {
  const flags = new Map<string, string>();
  const operands: string[] = [];
  const rest = [...argv];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') return { flags, operands: [...operands, ...rest] };
    if (!isFlag(arg)) {
      operands.push(arg);
      continue;
    }
    const { typed, inline } = split(arg);
    const flag = flagOf(command, typed);
    if (flag === undefined) throw noFlag(command, typed);
    flags.set(flag.name, valueFor(command, flag, typed, inline, rest));
  }
  return { flags, operands };
}

/** Takes the flag's value from behind `=`, else from the arguments that follow. */
function valueFor(
  command: Command,
  flag: Flag,
  typed: string,
  inline: string | undefined,
  rest: string[],
): string {
  if (flag.takes === undefined) {
    if (inline === undefined) return '';
    throw usage(`${typed} takes no value`, seeFlags(command));
  }
  if (inline !== undefined) return inline;
  const [next] = rest;
  if (next === undefined || isFlag(next)) {
    throw usage(`${typed} takes ${flag.takes}, and nothing follows it`, seeFlags(command));
  }
  rest.shift();
  return next;
}

/** A lone dash and a negative number are values, whatever they begin with. */
function isFlag(arg: string): boolean {
  return /^-[^\d.]/.test(arg);
}

function split(arg: string): { typed: string; inline: string | undefined } {
  const [, typed = arg, inline] =
    /^(--[^=]*)(?:=(.*))?$/s.exec(arg) ?? /^(-.)(.+)?$/s.exec(arg) ?? [];
  return { typed, inline };
}

function flagOf(command: Command, typed: string): Flag | undefined {
  return command.flags.find(
    ({ name, short }) => typed === `--${name}` || (short !== undefined && typed === `-${short}`),
  );
}

function checkOperands(command: Command, operands: readonly string[]): void {
  const remedy = `Type: fw16-synth ${usageOf(command)}. fw16-synth ${command.name} --help says more.`;
  if (operands.length < command.least) throw usage(`${command.takes} is missing`, remedy);
  const extra = operands[command.most];
  if (extra !== undefined) throw usage(`${extra} is one word too many`, remedy);
}

function noCommand(typed: string): Problem {
  if (COMMANDS.some(({ name }) => name === typed)) {
    return usage(`the command ${typed} stands behind flags`, `Write it first: fw16-synth ${typed}`);
  }
  const what = `there is no command ${typed}`;
  if (/[./]/.test(typed)) {
    return usage(what, `To play a recording: fw16-synth --input ${typed}`);
  }
  const meant = nearest(
    typed,
    COMMANDS.map(({ name }) => name),
  );
  return usage(
    meant === undefined ? what : `${what}; did you mean ${meant}?`,
    'fw16-synth --help lists them.',
  );
}

function noFlag(command: Command, typed: string): Problem {
  const what = `${command === PLAY ? 'fw16-synth' : command.name} has no flag ${typed}`;
  const meant = nearest(
    typed,
    command.flags.map(({ name }) => `--${name}`),
  );
  return usage(meant === undefined ? what : `${what}; did you mean ${meant}?`, seeFlags(command));
}

function seeFlags(command: Command): string {
  return `fw16-synth ${command === PLAY ? '' : `${command.name} `}--help lists the flags.`;
}

function usage(what: string, remedy: string): Problem {
  return new Problem(what, { remedy, exit: EXIT.usage });
}
