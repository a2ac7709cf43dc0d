import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { Production } from './production.ts';

const LINE = 'error_recovery_enabled: true';
const LOST = 'asks for no sound any more';

test('error_recovery_enabled brings sound back when its server does', {
  skip: pipeWireMissing(),
}, async () => {
  await onServer(LINE, async (home, server) => {
    const playing = await home.play();
    await server.kill();
    await playing.says('it is tried again every second');
    await server.serve();
    await playing.says('Sound is back through pipewire');
    assert.equal((await playing.end('SIGTERM')).exit, 0);
  });
});

test('off, it is told of and stays as it is', { skip: pipeWireMissing() }, async () => {
  await onServer('error_recovery_enabled: false', async (home, server) => {
    const playing = await home.play();
    await server.kill();
    await playing.says(LOST);
    assert.match(playing.err, /production\.error_recovery_enabled is off/);
    assert.equal(JSON.parse(home.run('status', '--json').out).audio.driver, '');
    assert.equal((await playing.end('SIGTERM')).exit, 0);
  });
});

async function onServer(
  line: string,
  act: (home: Production, server: HeadlessPipeWire) => Promise<void>,
): Promise<void> {
  const server = await HeadlessPipeWire.start(256);
  const home = new Production((yaml) =>
    yaml.replace('driver: file', 'driver: pipewire').replace(LINE, line),
  );
  Object.assign(home.env, server.env);
  try {
    await act(home, server);
  } finally {
    home.remove();
    await server.stop();
  }
}
