/**
 * What the synthesiser was told lately, in a ring of shared memory: the play thread writes over the
 * oldest, and the main thread reads when it is asked to. What falls out of the ring is not forgotten
 * but for its notes: the state it left is kept beside it, so that a later piece begins with the
 * sounds it was played with.
 */
import type { Moment } from '../event.ts';
import {
  aboutOf,
  BEND,
  CC_ALL_SOUND_OFF,
  CC_RESET_CONTROLLERS,
  CHANNEL_PRESSURE,
  CONTROL,
  channelOf,
  kindOf,
  message,
  NOTE_OFF,
  NOTE_ON,
  overheard,
  PROGRAM,
} from '../midi/message.ts';
import type { Song } from '../midi/song.ts';
import type { Synth } from '../synth.ts';

/** Ten minutes of 400 messages a second, more than two hands and a touchpad make. */
export const CAPTURE_SLOTS = 1 << 18;

const CHANNELS = 16;
const CONTROLLERS = 128;
// Behind the controllers of each channel: its program, its bend, its pressure.
const STATES = CONTROLLERS + 3;
const STATE_CELLS = CHANNELS * STATES;
const COUNT = 0;
const IS_FULL = 1;
const HEADER = 2;
const SLOT_BYTES = 12;
// The writer may be in the middle of a message as it is read; it is done within microseconds.
const READS_MOST = 20;

export interface Capture {
  readonly memory: SharedArrayBuffer;
  /** How many messages so far, and whether the ring has gone round. */
  readonly counts: Int32Array;
  readonly timesUs: Float64Array;
  readonly messages: Int32Array;
  /** What the messages before the ring have left: the last of each kind, or 0. */
  readonly state: Int32Array;
  readonly slots: number;
}

/** A piece of what was played, with the state it began in. */
export interface Captured extends Pick<Song, 'timesUs' | 'messages'> {
  readonly state: Int32Array;
  /** The number of the message after the last. */
  readonly next: number;
  /** Messages asked for that had been written over. */
  readonly lost: number;
}

export function createCapture(slots = CAPTURE_SLOTS): Capture {
  const bytes = slots * SLOT_BYTES + (HEADER + STATE_CELLS) * Int32Array.BYTES_PER_ELEMENT;
  return captureIn(new SharedArrayBuffer(bytes), slots);
}

export function captureIn(memory: SharedArrayBuffer, slots = CAPTURE_SLOTS): Capture {
  const [messagesAt, headerAt] = [slots * 8, slots * SLOT_BYTES];
  return {
    memory,
    timesUs: new Float64Array(memory, 0, slots),
    messages: new Int32Array(memory, messagesAt, slots),
    counts: new Int32Array(memory, headerAt, HEADER),
    state: new Int32Array(memory, headerAt + HEADER * 4, STATE_CELLS),
    slots,
  };
}

/** A synthesiser in front of another one, that writes down what passes once it has passed. */
export function capturing(
  behind: Synth,
  capture: Capture,
  readClock: (now: Moment) => void,
  now: Moment,
): Synth {
  return overheard(behind, (heard) => {
    readClock(now);
    write(capture, now, heard);
  });
}

function write(
  { counts, timesUs, messages, state, slots }: Capture,
  now: Moment,
  heard: number,
): void {
  const count = counts[COUNT]!;
  const at = count & (slots - 1);
  if (counts[IS_FULL] === 1) follow(state, messages[at]!);
  else if (at === slots - 1) counts[IS_FULL] = 1;
  timesUs[at] = now[0]!;
  messages[at] = heard;
  Atomics.store(counts, COUNT, (count + 1) | 0);
}

/** What a message leaves when it is over. */
function follow(state: Int32Array, heard: number): void {
  const first = channelOf(heard) * STATES;
  switch (kindOf(heard)) {
    case CONTROL:
      if (aboutOf(heard) < CC_ALL_SOUND_OFF) state[first + aboutOf(heard)] = heard;
      else if (aboutOf(heard) === CC_RESET_CONTROLLERS) reset(state, first);
      break;
    case PROGRAM:
      state[first + CONTROLLERS] = heard;
      break;
    case BEND:
      state[first + CONTROLLERS + 1] = heard;
      break;
    case CHANNEL_PRESSURE:
      state[first + CONTROLLERS + 2] = heard;
      break;
  }
}

/** Controllers at rest, but for volume, pan and effects (MIDI RP-015). */
function reset(state: Int32Array, first: number): void {
  for (let controller = 0; controller < 91; controller++) {
    if (controller !== 7 && controller !== 10) state[first + controller] = 0;
  }
  state[first + CONTROLLERS + 1] = 0;
  state[first + CONTROLLERS + 2] = 0;
}

/** How many messages there have been. */
export function captureCount({ counts }: Capture): number {
  return Atomics.load(counts, COUNT);
}

/** What is there of the messages from number `from` on; without it all, the oldest first. */
export function captured(capture: Capture, from?: number): Captured {
  for (let read = 1; ; read++) {
    const before = Atomics.load(capture.counts, COUNT);
    const piece = pieceFrom(capture, before, from);
    const after = Atomics.load(capture.counts, COUNT);
    // Until the ring is full nothing is written over, and nothing that was read is torn.
    if (after === before || capture.counts[IS_FULL] === 0 || read === READS_MOST) return piece;
  }
}

function pieceFrom(capture: Capture, next: number, from: number | undefined): Captured {
  const { counts, slots, timesUs, messages } = capture;
  const there = counts[IS_FULL] === 1 ? slots : next;
  const wanted = from === undefined ? there : (next - from) >>> 0;
  const length = Math.min(there, wanted);
  const first = (next - length) | 0;
  const at = (index: number): number => (first + index) & (slots - 1);
  return {
    state: capture.state.slice(),
    timesUs: Float64Array.from({ length }, (_, index) => timesUs[at(index)]!),
    messages: Int32Array.from({ length }, (_, index) => messages[at(index)]!),
    next,
    lost: wanted - length,
  };
}

/** Pieces as one, each of which goes on where the one before it ends. */
export function joined(pieces: readonly Captured[]): Captured {
  const length = pieces.reduce((sum, { messages }) => sum + messages.length, 0);
  const whole = {
    state: pieces[0]?.state ?? new Int32Array(STATE_CELLS),
    timesUs: new Float64Array(length),
    messages: new Int32Array(length),
    next: pieces.at(-1)?.next ?? 0,
    lost: pieces.reduce((sum, { lost }) => sum + lost, 0),
  };
  let at = 0;
  for (const { timesUs, messages } of pieces) {
    whole.timesUs.set(timesUs, at);
    whole.messages.set(messages, at);
    at += messages.length;
  }
  return whole;
}

/**
 * A piece as a song that begins with its first note since `sinceUs`, or at `sinceUs` itself if it is to go with
 * the sound; undefined when no note was begun. Notes that are held at `untilUs` end there.
 */
export function songOf(
  piece: Captured,
  sinceUs: number,
  untilUs: number,
  begins: 'with its first note' | 'at once',
): Pick<Song, 'timesUs' | 'messages'> | undefined {
  const { timesUs, messages } = piece;
  const state = piece.state.slice();
  const isIn = (index: number): boolean => timesUs[index]! >= sinceUs && timesUs[index]! <= untilUs;
  const first = messages.findIndex((each, index) => isIn(index) && kindOf(each) === NOTE_ON);
  if (first < 0) return undefined;
  const from = begins === 'at once' ? messages.findIndex((_, index) => isIn(index)) : first;
  for (let index = 0; index < from; index++) follow(state, messages[index]!);
  const startUs = begins === 'at once' ? sinceUs : timesUs[first]!;
  const song: { times: number[]; messages: number[] } = { times: [], messages: [] };
  const add = (timeUs: number, each: number): void => {
    song.times.push(Math.max(0, timeUs - startUs));
    song.messages.push(each);
  };
  for (const each of stateMessages(state)) add(startUs, each);
  const sounding = new Set<number>();
  for (let index = from; index < messages.length && isIn(index); index++) {
    const each = messages[index]!;
    const note = message(NOTE_OFF, channelOf(each), aboutOf(each), 0);
    if (kindOf(each) === NOTE_ON) sounding.add(note);
    // What ends here and began before is nothing to this song.
    else if (kindOf(each) === NOTE_OFF && !sounding.delete(note)) continue;
    add(timesUs[index]!, each);
  }
  for (const off of sounding) add(untilUs, off);
  return { timesUs: Float64Array.from(song.times), messages: Int32Array.from(song.messages) };
}

/** The state as messages: of each channel first its program, then all else. */
function stateMessages(state: Int32Array): number[] {
  return Array.from({ length: CHANNELS }, (_, channel) => {
    const cells = state.subarray(channel * STATES, (channel + 1) * STATES);
    return [
      cells[CONTROLLERS]!,
      ...cells.subarray(0, CONTROLLERS),
      ...cells.subarray(CONTROLLERS + 1),
    ];
  })
    .flat()
    .filter((each) => each !== 0);
}
