import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../src/ffi/libraries.ts';

/** Which rooms and packages each room may import; a room may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ffi: ['core', 'koffi', 'node:'],
  config: ['core', 'zod', 'yaml', 'node:'],
  devices: ['core', 'ffi', 'node:'],
  engine: ['core', 'ffi', 'node:'],
  play: ['core', 'ffi', 'devices', 'engine', 'node:'],
  control: ['core', 'config', 'pino', 'prom-client', 'node:'],
  screens: ['core', 'node:'],
  app: [
    ...['core', 'ffi', 'config', 'devices', 'engine', 'play', 'control', 'screens'],
    ...['yaml', 'node:'],
  ],
  cli: [
    ...['core', 'config', 'devices', 'engine', 'play', 'control', 'screens', 'app'],
    ...['node:'],
  ],
};
// Tests beside the code bring their own tools.
const FOR_TESTS = ['node:', 'fast-check', 'yaml', 'zod', 'tests'];

const source = join(projectFolder(), 'src');

test('no room imports upwards or sideways', () => {
  const wrong = Object.entries(MAY_IMPORT).flatMap(([room, allowed]) =>
    filesIn(room).flatMap((file) => {
      const mine = file.endsWith('.test.ts') ? [...allowed, ...FOR_TESTS] : allowed;
      return importsOf(file)
        .map((specifier) => target(file, specifier))
        .filter((to) => to !== room && !mine.includes(to))
        .map((to) => `${file} imports ${to}`);
    }),
  );
  assert.deepEqual(wrong, []);
});

test('every room stands in the table', () => {
  const rooms = readdirSync(source, { withFileTypes: true }).filter((each) => each.isDirectory());
  assert.deepEqual(rooms.map(({ name }) => name).sort(), Object.keys(MAY_IMPORT).sort());
});

function filesIn(room: string): string[] {
  return readdirSync(join(source, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${room}/${name}`);
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  const found = text.matchAll(
    /^(?:import|export)[^'"]*?from '([\w.:/@-]+)'|import\('([\w.:/@-]+)'\)/gm,
  );
  return [...found].map(([, still, later]) => still ?? later ?? '');
}

function target(file: string, specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  if (!specifier.startsWith('.')) return specifier.split('/')[0]!;
  const path = join('src', file, '..', specifier).split('/');
  return path[0] === 'src' ? (path[1] ?? '') : (path[0] ?? '');
}
