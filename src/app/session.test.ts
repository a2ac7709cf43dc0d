import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { loadConfig } from '../config/load.ts';
import type { WrittenScene } from '../config/scenes.ts';
import { Session } from './session.ts';

const root = mkdtempSync(join(tmpdir(), 'fw16-session-'));
const file = join(root, '.local/state/fw16-synth/session.json');
const config = join(root, 'config.yaml');
after(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(join(root, '.local'), { recursive: true, force: true });
  writeFileSync(config, '');
});

const said: string[] = [];

function session(flags: Record<string, string> = {}, env: Record<string, string> = {}): Session {
  const loaded = loadConfig({ flags, env, home: root, configFile: config });
  return new Session({}, root, loaded, (line) => said.push(line));
}

const SCENE: WrittenScene = {
  ...{ name: 'session', octave: 6, program: 40, bank: 0, velocity: 70, metronome: true },
  ...{ scale: { mode: 'snap', root: 'D', name: 'dorian' }, tempo: 93 },
};
const { metronome: _, ...BACK } = SCENE;

test('it comes back as it was left, but for the metronome', async () => {
  assert.equal(session().restored(), undefined);
  await session().keep(SCENE);
  assert.deepEqual(session().restored(), BACK);
});

test('a flag and a variable count more', async () => {
  await session().keep(SCENE);
  const { octave, program: __, bank: ___, ...rest } = BACK;
  assert.deepEqual(session({ 'keyboard.program': '3' }).restored(), { ...rest, octave });
  const { scale, ...others } = BACK;
  assert.deepEqual(session({}, { FW16_SYNTH_SCALE_ROOT: 'C' }).restored(), others);
  assert.equal(session({ 'keyboard.octave': '4' }).restored()?.octave, undefined);
});

test('a setting counts more that was changed in the file since', async () => {
  writeFileSync(config, 'keyboard: {octave: 3}\nclock: {tempo: 100}\n');
  await session().keep(SCENE);
  assert.equal(session().restored()?.octave, 6);
  writeFileSync(config, 'keyboard: {octave: 5}\nclock: {tempo: 100}\n');
  const restored = session().restored();
  assert.deepEqual([restored?.octave, restored?.tempo], [undefined, 93]);
});

test('nothing is written while nothing has changed', async () => {
  const kept = session();
  kept.follow(() => SCENE);
  await kept.keep({ ...SCENE });
  assert.ok(!existsSync(file));
  await kept.keep({ ...SCENE, octave: 2 });
  assert.ok(existsSync(file));
  kept.close();
});

test('a damaged one is told of and put aside, and it starts as configured', async () => {
  await session().keep(SCENE);
  writeFileSync(file, 'nonsense');
  said.length = 0;
  assert.equal(session().restored(), undefined);
  assert.match(said.join(), /session\.json: is not as this version writes it/);
  assert.equal(readFileSync(`${file}.damaged`, 'utf8'), 'nonsense');
});
