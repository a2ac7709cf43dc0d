/** A recording made for a test, played through the core that plays and rendered to samples. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayedNote } from '../../src/app/note-log.ts';
import { openRecording } from '../../src/app/recordings.ts';
import { renderToWav } from '../../src/app/wav-rendering.ts';
import { loadConfig } from '../../src/config/load.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { readWav } from './pitch.ts';
import type { Stroke } from './strokes.ts';
import { recordingOf } from './strokes.ts';

export interface Heard {
  readonly notes: readonly PlayedNote[];
  readonly samples: Float32Array;
  readonly rate: number;
}

/**
 * What is heard of the strokes, dry, by the pure square of the built-in font.
 *
 * @param config a configuration file's text
 */
export function rendered(config: string, strokes: readonly Stroke[]): Heard {
  const folder = mkdtempSync(join(tmpdir(), 'fw16-synth-rendered-'));
  try {
    const [file, recording, wav] = ['config.yaml', 'keys.evemu', 'out.wav'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    writeFileSync(file, config);
    writeFileSync(recording, recordingOf(strokes));
    const loaded = loadConfig({
      flags: {
        'audio.soundfont': builtInFont(),
        'audio.reverb': 'false',
        'audio.chorus': 'false',
        'keyboard.bank': '1',
        'keyboard.program': '1',
      },
      env: {},
      home: folder,
      configFile: file,
    });
    const { notes } = renderToWav(openRecording(recording), loaded, wav, () => {});
    return { notes, ...readWav(wav) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The notes in the order they begin, as `60 at 0.5 for 0.25`. */
export function toldNotes({ notes }: Heard): string[] {
  return notes.map(({ note, on, off }) => `${note} at ${short(on)} for ${short(off - on)}`);
}

function short(seconds: number): string {
  return String(Number(seconds.toFixed(4)));
}

/** The pitch from `seconds` on as a MIDI note with a fraction, by the cycles of the next 50 ms. */
export function pitchAt({ samples, rate }: Heard, seconds: number): number {
  const crossings: number[] = [];
  const from = Math.round(seconds * rate);
  for (let frame = from + 1; frame < from + rate * 0.05; frame++) {
    const [before, after] = [samples[frame - 1] ?? 0, samples[frame] ?? 0];
    if (before < 0 && after >= 0) crossings.push(frame - after / (after - before));
  }
  const [first = Number.NaN, last = Number.NaN] = [crossings[0], crossings.at(-1)];
  const hz = ((crossings.length - 1) * rate) / (last - first);
  return 69 + 12 * Math.log2(hz / 440);
}
