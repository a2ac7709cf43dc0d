/** Notes on their last stretch, from a holder to the layers that sound them, and back. */
import type { Synth } from '../synth.ts';
import { forgetGlide } from './glide.ts';
import type { Instrument } from './instrument.ts';
import { playLayer, releaseLayer } from './layers.ts';
import { release, releaseAll } from './ledger.ts';
import { forgetSounding, hearEnd, hearEndOfAll, hearNote, isRecording } from './looper.ts';

/**
 * The holder has a note sound.
 *
 * @param mask a bit for each layer
 */
export function sound(
  instrument: Instrument,
  synth: Synth,
  holder: number,
  note: number,
  velocity: number,
  mask: number,
): void {
  const { layers, ledger, collision, looper } = instrument;
  if (isRecording(looper)) hearNote(looper, holder, note, velocity, mask);
  for (let index = 0; index < layers.length; index++) {
    if ((mask >> index) & 1) {
      playLayer(layers[index]!, ledger, synth, collision, holder, note, velocity);
    }
  }
}

/** All that the holder has sound ends. */
export function silence(instrument: Instrument, synth: Synth, holder: number): void {
  const { layers, ledger, looper } = instrument;
  if (looper.heldCount > 0) hearEnd(looper, holder);
  release(ledger, synth, holder);
  for (let index = 0; index < layers.length; index++) {
    releaseLayer(layers[index]!, ledger, synth, holder);
  }
}

/** Every note ends, and no holder holds any longer. */
export function silenceAll(instrument: Instrument, synth: Synth): void {
  releaseAll(instrument.ledger, synth);
  hearEndOfAll(instrument.looper);
  forgetSounding(instrument.looper);
  for (const layer of instrument.layers) forgetGlide(layer.glide);
}
