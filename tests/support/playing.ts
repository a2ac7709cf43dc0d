import { EV_KEY, EV_SYN, RECORD_WORDS, SYN_REPORT, writeRecord } from '../../src/core/event.ts';
import { NO_BEATS } from '../../src/core/instrument/beats.ts';
import { NO_CHORDS } from '../../src/core/instrument/chords.ts';
import type { InstrumentSettings } from '../../src/core/instrument/instrument.ts';
import type { Player, PlayerSettings } from '../../src/core/instrument/player.ts';
import { createPlayer, playRecords, tick, wakeUs } from '../../src/core/instrument/player.ts';
import { TWELVE_PRESETS } from '../../src/core/instrument/preset.ts';
import { NO_ROUTES } from '../../src/core/instrument/routing.ts';
import { PAD_OFF } from '../../src/core/instrument/touchpad.ts';
import type { VelocitySettings } from '../../src/core/instrument/velocity.ts';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { LAYOUTS } from '../../src/core/keys/layouts.ts';
import { NO_SCALE } from '../../src/core/music/scale.ts';
import type { Synth } from '../../src/core/synth.ts';
import { type ScriptedSynth, scriptedSynth } from './scripted-synth.ts';

export const VELOCITY: VelocitySettings = {
  source: 'fixed',
  fixed: 100,
  min: 1,
  max: 127,
  curve: 'linear',
  rows: [40, 80, 110],
  accent: 20,
  soft: 30,
};

export const INSTRUMENT: InstrumentSettings = {
  channel: 0,
  layout: 0,
  layouts: LAYOUTS,
  pad: -1,
  octave: 4,
  transpose: 0,
  bank: 0,
  program: 0,
  presets: TWELVE_PRESETS,
  velocity: VELOCITY,
  scale: NO_SCALE,
  layers: [],
  collision: 0,
  touchpad: PAD_OFF,
  routing: NO_ROUTES,
  beats: NO_BEATS,
  chords: NO_CHORDS,
};

export const PLAYER: PlayerSettings = {
  instrument: INSTRUMENT,
  armed: true,
  armingChord: [KEY.KEY_LEFTCTRL, KEY.KEY_LEFTALT, KEY.KEY_A],
};

/** A player on a scripted synth, and hands for it. */
export interface Playing {
  readonly player: Player;
  readonly synth: ScriptedSynth;
  /** Presses a key as `node` reports it; the calls that came of it are in `synth`. */
  down(code: number, timeUs?: number, node?: number): void;
  up(code: number, timeUs?: number, node?: number): void;
  /** Has everything happen that is due by `timeUs`; answers the calls, each after its millisecond. */
  wakeTo(timeUs: number): string[];
  /** Sends one record and the end of its report; answers whether events were lost. */
  send(type: number, code: number, value: number, timeUs?: number, node?: number): boolean;
}

/**
 * @param changes what differs from {@link INSTRUMENT} and {@link PLAYER}
 * @param through what stands in front of the scripted synth, if anything does
 */
export function playing(
  changes: Partial<InstrumentSettings> & Partial<Omit<PlayerSettings, 'instrument'>> = {},
  synth = scriptedSynth(),
  through: Synth = synth,
): Playing {
  const player = createPlayer(
    { ...PLAYER, ...changes, instrument: { ...INSTRUMENT, ...changes } },
    through,
  );
  const records = new Int32Array(2 * RECORD_WORDS);
  const send: Playing['send'] = (type, code, value, timeUs = 0, node = 0) => {
    writeRecord(records, 0, timeUs, type, code, value);
    writeRecord(records, 1, timeUs, EV_SYN, SYN_REPORT, 0);
    return playRecords(player, node, records, 0, 2, 0);
  };
  return {
    player,
    synth,
    send,
    wakeTo: (timeUs) => {
      const calls: string[] = [];
      for (let wake = wakeUs(player); wake <= timeUs; wake = wakeUs(player)) {
        synth.taken();
        tick(player, wake);
        for (const call of synth.taken()) calls.push(`${Math.round(wake / 100) / 10} ${call}`);
      }
      return calls;
    },
    down: (code, timeUs, node) => send(EV_KEY, code, 1, timeUs, node),
    up: (code, timeUs, node) => send(EV_KEY, code, 0, timeUs, node),
  };
}
