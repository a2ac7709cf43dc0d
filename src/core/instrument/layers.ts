import type { Synth } from '../synth.ts';
import { collide } from './collisions.ts';
import type { Glide, GlideSettings } from './glide.ts';
import { createGlide, introduceGlide, POLY, pressGlide, releaseGlide } from './glide.ts';
import { OWN_HOLDERS } from './holders.ts';
import type { Ledger } from './ledger.ts';
import { REFUSED } from './ledger.ts';

export const LAYERS_MAX = 4;
/** A bit for each layer: what plays all of them. */
export const ALL_LAYERS = (1 << LAYERS_MAX) - 1;

/** How loud a channel is, and how much of it goes into the room and into the chorus (MIDI 1.0). */
const CC_VOLUME = 7;
const CC_REVERB = 91;
const CC_CHORUS = 93;
/** What a channel has of each when it was never told otherwise. */
export const USUAL_VOLUME = 100;
export const USUAL_SEND = 0;

/** In place of a level, reverb or chorus that stays what the channel has by itself. */
export const AS_IT_IS = -1;

export interface LayerSettings extends GlideSettings {
  /** 0-15. */
  readonly channel: number;
  readonly bank: number;
  readonly program: number;
  readonly on: boolean;
  /** The notes it plays, both included, before its own transpose. */
  readonly low: number;
  readonly high: number;
  /** The velocities it plays, both included. */
  readonly softest: number;
  readonly loudest: number;
  readonly transpose: number;
  /** 0-127 each, or {@link AS_IT_IS}. */
  readonly level: number;
  readonly reverb: number;
  readonly chorus: number;
}

/** A sound of its own channel, for a part of the notes. */
export interface Layer {
  readonly channel: number;
  bank: number;
  program: number;
  on: boolean;
  readonly low: number;
  readonly high: number;
  readonly softest: number;
  readonly loudest: number;
  readonly transpose: number;
  level: number;
  reverb: number;
  chorus: number;
  /** What it began with. */
  readonly settings: LayerSettings;
  /** The holder that its one voice is, where it has only one. */
  readonly voiceHolder: number;
  readonly glide: Glide;
}

export function createLayer(settings: LayerSettings, index: number): Layer {
  const { channel, bank, program, on, low, high, softest, loudest, transpose } = settings;
  const { level, reverb, chorus } = settings;
  return {
    channel,
    bank,
    program,
    on,
    low,
    high,
    softest,
    loudest,
    transpose,
    level,
    reverb,
    chorus,
    settings,
    voiceHolder: OWN_HOLDERS + index,
    glide: createGlide(settings),
  };
}

/** Tells a synthesiser what the layer sounds like. */
export function introduceLayer(layer: Layer, synth: Synth): void {
  synth.program(layer.channel, layer.bank, layer.program);
  restoreLayer(layer, synth);
}

/** Has another channel sound like it. */
export function introduceLayerOn(layer: Layer, synth: Synth, channel: number): void {
  synth.program(channel, layer.bank, layer.program);
  mix(layer, synth, channel);
}

/** Tells it again what a reset of the controllers took away. */
export function restoreLayer(layer: Layer, synth: Synth): void {
  const { channel } = layer;
  mix(layer, synth, channel);
  if (layer.glide.mode !== POLY) introduceGlide(layer.glide, synth, channel);
}

function mix({ level, reverb, chorus }: Layer, synth: Synth, channel: number): void {
  if (level >= 0) synth.control(channel, CC_VOLUME, level);
  if (reverb >= 0) synth.control(channel, CC_REVERB, reverb);
  if (chorus >= 0) synth.control(channel, CC_CHORUS, chorus);
}

/** How loud it is, 0-127 or {@link AS_IT_IS}; notes that sound follow. */
export function setLevel(layer: Layer, synth: Synth, level: number): void {
  if (level === layer.level) return;
  layer.level = level;
  synth.control(layer.channel, CC_VOLUME, level < 0 ? USUAL_VOLUME : level);
}

/** How much of it goes into the reverb, likewise. */
export function setReverb(layer: Layer, synth: Synth, reverb: number): void {
  if (reverb === layer.reverb) return;
  layer.reverb = reverb;
  synth.control(layer.channel, CC_REVERB, reverb < 0 ? USUAL_SEND : reverb);
}

/** How much of it goes into the chorus, likewise. */
export function setChorus(layer: Layer, synth: Synth, chorus: number): void {
  if (chorus === layer.chorus) return;
  layer.chorus = chorus;
  synth.control(layer.channel, CC_CHORUS, chorus < 0 ? USUAL_SEND : chorus);
}

/** The layer plays the note if it is one of its own. */
export function playLayer(
  layer: Layer,
  ledger: Ledger,
  synth: Synth,
  collision: number,
  holder: number,
  note: number,
  velocity: number,
): void {
  if (!layer.on || note < layer.low || note > layer.high) return;
  if (velocity < layer.softest || velocity > layer.loudest) return;
  const sung = note + layer.transpose;
  if (sung < 0 || sung > 127) return;
  const { glide, channel, voiceHolder } = layer;
  if (glide.mode === POLY) {
    collide(ledger, synth, collision, holder, channel, sung, velocity);
  } else if (!pressGlide(glide, ledger, synth, voiceHolder, channel, holder, sung, velocity)) {
    ledger.counts[REFUSED] = ledger.counts[REFUSED]! + 1;
  }
}

/** What the holder asked of the layer's one voice is over. */
export function releaseLayer(layer: Layer, ledger: Ledger, synth: Synth, holder: number): void {
  releaseGlide(layer.glide, ledger, synth, layer.voiceHolder, layer.channel, holder);
}

/** A bit for each layer that plays. */
export function layersOn(layers: readonly Layer[]): number {
  let on = 0;
  for (let index = 0; index < layers.length; index++) if (layers[index]!.on) on |= 1 << index;
  return on;
}

/** Another mode from here on. What is held goes on as it began, and ends with its keys. */
export function setLayerMode(layer: Layer, synth: Synth, mode: number): void {
  layer.glide.mode = mode;
  introduceGlide(layer.glide, synth, layer.channel);
}
