/** What the guest's sound card plays: QEMU writes it into a WAV, which is read while it grows. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { until } from '../support/until.ts';

export const RATE = 48_000;
// QEMU's header, which it completes when it ends: the length in it is no use before.
const HEADER = 44;
const FRAME_BYTES = 4;

export class Hearing {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** How many frames have been played. */
  get frames(): number {
    try {
      return Math.max(0, Math.floor((statSync(this.path).size - HEADER) / FRAME_BYTES));
    } catch {
      return 0;
    }
  }

  /** The left side of the next `seconds` that are played. */
  async listen(seconds: number): Promise<Float32Array> {
    return await this.since(this.frames, seconds);
  }

  /** The left side of `seconds` from that frame on, waited for as long as they are not played. */
  async since(frame: number, seconds: number): Promise<Float32Array> {
    const frames = Math.round(seconds * RATE);
    await until(
      `the sound card has played ${seconds} s`,
      () => this.frames >= frame + frames,
      600_000,
    );
    const bytes = Buffer.alloc(frames * FRAME_BYTES);
    const file = openSync(this.path, 'r');
    readSync(file, bytes, 0, bytes.length, HEADER + frame * FRAME_BYTES);
    closeSync(file);
    return Float32Array.from(
      { length: frames },
      (_, at) => bytes.readInt16LE(at * FRAME_BYTES) / 32_768,
    );
  }
}

/** How loud `hz` is in the sound, by Goertzel's filter, windowed; 1 is a sine of full scale. */
export function levelAt(samples: Float32Array, hz: number): number {
  let cosine = 0;
  let sine = 0;
  for (let at = 0; at < samples.length; at++) {
    const window = 1 - Math.cos((2 * Math.PI * at) / samples.length);
    const angle = (2 * Math.PI * hz * at) / RATE;
    cosine += window * samples[at]! * Math.cos(angle);
    sine += window * samples[at]! * Math.sin(angle);
  }
  return (2 * Math.hypot(cosine, sine)) / samples.length;
}

/** The notes, of those from `lowest` to `highest`, that sound as tones of their own, loudest first. */
export function notesIn(samples: Float32Array, lowest = 36, highest = 96): number[] {
  const levels = new Map<number, number>();
  for (let note = lowest - 1; note <= highest + 1; note++) {
    levels.set(note, levelAt(samples, 440 * 2 ** ((note - 69) / 12)));
  }
  const level = (note: number): number => levels.get(note) ?? 0;
  const loudest = Math.max(...levels.values());
  return [...levels.keys()]
    .filter((note) => note >= lowest && note <= highest)
    .filter((note) => level(note) > AUDIBLE && level(note) > loudest / 8)
    .filter((note) => level(note) >= level(note - 1) && level(note) >= level(note + 1))
    .sort((one, other) => level(other) - level(one));
}

// Well below a soft note, well above what 16 bits leave of silence.
const AUDIBLE = 0.003;

/** Whether nothing is heard in the sound. */
export function isSilent(samples: Float32Array): boolean {
  return samples.every((sample) => Math.abs(sample) < AUDIBLE);
}

/** The pitch of a tone near `hz` in hertz, by how loud it is beside it. */
export function pitchNear(samples: Float32Array, hz: number): number {
  let best = hz;
  for (const step of [20, 5, 1]) {
    const around = best;
    let loudest = 0;
    for (let turn = -12; turn <= 12; turn++) {
      const tried = around * 2 ** ((turn * step) / 1200);
      const level = levelAt(samples, tried);
      if (level <= loudest) continue;
      loudest = level;
      best = tried;
    }
  }
  return best;
}
