import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

const LOOKS_MOST = 4;
const RETRY_MS = 1000;

/**
 * Tells when what is at a path may have come, changed or gone. Its folders may come and go as well:
 * the nearest one that is there is watched.
 */
export class PathWatch {
  readonly #path: string;
  readonly #onChange: () => void;
  #watcher: FSWatcher | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** The folder that is watched, and which one of that name it is. */
  #watched = '';

  constructor(path: string, onChange: () => void) {
    this.#path = path;
    this.#onChange = onChange;
    this.#watch();
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #watch(): void {
    // Folders may come and go between looking for the nearest one and listening to it.
    for (let looks = 0; looks < LOOKS_MOST; looks++) {
      const folder = nearestFolder(this.#path);
      const watched = `${folder} ${identity(folder)}`;
      if (watched === this.#watched) return;
      this.close();
      this.#watched = this.#listen(folder) ? watched : '';
    }
    if (this.#watched !== '') return;
    // No more can be watched (fs.inotify.max_user_watches), or there is no end of coming and going.
    this.#retry = setTimeout(() => {
      this.#watch();
      if (this.#watched !== '') this.#onChange();
    }, RETRY_MS).unref();
  }

  #listen(folder: string): boolean {
    const isItsOwn = folder === dirname(this.#path);
    try {
      this.#watcher = watch(folder, { persistent: false }, (_, name) => {
        const before = this.#watched;
        this.#watch();
        const isMeant = name === null || name === basename(this.#path);
        if (this.#watched !== before || (isItsOwn && isMeant)) this.#onChange();
      });
      this.#watcher.on('error', () => this.#watch());
      return true;
    } catch {
      return false;
    }
  }
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (identity(folder) === '' && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/**
 * Differs from one folder to the next of the same name, which may have the same inode; '' when there
 * is none.
 */
function identity(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false, bigint: true });
  return found?.isDirectory() ? `${found.dev} ${found.ino} ${found.birthtimeNs}` : '';
}
