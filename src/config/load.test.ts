import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getuid } from 'node:process';
import { after, beforeEach, test } from 'node:test';
import { Problem } from '../core/problem.ts';
import type { ConfigRequest } from './load.ts';
import { loadConfig, userFile } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-config-'));
after(() => rmSync(folder, { recursive: true }));

const home = join(folder, 'home');
const systemFile = join(folder, 'etc/config.yaml');
const ownFile = userFile({}, home);

beforeEach(() => {
  rmSync(home, { recursive: true, force: true });
  rmSync(dirname(systemFile), { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function load(request: Partial<ConfigRequest> = {}) {
  return loadConfig({ flags: {}, env: {}, home, systemFile, ...request });
}

function problemOf(request: Partial<ConfigRequest> = {}): Problem {
  try {
    load(request);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  assert.fail('it loaded');
}

test('without a file, a variable or a flag every value is the default', () => {
  const { config, origins, files } = load();
  assert.equal(config.audio.bufferSize, 64);
  assert.equal(config.production.gracefulShutdownTimeout, 30);
  assert.equal(config.performance.logFile, undefined);
  assert.deepEqual(new Set([...origins.values()].map(({ from }) => from)), new Set(['default']));
  assert.deepEqual(files, []);
});

test('flag, environment, user file, system file, default: the first that has it gives it', () => {
  const flags = { 'audio.driver': 'jack' };
  const env = { FW16_SYNTH_AUDIO_DRIVER: 'alsa', FW16_SYNTH_AUDIO_PERIODS: '3' };
  write(ownFile, 'audio:\n  driver: file\n  periods: 4\n  polyphony: 64\n');
  write(systemFile, 'audio:\n  driver: file\n  periods: 5\n  polyphony: 32\n  buffer_size: 128\n');
  const { config, origins, files } = load({
    flags,
    flagNames: { 'audio.driver': '--driver' },
    env,
  });
  const { driver, periods, polyphony, bufferSize, sampleRate } = config.audio;
  assert.deepEqual(
    [driver, periods, polyphony, bufferSize, sampleRate],
    ['jack', 3, 64, 128, 48_000],
  );
  assert.deepEqual(
    ['driver', 'periods', 'polyphony', 'buffer_size', 'sample_rate'].map((name) =>
      origins.get(`audio.${name}`),
    ),
    [
      { from: 'flag', where: '--driver' },
      { from: 'environment', where: 'FW16_SYNTH_AUDIO_PERIODS' },
      { from: 'user file', where: `${ownFile}:4:14` },
      { from: 'system file', where: `${systemFile}:5:16` },
      { from: 'default', where: 'built in' },
    ],
  );
  assert.deepEqual(files, [systemFile, ownFile]);
});

test('--config stands in for both files', () => {
  write(ownFile, 'audio: {periods: 4}');
  write(systemFile, 'audio: {polyphony: 32}');
  const configFile = join(home, 'stage.yaml');
  write(configFile, 'audio: {buffer_size: 256}');
  const { config, files } = load({ configFile });
  const { periods, polyphony, bufferSize } = config.audio;
  assert.deepEqual([periods, polyphony, bufferSize, files], [2, 256, 256, [configFile]]);
});

test('DEFAULT_SOUNDFONT gives way to a file and to nothing less', () => {
  const env = { DEFAULT_SOUNDFONT: '/opt/soundfonts/FluidR3_GM.sf2' };
  const { config, origins } = load({ env });
  assert.equal(config.audio.soundfont, '/opt/soundfonts/FluidR3_GM.sf2');
  assert.deepEqual(origins.get('audio.soundfont'), {
    from: 'environment',
    where: 'DEFAULT_SOUNDFONT',
  });
  write(systemFile, 'audio: {soundfont: /srv/piano.sf2}');
  assert.equal(load({ env }).config.audio.soundfont, '/srv/piano.sf2');
});

test('the user’s file is where XDG_CONFIG_HOME says, if that is absolute', () => {
  assert.equal(userFile({ XDG_CONFIG_HOME: '/x' }, '/home/m'), '/x/fw16-synth/config.yaml');
  const usual = '/home/m/.config/fw16-synth/config.yaml';
  assert.equal(userFile({ XDG_CONFIG_HOME: 'relative' }, '/home/m'), usual);
  assert.equal(userFile({}, '/home/m'), usual);
});

test('a tilde is the home folder', () => {
  const { audio } = load({ flags: { 'audio.soundfont': '~/piano.sf2' } }).config;
  assert.equal(audio.soundfont, join(home, 'piano.sf2'));
});

test('a section with all its settings commented out is empty', () => {
  write(ownFile, 'audio:\n  # driver: jack\nkeyboard:\n  octave: 3\n');
  assert.equal(load().config.keyboard.octave, 3);
});

test('an empty section of no known name is a mistake all the same', () => {
  write(ownFile, 'audoi:\nroot:*:20228::\n');
  const { message } = problemOf();
  assert.match(message, /there is no section audoi\s+Did you mean audio/);
});

test('all mistakes of all sources are told at once, in order of rank and line', () => {
  write(systemFile, 'audio:\n  driver: jakc\n');
  write(ownFile, 'keyboard:\n  octave: 9\n  layuot: tracker\naudio.periods = 3\n');
  const problem = problemOf({
    env: { FW16_SYNTH_AUDIO_PERIODS: 'two', FW16_SYNTH_AUDIO_DRIVRE: 'x' },
    flags: { 'audio.polyphony': '0' },
    flagNames: { 'audio.polyphony': '--polyphony' },
  });
  assert.equal(problem.exit, 78);
  const places = [...problem.message.matchAll(/^ {2}(\S.*?): /gm)].map(([, place]) => place);
  assert.deepEqual(places, [
    `${systemFile}:2:11 (audio.driver)`,
    `${ownFile}:2:11 (keyboard.octave)`,
    `${ownFile}:3:3 (keyboard.layuot)`,
    `${ownFile}:4:1 (audio.periods)`,
    'FW16_SYNTH_AUDIO_DRIVRE',
    'FW16_SYNTH_AUDIO_PERIODS (audio.periods)',
    '--polyphony (audio.polyphony)',
  ]);
  assert.match(problem.message, /^the configuration has 7 mistakes:/);
});

test('a wrong value is a mistake even where another source overrules it', () => {
  write(ownFile, 'audio: {periods: 1}');
  assert.match(problemOf({ env: { FW16_SYNTH_AUDIO_PERIODS: '3' } }).message, /periods is 1/);
});

test('values that are right alone may contradict one another', () => {
  write(ownFile, 'velocity: {min: 90}');
  const problem = problemOf({ env: { FW16_SYNTH_VELOCITY_MAX: '20' } });
  assert.equal(problem.where, 'FW16_SYNTH_VELOCITY_MAX (velocity.max)');
});

test('one mistake is a problem with a place and a remedy', () => {
  write(ownFile, 'audio:\n  driver: pipwire\n');
  const { where, remedy, exit } = problemOf();
  assert.deepEqual(
    { where, remedy, exit },
    { where: `${ownFile}:2:11 (audio.driver)`, remedy: 'Did you mean pipewire?', exit: 78 },
  );
});

test('nothing a terminal would obey reaches it from the file', () => {
  write(ownFile, '"\\e[2J\\u202e": 1\naudio: {driver: "\\e]0;x\\a", "\\u200b": 1}\nb: *\u202e\n');
  assert.doesNotMatch(String(problemOf()).replaceAll('\n', ''), /\p{C}/u);
});

test('a thousand mistakes are told as a hundred and a number', () => {
  write(ownFile, Array.from({ length: 1000 }, (_, n) => `wrong${n}: 1`).join('\n'));
  const { message } = problemOf();
  assert.match(message, /and 900 more$/);
});

test('a missing --config is exit 66, a folder too', () => {
  assert.equal(problemOf({ configFile: join(home, 'none.yaml') }).exit, 66);
  mkdirSync(home, { recursive: true });
  assert.equal(problemOf({ configFile: home }).exit, 66);
});

const cannotForbid = getuid?.() === 0 ? 'root may read everything: run it as a user' : false;
test('a file that may not be read is exit 77', { skip: cannotForbid }, () => {
  write(ownFile, 'audio: {periods: 3}');
  chmodSync(ownFile, 0);
  assert.equal(problemOf().exit, 77);
});
