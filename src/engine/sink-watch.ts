import type { Jack, JackClientPtr } from '../ffi/libjack.ts';
import { openJack } from '../ffi/libjack.ts';
import type { Shim } from '../ffi/shim.ts';
import { Aside } from './aside.ts';
import { JACK_NAME } from './settings.ts';

/** FluidSynth's first port, whatever PipeWire appends to its name or its client's. */
const OURS = `^${JACK_NAME}[^:]*:left`;

const CONNECT_WITHIN_MS = 250;
const LOOK_EVERY_MS = 2;

/** What one look at PipeWire's ports shows. */
export interface Ports {
  /** The first port of the default sink; undefined when there is no sink. */
  readonly sink: string | undefined;
  /** What our own is connected to; undefined when there is none of ours. */
  readonly connected: readonly string[] | undefined;
  /** Tells a port from any other of its name. */
  idOf(port: string): bigint;
}

/** The port that was the right one at the last look. */
export interface Target {
  readonly port: string;
  readonly id: bigint;
}

/**
 * Whether our port should be connected anew: it was connected to a sink that is gone or no longer
 * the default one, or never to any. Where a person has connected it otherwise, it stays.
 */
export function shouldMove({ sink, connected, idOf }: Ports, target: Target | undefined): boolean {
  if (sink === undefined || connected === undefined || connected.includes(sink)) return false;
  if (target === undefined || idOf(target.port) !== target.id) return true;
  return connected.includes(target.port);
}

/** Where sound goes, as the server has it. */
export interface Destination {
  /** What plays it, by the server's name for it; '' for nothing. */
  readonly into: string;
  /** Frames that it takes from there until it leaves the machine, as reported; 0 where that is not. */
  readonly delayFrames: number;
}

/**
 * Sees where sound goes that FluidSynth plays through JACK, be that JACK's own server or PipeWire's
 * stand-in. Streams of PipeWire's own follow the default sink; these are connected once, and stay
 * silent when their sink is gone.
 */
export class SinkWatch {
  readonly #jack: Jack | undefined = openJack();
  readonly #shim: Shim;
  readonly #entering: Aside | undefined;
  readonly #entered: Promise<void> | undefined;
  #client: JackClientPtr | undefined;
  #target: Target | undefined;
  #seen: Destination | undefined;
  #open = true;

  /** It sees nothing until the server has let it in. */
  constructor(shim: Shim) {
    this.#shim = shim;
    if (this.#jack === undefined) return;
    const call = shim.openClient(this.#jack.address('jack_client_open'));
    this.#entering = new Aside(shim, call);
    this.#entered = this.#enter(this.#entering);
  }

  /** Whether the server has let it in by then: undefined when it has not answered. */
  async entered(withinMs: number): Promise<boolean | undefined> {
    if (this.#entering === undefined) return false;
    if (!(await this.#entering.comesBack(withinMs))) return undefined;
    await this.#entered;
    return this.#client !== undefined;
  }

  /** Whether the server has anything to play into. */
  get hasSink(): boolean {
    const [jack, client] = [this.#jack, this.#client];
    return jack !== undefined && client !== undefined && jack.playbackPorts(client).length > 0;
  }

  /** Where sound went at the last look; undefined before it. */
  get destination(): Destination | undefined {
    return this.#seen;
  }

  /** Looks once; true when sound should go elsewhere than it does. */
  look(): boolean {
    const [jack, client] = [this.#jack, this.#client];
    if (jack === undefined || client === undefined) return false;
    const [sink] = jack.playbackPorts(client);
    const ours = jack.outputPorts(client, OURS).at(-1);
    const connected = ours === undefined ? undefined : jack.connections(client, ours);
    const idOf = (port: string): bigint => jack.idOf(client, port);
    if (sink !== undefined && connected?.includes(sink)) {
      this.#target = { port: sink, id: idOf(sink) };
    }
    const [into] = connected ?? [];
    this.#seen = {
      into: into?.replace(/:[^:]*$/, '') ?? '',
      delayFrames: ours === undefined ? 0 : jack.latency(client, ours)[1],
    };
    return shouldMove({ sink, connected, idOf }, this.#target);
  }

  /**
   * Our port is a new one, and goes where it belongs: FluidSynth has connected it by now, of which
   * not everybody has heard.
   */
  async settle(): Promise<void> {
    this.#target = undefined;
    const deadline = performance.now() + CONNECT_WITHIN_MS;
    do {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      this.look();
    } while (this.#open && this.#seen?.into === '' && performance.now() < deadline);
  }

  close(): void {
    this.#open = false;
    if (this.#client !== undefined) this.#leave(this.#client);
    this.#client = undefined;
  }

  async #enter(entering: Aside): Promise<void> {
    await entering.comesBack(Number.POSITIVE_INFINITY);
    if (entering.made === null) return;
    const client = entering.made as JackClientPtr;
    if (this.#open) this.#client = client;
    else this.#leave(client);
  }

  #leave(client: JackClientPtr): void {
    const close = this.#jack?.address('jack_client_close') ?? 0n;
    const closing = new Aside(this.#shim, this.#shim.closeClient(close, client));
    void closing.comesBack(Number.POSITIVE_INFINITY);
  }
}
