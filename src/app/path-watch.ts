import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Tells when what is at a path may have come, changed or gone. Its folders may come and go as well:
 * the nearest one that is there is watched.
 */
export class PathWatch {
  readonly #path: string;
  readonly #onChange: () => void;
  #watcher: FSWatcher | undefined;
  /** The folder that is watched, and which one of that name it is. */
  #watched = '';

  constructor(path: string, onChange: () => void) {
    this.#path = path;
    this.#onChange = onChange;
    this.#watch();
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #watch(): void {
    const folder = nearestFolder(this.#path);
    const watched = `${folder} ${identity(folder)}`;
    if (watched === this.#watched) return;
    this.close();
    this.#watched = watched;
    const isItsOwn = folder === dirname(this.#path);
    try {
      this.#watcher = watch(folder, { persistent: false }, (_, name) => {
        const before = this.#watched;
        this.#watch();
        const isMeant = name === null || name === basename(this.#path);
        if (this.#watched !== before || (isItsOwn && isMeant)) this.#onChange();
      });
      this.#watcher.on('error', () => this.#watch());
    } catch {
      // No more can be watched (fs.inotify.max_user_watches): what asks now and then still finds it.
      this.#watched = '';
    }
  }
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (identity(folder) === '' && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** Differs from one folder to the next of the same name; '' when there is none. */
function identity(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false, bigint: true });
  return found?.isDirectory() ? `${found.dev} ${found.ino}` : '';
}
