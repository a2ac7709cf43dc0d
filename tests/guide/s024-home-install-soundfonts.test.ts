import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { userFontFolder } from '../../src/engine/soundfonts.ts';
import { projectFile } from '../support/program.ts';

test('installSoundfonts puts FluidR3 where the program looks first', () => {
  const home = readFileSync(projectFile('modules/home-manager.nix'), 'utf8');
  assert.match(home, /optional cfg\.installSoundfonts pkgs\.soundfont-fluid/);
  assert.match(home, /xdg\.dataFile\.soundfonts/);
  assert.ok(
    userFontFolder({ env: {}, home: '/home/musician' }).endsWith('/.local/share/soundfonts'),
  );
});
