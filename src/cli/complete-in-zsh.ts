import type { Followers } from './completion.ts';
import { flagsOf, operandsOf, spellings, valuesOf } from './completion.ts';
import type { Command, Flag } from './options.ts';
import { COMMANDS, PLAY } from './options.ts';

/** The completion for zsh, as a file \`_fw16-synth\` of its fpath or to be evaluated. */
export function zshCompletion(): string {
  const others = COMMANDS.filter((command) => command !== PLAY);
  return `#compdef fw16-synth
# Completes fw16-synth in zsh; written by fw16-synth completions zsh.
_fw16-synth() {
  local -a commands=(
${COMMANDS.map(({ name, means }) => `    ${quoted(`${name}:${means}`)}`).join('\n')}
  )
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
    _describe command commands
    return
  fi
  case $words[2] in
${others.map(commandCase).join('\n')}
    *)
      if [[ $words[2] == play ]]; then shift words; ((CURRENT--)); fi
      _arguments ${specs(PLAY)} ;;
  esac
}
if [[ $funcstack[1] == _fw16-synth ]]; then _fw16-synth "$@"; else compdef _fw16-synth fw16-synth; fi
`;
}

function commandCase(command: Command): string {
  return `    ${command.name})
      shift words; ((CURRENT--))
      _arguments ${specs(command)} ;;`;
}

function specs(command: Command): string {
  const operands = operandsOf(command);
  const rest =
    operands.length === 0 ? [] : [quoted(`1:${command.takes.toLowerCase()}:${action(operands)}`)];
  return [...flagsOf(command).map(flagSpec), ...rest].join(' \\\n        ');
}

function flagSpec(flag: Flag): string {
  const typed = spellings(flag);
  const value = flag.takes === undefined ? '' : `:${flag.takes}:${action(valuesOf(flag))}`;
  const rest = quoted(`[${flag.means.replace(/[[\]]/g, '\\$&')}]${value}`);
  if (typed.length === 1) return `${typed[0]}${rest}`;
  return `'(${typed.join(' ')})'{${typed.join(',')}}${rest}`;
}

function action(followers: Followers): string {
  if (followers === 'files') return '_files';
  return followers === 'anything' ? ' ' : `(${followers.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
