import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Check } from '../../src/core/check.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { theCheck } from '../support/examined.ts';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { Home } from '../support/program.ts';

// Periods so long that a busy machine keeps up; a program that is silent soon after its key.
const EASY = {
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_AUDIO_BUFFER_SIZE: '1024',
  FW16_SYNTH_KEYBOARD_BANK: '1',
  FW16_SYNTH_KEYBOARD_PROGRAM: '1',
  FW16_SYNTH_HEALTH_LATENCY_WARN_MS: '500',
  FW16_SYNTH_HEALTH_LATENCY_FAIL_MS: '1000',
};
const home = new Home(EASY);
after(() => home.remove());

function tried(at: Home, ...args: readonly string[]): { exit: number | null; checks: Check[] } {
  const { exit, out, err } = at.run('--test-mode', '--json', ...args);
  assert.ok(out !== '', err);
  return { exit, checks: JSON.parse(out) };
}

/** The checks that fail, but for the pace of a machine that is busy with other tests. */
function failing(checks: readonly Check[]): string[] {
  return checks
    .filter(({ name, standing }) => standing === 'fail' && !name.startsWith('audio:p'))
    .map(({ name }) => name);
}

test('a good configuration sounds, in tune and in time, ends, and is silenced', () => {
  const { checks } = tried(home, '--driver', 'file');
  assert.deepEqual(failing(checks), []);
  const { value = 0 } = theCheck(checks, 'note:sounds', 'pass');
  assert.ok(value > -30 && value < 0, `peak ${value}`);
  const { value: cents = 99 } = theCheck(checks, 'note:pitch', 'pass');
  assert.ok(Math.abs(cents) < 1, `${cents} cents`);
  const { value: delay = 0 } = theCheck(checks, 'note:delay', 'pass');
  // At least the buffer itself, which is 21.3 ms.
  assert.ok(delay > 21 && delay < 500, `${delay} ms`);
  theCheck(checks, 'note:ends', 'pass');
  theCheck(checks, 'note:panic', 'pass');
  theCheck(checks, 'program:instance', 'pass');
});

test('what it plays follows the configuration, up to the tuning', () => {
  const tuned = new Home({
    ...EASY,
    FW16_SYNTH_AUDIO_TUNING_HZ: '415',
    FW16_SYNTH_KEYBOARD_OCTAVE: '6',
  });
  try {
    const { checks } = tried(tuned, '--driver', 'file');
    const { says, value = 99 } = theCheck(checks, 'note:pitch', 'pass');
    assert.ok(Math.abs(value) < 5, `${value} cents`);
    // The lowest note of the tracker layout in octave 6 is C5.
    assert.match(says, /^493\.\d Hz/);
  } finally {
    tuned.remove();
  }
});

test('a broken font fails, and the rest is tried with another', () => {
  writeFileSync(home.path('broken.sf2'), 'RIFF');
  const { exit, checks } = tried(home, '--driver', 'file', '--soundfont', home.path('broken.sf2'));
  assert.equal(exit, 1);
  assert.match(theCheck(checks, 'font:chosen', 'fail').says, /broken\.sf2/);
  theCheck(checks, 'note:sounds', 'pass');
});

test('a driver that is not there fails with its remedy, and the rest is tried unheard', () => {
  const { exit, checks } = tried(home, '--driver', 'pipewire');
  assert.equal(exit, 1);
  assert.match(theCheck(checks, 'audio:driver', 'fail').advice.join(), /pipewire/i);
  theCheck(checks, 'note:sounds', 'pass');
});

test('a silent program fails', () => {
  // So far down that no sample leaves the threshold of hearing.
  const silent = new Home({
    ...EASY,
    FW16_SYNTH_AUDIO_GAIN_DB: '-60',
    FW16_SYNTH_VELOCITY_MAX: '1',
  });
  try {
    const { exit, checks } = tried(silent, '--driver', 'file');
    assert.equal(exit, 1);
    assert.match(theCheck(checks, 'note:sounds', 'fail').says, /is silent/);
  } finally {
    silent.remove();
  }
});

test('a program that the font lacks is a warning, with what plays in its place', () => {
  const { checks } = tried(home, '--driver', 'file', '--program', '77');
  const { says } = theCheck(checks, 'font:program', 'warn');
  assert.match(says, /no program 77 in bank 1; .* plays in its place/);
});

test('a configuration with mistakes is told all of them, and nothing is played', () => {
  writeFileSync(home.path('bad.yaml'), 'audio:\n  buffer_size: 7\nkeyboard:\n  octave: 99\n');
  const { exit, checks } = tried(home, '--config', home.path('bad.yaml'));
  assert.equal(exit, 1);
  assert.deepEqual(
    checks.map(({ name }) => name),
    ['program:configuration'],
  );
  assert.match(checks[0]?.advice.join('\n') ?? '', /buffer_size[\s\S]*octave/);
});

test('a running instrument goes on undisturbed', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  const { checks } = tried(home, '--driver', 'file');
  assert.match(theCheck(checks, 'program:instance', 'pass').says, /plays into a file/);
  assert.deepEqual(failing(checks), []);
  const { playing: state } = JSON.parse(home.run('status', '--json').out);
  assert.deepEqual([state.notesBegun, state.armed], [0, false]);
  const alsa = tried(home, '--driver', 'alsa');
  assert.match(theCheck(alsa.checks, 'audio:driver', 'fail').says, /to one alone/);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('its report is for people, without colour in a pipe', () => {
  const { out } = home.run('--test-mode', '--driver', 'file');
  assert.match(out, /^Note\n {2}✓ sounds /m);
  assert.match(out, /\d+ well\n$/);
  assert.ok(!out.includes('\x1b'));
});

const skip = pipeWireMissing();

test('a sound server without a card takes the sound', { skip }, async () => {
  const server = await HeadlessPipeWire.start(1024);
  const there = new Home({ ...server.env, ...EASY });
  try {
    const { checks } = tried(there);
    assert.deepEqual(failing(checks), []);
    const { says, value } = theCheck(checks, 'audio:driver', 'pass');
    assert.match(says, /^pipewire/);
    assert.equal(value, 1024);
    theCheck(checks, 'note:pitch', 'pass');
    theCheck(checks, 'note:panic', 'pass');
  } finally {
    there.remove();
    await server.stop();
  }
});
