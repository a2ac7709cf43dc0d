/** Presets under the hands: what is held sounds on as it began, whatever is chosen. */
import type { Synth } from '../synth.ts';
import { setLayout, setMode, setOctave, setProgram, setTranspose } from './adjust.ts';
import type { Instrument } from './instrument.ts';
import { setChorus, setLevel, setReverb } from './layers.ts';
import {
  hasPreset,
  LEFT_OUT,
  nextPresetBank,
  PRESET_BANK,
  PRESET_BANK_SIZE,
  PRESET_BANKS,
  PRESET_CHORUS,
  PRESET_LAYOUT,
  PRESET_LEVEL,
  PRESET_MODE,
  PRESET_OCTAVE,
  PRESET_PROGRAM,
  PRESET_REVERB,
  PRESET_TRANSPOSE,
  PRESET_VELOCITY,
  PRESET_WORDS,
  presetBankOf,
} from './preset.ts';

/** A preset that there is not is ignored. */
export function choosePreset(instrument: Instrument, synth: Synth, index: number): void {
  const { presets } = instrument;
  if (!hasPreset(presets, index)) return;
  const at = index * PRESET_WORDS;
  setProgram(instrument, synth, presets[at + PRESET_BANK]!, presets[at + PRESET_PROGRAM]!);
  instrument.preset = index;
  instrument.presetBank = presetBankOf(index);
  const velocity = presets[at + PRESET_VELOCITY]!;
  const octave = presets[at + PRESET_OCTAVE]!;
  const transpose = presets[at + PRESET_TRANSPOSE]!;
  const layout = presets[at + PRESET_LAYOUT]!;
  const mode = presets[at + PRESET_MODE]!;
  if (velocity !== LEFT_OUT) instrument.velocity.fixed = velocity;
  if (octave !== LEFT_OUT) setOctave(instrument, octave);
  if (transpose !== LEFT_OUT) setTranspose(instrument, transpose);
  if (layout !== LEFT_OUT) setLayout(instrument, layout);
  const first = instrument.layers[0]!;
  if (mode !== LEFT_OUT && mode !== first.glide.mode) setMode(instrument, synth, mode);
  const { settings } = first;
  setLevel(first, synth, given(presets[at + PRESET_LEVEL]!, settings.level));
  setReverb(first, synth, given(presets[at + PRESET_REVERB]!, settings.reverb));
  setChorus(first, synth, given(presets[at + PRESET_CHORUS]!, settings.chorus));
}

/** One of the twelve that are at hand, 0 the first. */
export function choosePresetAtHand(instrument: Instrument, synth: Synth, key: number): void {
  choosePreset(instrument, synth, instrument.presetBank * PRESET_BANK_SIZE + key);
}

/** The next twelve that there are, 1 upwards or -1 downwards. What sounds stays. */
export function turnPresetBank(instrument: Instrument, step: 1 | -1): void {
  setPresetBank(instrument, nextPresetBank(instrument.presets, instrument.presetBank, step));
}

/** Has the preset keys choose from other twelve, 0 the first. */
export function setPresetBank(instrument: Instrument, bank: number): void {
  instrument.presetBank = Math.min(PRESET_BANKS - 1, Math.max(0, bank));
  instrument.revision++;
}

function given(value: number, otherwise: number): number {
  return value === LEFT_OUT ? otherwise : value;
}
