import type { Synth } from '../synth.ts';
import { collide } from './collisions.ts';
import type { Glide, GlideSettings } from './glide.ts';
import {
  createGlide,
  forgetGlide,
  introduceGlide,
  POLY,
  pressGlide,
  releaseGlide,
} from './glide.ts';
import { OWN_HOLDERS } from './holders.ts';
import type { Ledger } from './ledger.ts';
import { REFUSED, release } from './ledger.ts';

export const LAYERS_MAX = 4;
/** A bit for each layer: what plays all of them. */
export const ALL_LAYERS = (1 << LAYERS_MAX) - 1;

const CC_VOLUME = 7;

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
  /** 0-127, or -1 to leave the channel as it is. */
  readonly level: number;
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
  readonly level: number;
  /** The holder that its one voice is, where it has only one. */
  readonly voiceHolder: number;
  readonly glide: Glide;
}

export function createLayer(settings: LayerSettings, index: number): Layer {
  const { channel, bank, program, on, low, high, softest, loudest, transpose, level } = settings;
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
    voiceHolder: OWN_HOLDERS + index,
    glide: createGlide(settings),
  };
}

/** Tells a synthesiser what the layer sounds like. */
export function introduceLayer(layer: Layer, synth: Synth): void {
  synth.program(layer.channel, layer.bank, layer.program);
  restoreLayer(layer, synth);
}

/** Tells it again what a reset of the controllers took away. */
export function restoreLayer(layer: Layer, synth: Synth): void {
  if (layer.level >= 0) synth.control(layer.channel, CC_VOLUME, layer.level);
  if (layer.glide.mode !== POLY) introduceGlide(layer.glide, synth, layer.channel);
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

/** Another mode from here on: the one voice ends, and keys that are down have to be struck anew. */
export function setLayerMode(layer: Layer, ledger: Ledger, synth: Synth, mode: number): void {
  release(ledger, synth, layer.voiceHolder);
  forgetGlide(layer.glide);
  layer.glide.mode = mode;
  introduceGlide(layer.glide, synth, layer.channel);
}
