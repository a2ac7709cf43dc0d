import type { PlayerSettings } from '../core/instrument/player.ts';
import { keyCodeOf } from '../core/keys/key-codes.ts';
import { layoutNumber } from '../core/keys/layouts.ts';
import { pitchClassOf } from '../core/music/note.ts';
import type { ScaleSettings } from '../core/music/scale.ts';
import { SCALES, scaleNumber } from '../core/music/scales.ts';
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
      scale: scaleSettings(config.scale),
    },
    armed,
    armingChord: armingChord.flatMap((name) => keyCodeOf(name) ?? []),
  };
}

function scaleSettings({ mode, root, name, own }: Config['scale']): ScaleSettings {
  const scales = [...SCALES, ...own];
  return {
    on: mode !== 'off',
    mode: mode === 'off' ? 'snap' : mode,
    root: pitchClassOf(root) ?? 0,
    scale: scaleNumber(scales, name),
    scales,
  };
}
