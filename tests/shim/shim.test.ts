/** Our C under the compiler's sanitizers, driven by shim-test.c. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { projectFile } from '../support/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-shim-'));
after(() => rmSync(folder, { recursive: true }));

const FLAGS = ['-std=c11', '-D_GNU_SOURCE', '-O1', '-g', '-Wall', '-Wextra', '-Wshadow', '-Werror'];
const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

function compile(output: string, sources: readonly string[]) {
  const args = [...FLAGS, ...SANITIZERS, '-o', output, ...sources, '-lm', '-lpthread'];
  return spawnSync('cc', args, { encoding: 'utf8' });
}

/** Why the sanitizers cannot run here, for a test's skip. */
function sanitizersMissing(): string | false {
  const source = join(folder, 'empty.c');
  writeFileSync(source, 'int main(void) { return 0; }\n');
  const program = join(folder, 'empty');
  const works = compile(program, [source]).status === 0 && spawnSync(program).status === 0;
  return works ? false : 'needs a C compiler with libasan and libubsan: apt install gcc';
}

const skip = sanitizersMissing();
const program = join(folder, 'shim-test');

test('the C library and its test build without a warning', { skip }, () => {
  const shims = projectFile('native-shims');
  const sources = readdirSync(shims).filter((name) => name.endsWith('.c'));
  const { status, stderr } = compile(program, [
    projectFile('tests/shim/shim-test.c'),
    ...sources.map((name) => join(shims, name)),
  ]);
  assert.equal(status, 0, stderr);
});

for (const [scenario, sentence] of [
  ['levels', 'peaks are held until they are taken, and clipped samples counted'],
  ['mean-level', 'the mean level is that of the signal, however long nobody looks'],
  ['lateness', 'a callback that is slow or comes late is counted'],
  ['turns', 'what is asked for at once is told, and how far ahead that may be'],
  ['tap', 'the tap keeps every frame that has room, over its end and that of its counters'],
  ['pacer', 'the pacer keeps its pace, and renders nothing after its end'],
  ['font-loads', 'a font is read through our calls, under a name that no file has'],
  ['font-fails', 'what cannot be opened does not load'],
  ['font-breaks-off', 'a load that is broken off ends'],
  ['font-unloads', 'a font is given up on a thread of its own'],
] as const) {
  test(sentence, { skip, timeout: 60_000 }, () => {
    const { status, signal, stderr } = spawnSync(program, [scenario, folder], { encoding: 'utf8' });
    assert.equal(status, 0, `${signal ?? ''} ${stderr}`);
  });
}
