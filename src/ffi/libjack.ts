/** libjack, JACK's or PipeWire's, for a look at what FluidSynth's own client of it is connected to. */
import koffi from 'koffi';
import { loadLibrary } from './libraries.ts';

const NO_START_SERVER = 1;
const PORT_IS_OUTPUT = 2;
const POINTER_BYTES = 8;

/**
 * What the outputs of the clients whose name matches are connected to, as JACK names ports
 * (`Speaker:playback_FL`); undefined when JACK cannot be asked.
 *
 * @param own a name for the client that looks
 * @param clients a regular expression
 */
export function jackConnections(own: string, clients: string): string[] | undefined {
  const loaded = loadLibrary('jack');
  if (!loaded.ok) return undefined;
  const lib = loaded.library;
  const close = lib.func('int jack_client_close(void *client)');
  const free = lib.func('void jack_free(void *list)');
  const open = lib.func('void *jack_client_open(const char *name, int options, void *status, ...)');
  const portsOf = lib.func(
    'void *jack_get_ports(void *client, const char *name, const char *type, ulong flags)',
  );
  const portOf = lib.func('void *jack_port_by_name(void *client, const char *name)');
  const connectionsOf = lib.func('void *jack_port_get_all_connections(void *client, void *port)');
  const names = (list: bigint | null): string[] => {
    if (list === null) return [];
    const found: string[] = [];
    for (let at = 0; ; at += POINTER_BYTES) {
      const name: string | null = koffi.decode(list, at, 'const char *');
      if (name === null) break;
      found.push(name);
    }
    free(list);
    return found;
  };
  const client: bigint | null = open(own, NO_START_SERVER, null);
  if (client === null) return undefined;
  const outputs = names(portsOf(client, `^${clients}:`, null, PORT_IS_OUTPUT));
  const connected = outputs.flatMap((output) =>
    names(connectionsOf(client, portOf(client, output))),
  );
  close(client);
  return connected;
}
