/** PipeWire's libjack, for who is connected with whom; what sounds there is FluidSynth's to play. */
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
  /** Differs from any other port's there was; 0 when there is no such port. */
  idOf(client: JackClientPtr, port: string): bigint;
}

const AUDIO = '32 bit float mono audio';
const IS_INPUT = 1;
const IS_OUTPUT = 2;
const IS_PHYSICAL = 4;

/** Has every libjack of this process hand its messages to `call` instead of writing them. */
export function silenceJack(call: CodePtr): void {
  for (const file of filesInProcess('libjack.so')) {
    const lib = koffi.load(file);
    for (const kind of ['error', 'info']) {
      lib.func(`void jack_set_${kind}_function(void *call)`)(call);
    }
  }
}

/** Undefined when there is none. */
export function openPipeWireJack(): Jack | undefined {
  const loaded = loadLibrary('pipewire-jack');
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
    idOf: (client, port) => {
      const found: bigint | null = byName(client, port);
      return found === null ? 0n : BigInt(uuid(found));
    },
  };
}
