import type { Moment } from '../core/event.ts';
import {
  setCollision,
  setLayer,
  setLayersOf,
  setLayout,
  setLouder,
  setMode,
  setOctave,
  setProgram,
  setScale,
  setScaleLock,
  setTranspose,
  setVelocity,
  stepProgram,
} from '../core/instrument/adjust.ts';
import {
  setArpeggio,
  setArpeggioValue,
  setGate,
  setLatch,
  setMetronome,
  setOctaves,
  setPattern,
  setRepeat,
  setRepeatValue,
  setSwing,
  setSync,
  setTempo,
  tapTempo,
} from '../core/instrument/beats.ts';
import {
  learnChord,
  setChordKind,
  setChordMemory,
  setChords,
  setInversion,
  setStrum,
} from '../core/instrument/chords.ts';
import { endNotes, panic } from '../core/instrument/instrument.ts';
import { setChorus, setLevel, setReverb } from '../core/instrument/layers.ts';
import {
  FIRST_PLACE,
  FORGET,
  forgetLearnt,
  learn,
  learnableAt,
  learnFor,
} from '../core/instrument/learnt-routes.ts';
import { commandLoop } from '../core/instrument/looping.ts';
import { setSoftPedal, setSostenuto, setSustain } from '../core/instrument/pedals.ts';
import type { Player } from '../core/instrument/player.ts';
import { setArmed, setPadOn } from '../core/instrument/player.ts';
import { choosePreset, setPresetBank } from '../core/instrument/preset-choice.ts';
import { SCALE_MODES } from '../core/music/scale.ts';
import { ORDER } from '../core/order.ts';

/** Does to the player what an order asks of it at `now`: its code and three numbers. */
export function change(
  player: Player,
  code: number,
  a: number,
  b: number,
  c: number,
  now: Moment,
): void {
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
    case ORDER.learn:
      if (a === FORGET) forgetLearnt(instrument.routing, synth, instrument.channels);
      else learnFor(instrument.routing, learnableAt(a - FIRST_PLACE));
      break;
    case ORDER.learnt:
      learn(instrument.routing, synth, instrument.channels, a, b);
      break;
    case ORDER.touchpad:
      player.now[0] = now[0]!;
      setPadOn(player, a === 1);
      break;
    default:
      if (code === ORDER.loop) commandLoop(instrument, synth, a, now);
      else if (code >= ORDER.level) changeSound(player, code, a, b, c);
      else changeBeats(player, code, a, now);
  }
}

function changeSound(
  { instrument, synth }: Player,
  code: number,
  a: number,
  b: number,
  c: number,
): void {
  const first = instrument.layers[0]!;
  switch (code) {
    case ORDER.level:
      setLevel(first, synth, a);
      break;
    case ORDER.reverb:
      setReverb(first, synth, a);
      break;
    case ORDER.chorus:
      setChorus(first, synth, a);
      break;
    case ORDER.sustain:
      setSustain(instrument.pedals, synth, instrument.channels, a === 1);
      break;
    case ORDER.sostenuto:
      setSostenuto(instrument.pedals, synth, instrument.channels, a === 1);
      break;
    case ORDER.softPedal:
      setSoftPedal(instrument.pedals, synth, instrument.channels, a === 1);
      break;
    case ORDER.programStep:
      stepProgram(instrument, synth, a);
      break;
    case ORDER.louder:
      setLouder(instrument, a);
      break;
    case ORDER.chordNotes:
      setChordMemory(instrument, a, b, c);
      break;
    case ORDER.presetBank:
      setPresetBank(instrument, a);
      break;
  }
}

function changeBeats({ instrument, synth }: Player, code: number, a: number, now: Moment): void {
  switch (code) {
    case ORDER.tempo:
      setTempo(instrument, a / 100, now);
      break;
    case ORDER.tapTempo:
      tapTempo(instrument, now);
      break;
    case ORDER.arpeggio:
      setArpeggio(instrument, a === 1);
      break;
    case ORDER.pattern:
      setPattern(instrument, a);
      break;
    case ORDER.rate:
      setArpeggioValue(instrument, a);
      break;
    case ORDER.gate:
      setGate(instrument, a);
      break;
    case ORDER.swing:
      setSwing(instrument, a);
      break;
    case ORDER.octaves:
      setOctaves(instrument, a);
      break;
    case ORDER.latch:
      setLatch(instrument, a === 1);
      break;
    case ORDER.sync:
      setSync(instrument, a === 1);
      break;
    case ORDER.repeat:
      setRepeat(instrument, a === 1);
      break;
    case ORDER.repeatRate:
      setRepeatValue(instrument, a);
      break;
    case ORDER.metronome:
      setMetronome(instrument, synth, a === 1, now);
      break;
    case ORDER.chord:
      if (a > 1) setChordKind(instrument, a - 2);
      else setChords(instrument, a === 1);
      break;
    case ORDER.chordMemory:
      learnChord(instrument);
      break;
    case ORDER.inversion:
      setInversion(instrument, a);
      break;
    case ORDER.strum:
      setStrum(instrument, a);
      break;
  }
}
