import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Production } from './production.ts';

const LINE = '  enable_profiling: true\n  enable_health_checks';

test('production.enable_profiling wins over the one of performance', async () => {
  for (const [value, exit] of [
    ['true', 0],
    ['false', 69],
  ] as const) {
    const home = new Production((yaml) => {
      assert.ok(yaml.includes(LINE));
      return yaml
        .replace(LINE, LINE.replace('true', value))
        .replace(
          'performance:\n  enable_profiling: true',
          `performance:\n  enable_profiling: ${value !== 'true'}`,
        );
    });
    after(() => home.remove());
    const playing = await home.play();
    const asked = home.run('send', 'profile', 'profiles');
    assert.equal(asked.exit, exit, asked.err);
    await playing.end('SIGTERM');
  }
});
