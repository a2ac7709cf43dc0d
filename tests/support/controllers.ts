/** An instrument that MIDI controllers play, record by record. */
import { moment } from '../../src/core/event.ts';
import type { InstrumentSettings } from '../../src/core/instrument/instrument.ts';
import { createInstrument } from '../../src/core/instrument/instrument.ts';
import type { MidiChannels } from '../../src/core/midi/midi-input.ts';
import { createMidiInput } from '../../src/core/midi/midi-input.ts';
import { playMidi } from '../../src/core/midi/midi-stream.ts';
import {
  SEQUENCER,
  SEQUENCER_WORDS,
  writeControl,
  writeNews,
  writeNote,
} from '../../src/core/midi/sequencer-event.ts';
import { INSTRUMENT } from './playing.ts';
import { scriptedSynth } from './scripted-synth.ts';
import { OURS } from './sequencer-stream.ts';

export function midi(channels: MidiChannels = 'auto', changes: Partial<InstrumentSettings> = {}) {
  const instrument = createInstrument({ ...INSTRUMENT, ...changes });
  const input = createMidiInput(channels);
  const synth = scriptedSynth();
  const words = new Int32Array(SEQUENCER_WORDS);
  const now = moment(0);
  const play = () => playMidi(input, instrument, synth, words, 0, 1, now);
  return {
    instrument,
    input,
    synth,
    now,
    news: (kind: number, subject: number, to = OURS) => {
      writeNews(words, 0, kind, subject, to);
      play();
    },
    note: (source: number, from: number, note: number, velocity: number) => {
      writeNote(words, 0, SEQUENCER.noteOn, source, from, note, velocity);
      play();
    },
    off: (source: number, from: number, note: number) => {
      writeNote(words, 0, SEQUENCER.noteOff, source, from, note, 64);
      play();
    },
    control: (kind: number, source: number, from: number, parameter: number, value: number) => {
      writeControl(words, 0, kind, source, from, parameter, value);
      play();
    },
  };
}
