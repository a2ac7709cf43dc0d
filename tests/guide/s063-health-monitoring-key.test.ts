import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checksOf, Production } from './production.ts';

test('performance.health_monitoring alone decides whether anybody looks', async () => {
  for (const isOn of [true, false]) {
    const home = new Production((yaml) =>
      yaml
        .replace('health_monitoring: true', `health_monitoring: ${isOn}`)
        .replace('  enable_health_checks: true\n', ''),
    );
    after(() => home.remove());
    const { playing, port } = await home.serve();
    assert.equal((await checksOf(port)).includes('audio:progress'), isOn);
    await playing.end('SIGTERM');
  }
});
