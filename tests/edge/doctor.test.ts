import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Check } from '../../src/core/check.ts';
import { worst } from '../../src/core/check.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { theCheck } from '../support/examined.ts';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { Home } from '../support/program.ts';

const home = new Home({ FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
after(() => home.remove());

function asked(at: Home, ...args: readonly string[]): { exit: number | null; checks: Check[] } {
  const { exit, out, err } = at.run('doctor', '--json', ...args);
  assert.ok(out !== '', err);
  return { exit, checks: JSON.parse(out) };
}

test('this machine is looked at from every side, and the exit code says the worst', () => {
  const { exit, checks } = asked(home);
  assert.equal(exit, worst(checks) === 'fail' ? 1 : 0);
  const parts = new Set(checks.map(({ name }) => name.split(':')[0]));
  for (const part of [
    'program',
    'keyboard',
    'audio',
    'synthesiser',
    'font',
    'realtime',
    'system',
  ]) {
    assert.ok(parts.has(part), part);
  }
  const names = checks.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, standing, advice } of checks) {
    assert.equal(advice.length > 0, standing !== 'pass', name);
  }
});

test('its report is for people, without colour in a pipe', () => {
  const { out } = home.run('doctor');
  assert.match(out, /^System\n {2}. kernel +Linux \d/m);
  assert.match(out, /\d+ well\n$/);
  assert.ok(!out.includes('\x1b'));
});

test('a configuration with mistakes is a finding, and the rest is looked at with the defaults', () => {
  writeFileSync(home.path('bad.yaml'), 'audio:\n  buffer_size: 7\n');
  const { exit, checks } = asked(home, '--config', home.path('bad.yaml'));
  assert.equal(exit, 1);
  theCheck(checks, 'program:configuration', 'fail');
  assert.ok(checks.some(({ name }) => name === 'font:chosen'));
});

test('a running instrument is named, and is not disturbed even when grabs are asked for', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  const { checks } = asked(home, '--grab');
  assert.match(theCheck(checks, 'program:instance', 'pass').says, /plays into a file/);
  assert.match(theCheck(checks, 'keyboard:grab', 'pass').says, /not tried/);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

const skip = pipeWireMissing();

test('a running PipeWire is seen, with its output and its quantum', { skip }, async () => {
  const server = await HeadlessPipeWire.start(1024);
  const there = new Home({ ...server.env });
  try {
    const { checks } = asked(there);
    theCheck(checks, 'audio:server', 'pass');
    theCheck(checks, 'audio:session-manager', 'pass');
    assert.match(theCheck(checks, 'audio:output', 'pass').says, /fw16-synth-null/);
    assert.match(theCheck(checks, 'audio:quantum', 'warn').says, /^1024 frames, 21\.3 ms/);
    assert.match(theCheck(checks, 'synthesiser:driver', 'pass').says, /^pipewire/);
    const playing = await there.start('Ready', '--production');
    assert.match(
      theCheck(asked(there).checks, 'program:instance', 'pass').says,
      /^process \d+ plays by pipewire into fw16-synth-null: 21\.3 ms of buffer$/,
    );
    assert.equal((await playing.end('SIGTERM')).exit, 0);
  } finally {
    there.remove();
    await server.stop();
  }
});
