/** What keys command under the shift: beats, voices and layers, each switched or turned on to the next. */
import type { Moment } from '../event.ts';
import { ACTION } from '../keys/bindings.ts';
import type { Synth } from '../synth.ts';
import { setLayer, setMode } from './adjust.ts';
import {
  nudgeTempo,
  setArpeggio,
  setArpeggioValue,
  setLatch,
  setMetronome,
  setOctaves,
  setPattern,
  setRepeat,
  tapTempo,
} from './beats.ts';
import { learnChord, setChordKind, setChords } from './chords.ts';
import { VOICE_MODES } from './glide.ts';
import type { Instrument } from './instrument.ts';

const TEMPO_STEP = 2;

/** @param action one from `ACTION.arpeggio` on */
export function commandVoices(
  instrument: Instrument,
  synth: Synth,
  action: number,
  now: Moment,
): void {
  const { arpeggio, repeat, metronome, layers, chords } = instrument;
  switch (action) {
    case ACTION.arpeggio:
      setArpeggio(instrument, !arpeggio.on);
      break;
    case ACTION.pattern:
      setPattern(instrument, arpeggio.pattern + 1);
      break;
    case ACTION.latch:
      setLatch(instrument, !arpeggio.latch);
      break;
    case ACTION.octaves:
      setOctaves(instrument, (arpeggio.octaves % 4) + 1);
      break;
    case ACTION.slower:
      setArpeggioValue(instrument, arpeggio.value - 1);
      break;
    case ACTION.faster:
      setArpeggioValue(instrument, arpeggio.value + 1);
      break;
    case ACTION.repeat:
      setRepeat(instrument, !repeat.on);
      break;
    case ACTION.metronome:
      setMetronome(instrument, synth, !metronome.on, now);
      break;
    case ACTION.tapTempo:
      tapTempo(instrument, now);
      break;
    case ACTION.tempoDown:
      nudgeTempo(instrument, -TEMPO_STEP, now);
      break;
    case ACTION.tempoUp:
      nudgeTempo(instrument, TEMPO_STEP, now);
      break;
    case ACTION.mode:
      setMode(instrument, synth, (layers[0]!.glide.mode + 1) % VOICE_MODES.length);
      break;
    case ACTION.chords:
      setChords(instrument, !chords.on);
      break;
    case ACTION.chordKind:
      setChordKind(instrument, chords.kind + 1);
      break;
    case ACTION.chordMemory:
      learnChord(instrument);
      break;
    default: {
      const layer = action - ACTION.layer;
      setLayer(instrument, layer, layers[layer]?.on === false);
    }
  }
}
