/**
 * The port: all that the instrument may tell a synthesiser. FluidSynth, the recorder of `render`
 * and the scripted synth of the tests stand behind it. Every call is real-time safe: it neither
 * throws nor waits; a call that fails is counted by whoever implements it.
 *
 * Channels are 0-15, notes, velocities, controllers and their values 0-127 (MIDI 1.0).
 */
export interface Synth {
  noteOn(channel: number, note: number, velocity: number): void;
  noteOff(channel: number, note: number): void;
  control(channel: number, controller: number, value: number): void;
  /** Bank 0-16383, program 0-127. */
  program(channel: number, bank: number, program: number): void;
  /** 0-16383, 8192 at rest. */
  bend(channel: number, value: number): void;
  channelPressure(channel: number, value: number): void;
  keyPressure(channel: number, note: number, value: number): void;
  /** Cuts every voice of the channel at once, release phases included. */
  soundOff(channel: number): void;
}
