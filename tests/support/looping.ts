/** A play loop on a scripted synth, turned by hand. */
import type { TestContext } from 'node:test';
import { COMPILED_WORDS } from '../../src/core/instrument/compiled-settings.ts';
import type { InstrumentSettings } from '../../src/core/instrument/instrument.ts';
import type { NodeKind, OrderCode, Source } from '../../src/core/order.ts';
import { addressOf, ORDER } from '../../src/core/order.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { libc, newEventFd } from '../../src/ffi/libc.ts';
import { createBoard, snapshot } from '../../src/play/board.ts';
import { closeLoop, turn } from '../../src/play/loop.ts';
import type { Loop, PlaybackPart } from '../../src/play/loop-state.ts';
import { createLoop } from '../../src/play/loop-state.ts';
import { createMidiNode, sentOut } from '../../src/play/midi-node.ts';
import { createOrders, give } from '../../src/play/orders.ts';
import { createTrace } from '../../src/play/trace.ts';
import { playing } from './playing.ts';
import { type ScriptedSynth, scriptedSynth } from './scripted-synth.ts';

export interface Looping {
  readonly loop: Loop;
  readonly synth: ScriptedSynth;
  order(code: OrderCode, a?: number, b?: number, c?: number): boolean;
  add(node: number, fd: number, kind: NodeKind, device?: number, source?: Source): void;
  /** Turns the loop once for all that is there; false when it was told to stop. */
  turn(): boolean;
  /** Turns it until `done`; the loop sleeps in between until something comes or is due. */
  until(done: () => boolean): void;
  state(): Snapshot;
  close(): void;
}

export interface LoopingParts {
  readonly armed?: boolean;
  readonly grab?: boolean;
  readonly playback?: PlaybackPart;
  readonly instrument?: Partial<InstrumentSettings>;
}

/** A loop that is closed when the test ends. */
export function looping(test: TestContext, parts: LoopingParts = {}): Looping {
  const midi = createMidiNode();
  const behind = scriptedSynth();
  const { player, synth } = playing(
    { armed: parts.armed ?? true, ...parts.instrument },
    behind,
    sentOut(behind, midi),
  );
  const board = createBoard();
  const orders = createOrders();
  const orderFd = newEventFd();
  const loop = createLoop({
    player,
    board,
    orders,
    orderFd,
    settings: new Int16Array(COMPILED_WORDS),
    armingChord: [...player.arming.chord],
    grab: parts.grab ?? true,
    playback: parts.playback,
    midi,
    trace: createTrace(false),
  });
  let open = true;
  const order: Looping['order'] = (code, a = 0, b = 0, c = 0) => {
    const taken = give(orders, code, a, b, c);
    libc.write(orderFd, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 8);
    return taken;
  };
  // Wakes the loop, so that a turn without events is a turn all the same.
  const turnOnce = (): boolean => {
    libc.write(orderFd, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 8);
    return turn(loop);
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    closeLoop(loop);
    libc.close(orderFd);
  };
  test.after(close);
  return {
    loop,
    synth,
    order,
    add: (node, fd, kind, device = 0, source) => {
      order(ORDER.addNode, fd, node, addressOf(kind, device, source));
      turnOnce();
    },
    turn: turnOnce,
    until: (done) => {
      while (!done()) turn(loop);
    },
    state: () => snapshot(board),
    close,
  };
}
