/**
 * The play thread: it rehearses when told to, opens libfluidsynth for itself, becomes real-time when
 * it may, and runs the loop until it is told to stop. The synthesiser itself is the main thread's.
 */
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { moment } from '../core/event.ts';
import { captureIn, capturing } from '../core/instrument/capture.ts';
import { introduce } from '../core/instrument/instrument.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { createPlayer } from '../core/instrument/player.ts';
import { fluidSynthPort } from '../engine/fluid-synth.ts';
import { libc, readMonotonic } from '../ffi/libc.ts';
import type { FluidSynth, SynthPtr } from '../ffi/libfluidsynth.ts';
import { openFluidSynth } from '../ffi/libfluidsynth.ts';
import { nameThread } from '../ffi/thread-name.ts';
import { createBoard, FIELD } from './board.ts';
import { Collector } from './collector.ts';
import type { PlaybackPart } from './loop.ts';
import { closeLoop, createLoop, isGivenUp, leaveLoop, runLoop } from './loop.ts';
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
}

/** What it is told, each at most once: to rehearse, then to play. */
export type PlayThreadMessage =
  | { readonly rehearse: PlayerSettings }
  | { readonly start: PlayThreadStart };

let rehearsed = false;

function rehearse(settings: PlayerSettings, isWanted: () => boolean): void {
  if (rehearsed) return;
  rehearsed = true;
  warmUp(settings, openedFluidSynth(), isWanted);
}

function openedFluidSynth(): FluidSynth {
  const opened = openFluidSynth();
  if (!opened.ok) throw new Error(opened.why);
  return opened.fluidsynth;
}

function start(given: PlayThreadStart): void {
  rehearse(given.player, () => true);
  const board = createBoard(given.board);
  const failures = board.fields.subarray(FIELD.engineFailures, FIELD.engineFailures + 1);
  const port = fluidSynthPort(openedFluidSynth(), given.synth as SynthPtr, failures);
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
  // Last of all: what is done before the first wait counts against a real-time thread.
  if (given.realtimePriority > 0) becomeRealtime(given.realtimePriority);
  try {
    runLoop(loop);
  } finally {
    if (isGivenUp(loop)) leaveLoop(loop);
    else closeLoop(loop);
  }
}

function follow(port: MessagePort, message: PlayThreadMessage): void {
  if ('start' in message) {
    // The loop is all that this thread does from here on.
    port.close();
    start(message.start);
    return;
  }
  let next: PlayThreadMessage | undefined;
  rehearse(message.rehearse, () => {
    next ??= receiveMessageOnPort(port)?.message;
    return next !== undefined;
  });
  if (next !== undefined) follow(port, next);
}

nameThread('fw16-play');
const port = parentPort;
port?.on('message', (message: PlayThreadMessage) => follow(port, message));
