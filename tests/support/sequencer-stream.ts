/** Records of the ALSA sequencer through a pair of sockets, as the kernel would hand them over and take them. */
import koffi from 'koffi';
import {
  channelAt,
  kindAt,
  noteAt,
  parameterAt,
  portAddress,
  SEQUENCER,
  SEQUENCER_BYTES,
  SEQUENCER_WORDS,
  valueAt,
  velocityAt,
  writeControl,
  writeNews,
  writeNote,
} from '../../src/core/midi/sequencer-event.ts';
import { libc } from '../../src/ffi/libc.ts';

/** Our own client and its port, as the records name them. */
export const OURS = portAddress(128, 0);

const UNIX = 1;
const STREAM_NONBLOCK_CLOEXEC = 1 | 0o2004000;
const socketpair = koffi
  .load(null)
  .func('int socketpair(int domain, int type, int protocol, void *fds)');

const NAMES = new Map<number, string>(
  Object.entries(SEQUENCER).map(([name, kind]) => [kind, name]),
);

/** A record in words: `noteOn 0 60 100`, `controller 0 64 127`, `clock`. */
export function toldAt(words: Int32Array, index: number): string {
  const kind = kindAt(words, index);
  const name = NAMES.get(kind) ?? `${kind}`;
  if (kind >= SEQUENCER.start) return name;
  const channel = channelAt(words, index);
  return kind <= SEQUENCER.keyPressure
    ? `${name} ${channel} ${noteAt(words, index)} ${velocityAt(words, index)}`
    : `${name} ${channel} ${parameterAt(words, index)} ${valueAt(words, index)}`;
}

export class SequencerStream {
  /** The end that the play thread has. */
  readonly fd: number;
  readonly #ourFd: number;
  readonly #words = new Int32Array(SEQUENCER_WORDS);
  #isOpen = true;

  constructor() {
    const fds = new Int32Array(2);
    if (socketpair(UNIX, STREAM_NONBLOCK_CLOEXEC, 0, fds) !== 0) throw new Error('no sockets');
    this.fd = fds[0]!;
    this.#ourFd = fds[1]!;
  }

  /** What has been sent out since it was asked last. */
  sent(): string[] {
    const words = new Int32Array(1024 * SEQUENCER_WORDS);
    const bytes = libc.read(this.#ourFd, words, words.byteLength);
    return Array.from({ length: Math.max(0, bytes / SEQUENCER_BYTES) }, (_, index) =>
      toldAt(words, index),
    );
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
  news(kind: number, subject: number, to = OURS): void {
    writeNews(this.#words, 0, kind, subject, to);
    this.#words[3] = OURS << 16;
    this.#send();
  }

  write(bytes: Uint8Array): void {
    if (libc.write(this.#ourFd, bytes, bytes.length) !== bytes.length) {
      throw new Error('there is no more room');
    }
  }

  /** The other end goes. */
  unplug(): void {
    if (this.#isOpen) libc.close(this.#ourFd);
    this.#isOpen = false;
  }

  close(): void {
    this.unplug();
    libc.close(this.fd);
  }

  #send(): void {
    this.write(new Uint8Array(this.#words.buffer, 0, SEQUENCER_BYTES));
  }
}
