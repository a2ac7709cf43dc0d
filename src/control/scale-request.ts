import { nearest } from '../config/nearest.ts';
import { pitchClassOf } from '../core/music/note.ts';
import { SCALE_MODES } from '../core/music/scale.ts';
import type { Scale } from '../core/music/scales.ts';
import { scaleNumber } from '../core/music/scales.ts';
import { ORDER } from '../core/order.ts';
import type { RequestedOrder } from './control-protocol.ts';

const MODES: readonly string[] = SCALE_MODES;

/**
 * `D dorian`, `bb minor pentatonic remap`, `A`, `filter`, `on`, `off` as an order, or why it is none.
 * What is not said stays as it is; but for `off`, the lock is on from then on.
 */
export function scaleOrder(
  words: string,
  scales: readonly Scale[],
): RequestedOrder | { readonly why: string; readonly remedy: string } {
  const said = words.trim().split(/\s+/);
  const [first = ''] = said;
  if (said.length === 1 && (first === 'on' || first === 'off')) {
    return { code: ORDER.scaleLock, value: first === 'on' ? 1 : 0 };
  }
  const root = pitchClassOf(first);
  if (root !== undefined) said.shift();
  const mode = MODES.indexOf(said.at(-1)?.toLowerCase() ?? '');
  if (mode >= 0) said.pop();
  const name = said.join(' ');
  const scale = name === '' ? -1 : scaleNumber(scales, name);
  if (name !== '' && scale < 0) return noScale(name, scales);
  if (root === undefined && mode < 0 && scale < 0) {
    return { why: 'scale is not said which', remedy: 'Say it as C dorian, or off.' };
  }
  return { code: ORDER.scale, value: scale, more: [root ?? -1, mode] };
}

function noScale(
  name: string,
  scales: readonly Scale[],
): { readonly why: string; readonly remedy: string } {
  const names = scales.map((each) => each.name);
  const meant = nearest(name, names);
  const why = `there is no scale ${JSON.stringify(name)}`;
  return {
    why: meant === undefined ? why : `${why}; did you mean ${meant}?`,
    remedy: `Choose one of: ${names.join(', ')}.`,
  };
}
