/** MIDI controllers that were shown what to move, kept from run to run. */
import { join } from 'node:path';
import { LEARNABLE, learnableAt } from '../core/instrument/learnt-routes.ts';
import type { Log } from '../core/log.ts';
import { ORDER } from '../core/order.ts';
import { Problem } from '../core/problem.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import { dataFolder } from './data-folder.ts';
import { KeptFile } from './kept-file.ts';

const VERSION = 1;
const BACKUPS = 3;

/** A controller, and the name of what it moves. */
export interface Learnt {
  readonly controller: number;
  readonly to: string;
}

export interface LearningParts {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly thread: Pick<LastingThread, 'order' | 'learnt'>;
  readonly log: Log;
  readonly say: (line: string) => void;
}

export class Learning {
  readonly #parts: LearningParts;
  readonly #file: KeptFile<readonly Learnt[]>;
  #last = '';

  constructor(parts: LearningParts) {
    const { env, home, say } = parts;
    this.#parts = parts;
    this.#file = new KeptFile<readonly Learnt[]>({
      path: join(dataFolder(env, home), 'controllers.json'),
      version: VERSION,
      nothing: [],
      read: readLearnt,
      backups: BACKUPS,
      say,
    });
  }

  /** Leads what was shown before. */
  restore(): void {
    for (const each of this.#file.read()) this.#lead(each);
  }

  /** The thread has news: perhaps a controller was shown what to move. */
  async heard(): Promise<void> {
    const { thread, log } = this.#parts;
    const learnt = thread.learnt();
    if (learnt === undefined) return;
    const { controller, destination } = learnt;
    const to = LEARNABLE.find((_, place) => learnableAt(place) === destination);
    if (to === undefined || `${controller} ${to}` === this.#last) return;
    this.#last = `${controller} ${to}`;
    // A thread to come is told as well.
    this.#lead({ controller, to });
    log.info(`Controller ${controller} moves the ${to} from now on.`, { kind: 'midi' });
    await this.#keep((all) => [...all.filter((each) => each.to !== to), { controller, to }]);
  }

  /** Controllers do what they did before. */
  async forget(): Promise<void> {
    this.#last = '';
    await this.#keep(() => []);
  }

  #lead({ controller, to }: Learnt): void {
    this.#parts.thread.order(ORDER.learnt, controller, learnableAt(LEARNABLE.indexOf(to)));
  }

  async #keep(change: (all: readonly Learnt[]) => readonly Learnt[]): Promise<void> {
    try {
      await this.#file.change(change);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#parts.log.warn(`What controllers move is not kept: ${error}`);
    }
  }
}

function readLearnt(content: unknown): readonly Learnt[] | undefined {
  if (!Array.isArray(content)) return undefined;
  const isRight = content.every(
    ({ controller, to } = {} as Partial<Learnt>) =>
      Number.isInteger(controller) && controller >= 0 && controller < 128 && LEARNABLE.includes(to),
  );
  return isRight ? content : undefined;
}
