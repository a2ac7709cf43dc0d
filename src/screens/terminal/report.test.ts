import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check } from '../../core/check.ts';
import { reportLines } from './report.ts';

const CHECKS: readonly Check[] = [
  { name: 'audio:server', standing: 'pass', says: 'PipeWire is running', advice: [] },
  {
    name: 'audio:card-access',
    standing: 'fail',
    says: 'this user may not play to the card that is there, for it belongs to others',
    advice: ['NixOS: users.users.NAME.extraGroups = [ "audio" ];', 'Elsewhere: sudo usermod'],
  },
  { name: 'font:chosen', standing: 'warn', says: 'none', advice: ['Install one.'] },
];

test('parts are headed, items aligned, remedies below them, and all is counted', () => {
  assert.deepEqual(reportLines(CHECKS, { width: 70, colour: false }), [
    'Audio',
    '  ✓ server       PipeWire is running',
    '  ✗ card access  this user may not play to the card that is there, for',
    '                 it belongs to others',
    '                 → NixOS: users.users.NAME.extraGroups = [ "audio" ];',
    '                 → Elsewhere: sudo usermod',
    '',
    'Font',
    '  ! chosen       none',
    '                 → Install one.',
    '',
    '1 in the way, 1 could be better, 1 well',
  ]);
});

test('a remedy of several lines keeps them, and how far in they stand', () => {
  const advice = ['Write instead:\n  audio:\n    buffer_size: 256'];
  const check: Check = { name: 'a:b', standing: 'fail', says: 'wrong', advice };
  assert.deepEqual(reportLines([check], { width: 70, colour: false }).slice(1, 5), [
    '  ✗ b  wrong',
    '       → Write instead:',
    '           audio:',
    '             buffer_size: 256',
  ]);
});

test('what belongs to a part stands in it, whatever came between', () => {
  const [server, access, font] = CHECKS;
  const lines = reportLines([server!, font!, access!], { width: 70, colour: false });
  assert.deepEqual(lines, reportLines(CHECKS, { width: 70, colour: false }));
});

test('colour adds to the words and changes none', () => {
  const plain = reportLines(CHECKS, { width: 70, colour: false });
  const coloured = reportLines(CHECKS, { width: 70, colour: true });
  assert.ok(coloured[2]?.includes('\x1b[31m✗\x1b[0m'));
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
  assert.deepEqual(
    coloured.map((line) => line.replace(escapes, '')),
    plain,
  );
});

test('a report without checks is a report', () => {
  assert.deepEqual(reportLines([], { width: 70, colour: false }), ['']);
});
