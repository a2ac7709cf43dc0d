/** The guide's touchpad settings, heard: a held C, and a finger that goes two semitones up. */
import { writeFileSync } from 'node:fs';
import { KEY } from '../../src/core/keys/key-codes.ts';
import { libinputRecordOf } from '../support/pad-recording.ts';
import { centsOff, noteHz, readWav } from '../support/pitch.ts';
import { Production } from './production.ts';

const C4 = 60;
/** When the finger goes up, within one frame of the pad. */
export const JUMP_SECONDS = 0.706;

export class PadAtHome extends Production {
  constructor(change?: (yaml: string) => string) {
    super(change);
    // A pure square, so that its pitch can be measured.
    Object.assign(this.env, {
      FW16_SYNTH_KEYBOARD_BANK: '1',
      FW16_SYNTH_KEYBOARD_PROGRAM: '1',
      FW16_SYNTH_AUDIO_REVERB: 'false',
      FW16_SYNTH_AUDIO_CHORUS: 'false',
    });
  }

  /**
   * Renders with the guide's file.
   *
   * @param pressure of the finger; left out, the pad feels none
   * @returns what was said, and how many cents off `expected` the pitch is around a second
   */
  listen(pressure?: number) {
    const moves = [
      [300, [40, 70]],
      [700, [40, 70]],
      [707, [60, 70]],
      [1800, [60, 70]],
    ] as const;
    writeFileSync(this.path('pad.yml'), libinputRecordOf(KEY.KEY_Q, 2000, moves, pressure));
    const wav = this.path('pad.wav');
    const { exit, err } = this.run(
      'render',
      this.path('pad.yml'),
      '-o',
      wav,
      '--config',
      this.config,
    );
    if (exit !== 0) throw new Error(err);
    const { samples, rate } = readWav(wav);
    const off = (seconds: number, expected: number): number => {
      const look = 0.06;
      const from = Math.round((seconds - look / 2) * rate);
      return centsOff(samples, rate, noteHz(C4) * 2 ** (expected / 1200), from, look);
    };
    return { err, off };
  }
}
