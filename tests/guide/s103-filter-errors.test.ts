import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { Production } from './production.ts';

const LINE = 'grep ERROR /var/log/fw16-synth/production.log';

test('grep ERROR on the log finds what went wrong, with its remedy, and nothing else', () => {
  const home = new Production((yaml) => yaml.replace('driver: file', 'driver: jack'));
  after(() => home.remove());
  // There is no JACK server in this home.
  assert.equal(home.run('--production', '--config', home.config).exit, 69);
  const { stdout } = spawnSync('sh', ['-c', home.here(LINE)], { encoding: 'utf8' });
  const found = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(found.length, 1);
  assert.equal(found[0].level, 'ERROR');
  assert.equal(typeof found[0].remedy, 'string');
});
