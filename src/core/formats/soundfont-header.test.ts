import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawRecords } from '../../../tests/support/fonts.ts';
import { chunk, list, rawChunks, rawFont, toneFont, VARIED } from '../../../tests/support/fonts.ts';
import type { FontAnswer, FontHeader } from './soundfont-header.ts';
import { readFontHeader } from './soundfont-header.ts';

const SMALL = toneFont('Small', [{ bank: 2, program: 5 }], 60);
const LAST_VARIED = { pmod: -1, pgen: -1, imod: -1, igen: -1 };
const OGG = Buffer.from('OggS and what follows');

function answerOf(font: Buffer): FontAnswer {
  return readFontHeader((at, length) => font.subarray(at, at + length), font.length);
}

function headerOf(font: Buffer): FontHeader {
  const answer = answerOf(font);
  assert.ok(answer.ok, answer.ok ? '' : `${answer.why}: ${answer.detail}`);
  return answer.header;
}

function assertRefused(font: Buffer, why: string, detail: RegExp): void {
  const answer = answerOf(font);
  assert.ok(!answer.ok, `it is accepted, for ${detail}`);
  assert.equal(answer.why, why);
  assert.match(answer.detail, detail);
}

/** The varied font with one record another. */
function withRecord(id: keyof RawRecords, index: number, record: readonly number[]): Buffer {
  return rawFont(rawChunks({ ...VARIED, [id]: VARIED[id].with(index, record) }));
}

/** A font of one sample, whose record and data are given. */
function fontOf(version: readonly number[], sample: readonly number[], data: Buffer): Buffer {
  const records = {
    phdr: [
      [0, 0, 0],
      [0, 0, 1],
    ],
    pbag: [
      [0, 0],
      [1, 0],
    ],
    pmod: [],
    pgen: [[41, 0]],
    inst: [[0], [1]],
    ibag: [
      [0, 0],
      [1, 0],
    ],
    imod: [],
    igen: [[53, 0]],
    shdr: [sample, []],
  };
  return chunk(
    'RIFF',
    Buffer.from('sfbk'),
    list('INFO', chunk('ifil', Buffer.from(Uint16Array.from(version).buffer))),
    list('sdta', chunk('smpl', data)),
    list('pdta', ...rawChunks(records)),
  );
}

test('a font tells its kind, its name and its presets', () => {
  assert.deepEqual(headerOf(SMALL), {
    kind: 'SF2',
    name: 'Small',
    presets: [{ bank: 2, program: 5, name: 'Small 2:5' }],
  });
  const { name, presets } = headerOf(rawFont(rawChunks(VARIED)));
  assert.equal(name, 'Varied');
  assert.deepEqual(presets, [
    { bank: 0, program: 0, name: 'phdr 0' },
    { bank: 1, program: 5, name: 'phdr 1' },
    { bank: 128, program: 0, name: 'phdr 2' },
  ]);
});

test('a name ends at its zero and holds nothing that a terminal obeys', () => {
  const at = SMALL.indexOf('Small 2:5', SMALL.indexOf('phdr'));
  for (const [bytes, name] of [
    ['Piano\0junk', 'Piano'],
    ['  Blanks  \0', 'Blanks'],
    ['\x1b[31mRed\x07\0', '?[31mRed?'],
    ['Fl\xfcgel\x85\0', 'Fl\xfcgel?'],
    ['Twenty signs, no end', 'Twenty signs, no end'],
    ['\0', ''],
  ] as const) {
    const font = Buffer.from(SMALL);
    font.write(bytes.padEnd(20, 'x').slice(0, 20), at, 'latin1');
    assert.equal(headerOf(font).presets[0]?.name, name);
  }
});

test('what is no SoundFont 2 or 3 is said to be what it is', () => {
  const form = (kind: string) => chunk('RIFF', Buffer.from(kind), Buffer.alloc(40));
  assertRefused(Buffer.alloc(0), 'not a soundfont', /no RIFF file/);
  assertRefused(Buffer.from('OggS'.padEnd(60)), 'not a soundfont', /no RIFF file/);
  assertRefused(form('WAVE'), 'not a soundfont', /kind "WAVE"/);
  assertRefused(form('\x1bc\0\0'), 'not a soundfont', /kind "\?c\?\?"/);
  assertRefused(form('DLS '), 'DLS', /Downloadable Sounds/);
  for (const version of [0, 1, 4]) {
    const font = rawFont(rawChunks(VARIED), [version, 0]);
    assertRefused(font, 'not a soundfont', new RegExp(`version ${version}`));
  }
});

test('a font that ends before its end is truncated, wherever that is', () => {
  for (let length = 12; length < SMALL.length; length++) {
    const missing = SMALL.length - length;
    assertRefused(SMALL.subarray(0, length), 'truncated', new RegExp(`^${missing} bytes`));
  }
  assertRefused(Buffer.concat([SMALL, Buffer.alloc(3)]), 'damaged', /3 bytes follow its end/);
});

test('a list or a chunk of the wrong size or in the wrong place is damage', () => {
  for (const id of ['INFO', 'sdta', 'pdta']) {
    const at = SMALL.indexOf(id) - 4;
    for (const by of [-9, -1, 1, 2 ** 24]) {
      const font = Buffer.from(SMALL);
      font.writeUInt32LE(font.readUInt32LE(at) + by, at);
      assertRefused(font, 'damaged', /./);
    }
  }
  for (const id of ['smpl', ...Object.keys(VARIED)]) {
    for (const by of [1, 2, 2 ** 30]) {
      const font = Buffer.from(SMALL);
      const at = font.lastIndexOf(id, undefined, 'latin1') + 4;
      font.writeUInt32LE(font.readUInt32LE(at) + by, at);
      assertRefused(font, 'damaged', /./);
    }
    const font = Buffer.from(SMALL);
    font.write('junk', font.lastIndexOf(id, undefined, 'latin1'));
    assertRefused(font, 'damaged', /missing/);
  }
  const chunks = rawChunks(VARIED);
  for (let moved = 0; moved < chunks.length - 1; moved++) {
    const swapped = chunks.with(moved, chunks[moved + 1]!).with(moved + 1, chunks[moved]!);
    assertRefused(rawFont(swapped), 'damaged', /missing or misplaced/);
  }
});

test('samples of an odd length need no padding, as compressed fonts have them', () => {
  const sample = [0, 21, 0, 0, 44_100, 60, 0, 0x11];
  assert.equal(headerOf(fontOf([3, 1], sample, OGG)).kind, 'SF3');
  // A byte of padding that the list counts is passed over.
  const padded = fontOf([3, 1], sample, Buffer.concat([OGG, Buffer.alloc(1)]));
  padded.writeUInt32LE(OGG.length, padded.indexOf('smpl') + 4);
  assert.equal(headerOf(padded).kind, 'SF3');
});

test('a sample has to lie within the data, and a compressed one to be Ogg in a font of version 3', () => {
  const words = Buffer.alloc(200);
  const sample = (start: number, end: number, type = 1) => [start, end, 0, 0, 44_100, 60, 0, type];
  assert.equal(headerOf(fontOf([2, 1], sample(0, 100), words)).kind, 'SF2');
  assert.equal(headerOf(fontOf([2, 1], sample(7, 7), words)).kind, 'SF2');
  // In ROM, or of a kind that FluidSynth passes over.
  assert.equal(headerOf(fontOf([2, 1], sample(9, 2 ** 31, 0x8001), words)).kind, 'SF2');
  for (const [start, end] of [
    [0, 101],
    [99, 98],
    [101, 101],
    [0, 2 ** 32 - 1],
  ] as const) {
    assertRefused(fontOf([2, 1], sample(start, end), words), 'damaged', /"shdr 0" lies outside/);
  }
  for (const end of [1, 2]) {
    assertRefused(fontOf([2, 1], sample(0, end), words), 'damaged', /next to nothing/);
  }
  assertRefused(fontOf([2, 1], sample(0, 9), Buffer.alloc(201)), 'damaged', /ends within one/);
  assertRefused(fontOf([2, 1], sample(0, 21, 0x11), OGG), 'damaged', /ends within|is compressed/);
  assertRefused(fontOf([3, 1], sample(1, 21, 0x11), OGG), 'damaged', /in no way that is known/);
  assertRefused(fontOf([3, 1], sample(0, 22, 0x11), OGG), 'damaged', /lies outside/);
});

test('the records that end generators and modulators may be left out', () => {
  for (const id of Object.keys(LAST_VARIED) as (keyof typeof LAST_VARIED)[]) {
    const font = rawFont(rawChunks({ ...VARIED, [id]: VARIED[id].slice(0, -1) }));
    assert.equal(headerOf(font).presets.length, 3);
    const shorter = rawFont(rawChunks({ ...VARIED, [id]: VARIED[id].slice(0, -2) }));
    assertRefused(shorter, 'damaged', /do not agree/);
  }
});

test('a font without a preset, an instrument or a sample has nothing to play', () => {
  for (const [id, what] of [
    ['phdr', /no presets/],
    ['inst', /no instruments/],
    ['shdr', /no samples/],
  ] as const) {
    for (const count of [0, 1]) {
      const font = rawFont(rawChunks({ ...VARIED, [id]: VARIED[id].slice(0, count) }));
      assertRefused(font, 'no presets', what);
    }
  }
});

test('indices rise and stay within what they point at', () => {
  assertRefused(withRecord('phdr', 1, [5, 1, 6]), 'damaged', /indices of phdr do not rise/);
  assertRefused(withRecord('phdr', 3, [0, 0, 6]), 'damaged', /phdr and pbag do not agree/);
  assertRefused(withRecord('pbag', 2, [9, 2]), 'damaged', /indices of pbag do not rise/);
  assertRefused(withRecord('pbag', 5, [12, 3]), 'damaged', /pbag and pgen do not agree/);
  assertRefused(withRecord('pbag', 5, [9, 9]), 'damaged', /pbag and pmod do not agree/);
  assertRefused(withRecord('inst', 1, [9]), 'damaged', /indices of inst do not rise/);
  assertRefused(withRecord('ibag', 1, [30, 1]), 'damaged', /over 24 of igen|do not rise/);
  assertRefused(withRecord('ibag', 4, [19, 0]), 'damaged', /indices of ibag do not rise/);
  assertRefused(withRecord('pgen', 4, [41, 2]), 'damaged', /plays an instrument that is not/);
  assertRefused(withRecord('igen', 8, [53, 3]), 'damaged', /plays a sample that is not there/);
});

test('a modulator moves a generator that there is', () => {
  assert.ok(answerOf(withRecord('imod', 0, [129, 58, 100, 0, 0])).ok);
  for (const generator of [59, 0x7fff, 0x8001]) {
    const font = withRecord('imod', 0, [129, generator, 100, 0, 0]);
    assertRefused(font, 'damaged', /moves what is not there/);
  }
  const dmod = (...records: readonly number[][]) => {
    const whole = rawFont(rawChunks(VARIED));
    const added = chunk('DMOD', Buffer.from(Uint16Array.from(records.flat()).buffer));
    const at = whole.indexOf('sdta') - 8;
    const font = Buffer.concat([whole.subarray(0, at), added, whole.subarray(at)]);
    for (const size of [4, font.indexOf('INFO') - 4]) {
      font.writeUInt32LE(font.readUInt32LE(size) + added.length, size);
    }
    return font;
  };
  const last = [0, 0, 0, 0, 0];
  assert.ok(answerOf(dmod([129, 8, 100, 0, 0], last)).ok);
  assertRefused(dmod([129, 60, 100, 0, 0], last), 'damaged', /moves what is not there/);
  assertRefused(dmod(), 'damaged', /DMOD/);
  assertRefused(dmod([1, 2, 3]), 'damaged', /DMOD/);
});

test('nothing ends a sample before its third', () => {
  // The zone plays 0 to 800; 51 is a generator that this font does not need.
  assert.ok(answerOf(withRecord('igen', 17, [1, 0x1_0000 - 797])).ok);
  for (const [generator, amount] of [
    [1, 0x1_0000 - 798],
    [1, 0x8000],
    [12, 0xffff],
  ] as const) {
    const font = withRecord('igen', 17, [generator, amount]);
    assertRefused(font, 'damaged', /cuts a sample short/);
  }
  // In the zone for all of the instrument.
  assertRefused(withRecord('igen', 2, [12, 0xffff]), 'damaged', /cuts a sample short/);
  assertRefused(withRecord('pmod', 0, [129, 1, 100, 0, 0]), 'damaged', /cuts a sample short/);
});

test('what would keep FluidSynth busy for hours is refused', () => {
  const many = <T>(count: number, record: T): T[] => Array.from({ length: count }, () => record);
  const heads = rawChunks({ ...VARIED, phdr: [...many(16_384, [0, 0, 0]), [0, 0, 5]] });
  assertRefused(rawFont(heads), 'damaged', /phdr has over 16384 records/);
  // Each zone of the preset with each zone of the instrument.
  const zones = rawChunks({
    ...VARIED,
    phdr: [
      [0, 0, 0],
      [0, 0, 1000],
    ],
    pbag: [...Array.from({ length: 1001 }, (_, zone) => [zone, 0])],
    pmod: [],
    pgen: many(1000, [41, 0]),
    inst: [[0], [1000]],
    ibag: Array.from({ length: 1001 }, (_, zone) => [zone, 0]),
    imod: [],
    igen: many(1000, [53, 0]),
  });
  assertRefused(rawFont(zones), 'damaged', /"phdr 0" has no end of zones/);
  const modulators = rawChunks({
    ...VARIED,
    imod: many(3000, [129, 8, 0, 0, 0]),
    ibag: VARIED.ibag.with(-1, [23, 2999]),
  });
  assertRefused(rawFont(modulators), 'damaged', /ibag has over 2048 of imod/);
});

/** A font of which only the ends are in memory, and `bytes` of samples are between. */
function vast(font: Buffer, bytes: number): FontAnswer & { bytesRead: number } {
  const sdta = font.indexOf('sdta');
  const hole = sdta + 12;
  const head = Buffer.from(font);
  for (const at of [4, sdta - 4, sdta + 8]) head.writeUInt32LE(head.readUInt32LE(at) + bytes, at);
  let bytesRead = 0;
  const answer = readFontHeader((at, length) => {
    bytesRead += length;
    if (at < hole) return head.subarray(at, Math.min(hole, at + length));
    return head.subarray(at - bytes, at - bytes + length);
  }, font.length + bytes);
  return { ...answer, bytesRead };
}

test('no samples are read, however many there are', () => {
  const { ok, bytesRead } = vast(SMALL, 2 ** 31);
  assert.ok(ok);
  assert.ok(bytesRead < SMALL.length, `${bytesRead} bytes were read`);
});

test('samples may share their data, but not all of it a thousand times', () => {
  const shared = (times: number) =>
    rawFont(
      rawChunks({
        ...VARIED,
        shdr: [
          ...Array.from({ length: times }, () => [0, 2 ** 29, 0, 2 ** 29, 44_100, 60, 0, 1]),
          [],
        ],
      }),
    );
  assert.ok(vast(shared(8), 2 ** 30).ok);
  const answer = vast(shared(1000), 2 ** 30);
  assert.ok(!answer.ok && /on top of each other/.test(answer.detail));
});
