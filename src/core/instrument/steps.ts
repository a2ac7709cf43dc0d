/** When the steps of what goes by the beat come: the first one, and the next. */
import type { Moment } from '../event.ts';
import { stepTicks, TICKS_A_BEAT, VALUE_TICKS } from '../music/note-value.ts';
import { cancel, DUE, isPlanned, planTick } from './agenda.ts';
import { lookAt, originTick, TICK } from './clock.ts';
import type { Instrument } from './instrument.ts';

// A hand that is a little late for the beat meant that beat.
const LATE_SHARE = 0.25;

/** The arpeggio begins if it does not run: at once, or on the next beat of its value. */
export function startArpeggio(instrument: Instrument, now: Moment): void {
  const { arpeggio, agenda, clock } = instrument;
  if (isPlanned(agenda, DUE.arpeggioStep)) return;
  lookAt(clock, now);
  arpeggio.step = 0;
  arpeggio.position = 0;
  if (arpeggio.sync) awaitBeat(instrument, VALUE_TICKS[arpeggio.value]!);
  arpeggio.startTick[0] = clock.at[TICK]!;
  agenda.ticks[DUE.arpeggioStep] = clock.at[TICK]!;
  planTick(agenda, clock, DUE.arpeggioStep);
}

/** One that runs begins anew: a song has begun. */
export function restartArpeggio(instrument: Instrument, now: Moment): void {
  if (!isPlanned(instrument.agenda, DUE.arpeggioStep)) return;
  cancel(instrument.agenda, DUE.arpeggioStep);
  startArpeggio(instrument, now);
}

/** The repeats begin if they do not run: the first stroke was the hand's own. */
export function startRepeat(instrument: Instrument, now: Moment): void {
  const { repeat, agenda, clock } = instrument;
  if (isPlanned(agenda, DUE.repeatStep)) return;
  lookAt(clock, now);
  const tick = clock.at[TICK]!;
  repeat.startTick[0] = tick;
  repeat.step = 1;
  const length = stepTicks(repeat.value, repeat.swing, 1);
  agenda.ticks[DUE.repeatEnd] = tick + (length * repeat.gate) / 100;
  agenda.ticks[DUE.repeatStep] = tick + length;
  planTick(agenda, clock, DUE.repeatEnd);
  planTick(agenda, clock, DUE.repeatStep);
}

/** The metronome begins a bar now, or joins the bar of a MIDI clock that is followed. */
export function startMetronome(instrument: Instrument, now: Moment): void {
  const { metronome, agenda, clock } = instrument;
  lookAt(clock, now);
  if (clock.following) awaitBeat(instrument, TICKS_A_BEAT);
  const tick = clock.at[TICK]!;
  const beat = Math.round((tick - originTick(clock)) / TICKS_A_BEAT);
  metronome.step = clock.following ? beat % metronome.beats : 0;
  metronome.startTick[0] = tick - metronome.step * TICKS_A_BEAT;
  agenda.ticks[DUE.click] = tick;
  planTick(agenda, clock, DUE.click);
}

/** Has the clock's `TICK` be the first beat of so many ticks from there on. */
function awaitBeat({ metronome, clock }: Instrument, length: number): void {
  const isFirst = metronome.on && !clock.following;
  const origin = isFirst ? metronome.startTick[0]! : originTick(clock);
  const beats = Math.ceil((clock.at[TICK]! - origin) / length - LATE_SHARE);
  clock.at[TICK] = origin + beats * length;
}
