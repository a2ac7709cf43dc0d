import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Home } from '../support/program.ts';

const home = new Home();
after(() => home.remove());
const file = home.path('stage.yaml');
writeFileSync(file, 'audio:\n  buffer_size: 128\n');
mkdirSync(home.path('.config/fw16-synth'), { recursive: true });
writeFileSync(home.path('.config/fw16-synth/config.yaml'), 'keyboard:\n  octave: 2\n');

interface Row {
  readonly key: string;
  readonly value: unknown;
  readonly where: string;
}

function settings(...flags: readonly string[]): Map<string, Row> {
  const rows: Row[] = JSON.parse(home.run('config', 'show', '--json', ...flags).out);
  return new Map(rows.map((row) => [row.key, row]));
}

test('--config names the file that is read, in place of the user’s own', () => {
  assert.equal(settings().get('keyboard.octave')?.value, 2);
  const read = settings('--config', file);
  assert.equal(read.get('audio.buffer_size')?.value, 128);
  assert.equal(read.get('audio.buffer_size')?.where, `${file}:2:16`);
  assert.equal(read.get('keyboard.octave')?.value, 4);
});

test('a file that is not there is exit 66, whatever was asked for', () => {
  for (const argv of [['--production'], ['devices'], ['--validate-only']]) {
    const { exit, err } = home.run(...argv, '--config', '/nowhere/config.yaml');
    assert.equal(exit, 66);
    assert.match(err, /\/nowhere\/config\.yaml: there is no such file/);
  }
});
