/** The libjack of this process, JACK's or PipeWire's, for who is connected with whom. */
import koffi, { type LibraryHandle } from 'koffi';
import type { CodePtr } from './libfluidsynth.ts';
import { filesInProcess, loadLibrary, symbolAddress } from './libraries.ts';

export type JackClientPtr = bigint & { readonly of: 'jack_client_t' };

export interface Jack {
  /** Where a call that may wait is found. */
  address(symbol: 'jack_client_open' | 'jack_client_close'): CodePtr;
  /** Ports that play, those of the default sink first. */
  playbackPorts(client: JackClientPtr): string[];
  /** Ports that send, by a regular expression over their names. */
  outputPorts(client: JackClientPtr, names: string): string[];
  connections(client: JackClientPtr, port: string): string[];
  /** Frames that a port's sound takes until it leaves the machine, the least and the most, as told. */
  latency(client: JackClientPtr, port: string): readonly [least: number, most: number];
  /** Differs from any other port's there was; 0 when there is no such port. */
  idOf(client: JackClientPtr, port: string): bigint;
}

const AUDIO = '32 bit float mono audio';
const IS_INPUT = 1;
const IS_OUTPUT = 2;
const IS_PHYSICAL = 4;
const PLAYBACK_LATENCY = 1;

/** Has every libjack of this process hand its messages to `call` instead of writing them. */
export function silenceJack(call: CodePtr): void {
  for (const file of filesInProcess('libjack.so')) {
    const lib = koffi.load(file);
    for (const kind of ['error', 'info']) {
      lib.func(`void jack_set_${kind}_function(void *call)`)(call);
    }
  }
}

/**
 * The one that FluidSynth plays through, which has to be open by then; undefined when there is none.
 */
export function openJack(): Jack | undefined {
  const loaded = loadLibrary('jack');
  if (!loaded.ok) return undefined;
  return declare(loaded.library, (symbol) => symbolAddress(loaded, symbol));
}

function declare(lib: LibraryHandle, address: Jack['address']): Jack {
  const ports = lib.func(
    'void *jack_get_ports(void *client, const char *names, const char *type, ulong flags)',
  );
  const connected = lib.func('void *jack_port_get_all_connections(void *client, void *port)');
  const byName = lib.func('void *jack_port_by_name(void *client, const char *name)');
  const uuid = lib.func('uint64_t jack_port_uuid(void *port)');
  const range = lib.func(
    'void jack_port_get_latency_range(void *port, int mode, _Out_ uint32_t *range)',
  );
  const told = new Uint32Array(2);
  const free = lib.func('void jack_free(void *list)');
  const strings = (list: bigint | null): string[] => {
    if (list === null) return [];
    const read: string[] = [];
    for (let at = 0; ; at += 8) {
      const text: string | null = koffi.decode(list, at, 'const char *');
      if (text === null) break;
      read.push(text);
    }
    free(list);
    return read;
  };
  return {
    address,
    playbackPorts: (client) => strings(ports(client, null, AUDIO, IS_INPUT | IS_PHYSICAL)),
    outputPorts: (client, names) => strings(ports(client, names, AUDIO, IS_OUTPUT)),
    connections: (client, port) => {
      const found: bigint | null = byName(client, port);
      return found === null ? [] : strings(connected(client, found));
    },
    latency: (client, port) => {
      const found: bigint | null = byName(client, port);
      told.fill(0);
      if (found !== null) range(found, PLAYBACK_LATENCY, told);
      return [told[0] ?? 0, told[1] ?? 0];
    },
    idOf: (client, port) => {
      const found: bigint | null = byName(client, port);
      return found === null ? 0n : BigInt(uuid(found));
    },
  };
}
