/** libasound's sequencer: who is there and who is connected with whom; its events are read raw. */
import type { LibraryHandle } from 'koffi';
import { errorNumber, libc, O_RDWR_NONBLOCK_CLOEXEC } from './libc.ts';
import { loadLibrary } from './libraries.ts';

export type SequencerPtr = bigint & { readonly of: 'snd_seq_t' };

export interface SequencerPort {
  readonly client: number;
  readonly port: number;
  readonly clientName: string;
  readonly portName: string;
  /** What may be done with it, bits of {@link PORT}. */
  readonly can: number;
}

/** Capabilities of a port (seq.h). */
export const PORT = {
  read: 1,
  write: 2,
  subscribeRead: 32,
  subscribeWrite: 64,
  /** Not for others to connect. */
  noExport: 128,
} as const;

/** The client of the kernel itself, and its port that tells who comes and goes. */
export const SYSTEM_CLIENT = 0;
export const ANNOUNCE_PORT = 1;

/** Where the kernel has its sequencer. */
export const SEQUENCER_NODE = '/dev/snd/seq';

const TYPE_MIDI_GENERIC = 2;
const TYPE_SOFTWARE = 1 << 17;
const TYPE_APPLICATION = 1 << 20;
const OPEN_DUPLEX = 3;
const NONBLOCK = 1;
const POLLFD_BYTES = 8;
const POLLIN = 1;

/** Calls answer 0 or more, or the negative error number of ALSA. */
export interface Alsa {
  /** A client of this name, whose reads don't wait; the error number where there is none. */
  open(name: string): SequencerPtr | number;
  close(sequencer: SequencerPtr): number;
  clientId(sequencer: SequencerPtr): number;
  /** The number of the new port. */
  createPort(sequencer: SequencerPtr, name: string, can: number): number;
  connectFrom(sequencer: SequencerPtr, own: number, client: number, port: number): number;
  connectTo(sequencer: SequencerPtr, own: number, client: number, port: number): number;
  disconnectFrom(sequencer: SequencerPtr, own: number, client: number, port: number): number;
  /** How many events may wait in the kernel to be read. */
  setInputPool(sequencer: SequencerPtr, events: number): number;
  /** The descriptor that events are read from. */
  descriptor(sequencer: SequencerPtr): number;
  /** Every port of every client. */
  ports(sequencer: SequencerPtr): SequencerPort[];
  /** The text of an error number. */
  message(error: number): string;
}

export type AlsaLoaded =
  | { readonly ok: true; readonly alsa: Alsa }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

export function openAlsa(): AlsaLoaded {
  const loaded = loadLibrary('asound');
  return loaded.ok ? { ok: true, alsa: declare(loaded.library) } : loaded;
}

function declare(lib: LibraryHandle): Alsa {
  const made = new BigUint64Array(1);
  const pollFd = new Int32Array(POLLFD_BYTES / 4);
  const open = lib.func('int snd_seq_open(void *made, const char *name, int streams, int mode)');
  const setName = lib.func('int snd_seq_set_client_name(void *seq, const char *name)');
  const createPort = lib.func(
    'int snd_seq_create_simple_port(void *seq, const char *name, uint caps, uint type)',
  );
  const descriptors = lib.func(
    'int snd_seq_poll_descriptors(void *seq, void *fds, uint space, short events)',
  );
  return {
    open: (name) => {
      // libasound says in its own words, on standard error, that there is none: it is not asked then.
      const probe = libc.open(SEQUENCER_NODE, O_RDWR_NONBLOCK_CLOEXEC);
      if (probe < 0) return -errorNumber();
      libc.close(probe);
      const result: number = open(made, 'default', OPEN_DUPLEX, NONBLOCK);
      if (result < 0) return result;
      const sequencer = made[0] as SequencerPtr;
      setName(sequencer, name);
      return sequencer;
    },
    close: lib.func('int snd_seq_close(void *seq)'),
    clientId: lib.func('int snd_seq_client_id(void *seq)'),
    createPort: (sequencer, name, can) =>
      createPort(sequencer, name, can, TYPE_MIDI_GENERIC | TYPE_SOFTWARE | TYPE_APPLICATION),
    connectFrom: lib.func('int snd_seq_connect_from(void *seq, int own, int client, int port)'),
    connectTo: lib.func('int snd_seq_connect_to(void *seq, int own, int client, int port)'),
    disconnectFrom: lib.func(
      'int snd_seq_disconnect_from(void *seq, int own, int client, int port)',
    ),
    setInputPool: lib.func('int snd_seq_set_client_pool_input(void *seq, size_t events)'),
    descriptor: (sequencer) => {
      descriptors(sequencer, pollFd, 1, POLLIN);
      return pollFd[0]!;
    },
    ports: declarePorts(lib),
    message: lib.func('const char *snd_strerror(int error)'),
  };
}

function declarePorts(lib: LibraryHandle): Alsa['ports'] {
  const made = new BigUint64Array(1);
  const infoOf = (kind: 'client' | 'port') => ({
    malloc: lib.func(`int snd_seq_${kind}_info_malloc(void *made)`),
    free: lib.func(`void snd_seq_${kind}_info_free(void *info)`),
    name: lib.func(`const char *snd_seq_${kind}_info_get_name(void *info)`),
    next: lib.func(`int snd_seq_query_next_${kind}(void *seq, void *info)`),
  });
  const client = {
    ...infoOf('client'),
    set: lib.func('void snd_seq_client_info_set_client(void *info, int client)'),
    number: lib.func('int snd_seq_client_info_get_client(void *info)'),
  };
  const port = {
    ...infoOf('port'),
    setClient: lib.func('void snd_seq_port_info_set_client(void *info, int client)'),
    set: lib.func('void snd_seq_port_info_set_port(void *info, int port)'),
    number: lib.func('int snd_seq_port_info_get_port(void *info)'),
    can: lib.func('uint snd_seq_port_info_get_capability(void *info)'),
  };
  return (sequencer) => {
    client.malloc(made);
    const clientInfo = made[0]!;
    port.malloc(made);
    const portInfo = made[0]!;
    const found: SequencerPort[] = [];
    client.set(clientInfo, -1);
    while (client.next(sequencer, clientInfo) >= 0) {
      const number: number = client.number(clientInfo);
      const clientName: string = client.name(clientInfo);
      port.setClient(portInfo, number);
      port.set(portInfo, -1);
      while (port.next(sequencer, portInfo) >= 0) {
        found.push({
          client: number,
          port: port.number(portInfo),
          clientName,
          portName: port.name(portInfo),
          can: port.can(portInfo),
        });
      }
    }
    client.free(clientInfo);
    port.free(portInfo);
    return found;
  };
}
