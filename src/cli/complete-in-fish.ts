import type { Followers } from './completion.ts';
import { flagsOf, operandsOf, valuesOf } from './completion.ts';
import type { Command, Flag } from './options.ts';
import { COMMANDS, PLAY } from './options.ts';

/** The completion for fish. */
export function fishCompletion(): string {
  const lines = COMMANDS.flatMap((command) => [
    complete(['-n', '__fish_use_subcommand', '-a', command.name, '-d', quoted(command.means)]),
    ...operandLines(command),
    ...flagsOf(command).map((flag) => flagLine(command, flag)),
  ]);
  return `# Completes fw16-synth in fish; written by fw16-synth completions fish.
${[complete(['-f']), ...lines].join('\n')}
`;
}

function operandLines(command: Command): string[] {
  const operands = operandsOf(command);
  if (operands.length === 0) return [];
  return [complete(['-n', isIn(command), ...offer(operands)])];
}

function flagLine(command: Command, flag: Flag): string {
  const short = flag.short === undefined ? [] : ['-s', flag.short];
  const value = flag.takes === undefined ? [] : ['-r', ...offer(valuesOf(flag))];
  return complete([
    ...['-n', isIn(command), ...short, '-l', flag.name, ...value],
    ...['-d', quoted(flag.means)],
  ]);
}

/** Without a command it is `play` that is meant. */
function isIn(command: Command): string {
  const others = COMMANDS.filter((each) => each !== PLAY).map(({ name }) => name);
  return command === PLAY
    ? quoted(`not __fish_seen_subcommand_from ${others.join(' ')}`)
    : quoted(`__fish_seen_subcommand_from ${command.name}`);
}

function offer(followers: Followers): string[] {
  if (followers === 'files') return ['-F'];
  return followers === 'anything' ? ['-f'] : ['-f', '-a', quoted(followers.join(' '))];
}

function complete(words: readonly string[]): string {
  return `complete -c fw16-synth ${words.join(' ')}`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
