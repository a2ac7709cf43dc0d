import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Production } from './production.ts';

test('performance.log_file names the file of the log, and its folder is made', async () => {
  const home = new Production();
  after(() => home.remove());
  const playing = await home.play();
  await playing.end('SIGTERM');
  const lines = readFileSync(home.log, 'utf8').trimEnd().split('\n');
  assert.equal(JSON.parse(lines[0] ?? '').message, 'fw16-synth starts');
  assert.equal(JSON.parse(lines.at(-1) ?? '').message, 'Ended');
});
