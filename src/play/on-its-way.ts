import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A thread on its way: it takes long to begin, and needs neither a synthesiser nor a configuration. */
export class ThreadOnItsWay {
  readonly worker: Worker;

  constructor() {
    // The compiler rewrites the endings of imports, not of URLs.
    const entry = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    this.worker = new Worker(entry, { execArgv: [], name: 'play' });
    // Until it plays nobody waits for it: a program that ends before takes it along.
    this.worker.unref();
  }
}
