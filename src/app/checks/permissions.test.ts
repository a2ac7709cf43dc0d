import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../../../tests/support/examined.ts';

const RULES = '/etc/udev/rules.d';

function withRule(file: string, text: string) {
  return examined({ files: { [`${RULES}/${file}`]: `# ${text}\n${text}\n` } });
}

test('an event node that others can open fails, whichever device it is', () => {
  for (const mode of [0o666, 0o664, 0o662]) {
    const files = { '/dev/input/event5': { mode, group: 174 } };
    const { says, value } = theCheck(examined({ files }), 'keyboard:permissions', 'fail');
    assert.match(says, /event5$/);
    assert.equal(value, 1);
  }
});

test('a rule that opens event nodes to others fails, with its line', () => {
  for (const rule of [
    'KERNEL=="event*", SUBSYSTEM=="input", MODE="0666"',
    'SUBSYSTEM=="input", MODE:="0644"',
    'KERNEL=="event*", \\\n  MODE="0666"',
  ]) {
    const { says } = theCheck(withRule('99-keys.rules', rule), 'keyboard:rules', 'fail');
    assert.match(says, /99-keys\.rules:\d/);
  }
});

test('rules for joysticks, mice and one vendor’s controllers are left alone', () => {
  for (const rule of [
    'KERNEL=="js[0-9]*", SUBSYSTEM=="input", MODE="0664"',
    'SUBSYSTEM=="hidraw", ATTRS{idVendor}=="057e", MODE="0666"',
    'SUBSYSTEM=="usb", MODE="0666"',
  ]) {
    theCheck(withRule('60-games.rules', rule), 'keyboard:rules', 'pass');
  }
});

test('uaccess after the seat’s rules does nothing', () => {
  const rule = 'SUBSYSTEM=="input", ATTRS{idVendor}=="32ac", TAG+="uaccess"';
  const { advice } = theCheck(withRule('99-local.rules', rule), 'keyboard:rules', 'warn');
  assert.match(advice[0] ?? '', /services\.udev\.packages/);
  assert.match(advice[1] ?? '', /mv .*99-local\.rules .*\/70-local\.rules/);
  theCheck(withRule('70-fw16-synth.rules', rule), 'keyboard:rules', 'pass');
});

test('raw reports that others can read fail; those of the seat are told of', () => {
  const open = { '/dev/hidraw0': { mode: 0o666 } };
  theCheck(examined({ files: open }), 'keyboard:raw-reports', 'fail');
  const seat = { '/dev/hidraw0': { mode: 0o660, allowed: true } };
  const { says } = theCheck(examined({ files: seat }), 'keyboard:raw-reports', 'pass');
  assert.match(says, /^1 of 1 open to your programs/);
});
