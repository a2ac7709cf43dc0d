/**
 * A CPU profile of the main thread that is always being taken: two that overlap, so that the elder
 * holds the last minute at least. It costs nothing but where profiling is switched on.
 */
import { Session } from 'node:inspector';

const MINUTE_MS = 60_000;
// Fine enough for what holds up a thread for a millisecond.
const SAMPLE_EVERY_US = 1000;

export class CpuProfile {
  #elder = begin();
  #younger: Session | undefined;
  readonly #next: NodeJS.Timeout;

  constructor() {
    this.#next = setInterval(() => this.#rotate(), MINUTE_MS);
    this.#next.unref();
  }

  /** The profile since a minute ago or before, as the JSON of a `.cpuprofile`; another has begun. */
  async take(): Promise<string> {
    const session = this.#elder;
    this.#elder = this.#younger ?? begin();
    this.#younger = undefined;
    const profile = await new Promise<unknown>((resolve, reject) => {
      session.post('Profiler.stop', (error, answer) => {
        if (error === null) resolve(answer.profile);
        else reject(error);
      });
    });
    session.disconnect();
    return JSON.stringify(profile);
  }

  close(): void {
    clearInterval(this.#next);
    this.#elder.disconnect();
    this.#younger?.disconnect();
  }

  #rotate(): void {
    if (this.#younger !== undefined) {
      this.#elder.disconnect();
      this.#elder = this.#younger;
    }
    this.#younger = begin();
  }
}

function begin(): Session {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
  session.post('Profiler.start');
  return session;
}
