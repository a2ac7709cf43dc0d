/** Records of the ALSA sequencer through a pipe, as the kernel would hand them over. */
import {
  portAddress,
  SEQUENCER,
  SEQUENCER_BYTES,
  SEQUENCER_WORDS,
  writeControl,
  writeNews,
  writeNote,
} from '../../src/core/midi/sequencer-event.ts';
import { libc, newPipe } from '../../src/ffi/libc.ts';

/** Our own client and its port, as the records name them. */
export const OURS = portAddress(128, 0);

export class SequencerStream {
  readonly readFd: number;
  readonly #writeFd: number;
  readonly #words = new Int32Array(SEQUENCER_WORDS);
  #isOpen = true;

  constructor() {
    const { readFd, writeFd } = newPipe();
    this.readFd = readFd;
    this.#writeFd = writeFd;
  }

  on(source: number, channel: number, note: number, velocity = 100): void {
    writeNote(this.#words, 0, SEQUENCER.noteOn, source, channel, note, velocity);
    this.#send();
  }

  off(source: number, channel: number, note: number): void {
    writeNote(this.#words, 0, SEQUENCER.noteOff, source, channel, note, 64);
    this.#send();
  }

  /** A controller, a program, a pressure, a bend, a clock. */
  control(kind: number, source: number, channel = 0, parameter = 0, value = 0): void {
    writeControl(this.#words, 0, kind, source, channel, parameter, value);
    this.#send();
  }

  /** What the kernel tells of clients, ports and cables. */
  news(kind: number, subject: number): void {
    writeNews(this.#words, 0, kind, subject, OURS);
    this.#send();
  }

  write(bytes: Uint8Array): void {
    if (libc.write(this.#writeFd, bytes, bytes.length) !== bytes.length) {
      throw new Error('the pipe is full');
    }
  }

  /** The other end goes. */
  unplug(): void {
    if (this.#isOpen) libc.close(this.#writeFd);
    this.#isOpen = false;
  }

  close(): void {
    this.unplug();
    libc.close(this.readFd);
  }

  #send(): void {
    this.write(new Uint8Array(this.#words.buffer, 0, SEQUENCER_BYTES));
  }
}
