import type { Followers } from './completion.ts';
import { flagsOf, operandsOf, spellings, valuesOf } from './completion.ts';
import type { Command } from './options.ts';
import { COMMANDS, PLAY } from './options.ts';

/** The completion for bash, complete in itself: it needs no bash-completion. */
export function bashCompletion(): string {
  return `# Completes fw16-synth in bash; written by fw16-synth completions bash.
_fw16_synth() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=play
  # Bash takes --flag=value for three words.
  if [[ $current == = ]]; then current=; fi
  if [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  if ((COMP_CWORD > 1)) && [[ " ${names.join(' ')} " == *" \${COMP_WORDS[1]} "* ]]; then
    command=\${COMP_WORDS[1]}
  fi
  COMPREPLY=()
  case "$command $previous" in
${COMMANDS.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${COMMANDS.map(commandCase).join('\n')}
  esac
}
complete -F _fw16_synth fw16-synth
`;
}

const names = COMMANDS.map(({ name }) => name);

function valueCases(command: Command): string[] {
  return flagsOf(command).flatMap((flag) => {
    if (flag.takes === undefined) return [];
    const typed = spellings(flag).map((each) => `'${command.name} ${each}'`);
    return `    ${typed.join(' | ')}) ${offer(valuesOf(flag))}return ;;`;
  });
}

function commandCase(command: Command): string {
  const flags = flagsOf(command).flatMap(spellings);
  const first = command === PLAY ? names : [];
  const operands = operandsOf(command);
  const files = operands === 'files' ? `if [[ $current != -* ]]; then ${offer('files')}fi; ` : '';
  const words = typeof operands === 'string' ? [] : operands;
  return `    ${command.name}) ${files}${offer([...first, ...words, ...flags])};;`;
}

function offer(followers: Followers): string {
  if (followers === 'anything') return '';
  if (followers === 'files') {
    return `compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); `;
  }
  return `mapfile -t -O \${#COMPREPLY[@]} COMPREPLY < <(compgen -W '${followers.join(' ')}' -- "$current"); `;
}
