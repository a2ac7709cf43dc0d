import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PathWatch } from './path-watch.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-path-watch-'));
after(() => rmSync(folder, { recursive: true }));

/** A watch, and a way to wait until it tells of what was done. */
function watching(path: string) {
  let told = 0;
  const watch = new PathWatch(path, () => {
    told++;
  });
  return {
    watch,
    async tells(act: () => void): Promise<void> {
      const before = told;
      act();
      while (told === before) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    get told() {
      return told;
    },
  };
}

test('a file is told of as it comes, changes, is replaced and goes', async () => {
  const path = join(folder, 'config.yaml');
  const { watch, tells } = watching(path);
  await tells(() => writeFileSync(path, 'a'));
  await tells(() => writeFileSync(path, 'b'));
  // As editors do it.
  await tells(() => {
    writeFileSync(join(folder, 'config.yaml~'), 'c');
    renameSync(join(folder, 'config.yaml~'), path);
  });
  await tells(() => rmSync(path));
  watch.close();
});

test('folders on the way may come and go', async () => {
  const path = join(folder, 'one/two/config.yaml');
  const { watch, tells } = watching(path);
  await tells(() => mkdirSync(join(folder, 'one')));
  await tells(() => mkdirSync(join(folder, 'one/two')));
  await tells(() => writeFileSync(path, 'a'));
  await tells(() => rmSync(join(folder, 'one'), { recursive: true }));
  await tells(() => mkdirSync(join(folder, 'one/two'), { recursive: true }));
  await tells(() => writeFileSync(path, 'b'));
  watch.close();
});

test('however fast they come and go, what comes after them is told of', async () => {
  const { watch, tells } = watching(join(folder, 'fast/two/config.yaml'));
  const script =
    'for i in $(seq 100); do rm -rf fast; mkdir -p fast/two; echo $i >fast/two/config.yaml; done';
  for (let round = 0; round < 3; round++) {
    await once(spawn('sh', ['-c', script], { cwd: folder }), 'exit');
    await tells(() => rmSync(join(folder, 'fast'), { recursive: true }));
    await tells(() => mkdirSync(join(folder, 'fast/two'), { recursive: true }));
    await tells(() => writeFileSync(join(folder, 'fast/two/config.yaml'), 'last'));
  }
  watch.close();
});

test('its neighbours are not told of, and nothing is after the end', async () => {
  const path = join(folder, 'quiet.yaml');
  const quiet = watching(path);
  const other = watching(join(folder, 'other'));
  await other.tells(() => writeFileSync(join(folder, 'other'), ''));
  assert.equal(quiet.told, 0);
  quiet.watch.close();
  await other.tells(() => {
    writeFileSync(path, '');
    writeFileSync(join(folder, 'other'), 'again');
  });
  assert.equal(quiet.told, 0);
  other.watch.close();
});
