import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Production } from './production.ts';

const PERFORMANCE = 'performance:\n  enable_profiling: true';
const PRODUCTION = '  enable_profiling: true\n  enable_health_checks';

test('performance.enable_profiling alone switches it on, and off', async () => {
  for (const [value, exit] of [
    ['true', 0],
    ['false', 69],
  ] as const) {
    const home = new Production((yaml) => {
      assert.ok(yaml.includes(PERFORMANCE) && yaml.includes(PRODUCTION));
      return yaml
        .replace(PERFORMANCE, PERFORMANCE.replace('true', value))
        .replace(PRODUCTION, '  enable_health_checks');
    });
    after(() => home.remove());
    const playing = await home.play();
    const asked = home.run('send', 'profile', 'profiles');
    assert.equal(asked.exit, exit, asked.err);
    await playing.end('SIGTERM');
  }
});
