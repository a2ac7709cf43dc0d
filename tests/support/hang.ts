/** Parts of the program that hang on command; hang.c says which. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../bench/machine.ts';
import { Home, projectFile } from './program.ts';

export type Part = 'audio' | 'play' | 'main' | 'log';

/** A home in which parts of the program can be made to hang. */
export class HangingHome extends Home {
  readonly #hanging: string;

  constructor(more: NodeJS.ProcessEnv = {}) {
    super(more);
    this.#hanging = this.path('hanging');
    mkdirSync(this.#hanging);
    const library = this.path('hang.so');
    compile('-shared', '-fPIC', '-o', library, projectFile('tests/support/hang.c'), '-ldl');
    Object.assign(this.env, { LD_PRELOAD: library, FW16_HANG: this.#hanging });
  }

  hang(part: Part): void {
    writeFileSync(join(this.#hanging, part), '');
  }

  goOn(part: Part): void {
    rmSync(join(this.#hanging, part), { force: true });
  }
}
