import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../config/load.ts';
import { isProfiling } from './profiling.ts';
import { stateFolder } from './state-folder.ts';

test('production.enable_profiling wins over performance.enable_profiling where both are set', () => {
  const isOn = (performance?: boolean, production?: boolean): boolean => {
    const env = {
      ...(performance === undefined
        ? {}
        : { FW16_SYNTH_PERFORMANCE_ENABLE_PROFILING: `${performance}` }),
      ...(production === undefined
        ? {}
        : { FW16_SYNTH_PRODUCTION_ENABLE_PROFILING: `${production}` }),
    };
    const home = '/home/nobody';
    return isProfiling(loadConfig({ flags: {}, env, home, systemFile: '/nowhere/config.yaml' }));
  };
  assert.equal(isOn(), false);
  assert.equal(isOn(true), true);
  assert.equal(isOn(true, false), false);
  assert.equal(isOn(false, true), true);
  assert.equal(isOn(undefined, true), true);
});

test('without a folder the files go where the service, else the user, keeps its state', () => {
  const home = '/home/nobody';
  assert.equal(stateFolder({}, home), '/home/nobody/.local/state/fw16-synth');
  assert.equal(stateFolder({ XDG_STATE_HOME: '/state' }, home), '/state/fw16-synth');
  const service = { XDG_STATE_HOME: '/state', STATE_DIRECTORY: '/var/lib/a:/var/lib/b' };
  assert.equal(stateFolder(service, home), '/var/lib/a');
});
