/** What the main thread may ask of the play thread; each order is a code and three numbers. */
export const ORDER = {
  /** Nothing but a turn of the loop, which shows that it lives. */
  beat: 0,
  stop: 1,
  panic: 2,
  arm: 3,
  disarm: 4,
  /** File descriptor, number of the node, and {@link addressOf} it. */
  addNode: 5,
  /** Number of the node. */
  removeNode: 6,
  /** Bank, program. */
  program: 7,
  octave: 8,
  transpose: 9,
  /** Number of the layout. */
  layout: 10,
  preset: 11,
  velocity: 12,
  /** 1 to take the keyboards while armed, 0 to leave them to the console. */
  grab: 13,
  /** Ends every note, as when nobody could hear them end. */
  letGo: 14,
  /** Number of the scale, root, number of the mode; what is -1 stays as it is. */
  scale: 15,
  /** 1 to lock the notes to the scale, 0 to set them free. */
  scaleLock: 16,
  /** Number of the layer, and 1 for on or 0 for off. */
  layer: 17,
  /** Source (a device, or a MIDI input after them), and its layers, a bit a layer. */
  layersOf: 18,
  /** Number of the voice mode. */
  mode: 19,
  /** Number of the collision. */
  collision: 20,
  /** A number to answer with, and when it was asked: microseconds of CLOCK_MONOTONIC, 31 bits. */
  ping: 21,
  /** Number of the change: settings that are tables lie ready in shared memory. */
  settings: 22,
  /** Counts the garbage collections since this order was given last. */
  collections: 23,
  /** 1 for on, 0 for off. */
  touchpad: 24,
  /** What the channels of MIDI controllers are: numbers of MIDI_CHANNELS and of MPE_USES. */
  midiChannels: 25,
  /** What goes out as MIDI (bits of {@link OUTPUT}), on which channel, by which port of ours. */
  midiOutput: 26,
  /** 0 to wait for no controller, 1 to forget what was learnt, from 2 on a place of LEARNABLE. */
  learn: 27,
  /** A controller, and the destination that it was led to. */
  learnt: 28,
  /** Hundredths of a beat a minute. */
  tempo: 30,
  tapTempo: 31,
  /** 1 for on, 0 for off; likewise latch, sync, repeat and metronome. */
  arpeggio: 32,
  /** Number of the pattern. */
  pattern: 33,
  /** Number of the note value. */
  rate: 34,
  gate: 35,
  swing: 36,
  octaves: 37,
  latch: 38,
  sync: 39,
  repeat: 40,
  repeatRate: 41,
  metronome: 42,
  /** 0 for off, 1 for on, from 2 on the number of the kind. */
  chord: 43,
  chordMemory: 44,
  inversion: 45,
  /** Milliseconds from string to string. */
  strum: 46,
  /** 0-127 each, of the first layer. */
  level: 60,
  reverb: 61,
  chorus: 62,
  /** Number of the twelve presets that are at hand. */
  presetBank: 63,
  /** Number of the scene. */
  scene: 64,
  /** What is added to every velocity. */
  louder: 65,
  /** 1 for down, 0 for up. */
  sustain: 70,
  sostenuto: 71,
  softPedal: 72,
  /** 1 for the next program, -1 for the previous one. */
  programStep: 73,
  /** A number of LOOP_WORDS. */
  loop: 80,
  /** How many notes the chord of the memory has, then its semitones, a byte each. */
  chordNotes: 66,
} as const;

/** What is said of MIDI that goes out; the number of its way stands above these bits. */
export const OUTPUT = { on: 1, thru: 2, clock: 4, wayShift: 3 } as const;

export type OrderCode = (typeof ORDER)[keyof typeof ORDER];

/** What a node is to the play thread. */
export const NODE = {
  /** A kernel event device: it can be grabbed, masked, and asked which keys are down. */
  kernel: 0,
  /** A pipe of event records: the terminal, a test. */
  pipe: 1,
  /** A kernel event device with slots for fingers. */
  touchpad: 2,
  /** The ALSA sequencer, or a pipe of its records. */
  sequencer: 3,
  /** As `kernel`, and it plays whether the others are armed or not. */
  standing: 4,
} as const;

export type NodeKind = (typeof NODE)[keyof typeof NODE];

/** What is played on, as it is counted. */
export const SOURCES = [
  'keyboard',
  'macropad',
  'numpad',
  'terminal',
  'recording',
  'touchpad',
  'midi',
] as const;

export type Source = (typeof SOURCES)[number];

/** A node's kind and device, and the number of its source, as the one number of an order. */
export function addressOf(kind: NodeKind, device: number, source: Source = 'keyboard'): number {
  return (SOURCES.indexOf(source) << 16) | (kind << 8) | device;
}

export function kindOf(address: number): number {
  return (address >> 8) & 0xff;
}

/** Whether it is an event device of the kernel. */
export function isEventDevice(kind: number): boolean {
  return kind === NODE.kernel || kind === NODE.touchpad || kind === NODE.standing;
}

export function deviceOf(address: number): number {
  return address & 0xff;
}

/** The number of a source among {@link SOURCES}. */
export function sourceOf(address: number): number {
  return address >> 16;
}
