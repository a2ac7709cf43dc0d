import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import type { Answer } from '../../src/control/control-protocol.ts';
import type { Status } from '../../src/core/status.ts';
import { grown, toneFont } from '../support/fonts.ts';
import { onsetFrame, peakDb, readWav } from '../support/pitch.ts';
import { Home, projectFile } from '../support/program.ts';

const RATE = 48_000;
const PRESETS = [
  { bank: 0, program: 0 },
  { bank: 0, program: 40 },
];
const home = new Home();
after(() => home.remove());

function file(name: string, bytes: Uint8Array): string {
  writeFileSync(home.path(name), bytes);
  return home.path(name);
}

mkdirSync(home.path('soundfonts'));
const first = file('first.sf2', toneFont('First', PRESETS, 60));
const second = file('second.sf2', toneFont('Second', PRESETS, 55));
const third = file('soundfonts/Third Font.sf2', toneFont('Third', PRESETS, 50));
const big = file('big.sf2', grown(toneFont('Big', PRESETS, 48), 96e6));
home.env['FW16_SYNTH_AUDIO_SOUNDFONT'] = first;

function status(): Status {
  return JSON.parse(home.run('status', '--json').out);
}

test('a SoundFont is changed by file and by name; bank and program stay', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  assert.equal(home.run('send', 'program', '40').exit, 0);
  assert.deepEqual(status().font, { path: first, why: 'configured', loading: null });
  for (const [wanted, path, sound] of [
    [second, second, 'Second 0:40'],
    ['first.sf2', first, 'First 0:40'],
    ['third font', third, 'Third 0:40'],
  ] as const) {
    const { exit, err } = home.run('send', 'soundfont', wanted);
    assert.equal(exit, 0, err);
    assert.equal(err, `${path} plays: ${sound}\n`);
    const { font, playing: state, programName } = status();
    assert.deepEqual(font, { path, why: 'asked for', loading: null });
    assert.deepEqual([state.bank, state.program, programName], [0, 40, sound]);
  }
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('what cannot be played is refused with reason and remedy, and the font before plays on', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  const whole = readFileSync(first);
  const dls = Buffer.from(whole);
  dls.write('DLS ', 8);
  const noSamples = Buffer.from(whole);
  noSamples.write('smpx', whole.indexOf('smpl'));
  mkdirSync(home.path('empty'));
  for (const [wanted, exit, why, remedy] of [
    [file('text.sf2', Buffer.from('not one of them')), 65, /no RIFF file/, /soundfonts lists/],
    [file('half.sf2', whole.subarray(0, 900)), 65, /truncated: \d+ bytes/, /Get it anew/],
    [file('sounds.dls', dls), 65, /DLS/, /Convert it/],
    [file('damaged.sf2', noSamples), 65, /samples are missing/, /Get it anew/],
    [file('none.sf2', Buffer.alloc(0)), 65, /no RIFF file/, /soundfonts lists/],
    ['./missing.sf2', 66, /no such file/, /soundfonts lists/],
    ['Unheard Of', 66, /no such SoundFont/, /soundfonts lists/],
    [home.path('empty'), 66, /no SoundFont in it/, /soundfonts lists/],
    ['', 2, /not said which/, /Give a file/],
  ] as const) {
    const answer = home.run('send', 'soundfont', wanted);
    assert.equal(answer.exit, exit, answer.err);
    assert.match(answer.err, why);
    assert.match(answer.err, remedy);
  }
  const { font, programName } = status();
  assert.deepEqual(font, { path: first, why: 'configured', loading: null });
  assert.equal(programName, 'First 0:0');
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('a key that is held sounds on while the font changes', async () => {
  const [head = ''] = readFileSync(projectFile('assets/recordings/scale.evemu'), 'utf8').split(
    'E: ',
  );
  const key = (at: string, value: number) =>
    `E: ${at} 0001 002c ${value}\nE: ${at} 0000 0000 0000\n`;
  writeFileSync(home.path('held.evemu'), head + key('0.100000', 1) + key('60.000000', 0));
  const playing = await home.start(
    'ends by itself',
    ...['--driver', 'file', '--input', home.path('held.evemu')],
  );
  while (status().playing.sounding === 0);
  assert.equal(home.run('send', 'soundfont', second).exit, 0);
  assert.equal(home.run('send', 'soundfont', home.path('half.sf2')).exit, 65);
  const { playing: state, font } = status();
  assert.deepEqual([state.sounding, state.notesBegun, state.engineFailures], [1, 1, 0]);
  assert.equal(font.path, second);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
  const { samples } = readWav(home.path('fw16-synth.wav'));
  const from = onsetFrame(samples, 0.001) + 0.05 * RATE;
  const level = peakDb(samples, from, from + 4800);
  // The last tenth of a second is the end of the program, which ends the note.
  for (let at = from; at < samples.length - 0.1 * RATE; at += 480) {
    assert.ok(Math.abs(peakDb(samples, at, at + 480) - level) < 1, `at ${at / RATE} s`);
  }
});

/** A program that asks over the socket; each answer to what it asked in turn. */
class Asker {
  readonly socket = connect(home.path('run/fw16-synth/control.sock'));
  readonly #waiting: ((answer: Answer) => void)[] = [];

  constructor() {
    this.socket.on('error', () => {});
    createInterface({ input: this.socket }).on('line', (line) => {
      const said = JSON.parse(line);
      if (said.ok !== undefined) this.#waiting.shift()?.(said);
    });
  }

  ask(request: { readonly do: string; readonly value?: string }): Promise<Answer> {
    this.socket.write(`${JSON.stringify({ version: 1, ...request })}\n`);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async loading(): Promise<string | undefined> {
    const answer = await this.ask({ do: 'status' });
    return answer.ok ? (answer.status as Status).font.loading?.path : undefined;
  }
}

test('of two changes at once the later one waits, and plays in the end', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  const [one, other] = [new Asker(), new Asker()];
  const answered: string[] = [];
  const change = async (asker: Asker, value: string) => {
    const { ok } = await asker.ask({ do: 'soundfont', value });
    answered.push(`${value} ${ok}`);
  };
  const both = [change(one, big)];
  while ((await other.loading()) !== big);
  both.push(change(other, second));
  await Promise.all(both);
  assert.deepEqual(answered, [`${big} true`, `${second} true`]);
  assert.equal(status().font.path, second);
  for (const { socket } of [one, other]) socket.destroy();
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('ending while a font loads does not wait for it', async () => {
  const playing = await home.start('Ready', '--production', '--driver', 'file');
  const [one, other] = [new Asker(), new Asker()];
  void one.ask({ do: 'soundfont', value: big });
  while ((await other.loading()) !== big);
  const { exit, ms } = await playing.end('SIGTERM');
  assert.equal(exit, 0);
  assert.ok(ms < 1500, `it took ${ms} ms`);
  for (const { socket } of [one, other]) socket.destroy();
});
