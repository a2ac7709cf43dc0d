/** What the pages say is so: links, files, commands, configurations, pictures and messages. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { settingsOf } from '../src/cli/options.ts';
import { parse } from '../src/cli/parse.ts';
import { textSource } from '../src/config/file-source.ts';
import { loadConfig } from '../src/config/load.ts';
import { schema } from '../src/config/schema.ts';
import { ASKED, orderOf, PROTOCOL_VERSION } from '../src/control/control-protocol.ts';
import { LAYOUTS, layoutNumber } from '../src/core/keys/layouts.ts';
import { SCALES } from '../src/core/music/scales.ts';
import { projectFolder } from '../src/ffi/libraries.ts';
import { legendLines } from '../src/screens/terminal/legend.ts';

const root = projectFolder();
const NOT_OURS = new Set(['node_modules', 'dist', '.git']);
const PAGES = filesBelow('.', '.md').map((path) => ({ path, text: read(path) }));

test('every link leads to a file, and to a heading of it', () => {
  const broken = PAGES.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target) && !leads(path, target))
      .map((target) => `${path}: ${target}`),
  );
  assert.deepEqual(broken, []);
});

test('every file of ours that is named is there', () => {
  const named = /(?:src|docs|tests|bench|assets|native-shims|scripts)\/[\w./-]*\w/g;
  const missing = PAGES.flatMap(({ path, text }) =>
    [...text.replaceAll(/https?:\S+/g, '').matchAll(named)]
      .map(([name]) => name)
      .filter((name) => !isInstalledPath(name, text) && !existsSync(join(root, name)))
      .map((name) => `${path}: ${name}`),
  );
  assert.deepEqual(missing, []);
});

for (const { path, text } of PAGES) {
  // What is not there yet is printed as the guide has it.
  const commands = path === 'docs/deviations.md' ? [] : commandsIn(text);
  if (commands.length === 0) continue;
  test(`every command in ${path} can be typed`, () => {
    for (const command of commands) tryCommand(command);
  });
}

test('every npm script that is named exists', () => {
  const { scripts } = JSON.parse(read('package.json'));
  for (const { path, text } of PAGES) {
    for (const [, name = ''] of text.matchAll(/npm run ([\w:]+)/g)) {
      assert.ok(name in scripts, `${path}: npm run ${name}`);
    }
  }
});

test('every configuration that is shown is valid', () => {
  for (const { path, text } of PAGES) {
    for (const [, yaml = ''] of text.matchAll(/```yaml\n([\s\S]*?)```/g)) {
      const { tree, mistakes } = textSource(yaml, path, 'user file');
      assert.deepEqual(mistakes, []);
      assert.ok(schema.safeParse(tree).success, `${path}:\n${yaml}`);
    }
  }
});

test('the pictures of the layouts are those of the program', () => {
  const view = { board: 'ansi', legends: 'qwerty', octave: 4, transpose: 0 } as const;
  const picture = (name: string) => legendLines(LAYOUTS[layoutNumber(name)]!, view).join('\n');
  for (const { name } of LAYOUTS) assert.ok(read('docs/playing.md').includes(picture(name)), name);
  assert.ok(read('README.md').includes(picture('tracker')));
});

test('every scale is named', () => {
  const words = read('docs/playing.md').replaceAll(/\s+/g, ' ');
  for (const { name } of SCALES) assert.match(words, new RegExp(`[ (]${name}[,.( ]`), name);
});

test('every message that is explained is one the program says', () => {
  const source = filesBelow('src', '.ts')
    .filter((path) => !path.endsWith('.test.ts'))
    .map(read)
    .join('\n');
  const [, table = ''] = read('docs/troubleshooting.md').split('## What its words mean');
  const messages = [...table.matchAll(/^\| `(.+?)` \|/gm)].map(([, message = '']) => message);
  assert.ok(messages.length > 20);
  for (const message of messages) {
    for (const part of message.split('…')) {
      const words = part.replace(/^[;: ]+|[:. ]+$/g, '');
      assert.ok(source.includes(words), `${message} (looked for: ${words})`);
    }
  }
});

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesBelow(path, ending);
    return entry.name.endsWith(ending) ? [path] : [];
  });
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function leads(from: string, target: string): boolean {
  const [file = '', heading] = target.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  if (!existsSync(join(root, path))) return false;
  if (heading === undefined) return true;
  const headings = [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, words = '']) => anchor(words));
  return headings.includes(heading);
}

/** A heading as a link names it: GitHub's rule. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** A path such as /home/you/fw16-synth/dist/assets/...: the name is the tail of a longer one. */
function isInstalledPath(name: string, text: string): boolean {
  return !new RegExp(`(?<![\\w/])${name.replaceAll(/[.]/g, '\\.')}`).test(text);
}

/** Commands in blocks of code and between backticks. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)];
  return [...blocks, ...inline.map(([, code = '']) => code)]
    .map((line) => line.trim())
    .filter((line) => /^(fw16-synth|\.\/play)( |$)/.test(line) && !line.includes('['));
}

function tryCommand(command: string): void {
  const [typed = ''] = command.split(/ [#|>&]/);
  const argv = typed.split(/\s+/).slice(1).filter(Boolean);
  const invocation = parse(argv);
  loadConfig({ flags: settingsOf(invocation), env: {}, home: root, systemFile: '/nowhere' });
  const [what = '', ...words] = invocation.operands;
  const value = words.length === 0 ? undefined : words.join(' ');
  if (invocation.command.name === 'send' && !Object.hasOwn(ASKED, what)) {
    const request = { do: what, ...(value === undefined ? {} : { value }) };
    assert.ok(!('ok' in orderOf({ version: PROTOCOL_VERSION, ...request })), command);
  }
}
