/** The configured SoundFont is not there, or not whole, and comes later. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Status } from '../../src/core/status.ts';
import { toneFont } from '../support/fonts.ts';
import { freePort, got } from '../support/http.ts';
import { Home, type Started } from '../support/program.ts';

const PRESETS = [{ bank: 0, program: 0 }];
const port = await freePort();
const home = new Home({ FW16_SYNTH_HTTP_PORT: `${port}` });
after(() => home.remove());
const late = home.path('later/late.sf2');
const whole = toneFont('Late', PRESETS, 60);
home.env['FW16_SYNTH_AUDIO_SOUNDFONT'] = late;

function play(): Promise<Started> {
  return home.start('Ready', '--production', '--driver', 'file');
}

function font(): Status['font'] {
  return JSON.parse(home.run('status', '--json').out).font;
}

test('it plays as soon as it is there and whole', async (t) => {
  const playing = await play();
  t.after(() => playing.child.kill('SIGKILL'));
  assert.match(playing.err, /late\.sf2: there is no such file.*Playing .* instead/);
  assert.notEqual(font().why, 'configured');
  mkdirSync(home.path('later'));
  writeFileSync(late, whole.subarray(0, 900));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.notEqual(font().why, 'configured');
  writeFileSync(late, whole);
  await playing.says('The configured SoundFont is there');
  assert.deepEqual(font(), { path: late, why: 'configured', loading: null });
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('one that is damaged plays once it is another file', async (t) => {
  // Its headers are whole, its samples are not where they say.
  const damaged = Buffer.from(whole);
  damaged.write('smpx', whole.indexOf('smpl'));
  writeFileSync(late, damaged);
  const playing = await play();
  t.after(() => playing.child.kill('SIGKILL'));
  assert.notEqual(font().why, 'configured');
  writeFileSync(late, whole);
  await playing.says('The configured SoundFont is there');
  assert.equal(font().path, late);
  const { body } = await got(port, '/metrics');
  assert.match(body, /^fw16_synth_restarts_total{reason="no soundfont"} 1$/m);
  const loads = body.match(/^fw16_synth_soundfont_loads_total{.*$/gm);
  assert.deepEqual(
    loads?.map((line) => line.split('_').at(-1)),
    // The built-in one, and the late one; refused the damaged one.
    ['total{result="loaded"} 2', 'total{result="refused"} 1'],
  );
  assert.equal(home.run('send', 'soundfont', home.path('nowhere.sf2')).exit, 66);
  const later = (await got(port, '/metrics')).body;
  assert.match(later, /^fw16_synth_soundfont_loads_total{result="refused"} 2$/m);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('who has asked for another one meanwhile keeps it', async (t) => {
  writeFileSync(late, '');
  const other = home.path('other.sf2');
  writeFileSync(other, toneFont('Other', PRESETS, 60));
  const playing = await play();
  t.after(() => playing.child.kill('SIGKILL'));
  assert.equal(home.run('send', 'soundfont', other).exit, 0);
  writeFileSync(late, whole);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.deepEqual(font(), { path: other, why: 'asked for', loading: null });
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});
