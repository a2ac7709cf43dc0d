import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bashCompletion } from './complete-in-bash.ts';
import { fishCompletion } from './complete-in-fish.ts';
import { zshCompletion } from './complete-in-zsh.ts';
import { manPage } from './man-page.ts';
import { COMMANDS } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-completions-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'song.evemu'), '');

function run(program: string, ...args: readonly string[]): string[] {
  const env = { PATH: process.env['PATH'], HOME: folder, XDG_CONFIG_HOME: folder };
  const options = { cwd: folder, env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(program, args, options);
  assert.equal(`${stderr}${status}`, '0');
  return stdout.split('\n').filter(Boolean);
}

function without(program: string): string | false {
  return spawnSync('which', [program]).status === 0
    ? false
    : `needs ${program}: apt install ${program}`;
}

/** What bash offers for the last of the words. */
function inBash(...words: readonly string[]): string[] {
  const line = ['fw16-synth', ...words].map((word) => `'${word}'`).join(' ');
  const script = `compopt() { :; }
${bashCompletion()}
COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _fw16_synth; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run('bash', '--norc', '-c', script);
}

test('bash completes commands, flags, the values of flags, and files', () => {
  assert.deepEqual(inBash('ren'), ['render']);
  assert.deepEqual(inBash('--driver', 'p'), ['pipewire', 'pulseaudio']);
  assert.deepEqual(inBash('--driver', '=', 'j'), ['jack']);
  assert.deepEqual(inBash('--driver', '='), [
    ...['auto', 'pipewire', 'jack', 'pulseaudio', 'alsa', 'file'],
  ]);
  assert.deepEqual(inBash('--prod'), ['--production']);
  assert.deepEqual(inBash('render', 's'), ['song.evemu']);
  assert.deepEqual(inBash('render', '--out'), ['--output']);
  assert.deepEqual(inBash('send', 'pan'), ['panic']);
  assert.deepEqual(inBash('--octave', ''), []);
});

test('fish completes the same', { skip: without('fish') }, () => {
  const file = join(folder, 'completion.fish');
  writeFileSync(file, fishCompletion());
  const offered = (line: string): string[] =>
    run('fish', '--no-config', '-c', `source ${file}; complete -C 'fw16-synth ${line}'`).map(
      (each) => each.split('\t')[0]!,
    );
  assert.deepEqual(offered('ren'), ['render']);
  assert.deepEqual(offered('--driver p'), ['pipewire', 'pulseaudio']);
  assert.deepEqual(offered('--prod'), ['--production']);
  assert.deepEqual(offered('render s'), ['song.evemu']);
  assert.deepEqual(offered('send pan'), ['panic']);
  assert.ok(!offered('render --').includes('--production'));
});

test('zsh completes the same', { skip: without('zsh') }, () => {
  const file = join(folder, 'completion.zsh');
  writeFileSync(file, zshCompletion());
  // Told what was asked for, in place of a terminal to show it on.
  const script = `autoload -U compinit && compinit -u -d ${folder}/dump && source ${file}
print -l -- $_comps[fw16-synth]
_describe() { print -l -- \${(@)\${(@P)2}%%:*} }
_arguments() { print -l -- "$@" }
words=(fw16-synth re); CURRENT=2; _fw16-synth
words=(fw16-synth render --output x); CURRENT=4; _fw16-synth; print -- "$words[1] $CURRENT"`;
  const said = run('zsh', '-f', '-c', script);
  const [function_, ...rest] = said;
  assert.equal(function_, '_fw16-synth');
  const names = COMMANDS.map(({ name }) => name);
  assert.deepEqual(rest.slice(0, names.length), names);
  assert.ok(
    rest.includes(
      '(-o --output)-o[The WAV to write; without it, RECORDING.wav in this folder.]:FILE:_files',
    ),
  );
  assert.ok(rest.includes('1:recording:_files'));
  assert.equal(rest.at(-1), 'render 3');
});

test('the manual has every command and flag, and nothing that roff stumbles over', {
  skip: without('groff'),
}, () => {
  const page = manPage();
  for (const { name, flags } of COMMANDS) {
    assert.ok(page.includes(name));
    for (const flag of flags) assert.ok(page.includes(`\\-\\-${flag.name.replaceAll('-', '\\-')}`));
  }
  const options = { input: page, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync('groff', ['-man', '-ww', '-z'], options);
  assert.equal(`${stderr}${status}`, '0');
});
