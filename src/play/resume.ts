/** How a thread goes on where another one failed: set as the hands had left it. */
import { PATTERNS } from '../core/instrument/arpeggio.ts';
import type { BeatSettings } from '../core/instrument/beats.ts';
import type { ChordSettings } from '../core/instrument/chords.ts';
import { CHORD_NAMES } from '../core/instrument/chords.ts';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { VOICE_MODES } from '../core/instrument/glide.ts';
import type { LayerSettings } from '../core/instrument/layers.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { valueNumber } from '../core/music/note-value.ts';
import type { ScaleSettings } from '../core/music/scale.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { Resumed } from './worker.ts';

/** What a thread that failed leaves to the next one, beside its snapshot. */
export interface Left extends Resumed {
  readonly velocity: number;
  readonly layout: number;
  readonly scale: ScaleSettings;
  readonly recordingNext: number;
}

export function resumedSettings(
  player: PlayerSettings,
  state: Snapshot,
  { velocity: fixed, layout, scale }: Left,
): PlayerSettings {
  const { instrument } = player;
  const { armed, octave, transpose, bank, program, collision } = state;
  return {
    ...player,
    armed,
    instrument: {
      ...instrument,
      ...{ layout, octave, transpose, bank, program, scale },
      collision: COLLISIONS.indexOf(collision),
      velocity: { ...instrument.velocity, fixed },
      beats: resumedBeats(instrument.beats, state),
      chords: resumedChords(instrument.chords, state),
      touchpad: { ...instrument.touchpad, on: state.touchpadOn },
      layers: instrument.layers.map((layer, index) => resumedLayer(layer, index, state)),
    },
  };
}

function resumedChords(chords: ChordSettings, state: Snapshot): ChordSettings {
  const on = state.chordMode !== '';
  const { inversion, strum: strumMs, chordMemory: memory } = state;
  return { ...chords, on, kind: CHORD_NAMES.indexOf(state.chordKind), inversion, strumMs, memory };
}

function resumedBeats(beats: BeatSettings, state: Snapshot): BeatSettings {
  const { tempo, arpeggiator: on, latch, repeat, metronome } = state;
  const { gate, swing, octaves, sync } = state;
  const [pattern, value] = [PATTERNS.indexOf(state.pattern), valueNumber(state.rate)];
  return {
    ...beats,
    tempo,
    arpeggio: { ...beats.arpeggio, ...{ on, pattern, value, latch, gate, swing, octaves, sync } },
    repeat: { ...beats.repeat, on: repeat, value: valueNumber(state.repeatRate) },
    metronome: { ...beats.metronome, on: metronome },
  };
}

/** Programs, presets and voice modes are the first layer's. */
function resumedLayer(layer: LayerSettings, index: number, state: Snapshot): LayerSettings {
  const on = state.layers[index] ?? layer.on;
  if (index > 0) return { ...layer, on };
  const { bank, program } = state;
  return {
    ...layer,
    on,
    bank,
    program,
    mode: VOICE_MODES.indexOf(state.mode),
  };
}
