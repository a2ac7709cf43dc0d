import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { got } from '../support/http.ts';
import { checksOf, Production } from './production.ts';

test('production.enable_health_checks wins over performance.health_monitoring', async () => {
  for (const isOn of [true, false]) {
    const home = new Production((yaml) =>
      yaml
        .replace('enable_health_checks: true', `enable_health_checks: ${isOn}`)
        .replace('health_monitoring: true', `health_monitoring: ${!isOn}`),
    );
    after(() => home.remove());
    const { playing, port } = await home.serve();
    assert.equal((await checksOf(port)).includes('audio:progress'), isOn);
    // Whether it lives can be asked all the same.
    assert.equal((await got(port, '/livez')).status, 200);
    await playing.end('SIGTERM');
  }
});
