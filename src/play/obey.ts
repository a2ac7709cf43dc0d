/** What the main thread asks the play thread for, and what keys ask for that it does the same way. */
import { adoptSettings } from '../core/instrument/compiled-settings.ts';
import { padCame } from '../core/instrument/player.ts';
import { silenceSong } from '../core/midi/song.ts';
import { deviceOf, kindOf, NODE, ORDER, sourceOf } from '../core/order.ts';
import { askContacts, readPad } from '../devices/touchpad.ts';
import { libc, readMonotonic } from '../ffi/libc.ts';
import { FIELD, NODE_FREE, PING_CLOCK_US } from './board.ts';
import { change } from './change.ts';
import type { Loop } from './loop-state.ts';
import { joinMidi, setChannels, setOutput } from './midi-node.ts';
import { addNode, follow, followChord } from './nodes.ts';
import { take } from './orders.ts';
import { leave } from './reading.ts';
import { forgetRest } from './record-reader.ts';
import { recallScene, SESSION } from './scenes.ts';

/** Does what the main thread asked; false when it asked to stop. */
export function obey(loop: Loop): boolean {
  libc.read(loop.orderFd, loop.eight, 8);
  readMonotonic(loop.now);
  while (take(loop.orders, loop.order)) {
    const code = loop.order[0]!;
    const a = loop.order[1]!;
    const b = loop.order[2]!;
    const c = loop.order[3]!;
    if (code === ORDER.stop) return false;
    if (code === ORDER.addNode) {
      loop.player.held.deviceOf[b] = deviceOf(c);
      loop.sources[b] = sourceOf(c);
      forgetRest(kindOf(c) === NODE.sequencer ? loop.midi.reader : loop.reader, b);
      loop.player.standing[b] = kindOf(c) === NODE.standing ? 1 : 0;
      addNode(loop.nodes, loop.board, b, a, kindOf(c));
      if (kindOf(c) === NODE.touchpad) addPad(loop, b);
      if (kindOf(c) === NODE.sequencer) joinMidi(loop.midi, loop.nodes.fds[b]!);
    } else if (code === ORDER.removeNode) {
      leave(loop, a, NODE_FREE);
    } else if (code === ORDER.midiChannels) {
      setChannels(loop.midi, loop.player, a, b, loop.now);
    } else if (code === ORDER.midiOutput) {
      setOutput(loop.midi, loop.player, a, b, c, loop.now);
    } else if (code === ORDER.grab) {
      follow(loop.nodes, loop.board, loop.player.arming.armed, a === 1);
    } else if (code === ORDER.scene) {
      recall(loop, a);
    } else if (code === ORDER.ping) {
      answer(loop, a, b);
    } else if (code === ORDER.collections) {
      loop.collector?.look();
    } else if (code === ORDER.settings) {
      adoptSettings(loop.player, loop.settings);
      followChord(loop.nodes, loop.board, loop.player.arming.chord);
      Atomics.store(loop.board.fields, FIELD.settingsTaken, a);
    } else change(loop.player, code, a, b, c, loop.now);
    if (code === ORDER.panic && loop.song !== undefined) {
      silenceSong(loop.player.instrument, loop.player.synth);
    }
  }
  return true;
}

function answer({ board, now }: Loop, ping: number, sentUs: number): void {
  readMonotonic(now);
  board.fields[FIELD.lagUs] = ((now[0]! % PING_CLOCK_US) - sentUs) & (PING_CLOCK_US - 1);
  Atomics.store(board.fields, FIELD.pong, ping);
}

/** The scene that a key has asked for. */
export function recallAsked(loop: Loop): void {
  const { instrument } = loop.player;
  const asked = instrument.sceneAsked;
  instrument.sceneAsked = -1;
  readMonotonic(loop.now);
  recall(loop, asked);
}

function recall({ player, board, scenes, now }: Loop, place: number): void {
  if (!recallScene(player, scenes, place, now) || place === SESSION) return;
  const { fields } = board;
  fields[FIELD.scene] = place + 1;
  fields[FIELD.scenesRecalled] = (fields[FIELD.scenesRecalled]! + 1) | 0;
}

/** A touchpad to play: what it says of itself is asked once more, on this thread. */
function addPad(loop: Loop, node: number): void {
  const fd = loop.nodes.fds[node]!;
  const pad = fd < 0 ? undefined : readPad(fd);
  if (pad !== undefined && padCame(loop.player, node, pad)) askPad(loop);
}

/** While a pad was not listened to, fingers came and went unseen. */
export function askPad({ player, nodes }: Loop): void {
  const fd = player.padNode < 0 ? -1 : nodes.fds[player.padNode]!;
  if (fd < 0 || !nodes.armed || !nodes.padOn) return;
  askContacts(player.instrument.touchpad.contacts, fd);
}
