import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostRule } from './hosts.ts';

const isOurs = hostRule(['127.0.0.1', '::1', '192.168.1.20'], ['synth.example', 'fd00::0:7']);

test('localhost, our addresses and allowed names are ours, with or without a port', () => {
  for (const host of [
    ...['localhost', 'LOCALHOST:8080', 'localhost.', '127.0.0.1', '127.0.0.1:9', '[::1]:8080'],
    ...['[::1]', '[0:0:0:0:0:0:0:1]', '192.168.1.20:8080', 'synth.example', 'Synth.Example:443'],
    ...['[fd00::7]:8080', '[FD00:0::7]'],
  ]) {
    assert.equal(isOurs(host, '127.0.0.1'), true, host);
  }
});

test('any other name is not, however it is dressed up', () => {
  for (const host of [
    ...[undefined, '', ' ', 'evil.example', 'localhost.evil.example', 'evil.example:8080'],
    ...['127.0.0.1.nip.io', 'localhost@evil.example', 'localhost/', 'localhost:', 'localhost:x'],
    ...['localhost:8080:8080', '::1', '[::1', '[localhost]', '192.168.1.21', '2130706433', '0'],
    ...['0x7f.1', 'localhost,evil.example', 'xlocalhost', '[::ffff:7f00:1]x', 'localhost:999999'],
  ]) {
    assert.equal(isOurs(host, '127.0.0.1'), false, String(host));
  }
});

test('where every address is listened on, the one that was reached is ours', () => {
  const rule = hostRule(['0.0.0.0', '::'], []);
  assert.equal(rule('10.0.0.5:8080', '::ffff:10.0.0.5'), true);
  assert.equal(rule('[2001:db8::5]:8080', '2001:db8:0::5'), true);
  assert.equal(rule('10.0.0.6:8080', '10.0.0.5'), false);
  assert.equal(rule('rebound.example', '10.0.0.5'), false);
});
