import { PATTERNS } from '../core/instrument/arpeggio.ts';
import { CHORD_NAMES, heldChord } from '../core/instrument/chords.ts';
import { tempoOf } from '../core/instrument/clock.ts';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { VOICE_MODES } from '../core/instrument/glide.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import { layersOn } from '../core/instrument/layers.ts';
import { BEGUN, ENDED, REFUSED, SOUNDING } from '../core/instrument/ledger.ts';
import { LOOP_STATES } from '../core/instrument/looper.ts';
import type { Player } from '../core/instrument/player.ts';
import { GAPS, KEY_EVENTS } from '../core/instrument/player.ts';
import { LAYOUTS, type Layout } from '../core/keys/layouts.ts';
import { chordName } from '../core/music/chord.ts';
import { NOTE_VALUES } from '../core/music/note-value.ts';
import type { ScaleLock, ScaleSettings } from '../core/music/scale.ts';
import { SCALE_MODES, scaleName } from '../core/music/scale.ts';
import { SCALES, type Scale } from '../core/music/scales.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { Latencies } from './latencies.ts';
import { LATENCY_BYTES, latenciesIn } from './latencies.ts';
import { publishSetup, readSetup, SETUP_END } from './setup-fields.ts';

/**
 * The shared memory that the play thread writes and the main thread reads: fields of 32 bits, the
 * state among them guarded by a sequence number that is odd while it is being written, then the
 * latencies of notes.
 */
const FIELD = {
  sequence: 0,
  armed: 1,
  octave: 2,
  transpose: 3,
  bank: 4,
  program: 5,
  preset: 6,
  layout: 7,
  sustain: 8,
  sounding: 9,
  notesBegun: 10,
  notesEnded: 11,
  lastVelocity: 12,
  keyEvents: 13,
  gaps: 14,
  nodes: 15,
  grabbed: 16,
  grabRefused: 17,
  realtimePriority: 18,
  /** Turns of the loop; it stands still only while the thread waits or hangs. */
  heartbeat: 19,
  /** 1 while the thread is between wake-up and wait. */
  busy: 20,
  /** 1 once the recording has been played to its end. */
  recordingDone: 21,
  engineFailures: 22,
  threadId: 23,
  /** {@link LISTENS}, then {@link REHEARSED}. */
  ready: 24,
  /** The scale in eights of bits: its number, its root, the number of its mode, and 1 while it locks. */
  scale: 25,
  notesRefused: 26,
  layers: 27,
  /** A bit for each layer that plays. */
  layersOn: 28,
  mode: 29,
  collision: 30,
  velocity: 31,
  velocityOffset: 32,
  /** How many events of the recording have been played. */
  recordingNext: 33,
  /** Written by the main thread: 1 once another thread plays in place of this one. */
  givenUp: 34,
  /** The ping that was answered last, and how late the thread woke for it. */
  pong: 35,
  lagUs: 36,
  /** The change of settings that was taken over last. */
  settingsTaken: 37,
  /** Garbage collections of the thread and their microseconds, as counted last. */
  collections: 38,
  collectionUs: 39,
  /** In hundredths. */
  tempo: 40,
  /** Switches, a bit each: {@link BEAT}. */
  beats: 41,
  pattern: 42,
  rate: 43,
  /** The kind of the chord under each key plus one, or 0. */
  chordMode: 44,
  /** The chord that is held plus one, or 0. */
  chord: 45,
  /** A value of {@link PAD_STATE}. */
  touchpad: 46,
  /** 1 while it plays, or would if there were one. */
  touchpadOn: 47,
  /** Times that MIDI ports came, went or changed. */
  midiNews: 60,
  /** MIDI messages that were played, and times that some were lost. */
  midiMessages: 61,
  midiLosses: 62,
  /** The controller that was learnt last and its destination, in eight bits each, plus one. */
  learnt: 63,
  presetBank: 64,
  level: 65,
  reverb: 66,
  chorus: 67,
  /** The first of four words with a bit for each note that sounds. */
  notes: 120,
  /** The scene recalled last plus one, and how often one was. Behind it lie the fields of the setup. */
  scene: SETUP_END,
  scenesRecalled: SETUP_END + 1,
  /** How often keys have asked for these. */
  recordAsked: SETUP_END + 2,
  keepAsked: SETUP_END + 3,
  /** A bit each: {@link PEDAL}. */
  pedals: SETUP_END + 4,
  loop: SETUP_END + 5,
} as const;

const PEDAL = { sostenuto: 1, soft: 2 } as const;
const BEAT = { followsMidi: 1, arpeggiator: 2, latch: 4, repeat: 8, metronome: 16 } as const;

const FIELDS = 128;
const NOTE_WORDS = 4;
const NODES = 32;
// To write takes a microsecond, unless the thread has to wait for a processor in the middle of it.
const SNAPSHOT_MS = 100;

/** What a touchpad is to the play thread: none there, off, listened to, ours alone, another's. */
export const PAD_STATE = { none: 0, off: 1, shared: 2, ours: 3, refused: 4 } as const;
const PAD_STATES = ['none', 'off', 'shared', 'ours', 'refused'] as const;

/** What is played is heard from now on. */
export const LISTENS = 1;
/** And by compiled code, as real-time as the thread may be by its own limits. */
export const REHEARSED = 2;

/** States of a node as the play thread leaves them for the main thread. */
export const NODE_FREE = 0;
export const NODE_OPEN = 1;
/** Its device went away; the main thread may close the descriptor. */
export const NODE_GONE = 2;
/** Ordered, and not opened yet. */
export const NODE_COMING = 3;

/** Where the time of a ping begins anew, so that it fits a number of an order. */
export const PING_CLOCK_US = 2 ** 31;

export interface Board {
  readonly memory: SharedArrayBuffer;
  readonly fields: Int32Array;
  readonly nodes: Int32Array;
  readonly latencies: Latencies;
  readonly named: Named;
}

/** What the board shows by its number, and a snapshot by its name. */
export interface Named {
  readonly layouts: readonly Layout[];
  readonly scales: readonly Scale[];
}

const BUILT_IN: Named = { layouts: LAYOUTS, scales: SCALES };

export { FIELD };

const LATENCIES_AT = (FIELDS + NODES) * 4;

export function createBoard(
  memory = new SharedArrayBuffer(LATENCIES_AT + LATENCY_BYTES),
  named: Named = BUILT_IN,
): Board {
  return {
    memory,
    fields: new Int32Array(memory, 0, FIELDS),
    nodes: new Int32Array(memory, FIELDS * 4, NODES),
    latencies: latenciesIn(memory, LATENCIES_AT),
    named,
  };
}

/** Puts the player's state where the main thread sees it whole. */
export function publish(board: Board, player: Player): void {
  const { fields } = board;
  const { instrument } = player;
  Atomics.add(fields, FIELD.sequence, 1);
  fields[FIELD.armed] = player.arming.armed ? 1 : 0;
  fields[FIELD.octave] = instrument.octave;
  fields[FIELD.transpose] = instrument.transpose;
  fields[FIELD.bank] = instrument.bank;
  fields[FIELD.program] = instrument.program;
  fields[FIELD.preset] = instrument.preset;
  fields[FIELD.presetBank] = instrument.presetBank;
  fields[FIELD.level] = instrument.layers[0]!.level;
  fields[FIELD.reverb] = instrument.layers[0]!.reverb;
  fields[FIELD.chorus] = instrument.layers[0]!.chorus;
  fields[FIELD.layout] = instrument.layout;
  fields[FIELD.scale] = scaleBits(instrument.scale);
  fields[FIELD.sustain] = instrument.pedals.down ? 1 : 0;
  fields[FIELD.sounding] = instrument.ledger.counts[SOUNDING]!;
  fields[FIELD.notesBegun] = instrument.ledger.counts[BEGUN]!;
  fields[FIELD.notesEnded] = instrument.ledger.counts[ENDED]!;
  fields[FIELD.notesRefused] = instrument.ledger.counts[REFUSED]!;
  fields[FIELD.lastVelocity] = instrument.lastVelocity;
  fields[FIELD.layers] = instrument.layers.length;
  fields[FIELD.layersOn] = layersOn(instrument.layers);
  fields[FIELD.mode] = instrument.layers[0]!.glide.mode;
  fields[FIELD.collision] = instrument.collision;
  fields[FIELD.velocity] = instrument.velocity.fixed;
  fields[FIELD.velocityOffset] = instrument.velocity.offset;
  fields[FIELD.chordMode] = instrument.chords.on ? instrument.chords.kind + 1 : 0;
  fields[FIELD.chord] = heldChord(instrument) + 1;
  fields[FIELD.tempo] = Math.round(tempoOf(instrument.clock) * 100);
  fields[FIELD.beats] = beatBits(instrument);
  fields[FIELD.pattern] = instrument.arpeggio.pattern;
  fields[FIELD.rate] = instrument.arpeggio.value;
  fields[FIELD.touchpadOn] = instrument.touchpad.on ? 1 : 0;
  publishNotes(fields, instrument.ledger.sounding);
  publishSetup(fields, instrument);
  fields[FIELD.loop] = instrument.looper.state;
  fields[FIELD.recordAsked] = instrument.recordAsked;
  fields[FIELD.keepAsked] = instrument.keepAsked;
  fields[FIELD.pedals] =
    (instrument.pedals.sostenuto ? PEDAL.sostenuto : 0) | (instrument.pedals.soft ? PEDAL.soft : 0);
  fields[FIELD.keyEvents] = player.counts[KEY_EVENTS]!;
  fields[FIELD.gaps] = player.counts[GAPS]!;
  Atomics.add(fields, FIELD.sequence, 1);
}

function publishNotes(fields: Int32Array, sounding: Uint32Array): void {
  for (let word = 0; word < NOTE_WORDS; word++) fields[FIELD.notes + word] = sounding[word]!;
}

/** The notes that sound, a bit each. One that changes meanwhile is seen at the next look. */
export function readNotes({ fields }: Board, into: Uint32Array): void {
  for (let word = 0; word < NOTE_WORDS; word++) into[word] = fields[FIELD.notes + word]!;
}

/**
 * The state as one whole, read again while it is being written. A thread that died as it wrote leaves
 * it torn for ever: better told so than waited for.
 */
export function snapshot(board: Board): Snapshot {
  const untilMs = performance.now() + SNAPSHOT_MS;
  for (;;) {
    const before = Atomics.load(board.fields, FIELD.sequence);
    // Copied at once, and understood later: the writer may be at it again within a microsecond.
    const fields = board.fields.slice();
    const whole = (before & 1) === 0 && Atomics.load(board.fields, FIELD.sequence) === before;
    if (whole || performance.now() > untilMs) return readFields({ ...board, fields });
  }
}

function readFields(board: Board): Snapshot {
  const { fields, named } = board;
  const scale = scaleOf(board);
  const beats = fields[FIELD.beats]!;
  return {
    ...readSetup(fields, named.scales),
    scene: fields[FIELD.scene]! - 1,
    scenesRecalled: fields[FIELD.scenesRecalled]!,
    armed: fields[FIELD.armed] === 1,
    octave: fields[FIELD.octave]!,
    transpose: fields[FIELD.transpose]!,
    bank: fields[FIELD.bank]!,
    program: fields[FIELD.program]!,
    preset: fields[FIELD.preset]!,
    presetBank: fields[FIELD.presetBank]!,
    level: fields[FIELD.level]!,
    reverb: fields[FIELD.reverb]!,
    chorus: fields[FIELD.chorus]!,
    layout: named.layouts[fields[FIELD.layout]!]?.name ?? '',
    scale: scaleName(scale),
    scaleMode: scale.mode,
    sustain: fields[FIELD.sustain] === 1,
    sostenuto: (fields[FIELD.pedals]! & PEDAL.sostenuto) !== 0,
    softPedal: (fields[FIELD.pedals]! & PEDAL.soft) !== 0,
    sounding: fields[FIELD.sounding]!,
    notesBegun: fields[FIELD.notesBegun]! >>> 0,
    notesEnded: fields[FIELD.notesEnded]! >>> 0,
    notesRefused: fields[FIELD.notesRefused]! >>> 0,
    lastVelocity: fields[FIELD.lastVelocity]!,
    velocity: fields[FIELD.velocity]!,
    layers: Array.from(
      { length: fields[FIELD.layers]! },
      (_, layer) => ((fields[FIELD.layersOn]! >> layer) & 1) === 1,
    ),
    mode: VOICE_MODES[fields[FIELD.mode]!] ?? 'poly',
    collision: COLLISIONS[fields[FIELD.collision]!] ?? 'count',
    chordMode: CHORD_NAMES[fields[FIELD.chordMode]! - 1] ?? '',
    chord: chordName(fields[FIELD.chord]! - 1),
    tempo: fields[FIELD.tempo]! / 100,
    followsMidi: (beats & BEAT.followsMidi) !== 0,
    arpeggiator: (beats & BEAT.arpeggiator) !== 0,
    pattern: PATTERNS[fields[FIELD.pattern]!] ?? 'up',
    rate: NOTE_VALUES[fields[FIELD.rate]!] ?? '',
    latch: (beats & BEAT.latch) !== 0,
    repeat: (beats & BEAT.repeat) !== 0,
    metronome: (beats & BEAT.metronome) !== 0,
    loop: LOOP_STATES[fields[FIELD.loop]!] ?? 'empty',
    keyEvents: fields[FIELD.keyEvents]! >>> 0,
    gaps: fields[FIELD.gaps]! >>> 0,
    nodes: fields[FIELD.nodes]!,
    grabbed: fields[FIELD.grabbed]!,
    grabRefused: fields[FIELD.grabRefused]!,
    touchpad: PAD_STATES[fields[FIELD.touchpad]!] ?? 'none',
    touchpadOn: fields[FIELD.touchpadOn] === 1,
    engineFailures: fields[FIELD.engineFailures]!,
    realtimePriority: fields[FIELD.realtimePriority]!,
  };
}

/** The scale that is set, on or off. */
export function scaleOf({ fields, named: { scales } }: Board): ScaleSettings {
  const bits = fields[FIELD.scale]!;
  return {
    on: bits >> 24 === 1,
    scale: bits & 0xff,
    root: (bits >> 8) & 0xff,
    mode: SCALE_MODES[(bits >> 16) & 0xff] ?? SCALE_MODES[0],
    scales,
  };
}

function beatBits({ clock, arpeggio, repeat, metronome }: Instrument): number {
  return (
    (clock.following ? BEAT.followsMidi : 0) |
    (arpeggio.on ? BEAT.arpeggiator : 0) |
    (arpeggio.latch ? BEAT.latch : 0) |
    (repeat.on ? BEAT.repeat : 0) |
    (metronome.on ? BEAT.metronome : 0)
  );
}

function scaleBits({ on, scale, root, mode }: ScaleLock): number {
  return ((on ? 1 : 0) << 24) | (SCALE_MODES.indexOf(mode) << 16) | (root << 8) | scale;
}
