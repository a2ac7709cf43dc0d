/** Standard MIDI Files (SMF 1.0, formats 0 and 1) as songs: from a file that nobody vouches for. */
import { badRecording, EVENTS_MAX, LENGTH_MAX_US } from '../formats/take.ts';
import type { Problem } from '../problem.ts';
import {
  BEND,
  bankOf,
  CC_BANK,
  CC_BANK_FINE,
  CHANNEL_PRESSURE,
  CONTROL,
  message,
  NOTE_OFF,
  NOTE_ON,
  PROGRAM,
} from './message.ts';
import type { Song } from './song.ts';

const HEAD_BYTES = 8;
const HEADER_BYTES = 6;
const META = 0xff;
const META_END = 0x2f;
const META_TEMPO = 0x51;
const SYSEX = 0xf0;
const SYSEX_MORE = 0xf7;
/** 120 beats a minute, until the file says otherwise. */
const TEMPO_US = 500_000;
// Marks a tempo among the messages: no channel message has this status.
const TEMPO_MARK = 0xff;

/** What all tracks have, as it was read: its tick, and a message or a tempo. */
interface Events {
  ticks: Float64Array;
  messages: Int32Array;
  tempos: Int32Array;
  count: number;
}

export function looksLikeMidiFile(bytes: Uint8Array): boolean {
  return nameAt(bytes, 0) === 'MThd';
}

/**
 * Reads a song. What is not for a synthesiser, such as lyrics and SysEx, is passed over.
 *
 * @param source the file's name, for messages
 * @throws Problem (exit 65) that names the byte
 */
export function parseMidiFile(bytes: Uint8Array, source: string): Song {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { tracks, division, from } = readHeader(bytes, view, source);
  const events: Events = {
    ticks: new Float64Array(1024),
    messages: new Int32Array(1024),
    tempos: new Int32Array(1024),
    count: 0,
  };
  let at = from;
  for (let track = 0; track < tracks; ) {
    if (at + HEAD_BYTES > bytes.length) {
      throw wrong(source, bytes.length, `it ends before track ${track + 1} of ${tracks}`);
    }
    const length = view.getUint32(at + 4);
    const end = at + HEAD_BYTES + length;
    if (end > bytes.length) throw wrong(source, bytes.length, 'it ends within a chunk');
    if (nameAt(bytes, at) === 'MTrk') {
      readTrack(new Reader(bytes, at + HEAD_BYTES, end, source), events);
      track++;
    }
    at = end;
  }
  return inTime(events, division, source);
}

function readHeader(
  bytes: Uint8Array,
  view: DataView,
  source: string,
): { tracks: number; division: number; from: number } {
  if (!looksLikeMidiFile(bytes)) throw wrong(source, 0, 'no MThd: not a MIDI file');
  if (bytes.length < HEAD_BYTES + HEADER_BYTES)
    throw wrong(source, bytes.length, 'it ends in its header');
  const length = view.getUint32(4);
  if (length < HEADER_BYTES) throw wrong(source, 4, `a header of ${length} bytes`);
  const format = view.getUint16(8);
  if (format > 1) {
    throw badRecording(
      `${source}: byte 8`,
      `a MIDI file of format ${format}`,
      'Save it as format 0 or 1: other formats are no single song.',
    );
  }
  const tracks = view.getUint16(10);
  const division = view.getUint16(12);
  if (tracks === 0) throw wrong(source, 10, 'no tracks');
  if ((division & 0x7fff) === 0 || (division > 0x7fff && (division & 0xff) === 0)) {
    throw wrong(source, 12, 'no ticks to the beat');
  }
  return { tracks, division, from: HEAD_BYTES + length };
}

/** The bytes of a chunk, one after the other. */
class Reader {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #source: string;

  constructor(bytes: Uint8Array, from: number, end: number, source: string) {
    this.#bytes = bytes;
    this.at = from;
    this.#end = end;
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#end;
  }

  byte(): number {
    if (this.isAtEnd) throw this.wrong('the track ends within an event');
    return this.#bytes[this.at++]!;
  }

  /** A byte of data: 0-127. */
  data(): number {
    const byte = this.byte();
    if (byte > 0x7f) throw this.wrong(`${hex(byte)} where a value of 0 to 127 must be`, -1);
    return byte;
  }

  /** A number of up to four bytes, seven bits each. */
  number(): number {
    let number = 0;
    for (let bytes = 0; bytes < 4; bytes++) {
      const byte = this.byte();
      number = (number << 7) | (byte & 0x7f);
      if (byte < 0x80) return number;
    }
    throw this.wrong('a number of more than four bytes', -1);
  }

  skip(bytes: number): void {
    if (this.at + bytes > this.#end) throw this.wrong('the track ends within an event');
    this.at += bytes;
  }

  wrong(what: string, from = 0): Problem {
    return wrong(this.#source, this.at + from, what);
  }
}

function readTrack(reader: Reader, events: Events): void {
  let tick = 0;
  let status = 0;
  while (!reader.isAtEnd) {
    tick += reader.number();
    const first = reader.byte();
    if (first === META) {
      const kind = reader.byte();
      const length = reader.number();
      if (kind === META_END) return;
      if (kind === META_TEMPO && length === 3) {
        const tempo = (reader.byte() << 16) | (reader.byte() << 8) | reader.byte();
        add(events, reader, tick, TEMPO_MARK, tempo);
      } else reader.skip(length);
    } else if (first === SYSEX || first === SYSEX_MORE) {
      reader.skip(reader.number());
    } else {
      if (first > SYSEX) throw reader.wrong(`${hex(first)}, which no MIDI file has`, -1);
      if (first > 0x7f) status = first;
      else reader.at--;
      if (status === 0) throw reader.wrong('a value without what it is of');
      add(events, reader, tick, channelMessage(reader, status), 0);
    }
  }
}

function channelMessage(reader: Reader, status: number): number {
  const kind = status & 0xf0;
  const channel = status & 0x0f;
  const first = reader.data();
  if (kind === PROGRAM) return message(PROGRAM, channel, first, 0);
  if (kind === CHANNEL_PRESSURE) return message(CHANNEL_PRESSURE, channel, 0, first);
  const second = reader.data();
  if (kind === BEND) return message(BEND, channel, 0, first | (second << 7));
  const isEnd = kind === NOTE_OFF || (kind === NOTE_ON && second === 0);
  if (isEnd) return message(NOTE_OFF, channel, first, 0);
  return message(kind, channel, first, second);
}

function add(events: Events, reader: Reader, tick: number, what: number, tempo: number): void {
  const { count } = events;
  if (count === EVENTS_MAX) throw reader.wrong(`it has more than ${EVENTS_MAX} events`);
  if (count === events.ticks.length) {
    events.ticks = grown(events.ticks, new Float64Array(count * 2));
    events.messages = grown(events.messages, new Int32Array(count * 2));
    events.tempos = grown(events.tempos, new Int32Array(count * 2));
  }
  events.ticks[count] = tick;
  events.messages[count] = what;
  events.tempos[count] = tempo;
  events.count++;
}

/** Ticks as times, banks in their programs, and all tracks as one. */
function inTime(events: Events, division: number, source: string): Song {
  const { ticks, messages, tempos, count } = events;
  const timesUs = new Float64Array(count);
  const played = new Int32Array(count);
  const banks = new Banks();
  let length = 0;
  let tickUs = lengthOfTick(division, TEMPO_US);
  let lastTick = 0;
  let nowUs = 0;
  for (const index of inOrder(ticks.subarray(0, count))) {
    const tick = ticks[index]!;
    nowUs += (tick - lastTick) * tickUs;
    lastTick = tick;
    if (nowUs > LENGTH_MAX_US) throw badRecording(source, 'it is more than six hours long');
    const what = messages[index]!;
    if (what === TEMPO_MARK) tickUs = lengthOfTick(division, tempos[index]!);
    else {
      const message = banks.follow(what);
      if (message === undefined) continue;
      timesUs[length] = Math.round(nowUs);
      played[length++] = message;
    }
  }
  if (length === 0) throw badRecording(source, 'the MIDI file has nothing to play');
  return { source, timesUs: timesUs.slice(0, length), messages: played.slice(0, length) };
}

/** Of one tick in microseconds: a part of a beat, or of a frame of film (SMPTE). */
function lengthOfTick(division: number, tempoUs: number): number {
  if (division <= 0x7fff) return tempoUs / division;
  const rate = 0x100 - (division >> 8);
  // What is called 29 is 30 frames at the speed of colour television.
  return 1e6 / ((rate === 29 ? 30_000 / 1001 : rate) * (division & 0xff));
}

/** The indices in order of their ticks; those of one tick stay in the order of their tracks. */
function inOrder(ticks: Float64Array): Uint32Array {
  const order = Uint32Array.from(ticks, (_, index) => index);
  const isInOrder = ticks.every((tick, index) => index === 0 || tick >= ticks[index - 1]!);
  return isInOrder ? order : order.sort((a, b) => ticks[a]! - ticks[b]! || a - b);
}

/** Each channel's bank, taken out of its controllers. */
class Banks {
  readonly #coarse = new Uint8Array(16);
  readonly #fine = new Uint8Array(16);

  /** The message to play; undefined when it only chose a bank. */
  follow(what: number): number | undefined {
    const channel = what & 0x0f;
    const kind = what & 0xf0;
    const about = (what >> 8) & 0x7f;
    if (kind === CONTROL && about === CC_BANK) this.#coarse[channel] = what >> 15;
    else if (kind === CONTROL && about === CC_BANK_FINE) this.#fine[channel] = what >> 15;
    else if (kind === PROGRAM) {
      const bank = bankOf(this.#coarse[channel]!, this.#fine[channel]!, channel);
      return message(PROGRAM, channel, about, bank);
    } else return what;
    return undefined;
  }
}

function grown<Cells extends Float64Array | Int32Array>(cells: Cells, larger: Cells): Cells {
  larger.set(cells);
  return larger;
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function hex(byte: number): string {
  return `0x${byte.toString(16)}`;
}

function wrong(source: string, at: number, what: string): Problem {
  const remedy = 'It is damaged: get it anew, or save it again with another program.';
  return badRecording(`${source}: byte ${at}`, what, remedy);
}
