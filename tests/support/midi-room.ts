/**
 * A room with MIDI controllers and a play thread that hears them: through the ALSA sequencer where the
 * machine has one, and otherwise through a stand-in that hands the same records over by a pipe.
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { PlayedMidiParts } from '../../src/app/midi.ts';
import { PlayedMidi } from '../../src/app/midi.ts';
import { Tally } from '../../src/app/tally.ts';
import type { Config } from '../../src/config/schema.ts';
import {
  addressOut,
  kindAt,
  portAddress,
  SEQUENCER,
  SEQUENCER_BYTES,
  SEQUENCER_WORDS,
  writeNote,
} from '../../src/core/midi/sequencer-event.ts';
import type { MidiOpened, MidiUse } from '../../src/devices/midi-ports.ts';
import { MidiPorts } from '../../src/devices/midi-ports.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import type { Alsa, SequencerPort, SequencerPtr } from '../../src/ffi/libasound.ts';
import { openAlsa, PORT } from '../../src/ffi/libasound.ts';
import { libc } from '../../src/ffi/libc.ts';
import { openFluidSynth } from '../../src/ffi/libfluidsynth.ts';
import { PlayThread } from '../../src/play/handle.ts';
import { PLAYER } from './playing.ts';
import { OURS, SequencerStream, toldAt } from './sequencer-stream.ts';
import { until } from './until.ts';

/** A controller that is plugged in. */
export interface Controller {
  readonly name: string;
  press(note: number): void;
  release(note: number): void;
  unplug(): void;
}

interface Sequencer {
  /** What the tests say ran. */
  readonly what: string;
  open(use: MidiUse): MidiOpened;
  /** The names of our ports that others may connect. */
  ourPorts(): string[];
  plugIn(name: string): Controller;
  /** As somebody would with aconnect. */
  connectByHand(controller: Controller): void;
  /** What has come out of our port since it was asked last; from the first time on somebody listens. */
  sent(): string[];
  close(): void;
}

export class MidiRoom {
  readonly thread: PlayThread;
  readonly said: string[] = [];
  readonly logged: string[] = [];
  readonly reconnects = new Tally();
  readonly #sequencer: Sequencer;
  readonly #closers: (() => Promise<void> | void)[] = [];
  #midi: PlayedMidi | undefined;

  constructor(test: TestContext) {
    this.#sequencer = realSequencer() ?? new StandIn();
    test.diagnostic(`through ${this.#sequencer.what}`);
    const loaded = openFluidSynth();
    assert.ok(loaded.ok);
    const { fluidsynth } = loaded;
    const settings = fluidsynth.newSettings()!;
    const synth = fluidsynth.newSynth(settings)!;
    assert.notEqual(fluidsynth.loadFont(synth, builtInFont(), 1), -1);
    this.thread = new PlayThread({
      synth,
      player: PLAYER,
      grab: false,
      realtimePriority: 0,
      onNodeGone: (node) => this.#midi?.nodeGone(node),
      onMidiNews: () => this.#midi?.look(),
      onFailure: (problem) => {
        throw problem;
      },
    });
    test.after(async () => {
      for (const close of this.#closers) await close();
      assert.equal(await this.thread.close(), true);
      fluidsynth.deleteSynth(synth);
      fluidsynth.deleteSettings(settings);
      this.#sequencer.close();
    });
  }

  /** Listens by the configuration, from now to the test's end. */
  async listen(config: Config): Promise<PlayedMidi> {
    await this.thread.ready();
    const log = (line: string): void => {
      this.logged.push(line);
    };
    const parts: PlayedMidiParts = {
      thread: this.thread,
      log: { debug: log, info: log, warn: log, error: log },
      say: (line) => this.said.push(line),
      reconnects: this.reconnects,
      open: (use) => this.#sequencer.open(use),
    };
    const midi = new PlayedMidi(config, parts);
    this.#midi = midi;
    this.#closers.push(() => midi.close());
    return midi;
  }

  /** The names of our ports that others may connect. */
  ourPorts(): string[] {
    return this.#sequencer.ourPorts();
  }

  plugIn(name: string): Controller {
    return this.#sequencer.plugIn(name);
  }

  connectByHand(controller: Controller): void {
    this.#sequencer.connectByHand(controller);
  }

  /** What has gone out as MIDI since it was asked last; from the first time on somebody listens. */
  sent(): string[] {
    return this.#sequencer.sent();
  }

  /** Resolves once so many notes have begun, and all of them ended. */
  async notesEnded(count: number): Promise<void> {
    await until(`${count} notes have ended`, () => this.thread.snapshot().notesEnded === count);
  }

  /** Resolves once so many notes have begun. */
  async notesBegun(count: number): Promise<void> {
    await until(`${count} notes`, () => this.thread.snapshot().notesBegun === count);
  }
}

function realSequencer(): Sequencer | undefined {
  const loaded = openAlsa();
  if (!loaded.ok) return undefined;
  const { alsa } = loaded;
  const looked = alsa.open('Looking');
  if (typeof looked === 'number') return undefined;
  alsa.close(looked);
  return new RealSequencer(alsa);
}

/** The kernel's, with clients of the test's own as controllers. */
class RealSequencer implements Sequencer {
  readonly what = 'the ALSA sequencer';
  readonly #alsa: Alsa;
  readonly #open = new Map<Controller, SequencerPtr>();
  #listener: SequencerPtr | undefined;

  constructor(alsa: Alsa) {
    this.#alsa = alsa;
  }

  open(use: MidiUse): MidiOpened {
    return MidiPorts.open(this.#alsa, use);
  }

  ourPorts(): string[] {
    const looking = this.#alsa.open('Looking');
    assert.ok(typeof looking !== 'number');
    const ours = this.#alsa
      .ports(looking)
      .filter(({ clientName, can }) => clientName === 'FW16 Synth' && (can & PORT.noExport) === 0);
    this.#alsa.close(looking);
    return ours.map(({ portName }) => portName);
  }

  plugIn(name: string): Controller {
    const sequencer = this.#alsa.open(name);
    assert.ok(typeof sequencer !== 'number');
    const port = this.#alsa.createPort(sequencer, 'MIDI 1', PORT.read | PORT.subscribeRead);
    const fd = this.#alsa.descriptor(sequencer);
    const words = new Int32Array(SEQUENCER_WORDS);
    const send = (kind: number, note: number): void => {
      writeNote(words, 0, kind, 0, 0, note, 100);
      addressOut(words, 0, port);
      assert.equal(libc.write(fd, words, SEQUENCER_BYTES), SEQUENCER_BYTES);
    };
    const controller = {
      name,
      press: (note: number) => send(SEQUENCER.noteOn, note),
      release: (note: number) => send(SEQUENCER.noteOff, note),
      unplug: () => {
        if (this.#open.delete(controller)) this.#alsa.close(sequencer);
      },
    };
    this.#open.set(controller, sequencer);
    return controller;
  }

  connectByHand(controller: Controller): void {
    const sequencer = this.#open.get(controller)!;
    const ours = this.#ours(sequencer, 'Input');
    assert.ok(this.#alsa.connectTo(sequencer, 0, ours.client, ours.port) >= 0);
  }

  sent(): string[] {
    this.#listener ??= this.#listen();
    const words = new Int32Array(1024 * SEQUENCER_WORDS);
    const bytes = libc.read(this.#alsa.descriptor(this.#listener), words, words.byteLength);
    const all = Array.from({ length: Math.max(0, bytes / SEQUENCER_BYTES) }, (_, at) => at);
    // Of the cable itself the kernel tells too.
    const music = all.filter((at) => kindAt(words, at) < SEQUENCER.clientStart);
    return music.map((at) => toldAt(words, at));
  }

  #listen(): SequencerPtr {
    const listener = this.#alsa.open('Listener');
    assert.ok(typeof listener !== 'number');
    const port = this.#alsa.createPort(listener, 'in', PORT.write | PORT.subscribeWrite);
    const ours = this.#ours(listener, 'Output');
    assert.ok(this.#alsa.connectFrom(listener, port, ours.client, ours.port) >= 0);
    return listener;
  }

  #ours(sequencer: SequencerPtr, name: string): SequencerPort {
    const ours = this.#alsa
      .ports(sequencer)
      .find(({ clientName, portName }) => clientName === 'FW16 Synth' && portName === name);
    assert.ok(ours !== undefined);
    return ours;
  }

  close(): void {
    if (this.#listener !== undefined) this.#alsa.close(this.#listener);
    for (const controller of [...this.#open.keys()]) controller.unplug();
  }
}

/** Ports and cables as the kernel has them, and its records through a pipe. */
class StandIn implements Sequencer {
  readonly what = 'a stand-in for the ALSA sequencer, which this machine has not';
  readonly #there = new Map<number, SequencerPort>();
  readonly #connected = new Set<number>();
  readonly #ours: { readonly name: string; readonly can: number }[] = [];
  #stream: SequencerStream | undefined;
  #clients = 20;

  open(use: MidiUse): MidiOpened {
    this.#ours.length = 0;
    const stream = new SequencerStream();
    this.#stream = stream;
    const alsa: Alsa = {
      open: () => 1n as SequencerPtr,
      close: () => {
        stream.close();
        this.#stream = undefined;
        this.#connected.clear();
        return 0;
      },
      clientId: () => OURS & 0xff,
      createPort: (_, name, can) => {
        this.#ours.push({ name, can });
        return this.#ours.length - 1;
      },
      connectFrom: (_, own, client, port) => {
        if (this.#ours[own]?.name === 'Input') this.#connected.add(portAddress(client, port));
        return 0;
      },
      connectTo: () => 0,
      disconnectFrom: (_, _own, client, port) => {
        this.#disconnect(portAddress(client, port));
        return 0;
      },
      setInputPool: () => 0,
      descriptor: () => stream.fd,
      ports: () => [...this.#there.values()],
      message: (error) => `error ${error}`,
    };
    return MidiPorts.open(alsa, use);
  }

  ourPorts(): string[] {
    return this.#ours.flatMap(({ name, can }) => ((can & PORT.noExport) === 0 ? [name] : []));
  }

  plugIn(clientName: string): Controller {
    const client = this.#clients++;
    const source = portAddress(client, 0);
    const can = PORT.read | PORT.subscribeRead;
    this.#there.set(source, { client, port: 0, clientName, portName: 'MIDI 1', can });
    this.#stream?.news(SEQUENCER.portStart, source);
    const heard = (): SequencerStream | undefined =>
      this.#connected.has(source) ? this.#stream : undefined;
    return {
      name: clientName,
      press: (note) => heard()?.on(source, 0, note),
      release: (note) => heard()?.off(source, 0, note),
      unplug: () => {
        if (!this.#there.delete(source)) return;
        this.#disconnect(source);
        this.#stream?.news(SEQUENCER.portExit, source);
        this.#stream?.news(SEQUENCER.clientExit, source);
      },
    };
  }

  connectByHand(controller: Controller): void {
    const [source] = [...this.#there].find(([, port]) => port.clientName === controller.name) ?? [];
    this.#connected.add(source!);
    this.#stream?.news(SEQUENCER.subscribed, source!);
  }

  sent(): string[] {
    return this.#stream?.sent() ?? [];
  }

  #disconnect(source: number): void {
    if (this.#connected.delete(source)) this.#stream?.news(SEQUENCER.unsubscribed, source);
  }

  close(): void {}
}
