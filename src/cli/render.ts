import { basename, extname } from 'node:path';
import { engineSettings } from '../app/engine-settings.ts';
import { chooseFont } from '../app/font.ts';
import { openRecording } from '../app/recordings.ts';
import { renderRecording } from '../app/rendering.ts';
import { playerSettings } from '../config/player-settings.ts';
import { wavHeader } from '../core/formats/wav.ts';
import { EXIT } from '../core/problem.ts';
import { OfflineSynth } from '../engine/offline.ts';
import { AtomicFile } from '../ffi/atomic-file.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

/** `render RECORDING -o OUT.wav`: a recording as sound, the same bytes every time. */
export function render(invocation: Invocation): number {
  const [path = ''] = invocation.operands;
  const { config, notices } = configurationOf(invocation);
  for (const notice of notices) say(notice);
  const recording = openRecording(path);
  const settings = engineSettings(config);
  const rate = settings.sampleRate;
  const font = chooseFont(config.audio.soundfont, true, say);
  const offline = new OfflineSynth(settings, font.path);
  const output =
    invocation.flags.get('output') ??
    `${basename(recording.source, extname(recording.source))}.wav`;
  const format = { rate, channels: 2, sample: 'float32' } as const;
  const file = new AtomicFile(output);
  try {
    file.write(wavHeader({ ...format, frames: 0 }));
    const played = renderRecording(
      recording,
      playerSettings(config, true),
      offline,
      rate,
      (samples) => file.write(new Uint8Array(samples.buffer)),
    );
    file.write(wavHeader({ ...format, frames: played.frames }), 0);
    file.keep();
    if (invocation.flags.has('json')) {
      process.stdout.write(`${JSON.stringify({ output, notes: played.notes })}\n`);
    }
    const seconds = (played.frames / rate).toFixed(1);
    say(`${output}: ${played.notes.length} notes, ${seconds} s, with ${font.path}`);
  } finally {
    file.discard();
    offline.close();
  }
  return EXIT.ok;
}
