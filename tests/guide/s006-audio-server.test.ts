import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { Home, projectFile } from '../support/program.ts';

const SCALE = projectFile('assets/recordings/scale.evemu');

test('with PipeWire there it plays through PipeWire, and says so', {
  skip: pipeWireMissing(),
}, async () => {
  const server = await HeadlessPipeWire.start(256);
  const home = new Home(server.env);
  try {
    const playing = await home.start('ends by itself', '--input', SCALE);
    const { audio } = JSON.parse(home.run('status', '--json').out);
    assert.equal(audio.driver, 'pipewire');
    assert.match(audio.why, /PipeWire is running/);
    assert.match(playing.err, /^Audio +pipewire into \S+, 256 frames/m);
    await playing.end('SIGTERM');
  } finally {
    home.remove();
    await server.stop();
  }
});

test('without any server it says what is missing, and where the sound goes instead', async () => {
  const home = new Home();
  try {
    const playing = await home.start('ends by itself', '--input', SCALE);
    assert.match(playing.err, /no PipeWire is running for this user: .*apt install pipewire/);
    await playing.end('SIGTERM');
    assert.match(playing.err, new RegExp(`^Written: ${home.path('fw16-synth.wav')}$`, 'm'));
  } finally {
    home.remove();
  }
});
