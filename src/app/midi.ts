import type { Config } from '../config/schema.ts';
import type { Log } from '../core/log.ts';
import { MIDI_CHANNELS } from '../core/midi/midi-input.ts';
import { OUTPUT_WAYS } from '../core/midi/midi-output.ts';
import { MPE_USES } from '../core/midi/zones.ts';
import { NODE, ORDER, OUTPUT } from '../core/order.ts';
import type { MidiStatus } from '../core/status.ts';
import type { MidiChoice, MidiOpened, MidiUse } from '../devices/midi-ports.ts';
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
  readonly open?: (use: MidiUse) => MidiOpened;
}

/** Which ports the configuration means. */
export function midiChoice({ midi: { autoConnect, portFilter } }: Config): MidiChoice {
  return { autoConnect, portFilter };
}

/** The sequencer of this machine, as a client of its own; or why there is none. */
export function openMidi(use: MidiUse): MidiOpened {
  const loaded = openAlsa();
  return loaded.ok ? MidiPorts.open(loaded.alsa, use) : loaded;
}

function useOf({ midi: { inputEnabled, outputEnabled } }: Config): MidiUse {
  return { input: inputEnabled, output: outputEnabled };
}

// The sequencer goes when its module is taken out of the kernel, and comes back with it.
const LOOK_AGAIN_MS = 1000;

/** The MIDI controllers that are played, as they come and go, and what goes out. */
export class PlayedMidi {
  readonly #parts: PlayedMidiParts;
  #config: Config;
  #ports: MidiPorts | undefined;
  #node: number | undefined;
  #use: MidiUse = { input: false, output: false };
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
    const isThere = this.#node !== undefined;
    return {
      isOpen: isThere && this.#use.input,
      isSending: isThere && this.#use.output,
      ports: this.#ports?.names ?? [],
      why: this.#why,
    };
  }

  /** Goes by other settings. */
  async follow(config: Config): Promise<void> {
    this.#config = config;
    const { input, output } = useOf(config);
    // Ports of ours come and go with the client.
    if (input !== this.#use.input || output !== this.#use.output) await this.#end();
    if (this.#node === undefined) this.#begin();
    else {
      this.#tell();
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
    const use = useOf(this.#config);
    if ((!use.input && !use.output) || this.#node !== undefined) return;
    const opened = open(use);
    if (!opened.ok) {
      if (this.#again === undefined) {
        say(
          `MIDI is not heard: ${opened.why}. ${opened.remedy} Without MIDI, midi.input_enabled and output_enabled are false.`,
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
    this.#use = use;
    this.#tell();
    this.look();
  }

  async #end(): Promise<void> {
    this.#stopLooking();
    const [node, ports] = [this.#node, this.#ports];
    this.#node = undefined;
    this.#ports = undefined;
    this.#why = '';
    this.#use = { input: false, output: false };
    if (node !== undefined) await this.#parts.thread.removeNode(node);
    ports?.close();
  }

  /** Tells the thread what channels are, in and out. */
  #tell(): void {
    const { thread } = this.#parts;
    const { channels, mpe, outputChannel, thru, sendClock } = this.#config.midi;
    thread.order(ORDER.midiChannels, MIDI_CHANNELS.indexOf(channels), MPE_USES.indexOf(mpe));
    const port = this.#ports?.outputPort;
    const way = typeof outputChannel === 'number' ? 'one' : outputChannel;
    const flags =
      (port === undefined ? 0 : OUTPUT.on) |
      (thru ? OUTPUT.thru : 0) |
      (sendClock ? OUTPUT.clock : 0) |
      (OUTPUT_WAYS.indexOf(way) << OUTPUT.wayShift);
    const channel = typeof outputChannel === 'number' ? outputChannel - 1 : 0;
    thread.order(ORDER.midiOutput, flags, channel, port ?? 0);
  }

  #stopLooking(): void {
    clearInterval(this.#again);
    this.#again = undefined;
  }
}
