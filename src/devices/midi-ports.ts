/**
 * The program as a client of the ALSA sequencer: a port that controllers are connected to, and one
 * that sends what is played. Who comes and goes is told by the kernel's announcements, which reach
 * the same descriptor as the notes by a port of their own, so that nobody sees a cable there.
 */
import { fitsFilter } from '../core/midi/port-filter.ts';
import type { Alsa, SequencerPort, SequencerPtr } from '../ffi/libasound.ts';
import { ANNOUNCE_PORT, PORT, SEQUENCER_NODE, SYSTEM_CLIENT } from '../ffi/libasound.ts';

const CLIENT_NAME = 'FW16 Synth';
/** A burst that waits longer than a busy machine keeps us from reading. */
const POOL_EVENTS = 1000;
const THROUGH = /^Midi Through/i;
const SENDS = PORT.read | PORT.subscribeRead;
const LISTENS = PORT.write | PORT.subscribeWrite;
const NO_SUCH_FILE = -2;
const NO_PERMISSION = -13;

export interface MidiChoice {
  /** Whether ports are connected as they appear. */
  readonly autoConnect: boolean;
  /** A regular expression over the names of clients and ports; '' fits all but loops. */
  readonly portFilter: string;
}

/** What of it is wanted: a port to be heard by, and one to send by. */
export interface MidiUse {
  readonly input: boolean;
  readonly output: boolean;
}

export type MidiOpened =
  | { readonly ok: true; readonly ports: MidiPorts }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

/** The ports to play, of all that there are. */
export function chosenPorts(
  ports: readonly SequencerPort[],
  ownClient: number,
  portFilter: string,
): SequencerPort[] {
  return ports.filter(({ client, clientName, portName, can }) => {
    if (client === SYSTEM_CLIENT || client === ownClient) return false;
    if ((can & SENDS) !== SENDS || (can & PORT.noExport) !== 0) return false;
    // What goes in there comes out of it: connected unasked it would play everything twice.
    if (portFilter === '') return !THROUGH.test(clientName);
    return fitsFilter(portFilter, clientName, portName);
  });
}

export class MidiPorts {
  /** Read and written raw, by whoever plays. */
  readonly fd: number;
  readonly client: number;
  /** Undefined where nothing is to go out. */
  readonly outputPort: number | undefined;
  readonly #alsa: Alsa;
  readonly #sequencer: SequencerPtr;
  readonly #inputPort: number | undefined;
  #connected: SequencerPort[] = [];

  private constructor(alsa: Alsa, sequencer: SequencerPtr, { input, output }: MidiUse) {
    this.#alsa = alsa;
    this.#sequencer = sequencer;
    this.client = alsa.clientId(sequencer);
    this.#inputPort = input ? alsa.createPort(sequencer, 'Input', LISTENS) : undefined;
    this.outputPort = output ? alsa.createPort(sequencer, 'Output', SENDS) : undefined;
    alsa.setInputPool(sequencer, POOL_EVENTS);
    this.fd = alsa.descriptor(sequencer);
    const news = alsa.createPort(sequencer, 'Announcements', PORT.write | PORT.noExport);
    alsa.connectFrom(sequencer, news, SYSTEM_CLIENT, ANNOUNCE_PORT);
  }

  static open(alsa: Alsa, use: MidiUse): MidiOpened {
    const sequencer = alsa.open(CLIENT_NAME);
    if (typeof sequencer === 'number') {
      return { ok: false, ...missing(sequencer, alsa.message(sequencer)) };
    }
    return { ok: true, ports: new MidiPorts(alsa, sequencer, use) };
  }

  /** All that send, and whether each is meant. */
  survey(portFilter: string): { readonly port: SequencerPort; readonly isChosen: boolean }[] {
    const all = this.#alsa.ports(this.#sequencer);
    const chosen = chosenPorts(all, this.client, portFilter);
    return chosenPorts(all, this.client, '.').map((port) => ({
      port,
      isChosen: includes(chosen, port),
    }));
  }

  /** What is connected, as `client name:port name`. */
  get names(): string[] {
    return namesOf(this.#connected);
  }

  /** Connects what has come and fits, lets go of what no longer does, and answers both. */
  look(choice: MidiChoice): { readonly come: string[]; readonly gone: string[] } {
    const before = this.#connected;
    const input = this.#inputPort;
    if (input === undefined) return { come: [], gone: [] };
    const all = this.#alsa.ports(this.#sequencer);
    const wanted = choice.autoConnect ? chosenPorts(all, this.client, choice.portFilter) : [];
    for (const port of before) {
      if (!includes(wanted, port) && includes(all, port)) {
        this.#alsa.disconnectFrom(this.#sequencer, input, port.client, port.port);
      }
    }
    this.#connected = wanted.filter(
      (port) =>
        includes(before, port) ||
        this.#alsa.connectFrom(this.#sequencer, input, port.client, port.port) >= 0,
    );
    return {
      come: namesOf(this.#connected.filter((port) => !includes(before, port))),
      gone: namesOf(before.filter((port) => !includes(this.#connected, port))),
    };
  }

  close(): void {
    this.#alsa.close(this.#sequencer);
  }
}

function missing(error: number, words: string): { why: string; remedy: string } {
  if (error === NO_SUCH_FILE) {
    return {
      why: `this machine has no ALSA sequencer (${SEQUENCER_NODE})`,
      remedy: 'sudo modprobe snd-seq brings it; a container is given it by --device /dev/snd.',
    };
  }
  const why = `the ALSA sequencer (${SEQUENCER_NODE}) can't be opened: ${words}`;
  const remedy =
    error === NO_PERMISSION
      ? 'sudo usermod -aG audio $USER, then log in anew.'
      : 'sudo modprobe snd-seq may bring it.';
  return { why, remedy };
}

function includes(ports: readonly SequencerPort[], wanted: SequencerPort): boolean {
  return ports.some(
    ({ client, port, clientName }) =>
      client === wanted.client && port === wanted.port && clientName === wanted.clientName,
  );
}

function namesOf(ports: readonly SequencerPort[]): string[] {
  return ports.map(({ clientName, portName }) => `${clientName}:${portName}`);
}
