import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { ConfiguredHome } from '../support/configured-home.ts';

const home = new ConfiguredHome();
after(() => home.remove());

test('presets of the configuration are listed and played by number and name', async () => {
  home.configure('presets:', '  - {name: Church, program: 19, number: 13, reverb: 90, level: 70}');
  const listed = home.run('preset', '--config', home.path('c.yaml')).out;
  assert.match(listed, /^ {5}1 {2}F1 {3}Grand Piano/m);
  assert.match(listed, /^ {4}13 {2}F1 {3}Church +program 19$/m);
  const started = await home.start('Ready', ...home.production);
  home.asked('preset', 'church');
  const { playing, presetName } = home.status();
  const { preset, presetBank, program, level, reverb, chorus } = playing;
  assert.deepEqual([preset, presetBank, program, level, reverb, chorus], [12, 1, 19, 70, 90, -1]);
  assert.equal(presetName, 'Church');
  home.asked('preset', '2');
  assert.deepEqual([home.status().presetName, home.status().playing.level], ['Electric Piano', -1]);
  const none = home.run('preset', 'Kazoo');
  assert.equal(none.exit, 2);
  assert.match(none.err, /there is no preset Kazoo\n.*preset list/);
  assert.equal((await started.end('SIGTERM')).exit, 0);
});

test('what sounds is saved as a preset, and is there at the next start', async () => {
  let started = await home.start('Ready', ...home.production);
  for (const words of [
    'program 11',
    'octave 6',
    'layout janko',
    'velocity 77',
    'level 55',
    'mode mono',
  ]) {
    home.asked('send', ...words.split(' '));
  }
  assert.match(home.asked('preset', 'save', 'Night', 'Vibes'), /Night Vibes is preset 14\./);
  home.asked('preset', '1');
  home.asked('send', 'octave', '3');
  home.asked('send', 'layout', 'tracker');
  const then = () => {
    const { program, octave, layout, velocity, level, mode } = home.status().playing;
    return { program, octave, layout, velocity, level, mode };
  };
  const saved = {
    ...{ program: 11, octave: 6, layout: 'janko', velocity: 77, level: 55, mode: 'mono' },
  };
  home.asked('preset', 'night vibes');
  assert.deepEqual(then(), saved);
  // One of the configuration is replaced as long as the saved one is there.
  assert.match(home.asked('preset', 'save', 'Church'), /Church is preset 13\./);
  assert.equal((await started.end('SIGTERM')).exit, 0);

  started = await home.start('Ready', ...home.production);
  home.asked('preset', '13');
  assert.deepEqual(then(), saved);
  assert.match(home.asked('preset', 'remove', 'church'), /church is as configured again\./);
  home.asked('preset', '13');
  assert.equal(then().program, 19);
  const { presets } = JSON.parse(home.run('preset', '--json').out) as {
    presets: { name: string; saved: boolean }[];
  };
  assert.ok(presets.some(({ name, saved: isSaved }) => name === 'Night Vibes' && isSaved));
  for (const [name, why] of [
    ['12', 'a number'],
    ['list', 'what can be done'],
  ] as const) {
    const refused = home.run('preset', 'save', name);
    assert.equal(refused.exit, 2);
    assert.ok(refused.err.includes(why), refused.err);
  }
  assert.equal((await started.end('SIGTERM')).exit, 0);
});

test('presets that were saved can be removed while nothing plays', () => {
  home.asked('preset', 'remove', 'Night Vibes');
  assert.equal(home.run('preset', 'remove', 'Night Vibes').exit, 2);
  assert.deepEqual(
    JSON.parse(readFileSync(home.path('.local/share/fw16-synth/presets.json'), 'utf8')).content,
    [],
  );
});

test('a damaged file of presets is told of, put aside, and its copy plays', async () => {
  const path = home.path('.local/share/fw16-synth/presets.json');
  const started = await home.start('Ready', ...home.production);
  home.asked('preset', 'save', 'Kept');
  assert.equal((await started.end('SIGTERM')).exit, 0);
  writeFileSync(path, '{"version": 1,');
  const { out, err } = home.run('preset', 'list');
  assert.match(out, /Kept +program 0, saved/);
  assert.match(
    err,
    /presets\.json: is not as this version writes it; it is presets\.json\.damaged/,
  );
  assert.equal(readFileSync(`${path}.damaged`, 'utf8'), '{"version": 1,');
  assert.doesNotMatch(home.run('preset', 'list').err, /damaged/);
});
