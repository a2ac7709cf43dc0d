import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Home } from '../support/program.ts';
import { loadWith } from './machine.ts';

const LINE = 'export FW16_SYNTH_LOG_LEVEL="INFO"';

test('the variable FW16_SYNTH_LOG_LEVEL sets what is worth a line in the log', () => {
  const { config, origins } = loadWith(LINE);
  assert.equal(config.performance.logLevel, 'INFO');
  assert.equal(origins.get('performance.log_level')?.where, 'FW16_SYNTH_LOG_LEVEL');
});

test('INFO tells of the start, ERROR only of what keeps it from starting', () => {
  const home = new Home();
  after(() => home.remove());
  for (const level of ['INFO', 'ERROR']) {
    home.env['FW16_SYNTH_LOG_LEVEL'] = level;
    // There is no sound server in this home.
    const { err } = home.run('--production', '--driver', 'pipewire');
    assert.equal(err.includes('fw16-synth starts'), level === 'INFO');
    assert.match(err, /"level":"ERROR"/);
  }
});
