import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../problem.ts';
import type { WavFormat } from './wav.ts';
import { readWavHeader, wavFramesMax, wavHeader } from './wav.ts';

const PCM: WavFormat = { frames: 3, rate: 48_000, channels: 2, sample: 'int16' };

test('a header of 16-bit samples is the 44 bytes that every player knows', () => {
  const expected = [
    ...'RIFF',
    [48, 0, 0, 0],
    ...'WAVEfmt ',
    [16, 0, 0, 0, 1, 0, 2, 0, 0x80, 0xbb, 0, 0, 0, 0xee, 2, 0, 4, 0, 16, 0],
    ...'data',
    [12, 0, 0, 0],
  ].flatMap((part) => (typeof part === 'string' ? part.charCodeAt(0) : part));
  assert.deepEqual([...wavHeader(PCM)], expected);
});

test('float samples come with a fact chunk of their frames', () => {
  const bytes = wavHeader({ ...PCM, sample: 'float32' });
  assert.equal(bytes.length, 58);
  assert.equal(Buffer.from(bytes).toString('latin1', 38, 42), 'fact');
  assert.equal(Buffer.from(bytes).readUInt32LE(46), 3);
});

test('a header that was written is read as what it was', () => {
  const formats = fc.record({
    frames: fc.integer({ min: 1, max: 1e8 }),
    rate: fc.integer({ min: 1, max: 192_000 }),
    channels: fc.integer({ min: 1, max: 8 }),
    sample: fc.constantFrom('float32' as const, 'int16' as const),
  });
  fc.assert(
    fc.property(formats, (format) => {
      const bytes = wavHeader(format);
      assert.deepEqual(readWavHeader(bytes), { ...format, dataOffset: bytes.length });
    }),
  );
});

test('a file that would pass 4 GiB is refused with its longest time', () => {
  const frames = wavFramesMax(2, 'float32');
  assert.equal(
    Buffer.from(wavHeader({ ...PCM, frames, sample: 'float32' })).readUInt32LE(54),
    frames * 8,
  );
  assert.throws(
    () => wavHeader({ ...PCM, frames: frames + 1, sample: 'float32' }),
    (error) =>
      error instanceof Problem &&
      /4 GiB/.test(error.message) &&
      /186 minutes/.test(error.remedy ?? ''),
  );
});

test('chunks of other programs are passed over, odd ones with their padding', () => {
  const plain = wavHeader(PCM);
  const list = [0x4c, 0x49, 0x53, 0x54, 3, 0, 0, 0, 1, 2, 3, 0];
  const bytes = Uint8Array.from([...plain.subarray(0, 36), ...list, ...plain.subarray(36)]);
  assert.deepEqual(readWavHeader(bytes), { ...PCM, dataOffset: 56 });
});

test('the extensible format of many recorders is understood', () => {
  const plain = wavHeader(PCM);
  const extension = [22, 0, 16, 0, 3, 0, 0, 0, 1, 0, ...Array(14).fill(0)];
  const bytes = Uint8Array.from([...plain.subarray(0, 36), ...extension, ...plain.subarray(36)]);
  bytes[16] = 40;
  bytes.set([0xfe, 0xff], 20);
  assert.deepEqual(readWavHeader(bytes), { ...PCM, dataOffset: 68 });
});

test('a file whose writer was cut off has the frames that are there', () => {
  const bytes = new Uint8Array(44 + 20);
  bytes.set(wavHeader({ ...PCM, frames: 0 }));
  assert.equal(readWavHeader(bytes).frames, 5);
});

test('bytes that are no WAV file are refused, whatever they are', () => {
  const whole = wavHeader({ ...PCM, sample: 'float32' });
  const damaged = fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length));
  const readOrRefuse = (bytes: Uint8Array) => {
    try {
      readWavHeader(bytes);
    } catch (error) {
      assert.ok(error instanceof Problem);
      assert.equal(error.exit, 65);
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), readOrRefuse));
  fc.assert(
    fc.property(damaged, ([at, value, length]) =>
      readOrRefuse(whole.with(at, value).subarray(0, length)),
    ),
  );
});
