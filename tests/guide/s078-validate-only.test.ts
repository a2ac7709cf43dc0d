import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Home } from '../support/program.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

const LINE = 'fw16-synth --config /etc/fw16-synth/config.yaml --validate-only';

const home = new Home();
after(() => home.remove());
const file = home.path('etc/config.yaml');
mkdirSync(home.path('etc'));
const argv = LINE.replace('/etc/fw16-synth/config.yaml', file).split(' ').slice(1);

test('the guide’s configuration is found right, and nothing is started', () => {
  writeFileSync(file, SAMPLE_CONFIG);
  const { exit, out, err } = home.run(...argv);
  assert.equal(exit, 0, err);
  assert.equal(out, '');
  assert.match(err, new RegExp(`The configuration is right: ${file}`));
  assert.deepEqual(readdirSync(home.folder).sort(), ['etc', 'run']);
  assert.deepEqual(readdirSync(home.path('run')), []);
});

test('a wrong one is exit 78, with every mistake at its line', () => {
  const wrong = SAMPLE_CONFIG.replace('48000', 'fast').replace('auto_connect', 'autoconnect');
  writeFileSync(file, wrong);
  const { exit, err } = home.run(...argv);
  assert.equal(exit, 78);
  assert.match(err, /config\.yaml:4:16 \(audio\.sample_rate\)/);
  assert.match(err, /config\.yaml:19:3 \(midi\.autoconnect\).*\n +Did you mean auto_connect\?/);
});
