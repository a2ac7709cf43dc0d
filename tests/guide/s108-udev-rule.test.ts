import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { readThere, runPrinted, writeThere } from './printed.ts';

const FILE = '/etc/udev/rules.d/99-fw16-synth.rules';
const LINES = `cat > ${FILE} << EOF
KERNEL=="event*", SUBSYSTEM=="input", GROUP="input", MODE="0640"
EOF`;

test('the guide’s rule opens keys to nobody but the group, and passes', () => {
  writeThere(FILE, '');
  runPrinted(LINES);
  const rule = readThere(FILE);
  assert.match(rule, /MODE="0640"/);
  theCheck(examined({ files: { [FILE]: rule } }), 'keyboard:rules', 'pass');
});

test('the same with 0666 fails, with the line that lets everybody in', () => {
  const wide = readThere(FILE).replace('0640', '0666');
  const { says, advice } = theCheck(
    examined({ files: { [FILE]: wide } }),
    'keyboard:rules',
    'fail',
  );
  assert.ok(says.startsWith(`${FILE}:1 `));
  assert.match(advice[0] ?? '', /^NixOS: services\.udev\.packages/);
});
