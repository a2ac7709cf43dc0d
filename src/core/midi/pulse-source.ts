/** The MIDI clock that is followed, where several may send one: the first that is heard, while it is. */
import type { Moment } from '../event.ts';
import { clockGone, clockPulse, clockStart, clockStop } from '../instrument/beats.ts';
import type { Instrument } from '../instrument/instrument.ts';
import { SEQUENCER } from './sequencer-event.ts';

const NOBODY = -1;
// Ten times as long as the slowest clock takes from pulse to pulse.
const SILENCE_US = 1_250_000;

export interface PulseSource {
  /** The sequencer's address of who sends it, or -1. */
  source: number;
  readonly lastUs: Moment;
}

export function createPulseSource(): PulseSource {
  return { source: NOBODY, lastUs: Float64Array.of(Number.NEGATIVE_INFINITY) };
}

/** A message of a clock, by its kind in the sequencer. */
export function pulseHeard(
  pulses: PulseSource,
  instrument: Instrument,
  source: number,
  kind: number,
  now: Moment,
): void {
  const isKnown = pulses.source === source || pulses.source === NOBODY;
  if (!isKnown && now[0]! - pulses.lastUs[0]! < SILENCE_US) return;
  switch (kind) {
    case SEQUENCER.start:
      clockStart(instrument);
      break;
    case SEQUENCER.stop:
      clockStop(instrument);
      break;
    case SEQUENCER.clock:
      clockPulse(instrument, now);
      break;
    case SEQUENCER.resume:
      // The song goes on where it was with the pulses that follow.
      break;
    default:
      return;
  }
  pulses.source = source;
  pulses.lastUs[0] = now[0]!;
}

/** Who sent it is gone. */
export function pulsesGone(pulses: PulseSource, instrument: Instrument): void {
  if (pulses.source === NOBODY) return;
  pulses.source = NOBODY;
  clockGone(instrument);
}
