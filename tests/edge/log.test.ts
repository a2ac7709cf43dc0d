import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { Home, MAIN, Started } from '../support/program.ts';
import { SMALL_DISK_BYTES, smallDiskMissing, withSmallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';

const QUIET = {
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_PRODUCTION_ENABLE_MONITORING: 'false',
};
const home = new Home(QUIET);
after(() => home.remove());
const UNATTENDED = ['--production', '--driver', 'file'] as const;

const LOUDEST = {
  FW16_SYNTH_LOG_LEVEL: 'DEBUG',
  FW16_SYNTH_LOGGING_METRIC_INTERVAL: '0.05',
};
// Two keys, with time after them for figures.
const SHORT = home.path('short.evemu');
writeFileSync(
  SHORT,
  [
    'N: a keyboard',
    'I: 0003 32ac 0012 0111',
    ...['002c', '002d'].flatMap((key, index) => [
      `E: ${index}.000000 0001 ${key} 1`,
      `E: ${index}.000001 0000 0000 0`,
      `E: ${index}.400000 0001 ${key} 0`,
      `E: ${index}.400001 0000 0000 0`,
    ]),
    '',
  ].join('\n'),
);
/** Every field that the log may have; whoever adds one says here that it tells of no key. */
const HARMLESS = new Set([
  ...['level', 'time', 'message', 'where', 'remedy', 'exit', 'why', 'times', 'lost'],
  ...['version', 'pid', 'node', 'followed', 'at_next_start', 'priority', 'keyboards'],
  ...['driver', 'sample_rate', 'period_frames', 'periods', 'buffer_ms', 'latency', 'into'],
  ...['file', 'path'],
  ...['from', 'detail', 'uptime_s', 'armed', 'notes_begun', 'notes_ended', 'notes_sounding'],
  ...['key_to_note_p50_us', 'key_to_note_p99_us', 'audio_driver', 'audio_buffer_ms'],
  ...['audio_late', 'peak_db', 'events_lost', 'engine_failures', 'realtime_priority'],
  ...['cpu_percent', 'resident_mb', 'log_lost'],
]);

interface Line {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** What is in a file, if there is one. */
function textOf(file: string): string {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : '';
}

function linesOf(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('the log tells of the start, the sound, the font, arming and the end, in JSON', async () => {
  const file = home.path('logs/production.log');
  const playing = await home.start('Ready', ...UNATTENDED, '--log-file', file);
  home.run('arm');
  await playing.says('Armed');
  home.run('disarm');
  await playing.says('Disarmed');
  await playing.end('SIGTERM');
  const lines = linesOf(file);
  const told = lines.map(({ message }) => message);
  for (const message of ['fw16-synth starts', 'Sound goes out', 'SoundFont loaded', 'Armed']) {
    assert.ok(told.includes(message), message);
  }
  assert.deepEqual(told.slice(-3), [
    'Disarmed',
    `Written: ${home.path('fw16-synth.wav')}`,
    'Ended',
  ]);
  const sound = lines.find(({ message }) => message === 'Sound goes out');
  assert.equal(sound?.['driver'], 'file');
  assert.equal(sound?.['buffer_ms'], 1.33);
  // Standard error has the same; neither has a figure before a minute is over.
  assert.deepEqual(
    playing.err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).message),
    told,
  );
});

test('what keeps it from starting is an ERROR with its remedy, and the exit code says the same', () => {
  const file = home.path('refused.log');
  const { exit, err } = home.run('--production', '--driver', 'pipewire', '--log-file', file);
  assert.equal(exit, 69);
  const problem = linesOf(file).find(({ level }) => level === 'ERROR');
  assert.match(`${problem?.message}`, /no PipeWire is running/);
  assert.match(`${problem?.['remedy']}`, /pipewire/);
  assert.equal(problem?.['exit'], 69);
  assert.match(err, /"level":"ERROR"/);
});

test('with a screen the log goes to its file alone, and without one nowhere', async () => {
  const file = home.path('here.log');
  const { exit, err } = home.run(...['--driver', 'file', '--input', SHORT, '--log-file', file]);
  assert.equal(exit, 0, err);
  assert.doesNotMatch(err, /"level"|SoundFont loaded/);
  const told = linesOf(file).map(({ message }) => message);
  assert.ok(told.includes('SoundFont loaded'));
  assert.equal(told.at(-1), 'Ended');
});

test('what is played is not to be found in the log: no field could hold it', () => {
  const file = home.path('silent.log');
  const loud = new Home({ ...QUIET, ...LOUDEST });
  const { err } = loud.run('--driver', 'file', '--input', SHORT, '--log-file', file);
  loud.remove();
  const lines = linesOf(file);
  const figures = lines.filter(({ level }) => level === 'METRIC').at(-1);
  assert.equal(figures?.['notes_begun'], 2, err);
  const names = new Set(lines.flatMap((line) => Object.keys(line)));
  assert.deepEqual(
    [...names].filter((name) => !HARMLESS.has(name)),
    [],
  );
});

test('the journal gets priorities and no time of ours', async () => {
  const file = home.path('journal');
  const fd = openSync(file, 'w');
  const { dev, ino } = fstatSync(fd);
  const child = spawn(process.execPath, [MAIN, ...UNATTENDED], {
    cwd: home.folder,
    env: { ...home.env, JOURNAL_STREAM: `${dev}:${ino}` },
    stdio: ['ignore', 'ignore', fd],
  });
  closeSync(fd);
  await until('it is ready', () => textOf(file).includes('Ready'));
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  assert.ok(lines.some((line) => line.startsWith('<6>Sound goes out driver=file')));
  assert.ok(lines.some((line) => line.startsWith('<4>No keyboard')));
  for (const line of lines) assert.match(line, /^<[3-7]>[A-Zf]/);
});

test('a terminal gets lines for people', {
  skip: spawnSync('which', ['script']).status === 0 ? false : 'needs script: apt install bsdutils',
}, async () => {
  const line = [process.execPath, MAIN, ...UNATTENDED].map((word) => `"${word}"`).join(' ');
  const child = spawn('script', ['-qec', `exec ${line}`, '/dev/null'], {
    cwd: home.folder,
    env: { ...home.env, SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  await until('it is ready', () => shown.includes('Sound goes out'));
  const exited = once(child, 'exit');
  // The terminal's own way to end what runs in it: Ctrl+C.
  child.stdin.write('\x03');
  await exited;
  const lines = shown.replaceAll('^C', '').trimEnd().split('\r\n');
  assert.ok(
    lines.some((line) => /^\d\d:\d\d:\d\d\.\d{3} INFO {3}Sound goes out driver=file/.test(line)),
  );
  for (const line of lines) assert.match(line, /^\d\d:\d\d:\d\d\.\d{3} (INFO|WARN) {3}[A-Zf]/);
});

test('a log file that cannot be is told of once, and it plays on', async () => {
  const file = home.path('fifo.log');
  spawnSync('mkfifo', [file]);
  const playing = await home.start('Ready', ...UNATTENDED, '--log-file', file);
  await playing.says('cannot be written');
  assert.equal(home.run('arm').exit, 0);
  // As soon as it can be, what was kept is written.
  rmSync(file);
  await until('the log is written', () => textOf(file).includes('is written again'));
  await playing.end('SIGTERM');
  assert.equal(playing.err.match(/cannot be written/g)?.length, 1);
  const told = linesOf(file).map(({ message }) => message);
  assert.equal(told[0], 'fw16-synth starts');
  assert.equal(told.at(-1), 'Ended');
});

test('a reader of standard error that sleeps delays neither the playing nor the end', async () => {
  const env = { ...home.env, FW16_SYNTH_LOGGING_METRIC_INTERVAL: '0.001' };
  const child = spawn(process.execPath, [MAIN, ...UNATTENDED], {
    cwd: home.folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const playing = new Started(child);
  await playing.says('Ready');
  child.stderr?.pause();
  // Ten times what a pipe holds.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(home.run('arm').exit, 0);
  assert.equal(JSON.parse(home.run('status', '--json').out).playing.armed, true);
  const began = performance.now();
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  assert.equal(child.exitCode, 0);
  assert.ok(performance.now() - began < 5000);
});

test('a full disk costs lines, and neither a note nor its end', {
  skip: smallDiskMissing(),
}, async () => {
  const disk = home.path('small');
  mkdirSync(disk);
  await withSmallDisk(disk, async () => {
    const filler = join(disk, 'filler');
    writeFileSync(filler, Buffer.alloc(SMALL_DISK_BYTES - 8192));
    const file = join(disk, 'production.log');
    Object.assign(home.env, { FW16_SYNTH_LOGGING_METRIC_INTERVAL: '0.005' });
    const playing = await home.start(
      'Ready',
      ...UNATTENDED,
      ...['--input', 'demo', '--log-file', file],
    );
    delete home.env['FW16_SYNTH_LOGGING_METRIC_INTERVAL'];
    await playing.says('cannot be written');
    assert.match(playing.err, /production\.log: ENOSPC/);
    assert.equal(home.run('arm').exit, 0);
    const state = () => JSON.parse(home.run('status', '--json').out).playing;
    const { notesBegun } = state();
    await until('four notes have begun and ended', () => {
      const { notesBegun: begun, notesEnded: ended, sounding } = state();
      return begun >= notesBegun + 4 && ended === begun - sounding;
    });
    assert.equal(home.run('disarm').exit, 0);
    const { notesBegun: begun, notesEnded: ended } = state();
    assert.equal(ended, begun);
    rmSync(filler);
    await until('the log is written', () => textOf(file).includes('is written again'));
    assert.equal((await playing.end('SIGTERM')).exit, 0);
    assert.equal(playing.err.match(/cannot be written/g)?.length, 1);
    // What the disk cut in half was made whole: every line parses.
    const figures = linesOf(file).filter(({ level }) => level === 'METRIC');
    assert.ok(figures.length > 10);
  });
});

test('a folder that is moved away under it is made anew', async () => {
  const folder = home.path('moved');
  const file = join(folder, 'production.log');
  const playing = await home.start('Ready', ...UNATTENDED, '--log-file', file);
  await until('it is ready', () => textOf(file).includes('Ready'));
  renameSync(folder, `${folder}-away`);
  playing.child.kill('SIGUSR2');
  await until('there is a new file', () => textOf(file).includes('new file'));
  await playing.end('SIGTERM');
  assert.equal(linesOf(file).at(-1)?.message, 'Ended');
  assert.match(readFileSync(join(`${folder}-away`, 'production.log'), 'utf8'), /Ready/);
});
