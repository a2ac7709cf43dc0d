import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { SystemdListener } from '../support/systemd-listener.ts';
import { Production } from './production.ts';

const LINE = 'graceful_shutdown_timeout: 30';
// A loaded machine, and still far below what is asked for.
const WELL_BELOW_MS = 10_000;

test('graceful_shutdown_timeout is the longest that the end may take, and it takes far less', async () => {
  for (const seconds of [30, 12.5]) {
    const home = new Production((yaml) =>
      yaml.replace(LINE, `graceful_shutdown_timeout: ${seconds}`),
    );
    after(() => home.remove());
    const systemd = new SystemdListener();
    home.env['NOTIFY_SOCKET'] = systemd.address;
    const playing = await home.play();
    const { exit, ms } = await playing.end('SIGTERM');
    assert.equal(exit, 0);
    assert.ok(ms < WELL_BELOW_MS, `it took ${ms} ms`);
    // A second more, for systemd to see it end.
    await systemd.hears(`STOPPING=1\nEXTEND_TIMEOUT_USEC=${(seconds + 1) * 1e6}`);
    systemd.close();
  }
});
