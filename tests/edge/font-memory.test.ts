import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Status } from '../../src/core/status.ts';
import { toneFont } from '../support/fonts.ts';
import { Home } from '../support/program.ts';
import { until } from '../support/until.ts';

const home = new Home();
after(() => home.remove());

mkdirSync(home.path('soundfonts'));
const [first, second, third] = ['First', 'Second', 'Third'].map((name) => {
  const path = home.path(`soundfonts/${name}.sf2`);
  writeFileSync(path, toneFont(name, [{ bank: 0, program: 0 }], 60));
  return path;
}) as [string, string, string];

interface Listed {
  readonly path: string;
  readonly favourite?: number;
  readonly recent?: number;
}

function listed(path: string): Listed {
  const { fonts } = JSON.parse(home.run('soundfonts', '--json').out) as { fonts: Listed[] };
  return fonts.find((font) => font.path === path) ?? assert.fail(`${path} is not listed`);
}

function playing(): string {
  const { font } = JSON.parse(home.run('status', '--json').out) as Status;
  return font.path;
}

test('favourites are made by name, listed with their numbers, and played by them', async () => {
  assert.equal(home.run('soundfonts', 'favourite', 'third').exit, 0);
  assert.match(home.run('soundfonts', 'favourite', second).err, /Second\.sf2 is favourite 2\.\n/);
  assert.equal(home.run('soundfonts', 'favourite', 'Unheard Of').exit, 66);
  assert.equal(home.run('soundfonts', 'favourite').exit, 2);
  assert.match(
    home.run('soundfonts').out,
    /^\* {3}\/.*First\.sf2.*\n {2}2 \/.*Second.*favourite 2$/m,
  );

  const started = await home.start('Ready', '--production', '--driver', 'file');
  assert.equal(playing(), first);
  for (const [words, path] of [
    [['favourite', '2'], second],
    [['next'], third],
    [['previous'], second],
    [['recent', '3'], first],
  ] as const) {
    const { exit, err } = home.run('send', 'soundfont', ...words);
    assert.equal(exit, 0, err);
    assert.equal(playing(), path);
  }
  const none = home.run('send', 'soundfont', 'favourite', '7');
  assert.equal(none.exit, 2);
  assert.match(none.err, /there is no favourite 7\n.*soundfonts favourite NAME/);
  await until('the last one is remembered', () => listed(first).recent === 1);
  assert.deepEqual([listed(second).recent, listed(third).recent], [2, 3]);
  assert.equal((await started.end('SIGTERM')).exit, 0);
});

test('a favourite that went away is still listed, and can be taken out', () => {
  rmSync(third);
  assert.equal(listed(third).favourite, 1);
  assert.match(home.run('soundfonts').out, /Third\.sf2 {2}there is no such file/);
  assert.match(home.run('soundfonts', 'unfavourite', third).err, /is no favourite any more/);
  assert.equal(listed(second).favourite, 1);
});
