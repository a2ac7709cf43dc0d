/**
 * The play thread: it opens libfluidsynth for itself, rehearses while nobody plays yet, becomes
 * real-time when it may, and runs the loop until it is told to stop. The synthesiser itself is the
 * main thread's.
 */
import { parentPort } from 'node:worker_threads';
import { moment } from '../core/event.ts';
import { captureIn, capturing } from '../core/instrument/capture.ts';
import { introduce } from '../core/instrument/instrument.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { createPlayer } from '../core/instrument/player.ts';
import { fluidSynthPort } from '../engine/fluid-synth.ts';
import { libc, readMonotonic } from '../ffi/libc.ts';
import type { SynthPtr } from '../ffi/libfluidsynth.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { nameThread } from '../ffi/thread-name.ts';
import { createBoard, FIELD } from './board.ts';
import { Collector } from './collector.ts';
import { AT_ONCE, beginLoop, closeLoop, leaveLoop, runLoop, turn } from './loop.ts';
import type { PlaybackPart } from './loop-state.ts';
import { createLoop, isGivenUp } from './loop-state.ts';
import { createMidiNode, sentOut } from './midi-node.ts';
import { createOrders } from './orders.ts';
import { becomeRealtime } from './realtime.ts';
import { createScenes } from './scenes.ts';
import type { SongPart } from './song.ts';
import { traceIn } from './trace.ts';
import { warmUp } from './warm-up.ts';

/** What the main thread hands over at the start. */
export interface PlayThreadStart {
  readonly synth: bigint;
  readonly board: SharedArrayBuffer;
  readonly orders: SharedArrayBuffer;
  readonly orderFd: number;
  /** Where compiled settings are put that change later. */
  readonly settings: SharedArrayBuffer;
  /** Where the scenes are put that keys recall. */
  readonly scenes: SharedArrayBuffer;
  readonly player: PlayerSettings;
  readonly grab: boolean;
  /** 1-99, or 0 to stay with the others. */
  readonly realtimePriority: number;
  readonly playback: PlaybackPart | undefined;
  readonly song: SongPart | undefined;
  readonly trace: SharedArrayBuffer;
  /** Where what is played is written down, if it is. */
  readonly capture: SharedArrayBuffer | undefined;
  /** What a thread before this one was set to, beyond `player`. */
  readonly resumed: Resumed | undefined;
}

/** What hands changed, and no setting says. */
export interface Resumed {
  readonly preset: number;
  readonly presetBank: number;
  readonly velocityOffset: number;
  /** Of the first layer; a preset that has none goes back to those that it began with. */
  readonly level: number;
  readonly reverb: number;
  readonly chorus: number;
}

function start(given: PlayThreadStart): void {
  const opened = openFluidSynth();
  if (!opened.ok) throw new Error(opened.why);
  const { fluidsynth } = opened;
  const board = createBoard(given.board);
  const failures = board.fields.subarray(FIELD.engineFailures, FIELD.engineFailures + 1);
  const port = fluidSynthPort(fluidsynth, given.synth as SynthPtr, failures);
  const { capture } = given;
  const captured =
    capture === undefined ? port : capturing(port, captureIn(capture), readMonotonic, moment(0));
  const midi = createMidiNode();
  const synth = sentOut(captured, midi);
  const player = createPlayer(given.player, synth);
  if (given.resumed !== undefined) {
    player.instrument.preset = given.resumed.preset;
    player.instrument.presetBank = given.resumed.presetBank;
    player.instrument.velocity.offset = given.resumed.velocityOffset;
    const { level, reverb, chorus } = given.resumed;
    Object.assign(player.instrument.layers[0]!, { level, reverb, chorus });
  }
  introduce(player.instrument, synth);
  Atomics.store(board.fields, FIELD.threadId, libc.gettid());
  const loop = createLoop({
    player,
    board,
    orders: createOrders(given.orders),
    orderFd: given.orderFd,
    settings: new Int16Array(given.settings),
    scenes: createScenes(given.scenes),
    armingChord: given.player.armingChord,
    grab: given.grab,
    playback: given.playback,
    song: given.song,
    midi,
    trace: traceIn(given.trace),
    collector: new Collector(board.fields),
  });
  try {
    beginLoop(loop);
    if (!warmUp(given.player, fluidsynth, () => turn(loop, AT_ONCE))) return;
    // Last of all: what is done before the first wait counts against a real-time thread.
    if (given.realtimePriority > 0) becomeRealtime(given.realtimePriority);
    runLoop(loop);
  } finally {
    if (isGivenUp(loop)) leaveLoop(loop);
    else closeLoop(loop);
  }
}

nameThread('fw16-play');
const port = parentPort;
port?.once('message', (given: PlayThreadStart) => {
  // The loop is all that this thread does from here on.
  port.close();
  start(given);
});
