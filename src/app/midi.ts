import type { Config } from '../config/schema.ts';
import type { Log } from '../core/log.ts';
import { MIDI_CHANNELS } from '../core/midi/midi-input.ts';
import { NODE, ORDER } from '../core/order.ts';
import type { MidiStatus } from '../core/status.ts';
import type { MidiChoice, MidiOpened } from '../devices/midi-ports.ts';
import { MidiPorts } from '../devices/midi-ports.ts';
import { openAlsa } from '../ffi/libasound.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import type { Tally } from './tally.ts';

export interface PlayedMidiParts {
  readonly thread: Pick<LastingThread, 'addNode' | 'removeNode' | 'order'>;
  readonly log: Log;
  /** A sentence for the person. */
  readonly say: (line: string) => void;
  /** Counts the controllers that come back. */
  readonly reconnects: Tally;
  readonly open?: () => MidiOpened;
}

/** Which ports the configuration means. */
export function midiChoice({ midi: { autoConnect, portFilter } }: Config): MidiChoice {
  return { autoConnect, portFilter };
}

/** The sequencer of this machine, as a client of its own; or why there is none. */
export function openMidi(): MidiOpened {
  const loaded = openAlsa();
  return loaded.ok ? MidiPorts.open(loaded.alsa) : loaded;
}

// The sequencer goes when its module is taken out of the kernel, and comes back with it.
const LOOK_AGAIN_MS = 1000;

/** The MIDI controllers that are played, as they come and go. */
export class PlayedMidi {
  readonly #parts: PlayedMidiParts;
  #config: Config;
  #ports: MidiPorts | undefined;
  #node: number | undefined;
  #why = '';
  #again: NodeJS.Timeout | undefined;
  /** Ports that have been here and are not now. */
  readonly #away = new Set<string>();

  constructor(config: Config, parts: PlayedMidiParts) {
    this.#parts = parts;
    this.#config = config;
    this.#begin();
  }

  status(): MidiStatus {
    return {
      isOpen: this.#node !== undefined,
      ports: this.#ports?.names ?? [],
      why: this.#why,
    };
  }

  /** Goes by other settings. */
  async follow(config: Config): Promise<void> {
    this.#config = config;
    if (!config.midi.inputEnabled) await this.#end();
    else if (this.#node === undefined) this.#begin();
    else {
      this.#tellChannels();
      this.look();
    }
  }

  /** Connects what has come and lets go of what is not meant any more. */
  look(): void {
    const { log, reconnects } = this.#parts;
    const found = this.#ports?.look(midiChoice(this.#config));
    for (const name of found?.gone ?? []) {
      this.#away.add(name);
      log.warn(`${name} is gone; what it held has ended. Plug it in again to play on.`, {
        kind: 'midi',
      });
    }
    for (const name of found?.come ?? []) {
      const isBack = this.#away.delete(name);
      if (isBack) reconnects.add('midi');
      log.info(`${name} ${isBack ? 'is back' : 'plays'}.`, { kind: 'midi' });
    }
  }

  /** A node has gone; what comes back of the sequencer is listened to again. */
  nodeGone(node: number): void {
    if (node !== this.#node) return;
    this.#node = undefined;
    this.#ports?.close();
    this.#ports = undefined;
    this.#why = 'the ALSA sequencer is gone';
    this.#parts.log.warn(`MIDI is not heard: ${this.#why}. It is looked for every second.`);
    this.#again = setInterval(() => this.#begin(), LOOK_AGAIN_MS).unref();
  }

  async close(): Promise<void> {
    await this.#end();
  }

  #begin(): void {
    const { thread, say, open = openMidi } = this.#parts;
    if (!this.#config.midi.inputEnabled || this.#node !== undefined) return;
    const opened = open();
    if (!opened.ok) {
      if (this.#again === undefined) {
        say(
          `MIDI is not heard: ${opened.why}. ${opened.remedy} midi.input_enabled: false ends this notice.`,
        );
      }
      this.#why = opened.why;
      return;
    }
    const node = thread.addNode(opened.ports.fd, NODE.sequencer, 0, 'midi');
    if (node === undefined) {
      opened.ports.close();
      return;
    }
    this.#stopLooking();
    this.#why = '';
    this.#node = node;
    this.#ports = opened.ports;
    this.#tellChannels();
    this.look();
  }

  async #end(): Promise<void> {
    this.#stopLooking();
    const [node, ports] = [this.#node, this.#ports];
    this.#node = undefined;
    this.#ports = undefined;
    this.#why = '';
    if (node !== undefined) await this.#parts.thread.removeNode(node);
    ports?.close();
  }

  #tellChannels(): void {
    const { channels } = this.#config.midi;
    this.#parts.thread.order(ORDER.midiChannels, MIDI_CHANNELS.indexOf(channels));
  }

  #stopLooking(): void {
    clearInterval(this.#again);
    this.#again = undefined;
  }
}
