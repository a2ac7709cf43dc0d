type Environment = Readonly<Record<string, string | undefined>>;

const FIRST = 3;
const MOST = 16;

/** Listening sockets that systemd handed over (sd_listen_fds(3)), if they are for this process. */
export function passedSockets(env: Environment, pid: number): number[] {
  if (Number(env['LISTEN_PID']) !== pid) return [];
  const count = Number(env['LISTEN_FDS']);
  if (!Number.isInteger(count) || count < 1 || count > MOST) return [];
  return Array.from({ length: count }, (_, index) => FIRST + index);
}
