import assert from 'node:assert/strict';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { projectFile } from '../support/program.ts';

const PRINTED_BYTES = 2e9;
// What it runs from, and all that it was built with.
const INSTALLED = ['dist/program', 'native-shims/build', 'assets', 'node_modules'];

test('all of it, without SoundFonts, takes a small part of the 2 GB that the guide asks for', () => {
  const bytes = INSTALLED.reduce((sum, folder) => sum + bytesBelow(projectFile(folder)), 0);
  assert.ok(bytes > 1e6 && bytes < PRINTED_BYTES / 4, `${bytes}`);
});

test('doctor warns where there is less', () => {
  theCheck(examined({ freeBytes: PRINTED_BYTES }), 'system:disk', 'pass');
  theCheck(examined({ freeBytes: PRINTED_BYTES - 1 }), 'system:disk', 'warn');
});

function bytesBelow(path: string): number {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}
