import assert from 'node:assert/strict';
import { test } from 'node:test';
import { made } from './nix-module.ts';

test('enableRealtimeAudio gives the player and the service their limits', () => {
  assert.match(made('guide', 'etc/security/limits.conf'), /^musician - rtprio 95$/m);
  assert.match(made('guide', 'etc/security/limits.conf'), /^musician - memlock unlimited$/m);
  assert.match(made('guide', 'etc/systemd/system/fw16-synth@.service'), /^LimitRTPRIO=95$/m);
});
