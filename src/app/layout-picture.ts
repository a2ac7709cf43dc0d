import { layoutsOf, scaleSettings } from '../config/player-settings.ts';
import type { Config } from '../config/schema.ts';
import { createScaleLock, fillScaleLock } from '../core/music/scale.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { legendLines } from '../screens/terminal/legend.ts';
import { legendsOf } from './desktop-legends.ts';

/** The keys with what they play as it starts, for the screen. */
export function layoutPicture(config: Config, playing: Snapshot): string[] {
  const layout = layoutsOf(config).find(({ name }) => name === playing.layout);
  if (layout === undefined) return [];
  const { octave, transpose } = playing;
  const scale = createScaleLock(scaleSettings(config.scale));
  fillScaleLock(scale, transpose);
  const { board, legends } = config.keyboard;
  return legendLines(layout, { board, legends: legendsOf(legends), octave, transpose, scale });
}
