import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import type { Answering, Mirror } from '../../tests/support/mirror.ts';
import { cutAfter, openMirror, redirect, stallAfter, whole } from '../../tests/support/mirror.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { seededRandom } from '../core/random.ts';
import { PartFile } from '../ffi/part-file.ts';
import { type DownloadOptions, download } from './download.ts';

const random = seededRandom(1);
const FILE = Uint8Array.from({ length: 500_000 }, () => Math.floor(random() * 256));
const SPOILT = Uint8Array.from(FILE, (byte, at) => (at === 400_000 ? byte ^ 1 : byte));
const SHA256 = createHash('sha256').update(FILE).digest('hex');
// Long enough for a loaded machine to answer, short enough for a test to wait for its end.
const STALL_MS = 1500;

const root = mkdtempSync(join(tmpdir(), 'fw16-download-'));
const folder = join(root, 'soundfonts');
const path = join(folder, 'Tested.sf2');
const partPath = join(folder, '.Tested.sf2.part');
after(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

const open: Mirror[] = [];
afterEach(async () => {
  for (const mirror of open.splice(0)) await mirror.close();
});

async function mirrorOf(paths: Readonly<Record<string, Answering>>): Promise<Mirror> {
  const mirror = await openMirror(paths);
  open.push(mirror);
  return mirror;
}

function get(mirrors: URL[], options: DownloadOptions = {}): Promise<void> {
  const font = {
    name: 'Tested',
    means: 'noise',
    file: 'Tested.sf2',
    release: '1',
    licence: 'none',
    bytes: FILE.length,
    sha256: SHA256,
    mirrors,
  };
  return download(font, path, { pauseMs: 1, stallMs: STALL_MS, ...options });
}

async function problemOf(mirrors: URL[], options?: DownloadOptions): Promise<Problem> {
  const problem = await get(mirrors, options).then(
    () => assert.fail('it was had'),
    (error: unknown) => error,
  );
  assert.ok(problem instanceof Problem, String(problem));
  assert.ok(!existsSync(path), 'it has the font’s name');
  return problem;
}

function assertWhole(): void {
  assert.deepEqual(readdirSync(folder), ['Tested.sf2']);
  assert.ok(readFileSync(path).equals(FILE));
}

test('a whole font gets its name, and its progress is told to the end', async () => {
  const mirror = await mirrorOf({ '/a': whole(FILE) });
  const told: number[] = [];
  await get([mirror.url('/a')], { onProgress: (bytes) => told.push(bytes) });
  assertWhole();
  assert.equal(told.at(-1), FILE.length);
  assert.deepEqual(mirror.asked, ['/a']);
});

test('after a cut connection the rest is asked for, and only the rest', async () => {
  const mirror = await mirrorOf({ '/a': cutAfter(FILE, 200_000) });
  const detours: string[] = [];
  await get([mirror.url('/a')], { onDetour: (_, why) => detours.push(why) });
  assertWhole();
  assert.deepEqual(mirror.asked, ['/a', '/a bytes=200000-', '/a bytes=400000-']);
  assert.match(detours[0]!, /cut; it is asked again$/);
});

test('a mirror that sends nothing more is left after three tries; what came stays', async () => {
  const mirror = await mirrorOf({ '/a': cutAfter(FILE, 1000) });
  const { message, exit, remedy } = await problemOf([mirror.url('/a')]);
  assert.match(message, /the connection was cut/);
  assert.equal(exit, EXIT.unavailable);
  assert.match(remedy ?? '', /are kept, and the same command goes on from there/);
  assert.equal(mirror.asked.length, 3);
  assert.ok(readFileSync(partPath).equals(FILE.subarray(0, 3000)));
});

test('the next time goes on where the last one ended', async () => {
  const cutting = await mirrorOf({ '/a': cutAfter(FILE, 1000) });
  await problemOf([cutting.url('/a')]);
  const mirror = await mirrorOf({ '/a': whole(FILE) });
  await get([mirror.url('/a')]);
  assertWhole();
  assert.deepEqual(mirror.asked, ['/a bytes=3000-']);
});

test('another mirror goes on where the first one failed', async () => {
  const mirror = await mirrorOf({
    '/cuts': cutAfter(FILE, 1000),
    '/whole': whole(FILE),
  });
  await get([mirror.url('/gone'), mirror.url('/cuts'), mirror.url('/whole')]);
  assertWhole();
  assert.equal(mirror.asked.at(-1), '/whole bytes=3000-');
});

test('a mirror that does not know ranges sends it all again', async () => {
  writeFileSync(partPath, FILE.subarray(0, 1234));
  const mirror = await mirrorOf({ '/a': (_, response) => response.end(FILE) });
  await get([mirror.url('/a')]);
  assertWhole();
  assert.deepEqual(mirror.asked, ['/a bytes=1234-']);
});

test('what was here and is wrong is fetched anew from the same mirror', async () => {
  const mirror = await mirrorOf({ '/a': whole(FILE) });
  for (const old of [SPOILT.subarray(0, 450_000), SPOILT, Buffer.concat([FILE, FILE])]) {
    mirror.asked.length = 0;
    writeFileSync(partPath, old);
    await get([mirror.url('/a')]);
    assertWhole();
    assert.equal(mirror.asked.at(-1), '/a');
    rmSync(path);
  }
});

test('a font of another content is refused, and nothing of it is kept', async () => {
  const mirror = await mirrorOf({ '/a': whole(SPOILT) });
  const { message, exit, where } = await problemOf([mirror.url('/a')]);
  assert.match(message, /its SHA-256 is another/);
  assert.equal(exit, EXIT.badData);
  assert.equal(where, mirror.url('/a').href);
  assert.deepEqual(readdirSync(folder), []);
});

test('a font of another size is refused, whether the mirror says so or only sends it', async () => {
  const longer = Buffer.concat([FILE, FILE]);
  const mirror = await mirrorOf({
    '/says': whole(longer),
    '/sends': (_, response) => {
      response.write(longer);
      response.end();
    },
    '/short': whole(FILE.subarray(0, 1000)),
  });
  const says = await problemOf([mirror.url('/says')]);
  assert.match(says.message, /has 1000000 bytes, and the font has 500000/);
  assert.equal(says.exit, EXIT.badData);
  const sends = await problemOf([mirror.url('/sends')]);
  assert.match(sends.message, /more than the 500000 bytes/);
  assert.equal(sends.exit, EXIT.badData);
  assert.match((await problemOf([mirror.url('/short')])).message, /has 1000 bytes/);
  assert.deepEqual(readdirSync(folder), []);
});

test('a mirror that falls silent, before or after its answer, is not waited for', async () => {
  const mirror = await mirrorOf({ '/mute': () => {}, '/stalls': stallAfter(FILE, 1000) });
  const mute = await problemOf([mirror.url('/mute')], { stallMs: 200 });
  assert.match(mute.message, /nothing came for 0.2 seconds/);
  assert.equal(mute.exit, EXIT.unavailable);
  const stalls = await problemOf([mirror.url('/stalls')], { stallMs: 200 });
  assert.match(stalls.message, /nothing came for 0.2 seconds/);
  assert.match(stalls.remedy ?? '', /are kept/);
});

test('redirects are followed, but not in circles and not without end', async () => {
  const far = Object.fromEntries(
    Array.from({ length: 20 }, (_, hop) => [`/far${hop}`, redirect(`/far${hop + 1}`)]),
  );
  const mirror = await mirrorOf({
    '/there': redirect('/font'),
    '/font': whole(FILE),
    '/ping': redirect('/pong'),
    '/pong': redirect('/ping'),
    '/nowhere': redirect('http://['),
    ...far,
  });
  await get([mirror.url('/there')]);
  assertWhole();
  rmSync(path);
  for (const [from, words] of [
    ['/ping', /redirects in a circle/],
    ['/far0', /redirects more than 8 times/],
    ['/nowhere', /redirects to nowhere/],
  ] as const) {
    const { message, exit } = await problemOf([mirror.url(from)]);
    assert.match(message, words);
    assert.equal(exit, EXIT.unavailable);
  }
});

test('a redirect to what is not encrypted is not followed', async () => {
  const mirror = await mirrorOf({ '/a': redirect('http://mirror.example/font.sf2') });
  const { message } = await problemOf([mirror.url('/a')]);
  assert.match(message, /redirects to http:\/\/mirror.example, which is not followed/);
});

test('what a mirror answers instead is told', async () => {
  const mirror = await mirrorOf({
    '/busy': (_, response) => response.writeHead(503).end(),
    '/odd': (_, response) => {
      response.writeHead(206, { 'content-range': `bytes 7-9/${FILE.length}` }).end('abc');
    },
  });
  assert.match((await problemOf([mirror.url('/gone')])).message, /it answers 404 Not Found/);
  assert.match((await problemOf([mirror.url('/busy')])).message, /it answers 503/);
  assert.match((await problemOf([mirror.url('/odd')])).message, /another part than asked for/);
  await mirror.close();
  open.pop();
  assert.match((await problemOf([mirror.url('/a')])).message, /it takes no connection/);
});

test('interrupted, it keeps what came and ends at once', async () => {
  const mirror = await mirrorOf({ '/a': stallAfter(FILE, 1000) });
  const interruption = new AbortController();
  const { exit, remedy } = await problemOf([mirror.url('/a')], {
    stallMs: 60_000,
    signal: interruption.signal,
    onProgress: () => interruption.abort(),
  });
  assert.equal(exit, EXIT.interrupted);
  assert.match(remedy ?? '', /are kept/);
  assert.ok(existsSync(partPath));
});

test('a folder that may not be written to, or is not there, is told before anything is asked', async () => {
  const mirror = await mirrorOf({ '/a': whole(FILE) });
  rmSync(folder, { recursive: true });
  const { message, exit } = await problemOf([mirror.url('/a')]);
  assert.match(message, /cannot be written: ENOENT/);
  assert.equal(exit, EXIT.io);
  assert.deepEqual(mirror.asked, []);
});

test('a font that is being written by another program is left to it', async () => {
  const mirror = await mirrorOf({ '/a': whole(FILE) });
  const other = new PartFile(path);
  try {
    const { message, exit } = await problemOf([mirror.url('/a')]);
    assert.match(message, /another program is writing it/);
    assert.equal(exit, EXIT.unavailable);
  } finally {
    other.close();
  }
});

test('a font without a mirror has to be brought', async () => {
  const { message, remedy } = await problemOf([]);
  assert.match(message, /no mirror of Tested is known/);
  assert.match(remedy ?? '', /--from FILE/);
});
