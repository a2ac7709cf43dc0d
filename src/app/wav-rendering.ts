import type { LoadedConfig } from '../config/load.ts';
import { layerSources, playerSettings } from '../config/player-settings.ts';
import type { Recording } from '../core/event.ts';
import { wavHeader } from '../core/formats/wav.ts';
import type { Song } from '../core/midi/song.ts';
import { Problem } from '../core/problem.ts';
import { OfflineSynth } from '../engine/offline.ts';
import { builtInFont, findSoundFont } from '../engine/soundfonts.ts';
import { AtomicFile } from '../ffi/atomic-file.ts';
import { tunedSettings } from './engine-settings.ts';
import { chooseFont, fontPlace } from './font.ts';
import type { PlayedNote } from './note-log.ts';
import { padNotice } from './pad-notice.ts';
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
 * @throws Problem when the font that a flag names cannot be played: then no other will do
 */
export function renderToWav(
  recording: Recording | Song,
  loaded: LoadedConfig,
  output: string,
  say: (line: string) => void,
): RenderedWav {
  const { config } = loaded;
  const devices = 'devices' in recording ? recording.devices : [];
  const pad = devices.find((device) => device.pad !== undefined)?.pad;
  const notice = pad && padNotice(loaded, pad);
  if (notice !== undefined) say(notice);
  const rate = config.audio.sampleRate;
  const { offline, font } = openSynth(loaded, say);
  const format = { rate, channels: 2, sample: 'float32' } as const;
  let file: AtomicFile | undefined;
  try {
    const wav = new AtomicFile(output);
    file = wav;
    wav.write(wavHeader({ ...format, frames: 0 }));
    const { frames, notes } = renderRecording(
      recording,
      playerSettings(config, true),
      layerSources(config),
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

function openSynth(
  { config, origins }: LoadedConfig,
  say: (line: string) => void,
): { offline: OfflineSynth; font: string } {
  const settings = tunedSettings(config);
  const wanted = config.audio.soundfont;
  if (origins.get('audio.soundfont')?.from === 'flag') {
    const found = findSoundFont(wanted, fontPlace());
    if (!found.ok) throw new Problem(found.why, { ...found, where: found.path });
    return { offline: new OfflineSynth(settings, found.path), font: found.path };
  }
  const font = chooseFont(wanted, fontPlace(), say).path;
  try {
    return { offline: new OfflineSynth(settings, font), font };
  } catch (error) {
    const instead = builtInFont();
    if (!(error instanceof Problem) || font === instead) throw error;
    say(`${error} Playing the built-in one instead.`);
    return { offline: new OfflineSynth(settings, instead), font: instead };
  }
}
