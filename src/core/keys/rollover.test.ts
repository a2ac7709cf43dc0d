import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EV_KEY, EV_SYN, RECORD_WORDS, SYN_DROPPED, SYN_REPORT, writeRecord } from '../event.ts';
import type { KeyName } from './key-codes.ts';
import { KEY } from './key-codes.ts';
import { addRecords, createKeyHistory } from './key-history.ts';
import { LAYOUTS } from './layouts.ts';
import type { LostChord } from './rollover.ts';
import { lostIn, rolloverOf } from './rollover.ts';

/**
 * A performance, as a line of `ms +KEY -KEY` for each report: `100 +A +S` presses two keys at once.
 * "gap" is a queue that overflowed.
 */
function played(text: string) {
  const history = createKeyHistory();
  const records = new Int32Array(16 * RECORD_WORDS);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    const [ms, ...changes] = line.trim().split(/\s+/);
    const timeUs = Number(ms) * 1000;
    changes.forEach((change, at) => {
      if (change === 'gap') writeRecord(records, at, timeUs, EV_SYN, SYN_DROPPED, 0);
      else {
        const code = KEY[`KEY_${change.slice(1)}` as KeyName];
        writeRecord(records, at, timeUs, EV_KEY, code, change.startsWith('+') ? 1 : 0);
      }
    });
    writeRecord(records, changes.length, timeUs, EV_SYN, SYN_REPORT, 0);
    addRecords(history, records, 0, changes.length + 1);
  }
  return rolloverOf(history.reports);
}

function told({ how, chord, key, times }: LostChord): string {
  const name = (code: number): string =>
    Object.entries(KEY)
      .find(([, each]) => each === code)?.[0]
      .slice(4) ?? '?';
  return `${chord.map(name).join(' ')}: ${name(key)} ${how}, ${times}`;
}

test('a keyboard that reports all it is given loses nothing', () => {
  const { most, chords, lost } = played(`
    0 +A
    30 +D
    50 +F +J
    400 -A -F
    420 -D
    430 -J
    900 +A
    950 +S
    1200 -S
    1250 -A
  `);
  assert.deepEqual({ most, chords, lost }, { most: 4, chords: 3, lost: [] });
});

test('a key of a triple that comes only when another is let go is late', () => {
  const { most, lost } = played(`
    0 +A
    30 +S
    500 -A +D
    540 -S
    560 -D
    1000 +S
    1020 +A
    1500 -S
    1502 +D
    1540 -A -D
  `);
  assert.deepEqual(lost.map(told), ['A S D: D late, 2']);
  assert.equal(most, 2);
});

test('a key that another one pushes out, and that comes back after it, is told so', () => {
  const { lost } = played(`
    0 +J
    40 +K
    90 -J +L
    500 +J -L
    600 -K
    640 -J
  `);
  assert.deepEqual(lost.map(told), ['J K L: J pushed out, 1']);
});

const RECTANGLE = `
    0 +R
    30 +F
    60 +U +J
    500 -R -U
    520 -F
    540 -J
    900 +J
    990 -J
  `;
const TWICE = RECTANGLE + RECTANGLE.replace(/^ +(\d+)/gm, (_, ms) => `${Number(ms) + 2000}`);

test('a key that comes with the third of a rectangle and goes with the first is a phantom', () => {
  assert.deepEqual(played(TWICE).lost.map(told), ['R F J: U phantom, 2']);
});

test('once it may be two fingers, and so may be a key that was pressed by itself', () => {
  assert.deepEqual(played(RECTANGLE).lost, []);
  assert.deepEqual(played(`${TWICE}\n5000 +U\n5100 -U`).lost, []);
});

test('legato, where a finger takes over from another, is no loss', () => {
  const { chords, lost } = played(`
    0 +A
    300 -A +S
    600 -S +D
    900 -D
  `);
  assert.deepEqual({ chords, lost }, { chords: 0, lost: [] });
});

test('a pair that blocks every time is told of', () => {
  const pair = (ms: number): string => `${ms} +A\n${ms + 200} -A +Z\n${ms + 300} -Z\n`;
  assert.deepEqual(played(pair(0)).lost, []);
  assert.deepEqual(played(pair(0) + pair(1000)).lost.map(told), ['A Z: Z late, 2']);
});

test('after a gap no key counts as held', () => {
  const { most } = played(`
    0 +A
    10 +S
    20 gap
    30 +D
    40 -D
  `);
  assert.equal(most, 2);
});

test('both nodes of a keyboard may report one key, and repeats are none', () => {
  const { most, chords } = played(`
    0 +A
    1 +A
    20 -A
    21 -A
  `);
  assert.deepEqual({ most, chords }, { most: 1, chords: 0 });
});

test('nothing played is nothing lost', () => {
  assert.deepEqual(rolloverOf([]), { most: 0, chords: 0, lost: [] });
});

test('what a layout loses are the chords whose keys are all its notes', () => {
  const { lost } = played('0 +A\n30 +S\n500 -A +D\n540 -S\n560 -D');
  const [tracker, typing] = LAYOUTS;
  assert.equal(lostIn(lost, typing!), 1);
  // In the tracker layout the key A is no note.
  assert.equal(lostIn(lost, tracker!), 0);
});
