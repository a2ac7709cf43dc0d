import type { PlayerSettings } from '../core/instrument/player.ts';
import { keyCodeOf } from '../core/keys/key-codes.ts';
import { layoutNumber } from '../core/keys/layouts.ts';
import type { Config } from './schema.ts';

/** What the play thread and `render` are told of the configuration. */
export function playerSettings(config: Config, armed: boolean): PlayerSettings {
  const { layout, octave, transpose, bank, program, armingChord } = config.keyboard;
  return {
    instrument: {
      channel: 0,
      layout: layoutNumber(layout),
      octave,
      transpose,
      bank,
      program,
      presets: config.presets,
      velocity: config.velocity,
    },
    armed,
    armingChord: armingChord.flatMap((name) => keyCodeOf(name) ?? []),
  };
}
