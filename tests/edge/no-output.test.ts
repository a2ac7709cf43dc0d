import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { Home } from '../support/program.ts';

const skip = pipeWireMissing();
let server: HeadlessPipeWire;
let home: Home;
before(async () => {
  if (skip !== false) return;
  server = await HeadlessPipeWire.start(64, { hasSink: false });
  home = new Home({ ...server.env, FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont() });
});
after(async () => {
  home?.remove();
  await server?.stop();
});

test('a PipeWire that has nothing to play into does not count as sound', { skip }, () => {
  const { exit, err } = home.run('--production', '--driver', 'pipewire');
  assert.equal(exit, 69);
  assert.match(err, /pipewire (has no output to play into|asked for no sound within a second)/);
  assert.match(err, /wpctl status/);
});

test('auto goes on to what is left, and says what became of PipeWire', { skip }, async (t) => {
  const playing = await home.start('Ready', '--production');
  t.after(() => playing.child.kill('SIGKILL'));
  assert.match(playing.err, /Nothing here plays sound, until something does nobody hears it/);
  assert.match(playing.err, /pipewire (has no output|asked for no sound).*wpctl status/);
  assert.match(home.run('status').out, /^Audio +none: /m);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('jack is what it says, and says that nothing is connected', { skip }, async (t) => {
  const playing = await home.start('Ready', '--production', '--driver', 'jack');
  t.after(() => playing.child.kill('SIGKILL'));
  const { audio } = JSON.parse(home.run('status', '--json').out);
  assert.equal(audio.driver, 'jack');
  assert.equal(audio.into, '');
  assert.match(audio.why, /PipeWire answers in its place/);
  assert.match(home.run('status').out, /^Trouble +jack is connected to nothing/m);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});
