/**
 * MIDI as the kernel's sequencer hands it over: `struct snd_seq_event`, 28 bytes, read as seven
 * 32-bit words (sound/asequencer.h). The kernel has put running status and real-time bytes in order
 * by then. Live ports and recorded streams all arrive in this form.
 */
export const SEQUENCER_BYTES = 28;
export const SEQUENCER_WORDS = 7;

const WORD_HEAD = 0;
const WORD_ADDRESSES = 3;
const WORD_CHANNEL = 4;
const WORD_PARAMETER = 5;
const WORD_VALUE = 6;
/** Queue of an event that goes out at once, and where it goes: to all who have subscribed. */
const AT_ONCE = 253;
const TO_SUBSCRIBERS = 254 | (253 << 8);
/** Bits 2 and 3 of the flags tell whether more data follows in the records after. */
const LENGTH_MASK = 0x0c00;
const LENGTH_FIXED = 0;
const LENGTH_BITS = 0x3fff_ffff;

/** Kinds of event, the numbers of the kernel. */
export const SEQUENCER = {
  noteOn: 6,
  noteOff: 7,
  keyPressure: 8,
  controller: 10,
  program: 11,
  channelPressure: 12,
  bend: 13,
  controller14: 14,
  nonRegistered: 15,
  registered: 16,
  start: 30,
  resume: 31,
  stop: 32,
  clock: 36,
  reset: 41,
  sensing: 42,
  clientStart: 60,
  clientExit: 61,
  clientChange: 62,
  portStart: 63,
  portExit: 64,
  portChange: 65,
  subscribed: 66,
  unsubscribed: 67,
} as const;

/** The kind of record `index`. */
export function kindAt(words: Int32Array, index: number): number {
  return words[index * SEQUENCER_WORDS + WORD_HEAD]! & 0xff;
}

/** Who sent record `index`: client and port as one number. */
export function sourceAt(words: Int32Array, index: number): number {
  return words[index * SEQUENCER_WORDS + WORD_ADDRESSES]! & 0xffff;
}

/** Whom record `index` was sent to, likewise. */
export function receiverAt(words: Int32Array, index: number): number {
  return words[index * SEQUENCER_WORDS + WORD_ADDRESSES]! >>> 16;
}

/** The number of a port of a client, as {@link sourceAt} tells it. */
export function portAddress(client: number, port: number): number {
  return client | (port << 8);
}

/** 0-15. */
export function channelAt(words: Int32Array, index: number): number {
  return words[index * SEQUENCER_WORDS + WORD_CHANNEL]! & 0x0f;
}

/** Of a note's record: 0-127. */
export function noteAt(words: Int32Array, index: number): number {
  return (words[index * SEQUENCER_WORDS + WORD_CHANNEL]! >> 8) & 0x7f;
}

/** Of a note's record: 0-127. */
export function velocityAt(words: Int32Array, index: number): number {
  return (words[index * SEQUENCER_WORDS + WORD_CHANNEL]! >> 16) & 0x7f;
}

/** The controller, or the number of a parameter. */
export function parameterAt(words: Int32Array, index: number): number {
  return words[index * SEQUENCER_WORDS + WORD_PARAMETER]!;
}

/** The value of a controller, program, pressure or bend (-8192 to 8191). */
export function valueAt(words: Int32Array, index: number): number {
  return words[index * SEQUENCER_WORDS + WORD_VALUE]!;
}

/** Of a record that tells of a client, a port or a connection: which one, or where it comes from. */
export function subjectAt(words: Int32Array, index: number): number {
  return words[index * SEQUENCER_WORDS + WORD_CHANNEL]! & 0xffff;
}

/** Of a record that tells of a connection: where it leads. */
export function connectedToAt(words: Int32Array, index: number): number {
  return words[index * SEQUENCER_WORDS + WORD_CHANNEL]! >>> 16;
}

/** How many records `index` takes up: one, and those of its data where it has some (SysEx). */
export function recordsAt(words: Int32Array, index: number): number {
  const at = index * SEQUENCER_WORDS;
  if ((words[at + WORD_HEAD]! & LENGTH_MASK) === LENGTH_FIXED) return 1;
  const bytes = words[at + WORD_CHANNEL]! & LENGTH_BITS;
  return 1 + Math.ceil(bytes / SEQUENCER_BYTES);
}

/** Writes a note's record at `index`. */
export function writeNote(
  words: Int32Array,
  index: number,
  kind: number,
  source: number,
  channel: number,
  note: number,
  velocity: number,
): void {
  writeHead(words, index, kind, source);
  words[index * SEQUENCER_WORDS + WORD_CHANNEL] = channel | (note << 8) | (velocity << 16);
}

/** Writes the record of a controller, program, pressure or bend at `index`. */
export function writeControl(
  words: Int32Array,
  index: number,
  kind: number,
  source: number,
  channel: number,
  parameter: number,
  value: number,
): void {
  writeHead(words, index, kind, source);
  const at = index * SEQUENCER_WORDS;
  words[at + WORD_CHANNEL] = channel;
  words[at + WORD_PARAMETER] = parameter;
  words[at + WORD_VALUE] = value;
}

/** Writes a record of the kernel's own: that `subject` came or went, or is connected with `to`. */
export function writeNews(
  words: Int32Array,
  index: number,
  kind: number,
  subject: number,
  to = 0,
): void {
  writeHead(words, index, kind, 0);
  const at = index * SEQUENCER_WORDS;
  words[at + WORD_ADDRESSES] = to << 16;
  words[at + WORD_CHANNEL] = subject | (to << 16);
}

/** Has record `index` go out at once, from a port of ours to whoever listens there. */
export function addressOut(words: Int32Array, index: number, port: number): void {
  const at = index * SEQUENCER_WORDS;
  words[at + WORD_HEAD] = (words[at + WORD_HEAD]! & 0xff) | (AT_ONCE << 24);
  words[at + WORD_ADDRESSES] = (port << 8) | (TO_SUBSCRIBERS << 16);
}

/** Writes a record that is its kind and nothing else, such as a pulse of the clock. */
export function writePlain(words: Int32Array, index: number, kind: number): void {
  writeHead(words, index, kind, 0);
}

function writeHead(words: Int32Array, index: number, kind: number, source: number): void {
  const at = index * SEQUENCER_WORDS;
  words.fill(0, at, at + SEQUENCER_WORDS);
  words[at + WORD_HEAD] = kind;
  words[at + WORD_ADDRESSES] = source;
}
