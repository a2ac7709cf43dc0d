import { playerSettings } from '../config/player-settings.ts';
import type { Config } from '../config/schema.ts';
import type { Recording } from '../core/event.ts';
import { wavHeader } from '../core/formats/wav.ts';
import { OfflineSynth } from '../engine/offline.ts';
import { AtomicFile } from '../ffi/atomic-file.ts';
import { engineSettings } from './engine-settings.ts';
import { chooseFont } from './font.ts';
import type { PlayedNote } from './note-log.ts';
import { renderRecording } from './rendering.ts';

/** What became of a recording. */
export interface RenderedWav {
  readonly notes: readonly PlayedNote[];
  readonly seconds: number;
  /** The path of the font that played. */
  readonly font: string;
}

/**
 * Renders a recording into a WAV of floats, which appears when it is whole.
 *
 * @param say told when another font than the configured one has to do
 */
export function renderToWav(
  recording: Recording,
  config: Config,
  output: string,
  say: (line: string) => void,
): RenderedWav {
  const settings = engineSettings(config);
  const rate = settings.sampleRate;
  const font = chooseFont(config.audio.soundfont, true, say).path;
  const offline = new OfflineSynth(settings, font);
  const format = { rate, channels: 2, sample: 'float32' } as const;
  let file: AtomicFile | undefined;
  try {
    const wav = new AtomicFile(output);
    file = wav;
    wav.write(wavHeader({ ...format, frames: 0 }));
    const { frames, notes } = renderRecording(
      recording,
      playerSettings(config, true),
      offline,
      rate,
      (samples) => wav.write(new Uint8Array(samples.buffer)),
    );
    wav.write(wavHeader({ ...format, frames }), 0);
    wav.keep();
    return { notes, seconds: frames / rate, font };
  } finally {
    file?.discard();
    offline.close();
  }
}
