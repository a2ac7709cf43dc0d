/** What keys command under the shift: the presets that are at hand, and how the first layer sounds. */
import { ACTION } from '../keys/bindings.ts';
import type { Synth } from '../synth.ts';
import type { Instrument } from './instrument.ts';
import type { Layer } from './layers.ts';
import { setChorus, setLevel, setReverb, USUAL_SEND, USUAL_VOLUME } from './layers.ts';
import { turnPresetBank } from './preset-choice.ts';

/** Sixteen presses from nothing to all. */
const STEP = 8;

/** @param action one from `ACTION.presetBankDown` on */
export function commandSound(instrument: Instrument, synth: Synth, action: number): void {
  const first = instrument.layers[0]!;
  switch (action) {
    case ACTION.presetBankDown:
      turnPresetBank(instrument, -1);
      break;
    case ACTION.presetBankUp:
      turnPresetBank(instrument, 1);
      break;
    case ACTION.levelDown:
      nudgeLevel(first, synth, -STEP);
      break;
    case ACTION.levelUp:
      nudgeLevel(first, synth, STEP);
      break;
    case ACTION.reverbDown:
      nudgeReverb(first, synth, -STEP);
      break;
    case ACTION.reverbUp:
      nudgeReverb(first, synth, STEP);
      break;
    case ACTION.record:
      instrument.recordAsked++;
      break;
    case ACTION.keep:
      instrument.keepAsked++;
      break;
    case ACTION.chorusDown:
      nudgeChorus(first, synth, -STEP);
      break;
    case ACTION.chorusUp:
      nudgeChorus(first, synth, STEP);
      break;
  }
  instrument.revision++;
}

function nudgeLevel(layer: Layer, synth: Synth, by: number): void {
  setLevel(layer, synth, moved(layer.level, USUAL_VOLUME, by));
}

function nudgeReverb(layer: Layer, synth: Synth, by: number): void {
  setReverb(layer, synth, moved(layer.reverb, USUAL_SEND, by));
}

function nudgeChorus(layer: Layer, synth: Synth, by: number): void {
  setChorus(layer, synth, moved(layer.chorus, USUAL_SEND, by));
}

function moved(value: number, usual: number, by: number): number {
  return Math.min(127, Math.max(0, (value < 0 ? usual : value) + by));
}
