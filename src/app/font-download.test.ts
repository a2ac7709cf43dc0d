import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { manifestFile, readManifest } from '../engine/font-manifest.ts';
import { chooseOffered, getFont, isNixos } from './font-download.ts';

const root = mkdtempSync(join(tmpdir(), 'fw16-font-download-'));
after(() => rmSync(root, { recursive: true }));
const fonts = readManifest(manifestFile());
const nowhere = { ...fonts[0]!, name: 'Nowhere', file: 'Nowhere.sf2', mirrors: [] };

test('without a name it is the best font that the memory allows', () => {
  assert.equal(chooseOffered(fonts, undefined, 16e9).name, 'FluidR3_GM');
  assert.equal(chooseOffered(fonts, undefined, 1e9).name, 'TimGM6mb');
  assert.equal(chooseOffered(fonts, undefined, 1e6).name, 'TimGM6mb');
});

test('a name is told from another, whatever its case', () => {
  assert.equal(chooseOffered(fonts, 'timgm6MB').name, 'TimGM6mb');
  assert.throws(() => chooseOffered(fonts, 'FluidR3_GN'), {
    exit: 2,
    remedy: 'Did you mean FluidR3_GM?',
  });
  assert.throws(() => chooseOffered(fonts, 'Wurlitzer'), { remedy: /^There are: FluidR3_GM, / });
});

test('NixOS is known by its mark or by its name', () => {
  assert.equal(isNixos(root), false);
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc/os-release'), 'NAME=Debian\nID=debian\nID_LIKE="nixos"\n');
  assert.equal(isNixos(root), false);
  writeFileSync(join(root, 'etc/os-release'), 'NAME=NixOS\nID=nixos\n');
  assert.equal(isNixos(root), true);
  rmSync(join(root, 'etc/os-release'));
  writeFileSync(join(root, 'etc/NIXOS'), '');
  assert.equal(isNixos(root), true);
});

test('on NixOS it is a package, unless it is wanted all the same', async () => {
  const request = { font: { ...nowhere, bytes: 1 }, agreed: false, nixos: true };
  await assert.rejects(getFont(request, {}), { exit: 1, remedy: /pkgs\.soundfont-fluid/ });
});

test('a large font is asked about, and a no is a no', async () => {
  const request = { font: nowhere, agreed: false, nixos: false };
  await assert.rejects(getFont(request, {}), { exit: 1, remedy: /--yes/ });
  const asked: string[] = [];
  const ask = async (question: string): Promise<boolean> => {
    asked.push(question);
    return false;
  };
  await assert.rejects(getFont({ ...request, ask }, {}), { exit: 1, message: /nothing was/ });
  assert.match(asked[0]!, /148\.4 MB \(licence: MIT, by Frank Wen\)/);
});
