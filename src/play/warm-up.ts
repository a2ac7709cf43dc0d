import { EV_KEY, EV_SYN, SYN_REPORT, writeRecord } from '../core/event.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { createPlayer, playRecords } from '../core/instrument/player.ts';
import { LAYOUTS } from '../core/keys/layouts.ts';
import type { Synth } from '../core/synth.ts';

const ROUNDS = 1500;

/**
 * Plays some thousands of notes into nothing, so that the first note a person plays runs compiled
 * code. Two different nothings take turns: a compiler that had seen only one would bet on it, and
 * lose the bet at the first real note.
 */
export function warmUp(settings: PlayerSettings): void {
  const armed = { ...settings, armed: true };
  const players = [createPlayer(armed, silence()), createPlayer(armed, otherSilence())];
  const keys = LAYOUTS[settings.instrument.layout]!.keys.slice(0, 8);
  const records = new Int32Array(keys.length * 4 * 6);
  let at = 0;
  for (const value of [1, 0]) {
    for (const key of keys) {
      writeRecord(records, at++, at * 1000, EV_KEY, key, value);
      writeRecord(records, at++, at * 1000, EV_SYN, SYN_REPORT, 0);
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    playRecords(players[round & 1]!, 0, records, 0, at, round * 1e6);
  }
}

function silence(): Synth {
  return {
    noteOn: () => {},
    noteOff: () => {},
    control: () => {},
    program: () => {},
    bend: () => {},
    channelPressure: () => {},
    keyPressure: () => {},
    soundOff: () => {},
  };
}

function otherSilence(): Synth {
  let calls = 0;
  const count = (): void => {
    calls = (calls + 1) | 0;
  };
  return {
    noteOn: count,
    noteOff: count,
    control: count,
    program: count,
    bend: count,
    channelPressure: count,
    keyPressure: count,
    soundOff: count,
  };
}
