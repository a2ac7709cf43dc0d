/** Writes the font that is always there: `built-in.sf2` beside this file's build. */
import { writeFileSync } from 'node:fs';
import { PROGRAM_NAMES } from '../../src/core/music/general-midi.ts';
import { drumKit } from './drums.ts';
import type { ToneName } from './instruments.ts';
import { PROGRAMS, PURE, TONES } from './instruments.ts';
import type { Preset } from './soundfont-writer.ts';
import { soundFont } from './soundfont-writer.ts';
import { toneInstrument } from './tones.ts';

const DRUM_BANK = 128;
const PURE_BANK = 1;

const instruments = new Map(
  Object.entries(TONES).map(([name, tone]) => [name as ToneName, toneInstrument(tone)]),
);

const melodic = PROGRAM_NAMES.map((name, program): Preset => {
  const [, tone] = PROGRAMS.findLast(([from]) => from <= program) ?? [0, 'piano'];
  return { name, bank: 0, program, instrument: instruments.get(tone)! };
});
const pure = PURE.map((tone, program): Preset => {
  return { name: tone.name, bank: PURE_BANK, program, instrument: toneInstrument(tone) };
});
const drums: Preset = { name: 'Drum kit', bank: DRUM_BANK, program: 0, instrument: drumKit() };

writeFileSync(
  new URL('built-in.sf2', import.meta.url),
  soundFont('FW16 Synth', [...melodic, ...pure, drums]),
);
