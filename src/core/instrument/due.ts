/** What is due happens: the steps of an arpeggio, repeats, clicks, and the ends of their notes. */
import type { Moment } from '../event.ts';
import { stepTicks, TICKS_A_BEAT } from '../music/note-value.ts';
import type { Synth } from '../synth.ts';
import { cancel, DUE, firstDue, planTick } from './agenda.ts';
import { choose } from './arpeggio.ts';
import { firstWaiting, planStrum, stopWaiting } from './chords.ts';
import { lookAt, PULSE_TICKS, TICK } from './clock.ts';
import { ARPEGGIO_HOLDER, METRONOME_HOLDER } from './holders.ts';
import type { Instrument } from './instrument.ts';
import { release } from './ledger.ts';
import { isRecording } from './looper.ts';
import { lookAtLoop, stepLoop } from './looping.ts';
import { click } from './metronome.ts';
import { strikeNote } from './notes.ts';
import { silence, sound } from './sounding.ts';

const CLICK_TICKS = TICKS_A_BEAT / 8;
// Steps are counted in whole numbers of 32 bits, which end after days of music, or a leap of the clock:
// well before that they are counted anew.
const TICKS_MOST = 2 ** 29;

/** All that is due by `now` happens, in the order in which it was due. */
export function happen(instrument: Instrument, synth: Synth, now: Moment): void {
  const { us } = instrument.agenda;
  if (isRecording(instrument.looper)) lookAtLoop(instrument, now);
  for (let thing = firstDue(instrument.agenda); us[thing]! <= now[0]!; ) {
    perform(instrument, synth, thing, now);
    thing = firstDue(instrument.agenda);
  }
}

function perform(instrument: Instrument, synth: Synth, thing: number, now: Moment): void {
  switch (thing) {
    case DUE.arpeggioStep:
      stepArpeggio(instrument, synth, now);
      break;
    case DUE.arpeggioEnd:
      cancel(instrument.agenda, thing);
      silence(instrument, synth, ARPEGGIO_HOLDER);
      break;
    case DUE.repeatStep:
      stepRepeat(instrument, synth, now);
      break;
    case DUE.repeatEnd:
      cancel(instrument.agenda, thing);
      endRepeats(instrument, synth);
      break;
    case DUE.click:
      stepMetronome(instrument, synth, now);
      break;
    case DUE.clickEnd:
      cancel(instrument.agenda, thing);
      release(instrument.ledger, synth, METRONOME_HOLDER);
      break;
    case DUE.pulse:
      sendPulse(instrument, now);
      break;
    case DUE.loop:
      stepLoop(instrument, synth, now);
      break;
    case DUE.strum:
      strikeStrings(instrument, synth, now);
      break;
    default:
      cancel(instrument.agenda, thing);
  }
}

function strikeStrings(instrument: Instrument, synth: Synth, now: Moment): void {
  const { chords } = instrument;
  const { holders, notes, velocities, layers } = chords.waiting;
  for (let at = firstWaiting(chords); at >= 0 && chords.dueUs[at]! <= now[0]!; ) {
    const holder = holders[at]!;
    const note = notes[at]!;
    const velocity = velocities[at]!;
    const mask = layers[at]!;
    stopWaiting(chords, at);
    strikeNote(instrument, synth, holder, note, velocity, mask, now);
    at = firstWaiting(chords);
  }
  planStrum(instrument);
}

function stepArpeggio(instrument: Instrument, synth: Synth, now: Moment): void {
  const { arpeggio, agenda, clock } = instrument;
  const { held, chosen, lifts, value, swing } = arpeggio;
  lookAt(clock, now);
  if (clock.at[TICK]! - arpeggio.startTick[0]! > TICKS_MOST) {
    arpeggio.startTick[0] = clock.at[TICK]!;
    arpeggio.step = 0;
  }
  const start = arpeggio.startTick[0]!;
  arpeggio.step = stepDue(value, swing, arpeggio.step, (clock.at[TICK]! - start) | 0);
  const begins = stepTicks(value, swing, arpeggio.step);
  const length = stepTicks(value, swing, arpeggio.step + 1) - begins;
  arpeggio.step++;
  silence(instrument, synth, ARPEGGIO_HOLDER);
  const count = choose(arpeggio);
  for (let each = 0; each < count; each++) {
    const at = chosen[each]!;
    const note = held.notes[at]! + lifts[each]!;
    if (note > 127) continue;
    sound(instrument, synth, ARPEGGIO_HOLDER, note, held.velocities[at]!, held.layers[at]!);
  }
  agenda.ticks[DUE.arpeggioEnd] = start + begins + (length * arpeggio.gate) / 100;
  agenda.ticks[DUE.arpeggioStep] = start + begins + length;
  planTick(agenda, clock, DUE.arpeggioEnd);
  planTick(agenda, clock, DUE.arpeggioStep);
}

/** The step to play at a tick: whoever wakes so late that later ones are due has missed the others. */
function stepDue(value: number, swing: number, step: number, tick: number): number {
  const pairs = (tick / stepTicks(value, swing, 2)) | 0;
  let due = Math.max(step, 2 * pairs);
  while (stepTicks(value, swing, due + 1) <= tick) due++;
  return due;
}

function stepRepeat(instrument: Instrument, synth: Synth, now: Moment): void {
  const { repeat, agenda, clock } = instrument;
  const { held, value, swing } = repeat;
  lookAt(clock, now);
  if (clock.at[TICK]! - repeat.startTick[0]! > TICKS_MOST) {
    repeat.startTick[0] = clock.at[TICK]!;
    repeat.step = 0;
  }
  const start = repeat.startTick[0]!;
  repeat.step = stepDue(value, swing, repeat.step, (clock.at[TICK]! - start) | 0);
  const begins = stepTicks(value, swing, repeat.step);
  const length = stepTicks(value, swing, repeat.step + 1) - begins;
  repeat.step++;
  endRepeats(instrument, synth);
  for (let at = 0; at < held.count; at++) {
    const holder = held.holders[at]!;
    sound(instrument, synth, holder, held.notes[at]!, held.velocities[at]!, held.layers[at]!);
  }
  agenda.ticks[DUE.repeatEnd] = start + begins + (length * repeat.gate) / 100;
  agenda.ticks[DUE.repeatStep] = start + begins + length;
  planTick(agenda, clock, DUE.repeatEnd);
  planTick(agenda, clock, DUE.repeatStep);
}

function endRepeats(instrument: Instrument, synth: Synth): void {
  const { held } = instrument.repeat;
  for (let at = 0; at < held.count; at++) silence(instrument, synth, held.holders[at]!);
}

function stepMetronome(instrument: Instrument, synth: Synth, now: Moment): void {
  const { metronome, agenda, clock, ledger } = instrument;
  const start = metronome.startTick[0]!;
  lookAt(clock, now);
  const tick = clock.at[TICK]! - start;
  metronome.step = Math.max(metronome.step, Math.floor(tick / TICKS_A_BEAT));
  click(metronome, ledger, synth);
  const begins = start + metronome.step * TICKS_A_BEAT;
  metronome.step++;
  agenda.ticks[DUE.clickEnd] = begins + CLICK_TICKS;
  agenda.ticks[DUE.click] = begins + TICKS_A_BEAT;
  planTick(agenda, clock, DUE.clickEnd);
  planTick(agenda, clock, DUE.click);
}

function sendPulse(instrument: Instrument, now: Moment): void {
  const { agenda, clock, clockSink } = instrument;
  if (clockSink === undefined) {
    cancel(agenda, DUE.pulse);
    return;
  }
  clockSink.pulse();
  const next = agenda.ticks[DUE.pulse]! + PULSE_TICKS;
  lookAt(clock, now);
  const missed = Math.floor((clock.at[TICK]! - next) / TICKS_A_BEAT);
  agenda.ticks[DUE.pulse] = next + Math.max(0, missed) * TICKS_A_BEAT;
  planTick(agenda, clock, DUE.pulse);
}
