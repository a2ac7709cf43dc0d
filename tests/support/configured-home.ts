/** A home with one program that plays unattended by a configuration of its own. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Status } from '../../src/core/status.ts';
import { Home } from './program.ts';

export class ConfiguredHome extends Home {
  /** What starts it. */
  readonly production = [
    '--production',
    '--driver',
    'file',
    '--config',
    this.path('c.yaml'),
  ] as const;

  configure(...lines: string[]): void {
    writeFileSync(this.path('c.yaml'), `${lines.join('\n')}\n`);
  }

  status(): Status {
    return JSON.parse(this.run('status', '--json').out) as Status;
  }

  /** What a command says that has to succeed. */
  asked(...words: string[]): string {
    const { exit, err } = this.run(...words);
    assert.equal(exit, 0, err);
    return err;
  }
}
