/** What hands, orders and settings may set an instrument to while it plays. */
import { addToKeymap, fillKeymap, OCTAVE_MAX, OCTAVE_MIN, TRANSPOSE_MAX } from '../keys/keymap.ts';
import type { ScaleMode } from '../music/scale.ts';
import { fillScaleLock } from '../music/scale.ts';
import type { Synth } from '../synth.ts';
import type { Instrument } from './instrument.ts';
import { setLayerMode } from './layers.ts';
import { VELOCITY_STEP } from './velocity.ts';

export function setOctave(instrument: Instrument, octave: number): void {
  instrument.octave = Math.min(OCTAVE_MAX, Math.max(OCTAVE_MIN, octave));
  layOut(instrument);
}

export function setTranspose(instrument: Instrument, semitones: number): void {
  instrument.transpose = Math.min(TRANSPOSE_MAX, Math.max(-TRANSPOSE_MAX, semitones));
  layOut(instrument);
}

/** A number that no layout has is ignored. */
export function setLayout(instrument: Instrument, layout: number): void {
  if (instrument.layouts[layout] === undefined) return;
  instrument.layout = layout;
  layOut(instrument);
}

/** Whether the touchpad plays; the player has its fingers lifted. */
export function setTouchpad(instrument: Instrument, on: boolean): void {
  instrument.touchpad.on = on;
  instrument.revision++;
}

/** Locks the notes to a scale. What is -1 or undefined stays as it is; a scale that is none is ignored. */
export function setScale(
  instrument: Instrument,
  scale: number,
  root: number,
  mode: ScaleMode | undefined,
): void {
  const lock = instrument.scale;
  if (lock.scales[scale] !== undefined) lock.scale = scale;
  if (root >= 0 && root < 12) lock.root = root;
  if (mode !== undefined) lock.mode = mode;
  setScaleLock(instrument, true);
}

/** Locks the notes to the scale that was set last, or sets them free. Held notes end as they began. */
export function setScaleLock(instrument: Instrument, on: boolean): void {
  instrument.scale.on = on;
  layOut(instrument);
}

/** Bank 0-16383 and program 0-127; held notes sound on with what they began with. */
export function setProgram(
  instrument: Instrument,
  synth: Synth,
  bank: number,
  program: number,
): void {
  instrument.bank = bank;
  instrument.program = program;
  instrument.preset = -1;
  instrument.revision++;
  const layer = instrument.layers[0]!;
  layer.bank = bank;
  layer.program = program;
  synth.program(layer.channel, bank, program);
}

/** The program after this one, or the one before it, and round. */
export function stepProgram(instrument: Instrument, synth: Synth, step: number): void {
  const { bank, program } = instrument;
  setProgram(instrument, synth, bank, (program + step + 128) % 128);
}

/** The velocity of `fixed`, 1-127, and nothing added to it. */
export function setVelocity(instrument: Instrument, velocity: number): void {
  instrument.velocity.fixed = Math.min(127, Math.max(1, velocity));
  instrument.velocity.offset = 0;
  instrument.revision++;
}

/** What is held on the layer sounds on to its end. A layer that is not there is ignored. */
export function setLayer(instrument: Instrument, index: number, on: boolean): void {
  const layer = instrument.layers[index];
  if (layer === undefined) return;
  layer.on = on;
  instrument.revision++;
}

/** @param mode a number of VOICE_MODES, for the first layer */
export function setMode(instrument: Instrument, synth: Synth, mode: number): void {
  setLayerMode(instrument.layers[0]!, synth, mode);
  instrument.revision++;
}

/** @param collision a number of COLLISIONS */
export function setCollision(instrument: Instrument, collision: number): void {
  instrument.collision = collision;
  instrument.revision++;
}

/** The layers that a device or a MIDI input plays: a bit a layer. */
export function setLayersOf(instrument: Instrument, source: number, layers: number): void {
  instrument.layersOf[source] = layers;
}

/** What is added to every velocity. */
export function setLouder(instrument: Instrument, by: number): void {
  const limit = 12 * VELOCITY_STEP;
  instrument.velocity.offset = Math.min(limit, Math.max(-limit, by));
  instrument.revision++;
}

/** Louder or softer by so much, whatever the velocity comes from. */
export function nudgeVelocity(instrument: Instrument, by: number): void {
  setLouder(instrument, instrument.velocity.offset + by);
}

/** Has the keys play what the instrument is set to. */
export function layOut(instrument: Instrument): void {
  const { keymap, layouts, layout, pad, octave, transpose, scale } = instrument;
  fillScaleLock(scale, transpose);
  fillKeymap(keymap, layouts[layout]!, octave, transpose, scale);
  if (pad !== undefined) addToKeymap(keymap, pad, octave, transpose, scale);
  instrument.revision++;
}
