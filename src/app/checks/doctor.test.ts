import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined } from '../../../tests/support/examined.ts';

test('a Framework 16 on which all is well passes every check, each in a line', () => {
  const checks = examined();
  const unwell = checks.filter(({ standing }) => standing !== 'pass');
  assert.deepEqual(unwell, []);
  const names = checks.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, says } of checks) {
    assert.match(name, /^[a-z]+:[a-z-]+$/);
    assert.ok(says.length < 80, `${name}: ${says}`);
  }
});

test('whatever does not pass says what to do', () => {
  const bare = examined({
    files: Object.fromEntries(
      ['/proc/412/comm', '/proc/415/comm', '/run/user/1000/pipewire-0', '/proc/asound/cards'].map(
        (path) => [path, null],
      ),
    ),
    commands: { 'wpctl status': null },
  });
  const unwell = bare.filter(({ standing }) => standing !== 'pass');
  assert.ok(unwell.length >= 2);
  for (const { name, advice } of unwell) assert.ok(advice.length > 0, name);
});
