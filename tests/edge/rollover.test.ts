import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { Home } from '../support/program.ts';

const home = new Home();
after(() => home.remove());

/** An evemu recording of reports, each `[ms, key, key, ...]`, positive for down and negative for up. */
function recording(reports: readonly (readonly number[])[]): string {
  const lines = reports.flatMap(([ms = 0, ...changes]) => {
    const at = (ms / 1000).toFixed(6);
    const keys = changes.map(
      (change) =>
        `E: ${at} 0001 ${Math.abs(change).toString(16).padStart(4, '0')} ${change > 0 ? 1 : 0}`,
    );
    return [...keys, `E: ${at} 0000 0000 0`];
  });
  return `# EVEMU 1.3\nN: A board that drops a key\nI: 0003 32ac 0012 0111\n${lines.join('\n')}\n`;
}

const { KEY_A, KEY_S, KEY_D } = KEY;
const DROPS = [
  [0, KEY_A],
  [30, KEY_S],
  [500, -KEY_A, KEY_D],
  [540, -KEY_S, -KEY_D],
];

test('a recording of a board that drops a key of a triple tells so, in figures outside a terminal', () => {
  writeFileSync(home.path('drops.evemu'), recording(DROPS));
  const { exit, out } = home.run('doctor', 'rollover', '--input', 'drops.evemu');
  assert.equal(exit, 0);
  assert.equal(out, 'A board that drops a key: 2 keys at once at most, 2 chords, 1 incomplete\n');
  const { out: json } = home.run('doctor', 'rollover', '--input', 'drops.evemu', '--json');
  const name = 'A board that drops a key';
  assert.deepEqual(JSON.parse(json), [{ name, most: 2, chords: 2, lost: 1 }]);
});

test('without a terminal live chords are refused, and what doctor cannot do is said', () => {
  const live = home.run('doctor', 'rollover');
  assert.equal(live.exit, 69);
  assert.match(live.err, /--input FILE/);
  const wrong = home.run('doctor', 'who');
  assert.equal(wrong.exit, 2);
  assert.match(wrong.err, /doctor rollover/);
});
