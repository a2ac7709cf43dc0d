/** What comes from the nodes: events of keyboards and touchpads, messages of the sequencer. */
import type { Moment } from '../core/event.ts';
import { RECORD_WORDS, WORD_MICROSECONDS, WORD_SECONDS } from '../core/event.ts';
import { BEGUN } from '../core/instrument/ledger.ts';
import { playRecords } from '../core/instrument/player.ts';
import { NODE } from '../core/order.ts';
import { monotonicUs, readMonotonic } from '../ffi/libc.ts';
import { type NODE_FREE, NODE_GONE } from './board.ts';
import { followKeys, reread } from './down-keys.ts';
import { countLatency } from './latencies.ts';
import type { Loop } from './loop-state.ts';
import { leaveMidi, readMidi } from './midi-node.ts';
import { dropNode, settle } from './nodes.ts';
import { readRecords } from './record-reader.ts';
import { traceNotes } from './trace.ts';

export function readNode(loop: Loop, node: number, woken: number): void {
  const { nodes, reader } = loop;
  const fd = nodes.fds[node]!;
  if (fd < 0) return;
  if (nodes.kinds[node] === NODE.sequencer) {
    readSequencer(loop, node, fd, woken);
    return;
  }
  const count = readRecords(reader, node, fd, woken);
  if (count < 0) {
    leave(loop, node, NODE_GONE);
    return;
  }
  followKeys(nodes.down, loop.player, node, reader.records, count);
  play(loop, node, reader.records, 0, count, 0);
  settle(nodes, loop.board, node);
}

/** The sequencer stamps nothing: its notes are as late as they are read. */
function readSequencer(loop: Loop, node: number, fd: number, woken: number): void {
  const { midi, player, board, midiNow } = loop;
  const begun = player.instrument.ledger.counts[BEGUN]!;
  readMonotonic(midiNow);
  if (!readMidi(midi, player, board, node, fd, woken, midiNow)) leave(loop, node, NODE_GONE);
  countNotes(loop, node, player.instrument.ledger.counts[BEGUN]! - begun, midiNow);
}

/** Stops reading a node; what it holds ends. */
export function leave(loop: Loop, node: number, state: typeof NODE_FREE | typeof NODE_GONE): void {
  const { nodes, board, player } = loop;
  if (nodes.fds[node]! >= 0 && nodes.kinds[node] === NODE.sequencer) {
    readMonotonic(loop.midiNow);
    leaveMidi(loop.midi, player, board, loop.midiNow);
  }
  dropNode(nodes, board, player, node, state);
}

/** Plays records and counts how long after the first of them the notes began. */
export function play(
  loop: Loop,
  node: number,
  records: Int32Array,
  from: number,
  to: number,
  offsetUs: number,
): void {
  const { player } = loop;
  const begun = player.instrument.ledger.counts[BEGUN]!;
  if (playRecords(player, node, records, from, to, offsetUs)) {
    reread(loop.nodes.down, player, node, loop.nodes.fds[node]!, monotonicUs());
  }
  const notes = player.instrument.ledger.counts[BEGUN]! - begun;
  if (notes === 0) return;
  const at = from * RECORD_WORDS;
  loop.played[0] = records[at + WORD_SECONDS]! * 1e6 + records[at + WORD_MICROSECONDS]! + offsetUs;
  countNotes(loop, node, notes, loop.played);
}

/** Counts notes that have just begun, and how late they are for what was played at `played`. */
function countNotes(loop: Loop, node: number, notes: number, played: Moment): void {
  if (notes === 0) return;
  const { board } = loop;
  readMonotonic(loop.now);
  const lateUs = Math.trunc(loop.now[0]! - played[0]!) | 0;
  const source = loop.sources[node]!;
  for (let note = 0; note < notes; note++) countLatency(board.latencies, source, lateUs);
  const { words } = loop.trace;
  if (words.length > 0) traceNotes(words, loop.now, lateUs, source, notes);
}
