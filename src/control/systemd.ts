/**
 * What systemd is told of a service (sd_notify(3)): that it is ready, what it is doing, that it is
 * alive, that it reads its configuration anew, that it ends. One datagram a message; nobody waits.
 */
export interface SystemdOptions {
  /** Sends one message; false when it could not be sent now. */
  readonly send: (message: string) => boolean;
  /** Microseconds of CLOCK_MONOTONIC. */
  readonly nowUs: () => number;
  /** A sign of life is due before so long; undefined where nobody waits for one. */
  readonly watchdogUs: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const TRY_AGAIN_MS = 100;
// systemd may be reading itself anew (daemon-reexec): that takes less.
const TRIES = 50;

export class Systemd {
  readonly #options: SystemdOptions;
  #watchdog: NodeJS.Timeout | undefined;
  #unsent: string[] = [];
  #tries = 0;
  #retry: NodeJS.Timeout | undefined;
  #status = '';

  constructor(options: SystemdOptions) {
    this.#options = options;
  }

  /** From now on it gives a sign of life as long as `isAlive`, which is asked twice as often as one is due. */
  watch(isAlive: () => boolean): void {
    const { watchdogUs, send } = this.#options;
    if (watchdogUs === undefined) return;
    this.#watchdog = setInterval(() => {
      if (isAlive()) send('WATCHDOG=1');
    }, watchdogUs / 2000);
    this.#watchdog.unref();
  }

  /** It can be played; also after {@link reloading}. */
  ready(): void {
    this.#send('READY=1');
  }

  /** The line of `systemctl status`. */
  tell(status: string): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#send(`STATUS=${status.replaceAll('\n', ' ')}`);
  }

  /** The configuration is being read anew; {@link ready} follows. */
  reloading(): void {
    this.#send(`RELOADING=1\nMONOTONIC_USEC=${Math.trunc(this.#options.nowUs())}`);
  }

  /** It ends, within that time whatever happens. */
  stopping(withinSeconds: number): void {
    this.#send(`STOPPING=1\nEXTEND_TIMEOUT_USEC=${Math.ceil((withinSeconds + 1) * 1e6)}`);
  }

  close(): void {
    clearInterval(this.#watchdog);
    clearTimeout(this.#retry);
  }

  /** In order, and again where it did not get through: a lost READY=1 would fail the start. */
  #send(message: string): void {
    this.#unsent.push(message);
    if (this.#retry === undefined) this.#sendAll();
  }

  #sendAll(): void {
    this.#retry = undefined;
    while (this.#unsent.length > 0) {
      if (!this.#options.send(this.#unsent[0]!) && ++this.#tries < TRIES) {
        this.#retry = setTimeout(() => this.#sendAll(), TRY_AGAIN_MS).unref();
        return;
      }
      this.#tries = 0;
      this.#unsent.shift();
    }
  }
}

/** Microseconds within which this process is expected to show that it lives (sd_watchdog_enabled(3)). */
export function watchdogUs(env: Environment, pid: number): number | undefined {
  const us = Number(env['WATCHDOG_USEC']);
  const watched = env['WATCHDOG_PID'];
  if (!(Number.isFinite(us) && us > 0)) return undefined;
  return watched === undefined || watched === '' || watched === `${pid}` ? us : undefined;
}
