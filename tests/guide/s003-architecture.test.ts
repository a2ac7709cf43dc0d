import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { Home, projectFile } from '../support/program.ts';

// elf(5): e_machine, and what is x86_64.
const E_MACHINE = 18;
const EM_X86_64 = 62;

test('x86_64 is what doctor expects', () => {
  theCheck(examined({ architecture: 'x64' }), 'system:processor', 'pass');
});

test('on x86_64 the C of it is built for that, and loads', {
  skip: process.arch === 'x64' ? false : `needs x86_64, and this is ${process.arch}`,
}, () => {
  const library = readFileSync(projectFile('native-shims/build/libfw16-shim.so'));
  assert.equal(library.readUInt16LE(E_MACHINE), EM_X86_64);
  const home = new Home();
  try {
    const { exit, err } = home.run(
      '--driver',
      'file',
      '--input',
      projectFile('assets/recordings/scale.evemu'),
    );
    assert.equal(exit, 0, err);
  } finally {
    home.remove();
  }
});
