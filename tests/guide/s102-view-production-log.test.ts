import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { until } from '../support/until.ts';
import { Production } from './production.ts';

const LINE = 'tail -f /var/log/fw16-synth/production.log';

test('tail -f on the log shows what happens as it happens', async (t) => {
  const home = new Production();
  after(() => home.remove());
  const playing = await home.play();
  await until('there is a log', () => existsSync(home.log));
  const tail = spawn('sh', ['-c', `exec ${home.here(LINE)}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => tail.kill());
  let shown = '';
  tail.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const shows = async (words: string): Promise<void> =>
    await until(`it shows ${words}`, () => shown.includes(words));
  await shows('"message":"Ready');
  assert.equal(home.run('arm').exit, 0);
  await shows('"message":"Armed"');
  await playing.end('SIGTERM');
  await shows('"message":"Ended"');
});
