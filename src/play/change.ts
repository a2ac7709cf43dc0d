import {
  choosePreset,
  endNotes,
  panic,
  setCollision,
  setLayer,
  setLayersOf,
  setLayout,
  setMode,
  setOctave,
  setProgram,
  setScale,
  setScaleLock,
  setTranspose,
  setVelocity,
} from '../core/instrument/instrument.ts';
import type { Player } from '../core/instrument/player.ts';
import { setArmed } from '../core/instrument/player.ts';
import { SCALE_MODES } from '../core/music/scale.ts';
import { ORDER } from '../core/order.ts';

/** Does to the player what an order asks of it: its code and three numbers. */
export function change(player: Player, code: number, a: number, b: number, c: number): void {
  const { instrument, synth } = player;
  switch (code) {
    case ORDER.panic:
      panic(instrument, synth);
      break;
    case ORDER.letGo:
      endNotes(instrument, synth);
      break;
    case ORDER.arm:
      setArmed(player, true);
      break;
    case ORDER.disarm:
      setArmed(player, false);
      break;
    case ORDER.program:
      setProgram(instrument, synth, a, b);
      break;
    case ORDER.octave:
      setOctave(instrument, a);
      break;
    case ORDER.transpose:
      setTranspose(instrument, a);
      break;
    case ORDER.layout:
      setLayout(instrument, a);
      break;
    case ORDER.preset:
      choosePreset(instrument, synth, a);
      break;
    case ORDER.velocity:
      setVelocity(instrument, a);
      break;
    case ORDER.scale:
      setScale(instrument, a, b, SCALE_MODES[c]);
      break;
    case ORDER.scaleLock:
      setScaleLock(instrument, a === 1);
      break;
    case ORDER.layer:
      setLayer(instrument, a, b === 1);
      break;
    case ORDER.layersOf:
      setLayersOf(instrument, a, b);
      break;
    case ORDER.mode:
      setMode(instrument, synth, a);
      break;
    case ORDER.collision:
      setCollision(instrument, a);
      break;
  }
}
