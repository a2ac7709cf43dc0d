import type { Synth } from '../../src/core/synth.ts';

/** A synth that makes no sound, writes down what it is told, and knows what would sound. */
export interface ScriptedSynth extends Synth {
  /** The calls in order: `on 0 60 100`, `off 0 60`, `control 0 64 127`, `program 0 0 4`. */
  readonly calls: string[];
  /** Takes the calls so far away. */
  taken(): string[];
  /** What sounds, as `channel note`, in order. */
  sounding(): string[];
  /** Notes begun while they sounded, and ended while they did not. */
  readonly faults: string[];
}

/** @param writes whether the calls are written down; a long run only needs the faults */
export function scriptedSynth(writes = true): ScriptedSynth {
  const on = new Uint8Array(16 * 128);
  const calls: string[] = [];
  const faults: string[] = [];
  const write = (name: string, ...numbers: number[]) => {
    if (writes) calls.push(`${name} ${numbers.join(' ')}`);
  };
  const turn = (channel: number, note: number, to: number) => {
    const slot = channel * 128 + note;
    if (on[slot] === to) faults.push(`${to === 1 ? 'begun' : 'ended'} twice: ${channel} ${note}`);
    on[slot] = to;
  };
  return {
    calls,
    faults,
    taken: () => calls.splice(0),
    sounding: () => {
      const slots = Array.from(on.keys()).filter((slot) => on[slot] === 1);
      return slots.map((slot) => `${slot >> 7} ${slot & 127}`);
    },
    noteOn: (channel, note, velocity) => {
      turn(channel, note, 1);
      write('on', channel, note, velocity);
    },
    noteOff: (channel, note) => {
      turn(channel, note, 0);
      write('off', channel, note);
    },
    control: (...numbers) => write('control', ...numbers),
    program: (...numbers) => write('program', ...numbers),
    bend: (...numbers) => write('bend', ...numbers),
    channelPressure: (...numbers) => write('channel-pressure', ...numbers),
    keyPressure: (...numbers) => write('key-pressure', ...numbers),
    soundOff: (channel) => write('sound-off', channel),
  };
}
