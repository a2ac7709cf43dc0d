import type { Jack, JackClientPtr } from '../ffi/libjack.ts';
import { openPipeWireJack } from '../ffi/libjack.ts';
import type { Shim } from '../ffi/shim.ts';
import { Aside } from './aside.ts';

/** FluidSynth's first port, whatever PipeWire appends to its name or its client's. */
const OURS = '^fw16-synth[^:]*:left';

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

/**
 * Sees whether sound still goes to the default sink. Streams of PipeWire's own follow it; what
 * FluidSynth plays through JACK is connected once, and stays silent when its sink is gone.
 */
export class SinkWatch {
  readonly #jack: Jack | undefined = openPipeWireJack();
  readonly #shim: Shim;
  #client: JackClientPtr | undefined;
  #target: Target | undefined;
  #open = true;

  /** It sees nothing until PipeWire has let it in. */
  constructor(shim: Shim) {
    this.#shim = shim;
    if (this.#jack !== undefined) void this.#enter(this.#jack);
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
    return shouldMove({ sink, connected, idOf }, this.#target);
  }

  /** Our port is a new one, and goes where it belongs. */
  forget(): void {
    this.#target = undefined;
  }

  close(): void {
    this.#open = false;
    if (this.#client !== undefined) this.#leave(this.#client);
    this.#client = undefined;
  }

  async #enter(jack: Jack): Promise<void> {
    const call = this.#shim.openClient(jack.address('jack_client_open'));
    const opening = new Aside(this.#shim, call);
    await opening.comesBack(Number.POSITIVE_INFINITY);
    if (opening.made === null) return;
    const client = opening.made as JackClientPtr;
    if (this.#open) this.#client = client;
    else this.#leave(client);
  }

  #leave(client: JackClientPtr): void {
    const close = this.#jack?.address('jack_client_close') ?? 0n;
    const closing = new Aside(this.#shim, this.#shim.closeClient(close, client));
    void closing.comesBack(Number.POSITIVE_INFINITY);
  }
}
