import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Production } from './production.ts';

test('performance.log_level sets what is worth a line in the log', () => {
  for (const level of ['INFO', 'ERROR']) {
    const home = new Production((yaml) =>
      yaml
        .replace('driver: file', 'driver: jack')
        .replace('log_level: INFO', `log_level: ${level}`),
    );
    after(() => home.remove());
    // There is no JACK server in this home.
    const { err } = home.run('--production', '--config', home.config);
    assert.equal(err.includes('fw16-synth starts'), level === 'INFO');
    assert.match(err, /"level":"ERROR"/);
  }
});
