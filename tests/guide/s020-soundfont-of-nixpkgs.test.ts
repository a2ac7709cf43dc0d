import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { after, test } from 'node:test';
import { builtInFont, chooseSoundFont, findSoundFont } from '../../src/engine/soundfonts.ts';
import { Home } from '../support/program.ts';

// soundfont = "${pkgs.soundfont-fluid}/share/soundfonts/FluidR3_GM.sf2";
const home = new Home();
after(() => home.remove());
const place = { env: home.env, home: home.folder, sf3: false };
const folder = home.path('soundfonts');
mkdirSync(folder);

test('the name of the guide finds the font under the name that nixpkgs gives it', () => {
  copyFileSync(builtInFont(), `${folder}/FluidR3_GM2-2.sf2`);
  const chosen = chooseSoundFont(`${folder}/FluidR3_GM.sf2`, place);
  assert.deepEqual(chosen, {
    ok: true,
    path: `${folder}/FluidR3_GM2-2.sf2`,
    why: 'configured',
  });
  assert.equal(findSoundFont('FluidR3_GM', place).path, `${folder}/FluidR3_GM2-2.sf2`);
});

test('where both are there, each name means itself', () => {
  copyFileSync(builtInFont(), `${folder}/FluidR3_GM.sf2`);
  for (const name of ['FluidR3_GM.sf2', 'FluidR3_GM2-2.sf2']) {
    assert.equal(findSoundFont(`${folder}/${name}`, place).path, `${folder}/${name}`);
  }
});

test('where neither is there, the name that was asked for is told', () => {
  rmSync(folder, { recursive: true });
  const chosen = chooseSoundFont(`${folder}/FluidR3_GM.sf2`, place);
  assert.ok(chosen.ok && chosen.refused?.path === `${folder}/FluidR3_GM.sf2`);
  assert.equal(chosen.refused.why, 'there is no such file');
});
