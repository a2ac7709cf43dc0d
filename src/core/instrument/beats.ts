/** What a player does to what goes by the beat: the clock, the arpeggiator, repeats, the metronome. */
import type { Moment } from '../event.ts';
import { NOTE_VALUES } from '../music/note-value.ts';
import type { Synth } from '../synth.ts';
import { cancel, DUE, planTick, replan } from './agenda.ts';
import type { ArpeggioSettings } from './arpeggio.ts';
import { forgetHeld, PATTERNS, unlatch } from './arpeggio.ts';
import {
  PULSE_TICKS,
  pulseClock,
  setClockTempo,
  startClock,
  stopClock,
  tapClock,
  tempoOf,
  tickAt,
} from './clock.ts';
import { METRONOME_HOLDER } from './holders.ts';
import type { Instrument } from './instrument.ts';
import { release } from './ledger.ts';
import { LOOP_SYNCS } from './looper.ts';
import type { MetronomeSettings } from './metronome.ts';
import type { RepeatSettings } from './note-repeat.ts';
import { restartArpeggio, startMetronome } from './steps.ts';

export interface BeatSettings {
  /** Beats a minute. */
  readonly tempo: number;
  /** Whether a MIDI clock is followed. */
  readonly follows: boolean;
  readonly arpeggio: ArpeggioSettings;
  readonly repeat: RepeatSettings;
  readonly metronome: MetronomeSettings;
  /** A number of LOOP_SYNCS. */
  readonly loop: number;
}

/** Nothing goes by the beat until it is asked for. */
export const NO_BEATS: BeatSettings = {
  tempo: 120,
  follows: true,
  arpeggio: {
    on: false,
    pattern: 0,
    value: NOTE_VALUES.indexOf('1/8'),
    gate: 50,
    swing: 50,
    octaves: 1,
    latch: false,
    sync: false,
    steps: [1, 2, 3, 4],
    seed: 1,
  },
  repeat: { on: false, value: NOTE_VALUES.indexOf('1/16'), gate: 50, swing: 50 },
  metronome: { on: false, beats: 4, level: 100 },
  loop: LOOP_SYNCS.indexOf('bar'),
};

/** Whoever sends the clock on, such as a MIDI output. */
export interface ClockSink {
  start(): void;
  stop(): void;
  /** 24 to the beat. */
  pulse(): void;
}

export function setTempo(instrument: Instrument, tempo: number, now: Moment): void {
  setClockTempo(instrument.clock, tempo, now);
  clockChanged(instrument);
}

export function nudgeTempo(instrument: Instrument, by: number, now: Moment): void {
  setTempo(instrument, Math.round(tempoOf(instrument.clock)) + by, now);
}

export function tapTempo(instrument: Instrument, now: Moment): void {
  tapClock(instrument.clock, now);
  clockChanged(instrument);
}

/** A MIDI clock's pulse, start and stop. */
export function clockPulse(instrument: Instrument, now: Moment): void {
  const begins = pulseClock(instrument.clock, now);
  replan(instrument.agenda, instrument.clock);
  if (!begins) return;
  if (instrument.metronome.on) startMetronome(instrument, now);
  restartArpeggio(instrument, now);
}

export function clockStart(instrument: Instrument): void {
  startClock(instrument.clock);
}

/** The song is at its end, or held: what is latched would go on without it. */
export function clockStop(instrument: Instrument): void {
  if (instrument.clock.following && instrument.arpeggio.latch) dropLatched(instrument);
  clockGone(instrument);
}

/** Nobody sends it any more: the tempo goes on as it was, and is the player's again. */
export function clockGone(instrument: Instrument): void {
  stopClock(instrument.clock);
  instrument.revision++;
}

/** Sends the clock's pulses to `sink` from the next one on, or no more to anybody. */
export function sendClock(instrument: Instrument, sink: ClockSink | undefined, now: Moment): void {
  const { agenda, clock } = instrument;
  instrument.clockSink = sink;
  const pulses = Math.ceil(tickAt(clock, now[0]!) / PULSE_TICKS);
  if (sink === undefined) cancel(agenda, DUE.pulse);
  else {
    agenda.ticks[DUE.pulse] = pulses * PULSE_TICKS;
    planTick(agenda, clock, DUE.pulse);
  }
}

/** Off, it ends with the note that sounds, and keys that are down have to be struck anew. */
export function setArpeggio(instrument: Instrument, on: boolean): void {
  const { arpeggio, agenda } = instrument;
  arpeggio.on = on;
  if (!on) {
    forgetHeld(arpeggio);
    cancel(agenda, DUE.arpeggioStep);
  }
  instrument.revision++;
}

export function setPattern(instrument: Instrument, pattern: number): void {
  instrument.arpeggio.pattern = pattern % PATTERNS.length;
  instrument.revision++;
}

/** Off, what no key holds leaves the arpeggio. */
export function setLatch(instrument: Instrument, on: boolean): void {
  instrument.arpeggio.latch = on;
  if (!on) dropLatched(instrument);
  instrument.revision++;
}

export function dropLatched({ arpeggio, agenda }: Instrument): void {
  unlatch(arpeggio);
  if (arpeggio.held.count === 0) cancel(agenda, DUE.arpeggioStep);
}

/** Another note value, from the step that comes next. */
export function setArpeggioValue(instrument: Instrument, value: number): void {
  const { arpeggio, agenda } = instrument;
  if (value === arpeggio.value) return;
  arpeggio.value = bounded(value, 0, NOTE_VALUES.length - 1);
  // What is planned begins the steps of the new length.
  const next = agenda.ticks[DUE.arpeggioStep]!;
  if (next !== Number.POSITIVE_INFINITY) arpeggio.startTick[0] = next;
  arpeggio.step = 0;
  instrument.revision++;
}

export function setGate(instrument: Instrument, gate: number): void {
  instrument.arpeggio.gate = bounded(gate, 1, 100);
  instrument.revision++;
}

export function setSwing(instrument: Instrument, swing: number): void {
  instrument.arpeggio.swing = bounded(swing, 50, 75);
  instrument.revision++;
}

export function setOctaves(instrument: Instrument, octaves: number): void {
  instrument.arpeggio.octaves = bounded(octaves, 1, 4);
  instrument.revision++;
}

export function setSync(instrument: Instrument, on: boolean): void {
  instrument.arpeggio.sync = on;
  instrument.revision++;
}

/** Off, held notes are silent after the stroke that sounds. */
export function setRepeat(instrument: Instrument, on: boolean): void {
  const { repeat, agenda } = instrument;
  repeat.on = on;
  if (!on) cancel(agenda, DUE.repeatStep);
  instrument.revision++;
}

export function setRepeatValue(instrument: Instrument, value: number): void {
  const { repeat, agenda } = instrument;
  if (value === repeat.value) return;
  repeat.value = bounded(value, 0, NOTE_VALUES.length - 1);
  const next = agenda.ticks[DUE.repeatStep]!;
  if (next !== Number.POSITIVE_INFINITY) repeat.startTick[0] = next;
  repeat.step = 0;
  instrument.revision++;
}

/** On, a bar begins now. */
export function setMetronome(instrument: Instrument, synth: Synth, on: boolean, now: Moment): void {
  if (!on) {
    stopMetronome(instrument, synth);
    return;
  }
  instrument.metronome.on = true;
  startMetronome(instrument, now);
  instrument.clockSink?.start();
  instrument.revision++;
}

export function stopMetronome(instrument: Instrument, synth: Synth): void {
  const { metronome, agenda, ledger, clockSink } = instrument;
  if (!metronome.on) return;
  metronome.on = false;
  cancel(agenda, DUE.click);
  cancel(agenda, DUE.clickEnd);
  release(ledger, synth, METRONOME_HOLDER);
  clockSink?.stop();
  instrument.revision++;
}

function clockChanged(instrument: Instrument): void {
  replan(instrument.agenda, instrument.clock);
  instrument.revision++;
}

function bounded(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
