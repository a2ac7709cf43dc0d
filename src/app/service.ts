import { Systemd, watchdogUs } from '../control/systemd.ts';
import { DatagramSocket } from '../ffi/datagram-socket.ts';
import { monotonicUs } from '../ffi/libc.ts';

const VARIABLES = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID'] as const;

/**
 * The line to systemd, when this program is a service that is expected to speak. It is taken out of
 * `env`: no program that we start is to speak for us.
 *
 * @param say is told of an address that cannot be spoken to
 */
export function openService(
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Systemd | undefined {
  const { NOTIFY_SOCKET: address } = env;
  const watchdog = watchdogUs(env, process.pid);
  for (const name of VARIABLES) delete env[name];
  if (address === undefined || address === '') return undefined;
  const socket = openSocket(address, say);
  if (socket === undefined) return undefined;
  return new Systemd({
    send: (message) => socket.send(message),
    nowUs: monotonicUs,
    watchdogUs: watchdog,
  });
}

function openSocket(address: string, say: (line: string) => void): DatagramSocket | undefined {
  try {
    return new DatagramSocket(address);
  } catch (error) {
    say(`systemd will not hear of us: ${error}`);
    return undefined;
  }
}
