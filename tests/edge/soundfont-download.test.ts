import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import type { Mirror } from '../support/mirror.ts';
import { cutAfter, openMirror, stallAfter, whole } from '../support/mirror.ts';
import { Home } from '../support/program.ts';
import { until } from '../support/until.ts';

const FILE = readFileSync(builtInFont());
const SPOILT = Uint8Array.from(FILE, (byte, at) => (at === 9000 ? byte ^ 1 : byte));

// 100 KiB, mounted where only the command that follows sees it.
const MOUNTED = 'mount -t tmpfs -o size=100k none "$0" && exec "$@"';

const home = new Home();
const folder = home.path('.local/share/soundfonts');
const path = join(folder, 'Small.sf2');
let mirror: Mirror;
before(async () => {
  mirror = await openMirror({
    '/whole': whole(FILE),
    '/cuts': cutAfter(FILE, 1000),
    '/spoilt': whole(SPOILT),
    '/stalls': stallAfter(FILE, 200_000),
  });
});
after(async () => {
  await mirror.close();
  home.remove();
});
afterEach(() => rmSync(home.path('.local'), { recursive: true, force: true }));

function offer(from: string, more: object = {}): string {
  const font = {
    name: 'Small',
    means: 'the built-in one',
    file: 'Small.sf2',
    release: '1.0',
    licence: 'MIT',
    bytes: FILE.length,
    sha256: createHash('sha256').update(FILE).digest('hex'),
    mirrors: [mirror.url(from)],
    ...more,
  };
  const list = home.path('list.json');
  writeFileSync(list, JSON.stringify({ version: 1, fonts: [font] }));
  return list;
}

test('a font is downloaded, found by its name, and not downloaded twice', async () => {
  const args = ['soundfonts', 'download', 'small', '--manifest', offer('/whole')];
  const { exit, err } = await home.runBeside(...args);
  assert.equal(exit, 0, err);
  assert.match(err, /Small: 100 % of/);
  assert.match(err, /Licence: MIT\. To play it: fw16-synth --soundfont Small/);
  assert.ok(readFileSync(path).equals(FILE));
  const listed = JSON.parse(home.run('soundfonts', '--json').out);
  assert.deepEqual(listed.chosen, { ok: true, path, why: 'the best installed' });
  mirror.asked.length = 0;
  const again = await home.runBeside(...args);
  assert.equal(again.exit, 0);
  assert.match(again.err, /Small\.sf2 is there already/);
  assert.deepEqual(mirror.asked, []);
});

test('a cut, a wrong content and a font that is not there each have their exit code', async () => {
  for (const [from, exit, words] of [
    ['/cuts', 69, /the connection was cut\n.*are kept/],
    ['/spoilt', 65, /its SHA-256 is another/],
    ['/gone', 69, /answers 404/],
  ] as const) {
    const told = await home.runBeside('soundfonts', 'download', '--manifest', offer(from));
    assert.equal(told.exit, exit, told.err);
    assert.match(told.err, words);
    assert.ok(!existsSync(path));
  }
});

test('Ctrl+C keeps what came, and the same command goes on from there', async () => {
  const args = ['soundfonts', 'download', '--manifest', offer('/stalls')];
  const download = await home.start('Small: ', ...args);
  await until('something is there', () => readdirSync(folder).length > 0);
  const { exit } = await download.end('SIGINT');
  assert.equal(exit, 130);
  assert.match(download.err, /interrupted\n.*are kept/);
  mirror.asked.length = 0;
  offer('/whole');
  assert.equal((await home.runBeside(...args)).exit, 0);
  assert.match(mirror.asked[0]!, /^\/whole bytes=[1-9]\d*-$/);
});

test('a file that somebody brought is copied if it is the font', () => {
  const list = offer('/gone');
  const brought = home.path('brought.sf2');
  const args = ['soundfonts', 'download', '--manifest', list, '--from', 'brought.sf2'];
  assert.equal(home.run(...args).exit, 66);
  writeFileSync(brought, SPOILT);
  const spoilt = home.run(...args);
  assert.equal(spoilt.exit, 65);
  assert.match(spoilt.err, /brought\.sf2: its SHA-256 is not that of the font/);
  assert.deepEqual(readdirSync(folder), []);
  writeFileSync(brought, FILE);
  assert.equal(home.run(...args).exit, 0);
  assert.ok(readFileSync(path).equals(FILE));
});

test('another font of that name is replaced only with consent', async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, 'mine');
  const args = ['soundfonts', 'download', '--manifest', offer('/whole')];
  const refused = await home.runBeside(...args);
  assert.equal(refused.exit, 1);
  assert.match(refused.err, /another Small\.sf2 is there, and would be replaced\n.*--yes/);
  assert.equal(readFileSync(path, 'utf8'), 'mine');
  assert.equal((await home.runBeside(...args, '--yes')).exit, 0);
  assert.ok(readFileSync(path).equals(FILE));
});

test('a font that is larger than the room on the disk is not begun', {
  skip: !mayMount() && 'needs to mount in a namespace of its own: unshare -rm',
}, async () => {
  mkdirSync(folder, { recursive: true });
  mirror.asked.length = 0;
  const onSmallDisk = ['unshare', '-rm', 'sh', '-c', MOUNTED, folder];
  const { exit, err } = await home.runInside(
    onSmallDisk,
    ...['soundfonts', 'download', '--manifest', offer('/whole')],
  );
  assert.equal(exit, 74, err);
  assert.match(err, /Small needs 0\.\d MB, and 0\.1 MB are free\n/);
  assert.deepEqual(mirror.asked, []);
});

test('when the room ends on the way, what came is kept', async () => {
  const limited = ['sh', '-c', 'ulimit -f 100; exec "$0" "$@"'];
  const { exit, err } = await home.runInside(
    limited,
    ...['soundfonts', 'download', '--manifest', offer('/whole')],
  );
  assert.equal(exit, 74, err);
  assert.match(err, /Small\.sf2: there is no more room for it\n/);
  assert.deepEqual(readdirSync(folder), ['.Small.sf2.part']);
});

test('a folder that may not be written to is exit 77', {
  skip: process.getuid?.() === 0 && 'root may write anywhere',
}, async () => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o500);
  const { exit, err } = await home.runBeside(
    ...['soundfonts', 'download', '--manifest', offer('/whole')],
  );
  chmodSync(folder, 0o700);
  assert.equal(exit, 77, err);
});

test('the list says what there is and what it costs', () => {
  const { out, exit } = home.run('soundfonts', 'download', '--list');
  assert.equal(exit, 0);
  assert.match(out, /^ {2}FluidR3_GM +148\.4 MB {2}.*MIT, by Frank Wen\.$/m);
  const { fonts } = JSON.parse(home.run('soundfonts', 'download', '--list', '--json').out);
  assert.ok(fonts.length > 1);
  assert.match(fonts[0].sha256, /^[0-9a-f]{64}$/);
});

test('what soundfonts cannot do is a mistake of usage', () => {
  assert.equal(home.run('soundfonts', 'upload').exit, 2);
});

function mayMount(): boolean {
  return spawnSync('unshare', ['-rm', 'true']).status === 0;
}
