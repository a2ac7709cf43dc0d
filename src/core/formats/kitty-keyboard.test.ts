import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyNameOf } from '../keys/key-codes.ts';
import {
  createTerminalReader,
  escapeAlone,
  isEscapePending,
  readTerminal,
  type TerminalEvent,
} from './kitty-keyboard.ts';

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Events in words: `Q down`, `Q up`, `Q again`, `Q typed`, `interrupt`, `focus lost`. */
function words(events: readonly TerminalEvent[]): string {
  return events
    .map((event) => {
      if (event.is === 'focus') return `focus ${event.gained ? 'gained' : 'lost'}`;
      if (event.is === 'protocol') return `protocol ${event.flags}`;
      if (event.is !== 'key') return event.is;
      const how = event.typed ? 'typed' : ['up', 'down', 'again'][event.value];
      return `${keyNameOf(event.code)?.slice(4)} ${how}`;
    })
    .join(', ');
}

function read(text: string): string {
  return words(readTerminal(createTerminalReader(), bytesOf(text)));
}

test('the protocol tells press, repeat and release', () => {
  assert.equal(read('\x1b[113u'), 'Q down');
  assert.equal(read('\x1b[113;1:1u'), 'Q down');
  assert.equal(read('\x1b[113;1:2u'), 'Q again');
  assert.equal(read('\x1b[113;1:3u'), 'Q up');
  assert.equal(read('\x1b[113;129:3u'), 'Q up');
});

test('a key is where it is on a US board, whatever the layout has printed there', () => {
  assert.equal(read('\x1b[97::113u'), 'Q down');
  assert.equal(read('\x1b[1081:1049:113;2u'), 'Q down');
  assert.equal(read('\x1b[224::48;1:3u'), '0 up');
  assert.equal(read('\x1b[233u'), '');
});

test('modifiers and keys without a character have numbers', () => {
  assert.equal(read('\x1b[57441;2u\x1b[57441;1:3u'), 'LEFTSHIFT down, LEFTSHIFT up');
  assert.equal(read('\x1b[57448;5u'), 'RIGHTCTRL down');
  assert.equal(
    read('\x1b[27u\x1b[9u\x1b[13u\x1b[127u\x1b[32u'),
    'ESC down, TAB down, ENTER down, BACKSPACE down, SPACE down',
  );
  assert.equal(read('\x1b[57399u\x1b[57425u\x1b[57414u'), 'KP0 down, KP0 down, KPENTER down');
  assert.equal(read('\x1b[57376u\x1b[57387;1:3u'), 'F13 down, F24 up');
});

test('arrows and function keys keep their old forms', () => {
  assert.equal(read('\x1b[A\x1b[1;1:3A'), 'UP down, UP up');
  assert.equal(read('\x1b[1;129:2D'), 'LEFT again');
  assert.equal(read('\x1b[5~\x1b[5;1:3~'), 'PAGEUP down, PAGEUP up');
  assert.equal(read('\x1b[P\x1b[15~\x1b[24;1:3~'), 'F1 down, F5 down, F12 up');
  assert.equal(read('\x1bOC\x1bOP\x1bOH'), 'RIGHT down, F1 down, HOME down');
});

test('without the protocol a byte is a key, shifted or not', () => {
  assert.equal(read('q2;'), 'Q typed, 2 typed, SEMICOLON typed');
  assert.equal(read('Q@:'), 'Q typed, 2 typed, SEMICOLON typed');
  assert.equal(read('\t\r\x7f '), 'TAB typed, ENTER typed, BACKSPACE typed, SPACE typed');
  assert.equal(read('é€😀\x00\x01'), '');
  assert.equal(read('\x1bq'), 'Q typed');
});

test('Ctrl+C interrupts in both forms, and where C is printed', () => {
  assert.equal(read('\x03'), 'interrupt');
  assert.equal(read('\x1b[99;5u\x1b[99;5:3u'), 'interrupt, C up');
  assert.equal(read('\x1b[99::105;5u'), 'interrupt');
  assert.equal(read('\x1b[106::99;5u'), 'C down');
  assert.equal(read('\x1b[1089::99;69u'), 'interrupt');
  assert.equal(read('\x1b[99u'), 'C down');
  assert.equal(read('\x1b[12;3\x03q'), 'interrupt, Q typed');
  assert.equal(read('\x1b]0;title\x03'), 'interrupt');
});

test('a lone Esc is known when nothing follows', () => {
  const reader = createTerminalReader();
  assert.deepEqual(readTerminal(reader, bytesOf('\x1b')), []);
  assert.equal(isEscapePending(reader), true);
  assert.equal(words(escapeAlone(reader)), 'ESC typed');
  assert.deepEqual(escapeAlone(reader), []);
  assert.equal(read('\x1b\x1b[A'), 'ESC typed, UP down');
});

test('answers and focus are no keys', () => {
  assert.equal(read('\x1b[?15u\x1b[?62;22c'), 'protocol 15, attributes');
  assert.equal(read('\x1b[O\x1b[I'), 'focus lost, focus gained');
});

test('what no key sends is passed over to its end', () => {
  assert.equal(read('\x1b[24;80Rq'), 'Q typed');
  assert.equal(read('\x1b[<0;3;4Mq'), 'Q typed');
  assert.equal(read('\x1b]11;rgb:00/00/00\x07q\x1bP1$r\x1b\\q'), 'Q typed, Q typed');
  assert.equal(read('\x1b[113;1:9uq'), 'Q typed');
  assert.equal(read(`\x1b[${'1'.repeat(500)}uq`), 'Q typed');
  assert.equal(read('\x1b[5\x18q'), 'Q typed');
  assert.equal(read(`\x1b]${'x'.repeat(5000)}`).split(', ').length, 5000 - 4097);
});

test('sequences may be cut anywhere', () => {
  const song = '\x1b[97::113;1:3uq\x1b[1;1:3A\x1bOP\x1b[?15u\x1b[I\x1b]0;x\x07\x03';
  const whole = read(song);
  fc.assert(
    fc.property(fc.array(fc.nat(song.length), { maxLength: 8 }), (cuts) => {
      const reader = createTerminalReader();
      const places = [0, ...cuts.sort((a, b) => a - b), song.length];
      const pieces = places.slice(1).map((end, index) => song.slice(places[index], end));
      const events = pieces.flatMap((piece) => readTerminal(reader, bytesOf(piece)));
      assert.equal(words(events), whole);
    }),
  );
});

test('after any junk Ctrl+C interrupts and the next key plays', () => {
  const junk = fc.uint8Array({ maxLength: 300 });
  const likely = fc.array(fc.constantFrom(...'\x1b[]OP?<:;0159uAI~\x18'), { maxLength: 60 });
  const either = fc.oneof(
    junk,
    likely.map((letters) => bytesOf(letters.join(''))),
  );
  fc.assert(
    fc.property(either, (bytes) => {
      const reader = createTerminalReader();
      for (const event of readTerminal(reader, bytes)) {
        assert.ok(event.is !== 'key' || keyNameOf(event.code) !== undefined);
      }
      const after = readTerminal(reader, bytesOf('\x03\x1b[113;1:3u'));
      assert.equal(words(after), 'interrupt, Q up');
    }),
    { numRuns: 1000 },
  );
});
