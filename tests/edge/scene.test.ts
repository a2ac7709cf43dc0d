import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { ConfiguredHome } from '../support/configured-home.ts';
import { toneFont } from '../support/fonts.ts';
import { until } from '../support/until.ts';

const home = new ConfiguredHome();
after(() => home.remove());

mkdirSync(home.path('soundfonts'));
const [first, second] = ['First', 'Second'].map((name) => {
  const path = home.path(`soundfonts/${name}.sf2`);
  writeFileSync(path, toneFont(name, [{ bank: 0, program: 0 }], 60));
  return path;
}) as [string, string];
const JUST = home.path('just.scl');
writeFileSync(JUST, '! just.scl\nTwo steps\n 2\n 3/2\n 2/1\n');

test('a scene is the whole instrument: saved, recalled, there at the next start, removed', async () => {
  home.configure(
    'scenes:',
    '  - {name: Bass, number: 3, preset: Drawbar Organ, octave: 2, mode: mono}',
  );
  let started = await home.start('Ready', ...home.production);
  for (const words of [
    ...['program 11', 'octave 6', 'transpose 3', 'layout janko', 'velocity 77', 'level 55'],
    ...['scale D dorian remap', 'pattern down', 'rate 1/16', 'swing 60', 'latch on', 'tempo 93'],
    ...['chord m7', 'chord off', 'inversion 2', 'strum 20', 'collision retrigger'],
  ]) {
    home.asked('send', ...words.split(' '));
  }
  home.asked('send', 'soundfont', second);
  home.asked('send', 'tuning', JUST);
  const saved = home.status();
  assert.match(home.asked('scene', 'save', 'Verse', 'two'), /Verse two is scene 1\./);
  home.asked('scene', 'bass');
  const { octave, mode, program, scene } = home.status().playing;
  assert.deepEqual([octave, mode, program, scene], [2, 'mono', 16, 2]);
  home.asked('send', 'tuning', 'off');
  home.asked('send', 'soundfont', first);
  assert.equal((await started.end('SIGTERM')).exit, 0);

  started = await home.start('Ready', ...home.production);
  assert.equal(home.status().playing.octave, 4);
  assert.match(
    home.run('scene', '--config', home.path('c.yaml')).out,
    /^ {4}1 {2}Verse two {2}saved\n {4}3 {2}Bass\n/,
  );
  home.asked('scene', '1');
  await until('the font and the tuning have followed', () => {
    const { font, tuning } = home.status();
    return font.path === second && tuning === 'just.scl';
  });
  const { scene: _, scenesRecalled: __, ...recalled } = home.status().playing;
  const { scene: ___, scenesRecalled: ____, ...before } = saved.playing;
  assert.deepEqual(recalled, before);
  const none = home.run('scene', 'Chorus');
  assert.equal(none.exit, 2);
  assert.match(none.err, /there is no scene Chorus\n.*scene list/);
  home.asked('scene', 'remove', 'verse two');
  assert.equal(home.run('scene', 'Verse', 'two').exit, 2);
  assert.equal((await started.end('SIGTERM')).exit, 0);
});

test('it starts as it was left where that is wanted; flags, and what the file says anew, count more', async () => {
  home.configure('session: {restore: always}', 'keyboard: {transpose: 1}');
  let started = await home.start('Ready', ...home.production);
  for (const words of ['octave 6', 'preset tenor sax', 'scale D dorian', 'transpose 5']) {
    home.asked('send', ...words.split(' '));
  }
  home.asked('send', 'soundfont', second);
  assert.equal((await started.end('SIGTERM')).exit, 0);

  started = await home.start('Ready', ...home.production, '--octave', '3');
  const { playing, presetName, font } = home.status();
  const { octave, program, scale, transpose } = playing;
  assert.deepEqual(
    [octave, program, scale, transpose, presetName],
    [3, 66, 'D dorian', 5, 'Tenor Sax'],
  );
  assert.deepEqual([font.path, font.why], [second, 'as it was left']);
  assert.equal((await started.end('SIGTERM')).exit, 0);

  home.configure('session: {restore: always}', 'keyboard: {transpose: -2}');
  started = await home.start('Ready', ...home.production);
  assert.deepEqual([home.status().playing.transpose, home.status().playing.program], [-2, 66]);
  assert.equal((await started.end('SIGTERM')).exit, 0);

  home.configure('session: {restore: never}');
  started = await home.start('Ready', ...home.production);
  assert.equal(home.status().playing.program, 0);
  assert.equal((await started.end('SIGTERM')).exit, 0);
});
