import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Check } from '../../src/core/check.ts';
import { worst } from '../../src/core/check.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { theCheck } from '../support/examined.ts';
import { Home } from '../support/program.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

const LINE = 'fw16-synth --config /etc/fw16-synth/config.yaml --test-mode';
const home = new Home();
after(() => home.remove());

function run(config: string): { exit: number | null; checks: Check[] } {
  const file = home.path('config.yaml');
  writeFileSync(file, config);
  const [, ...args] = LINE.replace('/etc/fw16-synth/config.yaml', file).split(' ');
  const { exit, out } = home.run(...args, '--json');
  return { exit, checks: JSON.parse(out) };
}

test('the line says of the guide’s configuration what this machine lacks for it, and exits 1', () => {
  const { exit, checks } = run(SAMPLE_CONFIG);
  assert.equal(exit, 1);
  const configuration = checks.find(({ name }) => name === 'program:configuration');
  assert.match(configuration?.says ?? '', /^right/);
  assert.match(theCheck(checks, 'font:chosen', 'fail').says, /FluidR3_GM\.sf2/);
  assert.match(theCheck(checks, 'audio:driver', 'fail').says, /^pipewire/);
  theCheck(checks, 'note:sounds', 'pass');
});

test('with what it asks for in place it plays, and the exit code says how well', () => {
  const config = SAMPLE_CONFIG.replace('/opt/soundfonts/FluidR3_GM.sf2', builtInFont()).replace(
    'driver: pipewire',
    'driver: file',
  );
  const { exit, checks } = run(config);
  assert.equal(exit, worst(checks) === 'fail' ? 1 : 0);
  theCheck(checks, 'font:chosen', 'pass');
  theCheck(checks, 'audio:driver', 'pass');
  theCheck(checks, 'note:sounds', 'pass');
  theCheck(checks, 'note:panic', 'pass');
});
