import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { after, test } from 'node:test';
import { Kept, PLACES } from './backup.ts';

const LINE = 'tar -xzf fw16-synth-backup.tar.gz -C /';

test('the line brings back what was kept, and it plays as before', async () => {
  const home = new Kept();
  after(() => home.remove());
  await (await home.play()).end('SIGTERM');
  const kept = `tar -czf fw16-synth-backup.tar.gz ${PLACES.map((place) => home.path(place.slice(1))).join(' ')}`;
  assert.equal(home.shell(kept).exit, 0);
  const lines = readFileSync(home.log, 'utf8').split('\n').length;
  for (const folder of ['etc', 'opt', 'var']) rmSync(home.path(folder), { recursive: true });
  assert.equal(existsSync(home.config), false);

  // As printed: where things are here, they are below the root all the same.
  assert.equal(home.shell(LINE).exit, 0);
  const playing = await home.play();
  const { font } = JSON.parse(home.run('status', '--json').out);
  assert.equal(font.path, home.font);
  await playing.end('SIGTERM');
  assert.ok(readFileSync(home.log, 'utf8').split('\n').length > lines, 'the log goes on');
});
