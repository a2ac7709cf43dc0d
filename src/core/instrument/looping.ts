/** The loop under the hands, and on the clock. */
import type { Moment } from '../event.ts';
import { ACTION } from '../keys/bindings.ts';
import { TICKS_A_BEAT } from '../music/note-value.ts';
import type { Synth } from '../synth.ts';
import { cancel, DUE, planTick } from './agenda.ts';
import { lookAt, originTick, TICK } from './clock.ts';
import type { Instrument } from './instrument.ts';
import {
  EMPTY,
  forgetNotes,
  hearEndOfAll,
  LOOP_CURSOR,
  LOOP_LENGTH,
  LOOP_NOW,
  LOOP_PASSES_MAX,
  LOOP_START,
  LOOP_SYNCS,
  loopHolder,
  OVERDUBBING,
  PLAYING,
  RECORDING,
  STOPPED,
} from './looper.ts';
import { silence, sound } from './sounding.ts';

const BAR = LOOP_SYNCS.indexOf('bar');
const SILENT = Number.POSITIVE_INFINITY;
// A moment that was counted from a tick may come back as a little less than it.
const TICK_SLACK = 0.01;
const LATE_TICKS = TICKS_A_BEAT / 4;
// A note as long as the loop ends just before it begins anew.
const LONGEST_SHARE = 0.99;

/** What can be asked of the loop, in the order of its words. */
export const LOOP_WORDS = ['record', 'play', 'stop', 'undo', 'clear'] as const;

const [RECORD, PLAY, STOP, UNDO, CLEAR] = [0, 1, 2, 3, 4];
/** The words of the keys from `ACTION.loop` on. */
const WORD_OF = [RECORD, PLAY, UNDO, CLEAR];

/** @param word a number of {@link LOOP_WORDS} */
export function commandLoop(instrument: Instrument, synth: Synth, word: number, now: Moment): void {
  lookAtLoop(instrument, now);
  if (word === RECORD) record(instrument, synth);
  else if (word === UNDO) undo(instrument, synth);
  else if (word === CLEAR) clear(instrument, synth);
  else playOrStop(instrument, synth, word === PLAY);
  instrument.revision++;
}

/** @param action one from `ACTION.loop` on */
export function commandLoopKey(
  instrument: Instrument,
  synth: Synth,
  action: number,
  now: Moment,
): void {
  const turned = instrument.looper.state === STOPPED ? PLAY : STOP;
  const word = action === ACTION.loopTurn ? turned : WORD_OF[action - ACTION.loop]!;
  commandLoop(instrument, synth, word, now);
}

/** Tells the loop what time it is, for what is heard next. */
export function lookAtLoop({ looper, clock }: Instrument, now: Moment): void {
  lookAt(clock, now);
  looper.at[LOOP_NOW] = clock.at[TICK]!;
}

/** What is due of the loop by `now` ends and begins. */
export function stepLoop(instrument: Instrument, synth: Synth, now: Moment): void {
  const { looper } = instrument;
  lookAtLoop(instrument, now);
  const { at, places, lengths, begun, ends } = looper;
  const nowTick = at[LOOP_NOW]! + TICK_SLACK;
  const length = at[LOOP_LENGTH]!;
  for (let index = 0; index < looper.count; index++) {
    if (ends[index]! <= nowTick) end(instrument, synth, index);
  }
  for (let index = 0; index < looper.count; index++) {
    if (looper.held[index] === 1) continue;
    const first = at[LOOP_START]! + places[index]!;
    const due = first + Math.floor((nowTick - first) / length) * length;
    // What a hand plays now is heard already.
    if (due <= at[LOOP_CURSOR]! || due <= begun[index]! + length / 2) continue;
    end(instrument, synth, index);
    ends[index] = due + Math.min(lengths[index]!, length * LONGEST_SHARE);
    const { notes, velocities, layers } = looper;
    const holder = loopHolder(index);
    sound(instrument, synth, holder, notes[index]!, velocities[index]!, layers[index]!);
  }
  at[LOOP_CURSOR] = nowTick;
  planLoop(instrument);
}

/** It stands still, whatever it did, and its notes end; what is being recorded for the first time is gone. */
export function stopLoop(instrument: Instrument, synth: Synth): void {
  const { looper } = instrument;
  if (looper.state === EMPTY) return;
  if (looper.state === RECORDING) {
    clear(instrument, synth);
    return;
  }
  hearEndOfAll(looper);
  endAll(instrument, synth, 0);
  looper.state = STOPPED;
  cancel(instrument.agenda, DUE.loop);
  instrument.revision++;
}

function record(instrument: Instrument, synth: Synth): void {
  const { looper } = instrument;
  switch (looper.state) {
    case EMPTY:
      looper.at[LOOP_START] = nearestBeat(instrument);
      looper.state = RECORDING;
      looper.passes[0] = 0;
      looper.passCount = 1;
      break;
    case RECORDING:
      close(instrument, synth);
      break;
    case PLAYING:
      if (looper.passCount < LOOP_PASSES_MAX) looper.passes[looper.passCount++] = looper.count;
      looper.state = OVERDUBBING;
      break;
    case OVERDUBBING:
      endPass(instrument);
      looper.state = PLAYING;
      planLoop(instrument);
      break;
    case STOPPED:
      begin(instrument);
  }
}

function playOrStop(instrument: Instrument, synth: Synth, plays: boolean): void {
  const { looper } = instrument;
  if (!plays) stopOrClose(instrument, synth);
  else if (looper.state === RECORDING) close(instrument, synth);
  else if (looper.state === OVERDUBBING) record(instrument, synth);
  else if (looper.state === STOPPED) begin(instrument);
}

/** Stopped while it is recorded for the first time, it is a loop all the same. */
function stopOrClose(instrument: Instrument, synth: Synth): void {
  if (instrument.looper.state === RECORDING) close(instrument, synth);
  stopLoop(instrument, synth);
}

/** The first pass is over: from here on it goes round. */
function close(instrument: Instrument, synth: Synth): void {
  const { looper } = instrument;
  const { at, places } = looper;
  hearEndOfAll(looper);
  if (looper.count === 0) {
    clear(instrument, synth);
    return;
  }
  const unit = unitOf(instrument);
  const played = at[LOOP_NOW]! - at[LOOP_START]!;
  const length = unit === 0 ? played : Math.max(1, Math.round(played / unit)) * unit;
  at[LOOP_LENGTH] = Math.max(1, length);
  for (let index = 0; index < looper.count; index++) places[index] = places[index]! % length;
  // A hand that closed it a little late still hears its first note; what is long gone is not made up for.
  const top = Math.max(at[LOOP_START]! + at[LOOP_LENGTH]!, at[LOOP_NOW]! - LATE_TICKS);
  at[LOOP_CURSOR] = Math.min(at[LOOP_NOW]!, top) - TICK_SLACK;
  looper.state = PLAYING;
  planLoop(instrument);
}

/** Its top is now, or the nearest beat. */
function begin(instrument: Instrument): void {
  const { looper } = instrument;
  looper.at[LOOP_START] = nearestBeat(instrument);
  looper.at[LOOP_CURSOR] = looper.at[LOOP_START]! - TICK_SLACK;
  looper.begun.fill(Number.NEGATIVE_INFINITY, 0, looper.count);
  looper.state = PLAYING;
  planLoop(instrument);
}

/** The last pass is gone, and with the first one the loop. */
function undo(instrument: Instrument, synth: Synth): void {
  const { looper } = instrument;
  if (looper.passCount < 2) {
    clear(instrument, synth);
    return;
  }
  const from = looper.passes[looper.passCount - 1]!;
  endAll(instrument, synth, from);
  forgetNotes(looper, from);
  looper.passCount--;
  if (looper.state === OVERDUBBING) looper.state = PLAYING;
  if (looper.state === PLAYING) planLoop(instrument);
}

function clear(instrument: Instrument, synth: Synth): void {
  const { looper, agenda } = instrument;
  endAll(instrument, synth, 0);
  forgetNotes(looper, 0);
  looper.passCount = 0;
  looper.state = EMPTY;
  cancel(agenda, DUE.loop);
}

function endPass({ looper }: Instrument): void {
  hearEndOfAll(looper);
  const isNothing = looper.passes[looper.passCount - 1] === looper.count;
  if (isNothing && looper.passCount > 1) looper.passCount--;
}

function endAll(instrument: Instrument, synth: Synth, from: number): void {
  const { looper } = instrument;
  for (let index = from; index < looper.count; index++) end(instrument, synth, index);
}

function end(instrument: Instrument, synth: Synth, index: number): void {
  const { ends } = instrument.looper;
  if (ends[index] === SILENT) return;
  ends[index] = SILENT;
  silence(instrument, synth, loopHolder(index));
}

/** Has it go on when the next of its notes begins or ends. */
function planLoop({ looper, agenda, clock }: Instrument): void {
  const { at, places, begun, ends } = looper;
  const length = at[LOOP_LENGTH]!;
  const cursor = at[LOOP_CURSOR]!;
  // Also without a note it comes round: one may be recorded meanwhile.
  let next = cursor + length;
  for (let index = 0; index < looper.count; index++) {
    next = Math.min(next, ends[index]!);
    if (looper.held[index] === 1) continue;
    const first = at[LOOP_START]! + places[index]!;
    let due = first + (Math.floor((cursor - first) / length) + 1) * length;
    if (due <= begun[index]! + length / 2) due += length;
    next = Math.min(next, due);
  }
  agenda.ticks[DUE.loop] = Math.max(next, cursor);
  planTick(agenda, clock, DUE.loop);
}

/** The beat that is nearest to now, or now itself where loops go by none. */
function nearestBeat(instrument: Instrument): number {
  const { looper, clock, metronome } = instrument;
  const now = looper.at[LOOP_NOW]!;
  if (!goesByBeats(instrument)) return now;
  const origin = clock.following ? originTick(clock) : metronome.startTick[0]!;
  return origin + Math.round((now - origin) / TICKS_A_BEAT) * TICKS_A_BEAT;
}

/** What its length is a multiple of: nothing, a beat, or a bar. */
function unitOf(instrument: Instrument): number {
  if (!goesByBeats(instrument)) return 0;
  const { looper, metronome } = instrument;
  return (looper.sync === BAR ? metronome.beats : 1) * TICKS_A_BEAT;
}

/** Whether there is a beat that hands can hear. */
function goesByBeats({ looper, metronome, clock }: Instrument): boolean {
  return looper.sync !== 0 && (metronome.on || clock.following);
}
