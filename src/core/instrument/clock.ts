/**
 * The one clock that all beats come from. A moment and the tick it was are its anchor, and every
 * other tick's moment is counted from there in one go, so that nothing adds up and nothing drifts.
 * The tempo is the player's own, tapped, or that of a MIDI clock.
 */
import type { Moment } from '../event.ts';
import { TICKS_A_BEAT } from '../music/note-value.ts';

export const TEMPO_MIN = 20;
export const TEMPO_MAX = 300;

/** Pulses that a MIDI clock gives to the beat (MIDI 1.0), and ticks of each. */
const PULSES_A_BEAT = 24;
export const PULSE_TICKS = TICKS_A_BEAT / PULSES_A_BEAT;

const MINUTE_US = 60e6;
/** Cells of `at`. */
const ANCHOR_US = 0;
const ANCHOR_TICK = 1;
const US_A_BEAT = 2;
/** The tick, and its fraction, of the moment that {@link lookAt} was told last. */
export const TICK = 3;
/** Cells of `tapped` and `heard`: the last tap or pulse, and the first of them. */
const LAST_US = 0;
const FIRST_US = 1;
/** Of `heard`: the tick of the last pulse, and the tick that its song began at. */
const PULSE_TICK = 2;
const ORIGIN_TICK = 3;

// Slower than the slowest tempo: what comes after such a gap begins anew, as does another pace.
const TAP_GAP_US = MINUTE_US / TEMPO_MIN;
const OTHER_PACE = 1.5;
const PULSE_GAP_US = 500_000;
// A beat of pulses tells the tempo; from then on each one corrects a little, its jitter mostly left out.
const PULSES_TO_LOCK = PULSES_A_BEAT;
const PHASE_GAIN = 0.1;
const TEMPO_GAIN = 0.0025;

export interface Clock {
  readonly at: Float64Array;
  readonly tapped: Float64Array;
  taps: number;
  readonly heard: Float64Array;
  pulses: number;
  /** Whether the next pulse begins a song. */
  starting: boolean;
  /** Whether the tempo is that of a MIDI clock. */
  following: boolean;
  /** Whether a MIDI clock is listened to. */
  readonly follows: boolean;
}

export function createClock(tempo: number, follows: boolean): Clock {
  return {
    at: Float64Array.of(0, 0, usABeat(tempo), 0),
    tapped: new Float64Array(2),
    taps: 0,
    heard: new Float64Array(4),
    pulses: 0,
    starting: false,
    following: false,
    follows,
  };
}

/** The tick, and its fraction, of a moment in microseconds. */
export function tickAt({ at }: Clock, us: number): number {
  return at[ANCHOR_TICK]! + ((us - at[ANCHOR_US]!) * TICKS_A_BEAT) / at[US_A_BEAT]!;
}

/** The same of `now` into a cell, for the play path: a number that is returned may be boxed. */
export function lookAt(clock: Clock, now: Moment): void {
  const { at } = clock;
  const us = now[0]! - at[ANCHOR_US]!;
  at[TICK] = at[ANCHOR_TICK]! + (us * TICKS_A_BEAT) / at[US_A_BEAT]!;
}

/** The moment of `ticks[place]` into `us[place]`. */
export function timeTick(
  { at }: Clock,
  ticks: Float64Array,
  us: Float64Array,
  place: number,
): void {
  const beats = ((ticks[place]! - at[ANCHOR_TICK]!) * at[US_A_BEAT]!) / TICKS_A_BEAT;
  us[place] = at[ANCHOR_US]! + beats;
}

/** The moment of a tick in microseconds. */
export function usAt({ at }: Clock, tick: number): number {
  return at[ANCHOR_US]! + ((tick - at[ANCHOR_TICK]!) * at[US_A_BEAT]!) / TICKS_A_BEAT;
}

/** The tick that beats are counted from: that at which a MIDI clock began its song, else 0. */
export function originTick({ heard, following }: Clock): number {
  return following ? heard[ORIGIN_TICK]! : 0;
}

/** Beats a minute. */
export function tempoOf({ at }: Clock): number {
  return MINUTE_US / at[US_A_BEAT]!;
}

/** Another tempo from `now` on; a MIDI clock that is followed has the last word. */
export function setClockTempo(clock: Clock, tempo: number, now: Moment): void {
  if (clock.following) return;
  anchor(clock, now[0]!, tickAt(clock, now[0]!));
  clock.at[US_A_BEAT] = usABeat(Math.min(TEMPO_MAX, Math.max(TEMPO_MIN, tempo)));
}

/** A tap on the beat: from the second on, the tempo is the mean of them. */
export function tapClock(clock: Clock, now: Moment): void {
  const { tapped } = clock;
  const gap = now[0]! - tapped[LAST_US]!;
  const before = clock.taps - 1;
  const mean = before > 0 ? (tapped[LAST_US]! - tapped[FIRST_US]!) / before : gap;
  const isOther = gap > TAP_GAP_US || gap > OTHER_PACE * mean || OTHER_PACE * gap < mean;
  if (clock.taps === 0 || isOther) {
    // Two taps at another pace are a new tempo already.
    const isNewPace = clock.taps > 0 && gap <= TAP_GAP_US;
    tapped[FIRST_US] = isNewPace ? tapped[LAST_US]! : now[0]!;
    clock.taps = isNewPace ? 1 : 0;
  }
  tapped[LAST_US] = now[0]!;
  const gaps = clock.taps++;
  if (gaps > 0) setClockTempo(clock, (MINUTE_US * gaps) / (now[0]! - tapped[FIRST_US]!), now);
}

/**
 * A pulse of a MIDI clock. The first beat of pulses finds the tempo, then each corrects phase and
 * tempo by a part of what it is off: the jitter of a cable is not heard, and its mean is kept for
 * ever.
 *
 * @returns true when it began a song
 */
export function pulseClock(clock: Clock, now: Moment): boolean {
  if (!clock.follows) return false;
  const { heard, at } = clock;
  const nowUs = now[0]!;
  if (!clock.following || nowUs - heard[LAST_US]! > PULSE_GAP_US) {
    const tick = clock.following ? heard[PULSE_TICK]! + PULSE_TICKS : tickAt(clock, nowUs);
    heard[PULSE_TICK] = Math.round(tick / PULSE_TICKS) * PULSE_TICKS;
    heard[FIRST_US] = nowUs;
    clock.pulses = 0;
    clock.following = true;
    anchor(clock, nowUs, heard[PULSE_TICK]!);
  } else {
    const tick = heard[PULSE_TICK]! + PULSE_TICKS;
    heard[PULSE_TICK] = tick;
    clock.pulses++;
    if (clock.pulses <= PULSES_TO_LOCK) {
      at[US_A_BEAT] = boundedUsABeat((PULSES_A_BEAT * (nowUs - heard[FIRST_US]!)) / clock.pulses);
      anchor(clock, nowUs, tick);
    } else {
      const expectedUs = usAt(clock, tick);
      const lateUs = nowUs - expectedUs;
      at[US_A_BEAT] = boundedUsABeat(at[US_A_BEAT]! + PULSES_A_BEAT * TEMPO_GAIN * lateUs);
      anchor(clock, expectedUs + PHASE_GAIN * lateUs, tick);
    }
  }
  heard[LAST_US] = nowUs;
  const begins = clock.starting;
  if (begins) heard[ORIGIN_TICK] = heard[PULSE_TICK]!;
  clock.starting = false;
  return begins;
}

/** The MIDI clock begins a song with its next pulse. */
export function startClock(clock: Clock): void {
  clock.starting = clock.follows;
}

/** The MIDI clock has stopped: the tempo goes on as it was, and is the player's again. */
export function stopClock(clock: Clock): void {
  clock.following = false;
}

function anchor({ at }: Clock, us: number, tick: number): void {
  at[ANCHOR_US] = us;
  at[ANCHOR_TICK] = tick;
}

function usABeat(tempo: number): number {
  return MINUTE_US / tempo;
}

function boundedUsABeat(us: number): number {
  return Math.min(usABeat(TEMPO_MIN), Math.max(usABeat(TEMPO_MAX), us));
}
