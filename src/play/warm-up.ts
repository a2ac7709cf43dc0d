import { EV_KEY, EV_SYN, RECORD_BYTES, SYN_REPORT, writeRecord } from '../core/event.ts';
import { COMPILED_WORDS } from '../core/instrument/compiled-settings.ts';
import type { PlayerSettings } from '../core/instrument/player.ts';
import { createPlayer } from '../core/instrument/player.ts';
import { bindings } from '../core/keys/bindings.ts';
import { addressOf, NODE, ORDER } from '../core/order.ts';
import type { Synth } from '../core/synth.ts';
import { fluidSynthPort } from '../engine/fluid-synth.ts';
import { libc, monotonicUs, newEventFd, newPipe } from '../ffi/libc.ts';
import type { FluidSynth } from '../ffi/libfluidsynth.ts';
import { createBoard } from './board.ts';
import { closeLoop, turn } from './loop.ts';
import type { Loop } from './loop-state.ts';
import { createLoop } from './loop-state.ts';
import { createMidiNode, sentOut } from './midi-node.ts';
import { createOrders, give } from './orders.ts';
import { createTrace } from './trace.ts';

// Fewer, and the compiler has not seen enough; more bring no more.
const STROKES = 4000;
// A slow machine is to be real-time some day, too.
const REHEARSAL_US = 2_000_000;
const STROKES_AT_ONCE = 1000;

/**
 * Plays some thousands of strokes from a pipe through the very loop that plays, on a synthesiser
 * without a font and without a way out, so that the notes of a person run compiled code.
 *
 * @param attend called after every other stroke; false breaks the rehearsal off
 * @returns whether it was not broken off
 */
export function warmUp(
  settings: PlayerSettings,
  fluidsynth: FluidSynth,
  attend: () => boolean,
): boolean {
  const fluidSettings = fluidsynth.newSettings();
  if (fluidSettings === null) return true;
  // Nothing sounds: each voice it didn't make is memory that the process keeps.
  fluidsynth.setInt(fluidSettings, 'synth.polyphony', 1);
  const synth = fluidsynth.newSynth(fluidSettings);
  let going = true;
  if (synth !== null) {
    // Two stages in turns: a compiler that had seen only one would bet on it, and lose the bet at
    // the first note.
    const stages = [true, false].flatMap((traced) => {
      const port = fluidSynthPort(fluidsynth, synth, new Int32Array(1));
      return setUp(settings, port, traced) ?? [];
    });
    const untilUs = monotonicUs() + REHEARSAL_US;
    for (let played = 0; going && played < STROKES; played += STROKES_AT_ONCE) {
      if (monotonicUs() > untilUs) break;
      const stage = stages[(played / STROKES_AT_ONCE) % stages.length];
      if (stage !== undefined) going = play(stage, STROKES_AT_ONCE, attend);
    }
    for (const stage of stages) takeDown(stage);
    fluidsynth.deleteSynth(synth);
  }
  fluidsynth.deleteSettings(fluidSettings);
  return going;
}

/** A loop with a keyboard that is a pipe. */
interface Stage {
  readonly loop: Loop;
  readonly readFd: number;
  readonly writeFd: number;
  readonly keys: readonly number[];
  readonly records: Int32Array;
}

function setUp(settings: PlayerSettings, synth: Synth, traced: boolean): Stage | undefined {
  const orders = createOrders();
  const orderFd = newEventFd();
  const { result, readFd, writeFd } = newPipe();
  if (result < 0 || orderFd < 0) return undefined;
  const midi = createMidiNode();
  const loop = createLoop({
    player: createPlayer({ ...settings, armed: true }, sentOut(synth, midi)),
    board: createBoard(),
    orders,
    orderFd,
    settings: new Int16Array(COMPILED_WORDS),
    armingChord: settings.armingChord,
    grab: false,
    playback: undefined,
    midi,
    trace: createTrace(traced),
  });
  give(orders, ORDER.addNode, readFd, 0, addressOf(NODE.pipe, 0));
  libc.write(orderFd, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 8);
  turn(loop);
  const records = new Int32Array(2 * (RECORD_BYTES / 4));
  return { loop, readFd, writeFd, keys: keysToRehearse(settings), records };
}

function play(
  { loop, writeFd, keys, records }: Stage,
  strokes: number,
  attend: () => boolean,
): boolean {
  for (let stroke = 0; stroke < strokes; stroke++) {
    const key = keys[(stroke >> 1) % keys.length]!;
    writeRecord(records, 0, monotonicUs(), EV_KEY, key, 1 - (stroke & 1));
    writeRecord(records, 1, monotonicUs(), EV_SYN, SYN_REPORT, 0);
    libc.write(writeFd, records, 2 * RECORD_BYTES);
    turn(loop);
    if ((stroke & 1) === 1 && !attend()) return false;
  }
  return true;
}

function takeDown({ loop, readFd, writeFd }: Stage): void {
  closeLoop(loop);
  for (const fd of [readFd, writeFd, loop.orderFd]) libc.close(fd);
}

/** The notes of the layout, and now and then every key that commands. */
function keysToRehearse({ instrument }: PlayerSettings): number[] {
  const notes = instrument.layouts[instrument.layout]!.keys;
  const commands = [...bindings().entries()].flatMap(([key, action]) => (action > 0 ? [key] : []));
  return [...notes, ...notes, ...notes, ...commands];
}
