/**
 * A small file of this player that the program writes: versioned, replaced whole, with the latest
 * copies of it beside it. One that is damaged is put aside, and the latest copy that is whole stands
 * in for it.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolders } from '../control/folders.ts';
import { AtomicFile } from '../ffi/atomic-file.ts';

export interface KeptFileOptions<Value> {
  readonly path: string;
  /** Of the form that is written. */
  readonly version: number;
  readonly nothing: Value;
  /** What a file of that version, or of one before it, holds; undefined when it is none. */
  readonly read: (content: unknown, version: number) => Value | undefined;
  /** How many copies there are, the present one among them. */
  readonly backups: number;
  /** Told once of each thing that is wrong with the file; the music goes on. */
  readonly say: (line: string) => void;
}

export class KeptFile<Value> {
  readonly #options: KeptFileOptions<Value>;
  readonly #told = new Set<string>();

  constructor(options: KeptFileOptions<Value>) {
    this.#options = options;
  }

  get path(): string {
    return this.#options.path;
  }

  read(): Value {
    const { path, nothing } = this.#options;
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.#tell(`cannot be read (${message})`);
      return nothing;
    }
    const found = this.#valueIn(text);
    return found === undefined ? this.#mended() : found.value;
  }

  /**
   * Replaces the file by what `change` makes of it, and answers that.
   *
   * @throws Problem when it cannot be written
   */
  async change(change: (value: Value) => Value): Promise<Value> {
    const { path } = this.#options;
    await makeFolders(dirname(path), 0o700).catch(() => {});
    // From here on nothing waits, so that no other change of ours comes in between.
    const value = change(this.read());
    this.#write(value);
    return value;
  }

  #write(value: Value): void {
    const { path, version } = this.#options;
    const file = new AtomicFile(path, 0o600);
    try {
      const text = JSON.stringify({ version, content: value }, undefined, 2);
      file.write(new TextEncoder().encode(`${text}\n`));
      file.keep();
    } finally {
      file.discard();
    }
    this.#backUp();
  }

  #valueIn(text: string): { readonly value: Value } | undefined {
    const { version: newest, read } = this.#options;
    try {
      const { version, content } = JSON.parse(text) as Record<string, unknown>;
      if (typeof version !== 'number' || version > newest) return undefined;
      const value = read(content, version);
      return value === undefined ? undefined : { value };
    } catch {
      return undefined;
    }
  }

  /** The file is put aside, and the latest copy that is whole takes its place. */
  #mended(): Value {
    const { path, nothing } = this.#options;
    const copies = this.#copies().reverse();
    const texts = copies.map((copy) => ({
      copy,
      found: this.#valueIn(readFileSync(copy, 'utf8')),
    }));
    const whole = texts.find(({ found }) => found !== undefined);
    try {
      const aside = freeName(path);
      renameSync(path, aside);
      const instead =
        whole === undefined ? 'nothing stands in for it' : `${whole.copy} plays instead`;
      this.#tell(`is not as this version writes it; it is ${basename(aside)} now, and ${instead}`);
      if (whole !== undefined) copyFileSync(whole.copy, path);
    } catch (error) {
      this.#tell(`is not as this version writes it (${(error as Error).message})`);
    }
    return whole?.found?.value ?? nothing;
  }

  #backUp(): void {
    const { path, backups } = this.#options;
    if (backups === 0) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const at = new Date().toISOString().replaceAll(/\D/g, '');
      copyFileSync(path, join(this.#folder, `${basename(path, '.json')}.${at}.json`));
      for (const old of this.#copies().slice(0, -backups)) void rm(old, { force: true });
    } catch (error) {
      this.#tell(`has no copy beside it: ${(error as Error).message}`);
    }
  }

  get #folder(): string {
    return join(dirname(this.#options.path), 'backups');
  }

  /** The oldest first. */
  #copies(): string[] {
    const { path } = this.#options;
    if (!existsSync(this.#folder)) return [];
    const ours = new RegExp(`^${basename(path, '.json')}\\.\\d+\\.json$`);
    return readdirSync(this.#folder)
      .filter((name) => ours.test(name))
      .sort()
      .map((name) => join(this.#folder, name));
  }

  #tell(what: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    this.#options.say(`${this.#options.path}: ${what}.`);
  }
}

/** A name for what is put aside that takes no other one's. */
function freeName(path: string): string {
  for (let number = 1; ; number++) {
    const name = `${path}.damaged${number === 1 ? '' : `-${number}`}`;
    if (!existsSync(name)) return name;
  }
}
