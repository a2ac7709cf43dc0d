/** Small SoundFonts made for a test. */
import type { FontInstrument, Preset } from '../../assets/font/soundfont-writer.ts';
import { GENERATOR, soundFont } from '../../assets/font/soundfont-writer.ts';

const RATE = 44_000;
const CYCLE = 200;
const CYCLES = 4;
/** The pitch of {@link tone} at its root. */
export const TONE_HZ = RATE / CYCLE;

/** A steady sine that sounds {@link TONE_HZ} at the note `root`, at once and to its release. */
export function tone(name: string, root: number): FontInstrument {
  const samples = Float64Array.from({ length: CYCLE * CYCLES }, (_, at) =>
    Math.sin((2 * Math.PI * at) / CYCLE),
  );
  return {
    name,
    zones: [
      {
        keys: [0, 127],
        sample: { name, samples, rate: RATE, root, loopFrom: 0 },
        generators: [[GENERATOR.release, -8000]],
      },
    ],
  };
}

/** A font of {@link tone}s, one a preset. */
export function toneFont(
  name: string,
  presets: readonly Pick<Preset, 'bank' | 'program'>[],
  root: number,
): Buffer {
  return soundFont(
    name,
    presets.map(({ bank, program }) => {
      const label = `${name} ${bank}:${program}`;
      return { name: label, bank, program, instrument: tone(label, root) };
    }),
  );
}

/** The same font with so much silence behind its samples, for what takes a while to load. */
export function grown(font: Buffer, bytes: number): Buffer {
  const sdta = font.indexOf('sdta');
  const smpl = sdta + 8;
  const end = smpl + 4 + font.readUInt32LE(smpl);
  const big = Buffer.concat([font.subarray(0, end), Buffer.alloc(bytes), font.subarray(end)]);
  for (const size of [4, sdta - 4, smpl]) big.writeUInt32LE(big.readUInt32LE(size) + bytes, size);
  return big;
}
