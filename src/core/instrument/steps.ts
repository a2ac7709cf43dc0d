/** When the steps of what goes by the beat come: the first one, and the next. */
import type { Moment } from '../event.ts';
import { stepTicks, TICKS_A_BEAT, VALUE_TICKS } from '../music/note-value.ts';
import { DUE, isPlanned, planTick } from './agenda.ts';
import { originTick, tickAt } from './clock.ts';
import type { Instrument } from './instrument.ts';

// A hand that is a little late for the beat meant that beat.
const LATE_SHARE = 0.25;

/** The arpeggio begins if it does not run: at once, or on the next beat of its value. */
export function startArpeggio(instrument: Instrument, now: Moment): void {
  const { arpeggio, agenda, clock } = instrument;
  if (isPlanned(agenda, DUE.arpeggioStep)) return;
  const tick = tickAt(clock, now[0]!);
  arpeggio.step = 0;
  arpeggio.position = 0;
  arpeggio.startTick[0] = arpeggio.sync
    ? beatFrom(instrument, tick, VALUE_TICKS[arpeggio.value]!)
    : tick;
  planTick(agenda, clock, DUE.arpeggioStep, arpeggio.startTick[0]!);
}

/** The repeats begin if they do not run: the first stroke was the hand's own. */
export function startRepeat(instrument: Instrument, now: Moment): void {
  const { repeat, agenda, clock } = instrument;
  if (isPlanned(agenda, DUE.repeatStep)) return;
  const tick = tickAt(clock, now[0]!);
  const length = VALUE_TICKS[repeat.value]!;
  repeat.startTick[0] = tick;
  repeat.step = 1;
  planTick(agenda, clock, DUE.repeatEnd, tick + (length * repeat.gate) / 100);
  planTick(agenda, clock, DUE.repeatStep, tick + stepTicks(repeat.value, repeat.swing, 1));
}

/** The metronome begins a bar now, or joins the bar of a MIDI clock that is followed. */
export function startMetronome(instrument: Instrument, now: Moment): void {
  const { metronome, agenda, clock } = instrument;
  const tick = tickAt(clock, now[0]!);
  const next = clock.following ? beatFrom(instrument, tick, TICKS_A_BEAT) : tick;
  const beat = Math.round((next - originTick(clock)) / TICKS_A_BEAT);
  metronome.step = clock.following ? beat % metronome.beats : 0;
  metronome.startTick[0] = next - metronome.step * TICKS_A_BEAT;
  planTick(agenda, clock, DUE.click, next);
}

/** The first beat of so many ticks from `tick` on. */
function beatFrom({ metronome, clock }: Instrument, tick: number, length: number): number {
  const isFirst = metronome.on && !clock.following;
  const origin = isFirst ? metronome.startTick[0]! : originTick(clock);
  return origin + Math.ceil((tick - origin) / length - LATE_SHARE) * length;
}
