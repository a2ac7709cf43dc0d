/** Songs as Standard MIDI Files of format 0 that any sequencer reads. */
import {
  aboutOf,
  BEND,
  CC_BANK,
  CC_BANK_FINE,
  CHANNEL_PRESSURE,
  CONTROL,
  channelOf,
  coarseBank,
  DRUM_CHANNEL,
  dataOf,
  fineBank,
  kindOf,
  PROGRAM,
} from './message.ts';
import type { Song } from './song.ts';

/** Half a millisecond a tick, at the tempo that a file has when it names none. */
export const TICKS_PER_BEAT = 960;
const TEMPO_US = 500_000;
const TICK_US = TEMPO_US / TICKS_PER_BEAT;

/** @param name what sequencers show of it */
export function writeMidiFile(
  { timesUs, messages }: Pick<Song, 'timesUs' | 'messages'>,
  name: string,
): Uint8Array {
  const track = new Writer(64 + messages.length * 5);
  const text = new TextEncoder().encode(name);
  track.bytes(0, 0xff, 0x03);
  track.number(text.length);
  track.bytes(...text);
  track.bytes(0, 0xff, 0x51, 3, TEMPO_US >> 16, (TEMPO_US >> 8) & 0xff, TEMPO_US & 0xff);
  let lastTick = 0;
  messages.forEach((message, index) => {
    const tick = Math.round(timesUs[index]! / TICK_US);
    let delta = Math.max(0, tick - lastTick);
    lastTick += delta;
    for (const bytes of bytesOf(message)) {
      track.number(delta);
      track.bytes(...bytes);
      delta = 0;
    }
  });
  track.bytes(0, 0xff, 0x2f, 0);
  return framed(track.written);
}

/** A message as MIDI 1.0 has it; a program has its bank before it. */
function bytesOf(message: number): number[][] {
  const status = message & 0xff;
  const about = aboutOf(message);
  const value = dataOf(message);
  switch (kindOf(message)) {
    case PROGRAM:
      return [...bankOf(channelOf(message), value), [status, about]];
    case CHANNEL_PRESSURE:
      return [[status, value & 0x7f]];
    case BEND:
      return [[status, value & 0x7f, value >> 7]];
    default:
      return [[status, about, value & 0x7f]];
  }
}

function bankOf(channel: number, bank: number): number[][] {
  if (channel === DRUM_CHANNEL) return [];
  const status = CONTROL | channel;
  return [
    [status, CC_BANK, coarseBank(bank)],
    [status, CC_BANK_FINE, fineBank(bank)],
  ];
}

class Writer {
  #bytes: Uint8Array;
  #length = 0;

  constructor(room: number) {
    this.#bytes = new Uint8Array(room);
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  bytes(...bytes: readonly number[]): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2 + bytes.length);
      larger.set(this.written);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A number of up to 28 bits, seven a byte, the highest first. */
  number(number: number): void {
    const bytes = [number & 0x7f];
    for (let rest = number >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
    this.bytes(...bytes);
  }
}

function framed(track: Uint8Array): Uint8Array {
  const file = new Uint8Array(22 + track.length);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode('MThd'));
  view.setUint32(4, 6);
  view.setUint16(10, 1);
  view.setUint16(12, TICKS_PER_BEAT);
  file.set(new TextEncoder().encode('MTrk'), 14);
  view.setUint32(18, track.length);
  file.set(track, 22);
  return file;
}
