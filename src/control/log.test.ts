import assert from 'node:assert/strict';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type LogSettings, RunningLog } from './log.ts';
import { isJournal } from './log-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-log-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const textOf = (name: string): string => readFileSync(path(name), 'utf8');

function toFile(name: string, more: Partial<LogSettings> = {}): LogSettings {
  const file = { path: path(name), rotateBytes: 0, keep: 1, format: 'json' } as const;
  return { level: 'INFO', file, ...more };
}

interface Line {
  readonly level: string;
  readonly time: string;
  readonly message: string;
}

function linesOf(name: string): Line[] {
  return textOf(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('what happens before it is open is written then, with the time at which it happened', async () => {
  const log = new RunningLog(toFile('early.log'), assert.fail);
  const before = Date.now();
  log.info('one', { figure: 1 });
  const after = Date.now();
  while (Date.now() === after) await new Promise((resolve) => setTimeout(resolve, 1));
  await log.open();
  log.error('two');
  await log.close();
  const [one, two] = linesOf('early.log');
  const time = Date.parse(one?.time ?? '');
  assert.ok(time >= before && time <= after);
  assert.deepEqual([one?.message, two?.message, two?.level], ['one', 'two', 'ERROR']);
});

test('it tells what is worth a line, and figures whatever the level', async () => {
  const log = new RunningLog(toFile('level.log', { level: 'WARN' }), assert.fail);
  log.debug('no');
  log.info('no');
  log.metric('figures', { notes: 3 });
  log.warn('yes');
  await log.close();
  assert.deepEqual(
    linesOf('level.log').map(({ level, message }) => `${level} ${message}`),
    ['METRIC figures', 'WARN yes'],
  );
});

test('with a file, standard error gets all but the figures; without one, those too', async () => {
  for (const withFile of [true, false]) {
    const fd = openSync(path('stderr'), 'w');
    const stream = { fd, format: 'journal' } as const;
    const { file } = toFile('both.log');
    const log = new RunningLog(
      { level: 'INFO', stream, file: withFile ? file : undefined },
      assert.fail,
    );
    log.info('Ready');
    log.metric('figures', { notes: 3 });
    await log.close();
    closeSync(fd);
    const figures = withFile ? '' : '<6>METRIC figures notes=3\n';
    assert.equal(textOf('stderr'), `<6>Ready\n${figures}`);
  }
  assert.equal(linesOf('both.log').length, 2);
});

test('a file that cannot be written is told once, to the person where no record reaches them', async () => {
  const told: string[] = [];
  mkdirSync(path('a-folder'));
  const log = new RunningLog(toFile('a-folder'), (line) => told.push(line));
  log.info('one');
  await log.open();
  log.info('two');
  await log.close();
  assert.equal(told.length, 1);
  assert.match(told[0] ?? '', /cannot be written to .*a-folder: it is not a regular file\./);
});

test('other settings are followed, and nothing falls between them', async () => {
  const log = new RunningLog(toFile('old.log'), assert.fail);
  log.info('old');
  await log.open();
  log.info('last of the old');
  const changed = log.follow(toFile('new.log', { level: 'ERROR' }));
  log.error('between');
  await changed;
  log.info('not worth it any more');
  log.error('new');
  await log.close();
  assert.deepEqual(
    [...linesOf('old.log'), ...linesOf('new.log')].map(({ message }) => message),
    ['old', 'last of the old', 'between', 'new'],
  );
});

test('put aside by size and opened anew under load, no record is lost or told twice', async () => {
  // All of them together are less than what is kept for a disk that is slow.
  const records = 5000;
  const file = {
    path: path('busy.log'),
    rotateBytes: 64 * 1024,
    keep: 100,
    format: 'json',
  } as const;
  const log = new RunningLog({ level: 'INFO', file }, assert.fail);
  await log.open();
  for (let number = 0; number < records; number++) {
    log.info('record', { number });
    if (number % 50 === 0) await new Promise(setImmediate);
    if (number % 700 === 0) log.reopen();
  }
  await log.close();
  assert.equal(log.lost, 0);
  const files = readdirSync(folder).filter((name) => name.startsWith('busy.log'));
  assert.ok(files.length > 3, `${files.length} files`);
  const numbers = files
    .flatMap((name) =>
      [...textOf(name).matchAll(/"number":(\d+)/g)].map(([, number]) => Number(number)),
    )
    .sort((one, other) => one - other);
  assert.deepEqual(
    numbers,
    Array.from({ length: records }, (_, number) => number),
  );
});

test('the journal is known by device and inode of the stream', () => {
  const fd = openSync(path('stderr'), 'w');
  try {
    assert.equal(isJournal(fd, undefined), false);
    assert.equal(isJournal(fd, '8:12345'), false);
    const { dev, ino } = fstatSync(fd);
    assert.equal(isJournal(fd, `${dev}:${ino}`), true);
  } finally {
    closeSync(fd);
  }
});
