import type { Synth } from '../core/synth.ts';

/** A note as it was played; on and off in seconds of the recording's own time. */
export interface PlayedNote {
  readonly channel: number;
  readonly note: number;
  readonly velocity: number;
  readonly on: number;
  off: number;
}

/** A synthesiser in front of another one, that writes down what passes. */
export class NoteLog implements Synth {
  readonly notes: PlayedNote[] = [];
  nowUs = 0;
  readonly #behind: Synth;
  readonly #sounding = new Map<number, PlayedNote>();

  constructor(behind: Synth) {
    this.#behind = behind;
  }

  noteOn(channel: number, note: number, velocity: number): void {
    const on = this.nowUs / 1e6;
    const played = { channel, note, velocity, on, off: on };
    this.notes.push(played);
    this.#sounding.set(channel * 128 + note, played);
    this.#behind.noteOn(channel, note, velocity);
  }

  noteOff(channel: number, note: number): void {
    const played = this.#sounding.get(channel * 128 + note);
    if (played !== undefined) played.off = this.nowUs / 1e6;
    this.#sounding.delete(channel * 128 + note);
    this.#behind.noteOff(channel, note);
  }

  control(channel: number, controller: number, value: number): void {
    this.#behind.control(channel, controller, value);
  }

  program(channel: number, bank: number, program: number): void {
    this.#behind.program(channel, bank, program);
  }

  bend(channel: number, value: number): void {
    this.#behind.bend(channel, value);
  }

  channelPressure(channel: number, value: number): void {
    this.#behind.channelPressure(channel, value);
  }

  keyPressure(channel: number, note: number, value: number): void {
    this.#behind.keyPressure(channel, note, value);
  }

  soundOff(channel: number): void {
    this.#behind.soundOff(channel);
  }
}
