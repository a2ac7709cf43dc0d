import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../support/program.ts';

test('the module’s rtkit gives way to the user’s own line', () => {
  const audio = readFileSync(projectFile('modules/nixos-audio.nix'), 'utf8');
  assert.match(audio, /rtkit\.enable = lib\.mkIf cfg\.enableRealtimeAudio \(lib\.mkDefault true\)/);
});
