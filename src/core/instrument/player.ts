import {
  EV_ABS,
  EV_KEY,
  EV_SYN,
  KEY_REPEATED,
  type Moment,
  moment,
  RECORD_WORDS,
  SYN_DROPPED,
  SYN_REPORT,
  WORD_MICROSECONDS,
  WORD_SECONDS,
  WORD_TYPE_CODE,
  WORD_VALUE,
} from '../event.ts';
import type { HeldKeys } from '../keys/held-keys.ts';
import {
  createHeldKeys,
  forgetAll,
  holds,
  NODES_MAX,
  NOTHING,
  pressOn,
  releaseOn,
  UP_AND_DOWN,
} from '../keys/held-keys.ts';
import { KEY_COUNT } from '../keys/key-codes.ts';
import type { Synth } from '../synth.ts';
import { axisMoved, liftAll } from '../touch/contacts.ts';
import type { Pad } from '../touch/pad.ts';
import { BTN_LEFT } from '../touch/pad.ts';
import { setTouchpad } from './adjust.ts';
import { firstDue } from './agenda.ts';
import type { Arming } from './arming.ts';
import { chordPressed, chordReleased, createArming, forgetChord } from './arming.ts';
import { happen } from './due.ts';
import { isSounding } from './finger-pitch.ts';
import { keyDown, keyUp } from './hands.ts';
import { DEVICES_MAX } from './holders.ts';
import type { Instrument, InstrumentSettings } from './instrument.ts';
import { createInstrument, letGo } from './instrument.ts';
import { DUE_US, moveRoutes, runLfo } from './routing.ts';
import { fitPad, letGoOfPad, playFrame } from './touchpad.ts';

const NO_NODE = -1;

/** Bytes of the kernel's bitmap of held keys (EVIOCGKEY). */
export const KEY_BITMAP_BYTES = KEY_COUNT / 8;

export interface PlayerSettings {
  readonly instrument: InstrumentSettings;
  readonly armed: boolean;
  /** Key codes that arm and disarm when all are down; up to eight. */
  readonly armingChord: readonly number[];
}

/**
 * From the kernel's event records to the instrument: nodes merged into devices, repeats left out,
 * gaps noticed, arming obeyed. The play thread, `render` and the tests all play through it.
 */
export interface Player {
  readonly instrument: Instrument;
  readonly synth: Synth;
  readonly held: HeldKeys;
  readonly arming: Arming;
  /** Nodes whose queue overflowed and whose report has not ended yet. */
  readonly dropping: Uint8Array;
  /** Nodes that play though it is disarmed. */
  readonly standing: Uint8Array;
  /** Events that were key presses or releases, and gaps. */
  readonly counts: Uint32Array;
  /** When what is being played happened. */
  readonly now: Moment;
  /** The node of the touchpad, or -1; it is one at a time. */
  padNode: number;
  /** Whether it played when it was looked at last. */
  padOn: boolean;
  /** When something is due next, by {@link planWake}; Infinity when nothing is. */
  readonly wake: Moment;
}

export const KEY_EVENTS = 0;
export const GAPS = 1;

export function createPlayer(settings: PlayerSettings, synth: Synth): Player {
  return {
    instrument: createInstrument(settings.instrument),
    synth,
    held: createHeldKeys(DEVICES_MAX),
    arming: createArming(settings.armed, settings.armingChord),
    dropping: new Uint8Array(NODES_MAX),
    standing: new Uint8Array(NODES_MAX),
    counts: new Uint32Array(2),
    now: moment(0),
    padNode: NO_NODE,
    padOn: settings.instrument.touchpad.on,
    wake: moment(Number.POSITIVE_INFINITY),
  };
}

/** The node is a touchpad; false when another one plays, or when it makes no sense. */
export function padCame(player: Player, node: number, pad: Pad): boolean {
  if (player.padNode >= 0 || !fitPad(player.instrument.touchpad, pad)) return false;
  player.padNode = node;
  return true;
}

/**
 * Plays records `from` up to but not including `to`, as they came from `node`.
 *
 * @param offsetUs added to each record's time
 * @returns true when events were lost (SYN_DROPPED): read the node's keys and call {@link resync}
 */
export function playRecords(
  player: Player,
  node: number,
  records: Int32Array,
  from: number,
  to: number,
  offsetUs: number,
): boolean {
  let lost = false;
  for (let at = from * RECORD_WORDS; at < to * RECORD_WORDS; at += RECORD_WORDS) {
    const typeAndCode = records[at + WORD_TYPE_CODE]!;
    const type = typeAndCode & 0xffff;
    const code = typeAndCode >>> 16;
    if (type === EV_SYN) {
      if (code === SYN_DROPPED) player.dropping[node] = 1;
      else if (code === SYN_REPORT && player.dropping[node] === 1) {
        player.dropping[node] = 0;
        player.counts[GAPS] = player.counts[GAPS]! + 1;
        lost = true;
      } else if (code === SYN_REPORT && node === player.padNode) {
        readTime(player, records, at, offsetUs);
        endFrame(player);
      }
    } else if (type === EV_KEY && code < KEY_COUNT && player.dropping[node] === 0) {
      const value = records[at + WORD_VALUE]!;
      // Of a pad's buttons the click is one that plays; the others say what its slots say too.
      if (value === KEY_REPEATED || (node === player.padNode && code !== BTN_LEFT)) continue;
      readTime(player, records, at, offsetUs);
      playKey(player, node, code, value !== 0);
    } else if (type === EV_ABS && node === player.padNode && player.dropping[node] === 0) {
      axisMoved(player.instrument.touchpad.contacts, code, records[at + WORD_VALUE]!);
    }
  }
  return lost;
}

function readTime(player: Player, records: Int32Array, at: number, offsetUs: number): void {
  player.now[0] = records[at + WORD_SECONDS]! * 1e6 + records[at + WORD_MICROSECONDS]! + offsetUs;
}

/** A frame of the touchpad is whole. */
function endFrame(player: Player): void {
  const { instrument, held, padNode } = player;
  if (!player.arming.armed || !instrument.touchpad.on) return;
  playFrame(instrument, player.synth, held.deviceOf[padNode]!, player.now);
}

/** One press or release as `node` reports it, at the moment in `player.now`. */
function playKey(player: Player, node: number, code: number, down: boolean): void {
  const { held, arming } = player;
  if (!arming.armed && player.standing[node] === 0) {
    if (arming.chord.includes(code)) watchChord(player, code, down);
    return;
  }
  player.counts[KEY_EVENTS] = player.counts[KEY_EVENTS]! + 1;
  const change = down ? pressOn(held, node, code) : releaseOn(held, node, code);
  if (change === NOTHING) {
    if (!down) chordReleased(arming, code);
    return;
  }
  const device = held.deviceOf[node]!;
  if (!down || change === UP_AND_DOWN) {
    keyUp(player.instrument, player.synth, device, code, player.now);
  }
  if (down) keyDown(player.instrument, player.synth, device, code, player.now);
  if (player.instrument.touchpad.on !== player.padOn) followPad(player);
  watchChord(player, code, down);
}

/** Whether the touchpad plays. Off, no finger is on it and its click has come up. */
export function setPadOn(player: Player, on: boolean): void {
  setTouchpad(player.instrument, on);
  if (on !== player.padOn) followPad(player);
}

function followPad(player: Player): void {
  const { instrument, padNode } = player;
  player.padOn = instrument.touchpad.on;
  if (padNode < 0 || player.padOn) return;
  liftPad(player);
  if (holds(player.held, padNode, BTN_LEFT)) playKey(player, padNode, BTN_LEFT, false);
}

/** Its finger is lifted, whatever the pad says. */
function liftPad({ instrument, synth, held, padNode, now }: Player): void {
  liftAll(instrument.touchpad.contacts);
  playFrame(instrument, synth, held.deviceOf[padNode]!, now);
}

/**
 * After a gap: what the kernel says is down now is down, and nothing else is.
 *
 * @param bitmap the answer of EVIOCGKEY, {@link KEY_BITMAP_BYTES} long; all zero lets everything go
 */
export function resync(player: Player, node: number, bitmap: Uint8Array, timeUs: number): void {
  if (!player.arming.armed && player.standing[node] === 0) {
    forgetChord(player.arming);
    return;
  }
  player.now[0] = timeUs;
  for (let code = 0; code < KEY_COUNT; code++) {
    if (node === player.padNode && code !== BTN_LEFT) continue;
    const down = ((bitmap[code >> 3]! >> (code & 7)) & 1) === 1;
    if (down !== holds(player.held, node, code)) playKey(player, node, code, down);
  }
  if (node === player.padNode) endFrame(player);
}

/** The node is gone: its keys come up. */
export function nodeGone(player: Player, node: number): void {
  player.dropping[node] = 0;
  if (node === player.padNode) {
    liftPad(player);
    player.padNode = NO_NODE;
  }
  for (let code = 0; code < KEY_COUNT; code++) {
    if (holds(player.held, node, code)) playKey(player, node, code, false);
  }
  // Armed, its keys of the chord came up just now, and Esc held on another keyboard still counts.
  if (!player.arming.armed) forgetChord(player.arming);
}

/** Arms or disarms; either way no key counts as held and no note sounds on. */
export function setArmed(player: Player, armed: boolean): void {
  if (player.arming.armed === armed) return;
  letGo(player.instrument, player.synth);
  forgetAll(player.held);
  forgetChord(player.arming);
  player.arming.armed = armed;
  letGoOfPad(player.instrument, player.synth, player.now);
}

/** When {@link tick} wants to be called, in microseconds; Infinity when it doesn't. */
export function wakeUs(player: Player): number {
  planWake(player);
  return player.wake[0]!;
}

/** The same into `wake`. */
export function planWake({ instrument, arming, wake }: Player): void {
  const { agenda, routing } = instrument;
  const dueUs = agenda.us[firstDue(agenda)]!;
  wake[0] = Math.min(arming.escapeUs[0]!, dueUs, routing.times[DUE_US]!);
}

/** What is due by `nowUs` happens. */
export function tick(player: Player, nowUs: number): void {
  player.now[0] = nowUs;
  tickNow(player);
}

/** What is due by the moment in `now` happens. */
export function tickNow(player: Player): void {
  const { instrument, synth, arming, now } = player;
  if (now[0]! >= arming.escapeUs[0]!) setArmed(player, false);
  happen(instrument, synth, now);
  const { routing } = instrument;
  if (now[0]! < routing.times[DUE_US]!) return;
  runLfo(routing, isSounding(instrument));
  moveRoutes(routing, synth, instrument.channels, now);
}

function watchChord(player: Player, code: number, down: boolean): void {
  if (!down) chordReleased(player.arming, code);
  else if (chordPressed(player.arming, code, player.now)) setArmed(player, !player.arming.armed);
}
