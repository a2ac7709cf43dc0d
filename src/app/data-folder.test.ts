import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataFolder } from './data-folder.ts';

test('what was saved lies among the data of the user, or in the folder of the service', () => {
  assert.equal(dataFolder({}, '/home/a'), '/home/a/.local/share/fw16-synth');
  assert.equal(dataFolder({ XDG_DATA_HOME: '/data' }, '/home/a'), '/data/fw16-synth');
  assert.equal(dataFolder({ XDG_DATA_HOME: 'data' }, '/home/a'), '/home/a/.local/share/fw16-synth');
  // The service of the NixOS module sees no home.
  const service = { STATE_DIRECTORY: '/var/lib/fw16-synth/1000', XDG_DATA_HOME: '/data' };
  assert.equal(dataFolder(service, '/home/a'), '/var/lib/fw16-synth/1000');
});
