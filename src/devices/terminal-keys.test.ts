import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { mock, test } from 'node:test';
import { recordTimeUs, WORD_TYPE_CODE, WORD_VALUE } from '../core/event.ts';
import { keyNameOf } from '../core/keys/key-codes.ts';
import { GATE_MS, TerminalKeys } from './terminal-keys.ts';

const OPENING = '\x1b[>15u\x1b[?1004h\x1b[?u\x1b[c';
const CLOSING = '\x1b[?1004l\x1b[<u';
const HAS_PROTOCOL = '\x1b[?15u\x1b[?62;22c';
const HAS_NONE = '\x1b[?62;22c';

/** A terminal that only its two ends know of; `send` is what its user does. */
function fakeTerminal(onQuit = () => {}) {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isRaw: false,
    setRawMode: (mode: boolean) => raw.push(mode),
  });
  const output = new PassThrough();
  const played: string[] = [];
  const times: number[] = [];
  let quits = 0;
  let nowUs = 0;
  const keys = new TerminalKeys({
    input,
    output,
    deliver: (records, count) => {
      assert.equal(count, 2);
      times.push(recordTimeUs(records, 0));
      const typeAndCode = records[WORD_TYPE_CODE]!;
      const name = keyNameOf(typeAndCode >>> 16)?.slice(4);
      played.push(`${name} ${records[WORD_VALUE] === 1 ? 'down' : 'up'}`);
    },
    nowUs: () => nowUs++,
    onQuit: () => {
      quits++;
      onQuit();
    },
  });
  return {
    keys,
    input,
    raw,
    times,
    send: (text: string) => input.emit('data', Buffer.from(text)),
    played: () => played.splice(0).join(', '),
    written: () => output.read()?.toString('latin1') ?? '',
    quits: () => quits,
  };
}

/** Runs with a clock that only moves when told to. */
function withClock(name: string, run: (tick: (ms: number) => void) => void): void {
  test(name, () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      run((ms) => mock.timers.tick(ms));
    } finally {
      mock.timers.reset();
    }
  });
}

withClock('it asks the terminal what it can do, and leaves it as it was', () => {
  const { keys, raw, written, send, played } = fakeTerminal();
  assert.equal(keys.mode, 'unknown');
  assert.equal(written(), OPENING);
  send(HAS_PROTOCOL);
  send('\x1b[113u');
  keys.close();
  keys.close();
  assert.equal(played(), 'Q down, Q up');
  assert.equal(written(), CLOSING);
  assert.deepEqual(raw, [true, false]);
  send('\x1b[113u');
  assert.equal(played(), '');
});

withClock('with the protocol a key lasts as long as it is held', (tick) => {
  const { keys, send, played, times } = fakeTerminal();
  send(HAS_PROTOCOL);
  assert.equal(keys.mode, 'press and release');
  assert.match(keys.account, /as long as its key/);
  send('\x1b[113u');
  tick(10_000);
  send('\x1b[113;1:2u\x1b[57441;2u');
  send('\x1b[113;2:3u\x1b[57441;1:3u');
  assert.equal(played(), 'Q down, LEFTSHIFT down, Q up, LEFTSHIFT up');
  assert.deepEqual(times, [0, 1, 2, 3]);
  keys.close();
});

withClock('without it each key lasts for the gate, and repeats lengthen it', (tick) => {
  const { keys, send, played } = fakeTerminal();
  send(HAS_NONE);
  assert.equal(keys.mode, 'fixed gate');
  assert.match(keys.account, /250 ms/);
  send('q');
  tick(GATE_MS - 1);
  send('qq');
  tick(GATE_MS - 1);
  assert.equal(played(), 'Q down');
  tick(1);
  assert.equal(played(), 'Q up');
  send('qw');
  tick(GATE_MS);
  assert.equal(played(), 'Q down, W down, Q up, W up');
  keys.close();
});

withClock('a terminal that has the protocol without releases has a fixed gate', () => {
  const { keys, send } = fakeTerminal();
  send('\x1b[?1u\x1b[?62c');
  assert.equal(keys.mode, 'fixed gate');
  keys.close();
});

withClock('a terminal that never answers has a fixed gate after a second', (tick) => {
  const { keys, send, played } = fakeTerminal();
  send('q');
  assert.equal(played(), 'Q down');
  tick(1000);
  assert.equal(keys.mode, 'fixed gate');
  send(HAS_PROTOCOL);
  assert.equal(keys.mode, 'press and release');
  keys.close();
});

withClock('a release that comes before any answer ends its key', (tick) => {
  const { keys, send, played } = fakeTerminal();
  send('\x1b[113u\x1b[113;1:3u');
  assert.equal(keys.mode, 'press and release');
  assert.equal(played(), 'Q down, Q up');
  tick(GATE_MS);
  assert.equal(played(), '');
  keys.close();
});

withClock('another window in front lets every key go', (tick) => {
  const { keys, send, played } = fakeTerminal();
  send(HAS_PROTOCOL);
  send('\x1b[113u\x1b[119u\x1b[O');
  assert.equal(played(), 'Q down, W down, Q up, W up');
  send('\x1b[I\x1b[113;1:3u\x1b[113u\x1b[113u');
  assert.equal(played(), 'Q down, Q up, Q down');
  keys.close();
  const gated = fakeTerminal();
  gated.send(HAS_NONE);
  gated.send('q\x1b[O');
  assert.equal(gated.played(), 'Q down, Q up');
  tick(GATE_MS);
  assert.equal(gated.played(), '');
  gated.keys.close();
});

withClock('text that is pasted into a terminal with the protocol does not play', () => {
  const { keys, send, played } = fakeTerminal();
  send(HAS_PROTOCOL);
  send('qwerty');
  assert.equal(played(), '');
  keys.close();
});

withClock('Esc alone is a key once nothing follows it', (tick) => {
  const { keys, send, played } = fakeTerminal();
  send(HAS_NONE);
  send('\x1b');
  assert.equal(played(), '');
  tick(40);
  assert.equal(played(), 'ESC down');
  send('\x1b');
  tick(20);
  send('[A');
  tick(40);
  assert.equal(played(), 'UP down');
  keys.close();
});

withClock('Ctrl+C quits in both forms, and so does a terminal that is gone', () => {
  const { keys, send, quits, input } = fakeTerminal();
  send('\x03');
  send('\x1b[99;5u');
  assert.equal(quits(), 2);
  input.emit('end');
  assert.equal(quits(), 3);
  keys.close();
});

withClock('closed by Ctrl+C, it leaves the rest of the bytes alone', () => {
  const { keys, send, played } = fakeTerminal(() => keys.close());
  send('q\x03w');
  assert.equal(played(), 'Q down, Q up');
});

const PLAYER = `
import { TerminalKeys } from '${new URL('./terminal-keys.js', import.meta.url)}';
const how = process.argv.at(-1);
const keys = new TerminalKeys({
  input: process.stdin,
  output: process.stdout,
  deliver: (records) => {
    process.stdout.write('<' + (records[4] >>> 16) + ' ' + records[5] + ' ' + keys.mode + '>');
  },
  nowUs: () => 0,
  onQuit: () => {
    if (how === 'exit') process.exit(3);
    keys.close();
    process.stdout.write('<raw ' + process.stdin.isRaw + '>');
  },
});
`;

/** Plays through a terminal of the kernel's own, and answers all that it showed. */
async function inTerminal(how: string, keys: string): Promise<string> {
  const command = `${process.execPath} --input-type=module -e "$PLAYER" ${how}`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...process.env, PLAYER },
  });
  const shown: Buffer[] = [];
  terminal.stdout.on('data', (bytes: Buffer) => {
    shown.push(bytes);
    if (bytes.includes('\x1b[c')) terminal.stdin.write(keys);
  });
  await once(terminal, 'close');
  return Buffer.concat(shown).toString('latin1');
}

test('a real terminal plays and is left as it was', {
  skip:
    spawnSync('script', ['--version']).status === 0 ? false : 'needs script: apt install bsdutils',
}, async () => {
  const closed = await inTerminal('close', `${HAS_PROTOCOL}\x1b[113u\x1b[113;1:3u\x1b[119u\x03`);
  assert.equal(
    closed,
    `${OPENING}<16 1 press and release><16 0 press and release><17 1 press and release>` +
      `<17 0 press and release>${CLOSING}<raw false>`,
  );
  const exited = await inTerminal('exit', `${HAS_NONE}q\x03`);
  assert.equal(exited, `${OPENING}<16 1 fixed gate><16 0 fixed gate>${CLOSING}`);
});
