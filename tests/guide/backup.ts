/** What the guide's backup keeps: a machine with all of it in place. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { Production } from './production.ts';

const FONT = '/opt/soundfonts/FluidR3_GM.sf2';

/** A file in each of the folders that it names. */
export const PLACES = [
  '/etc/fw16-synth/config.yaml',
  FONT,
  '/var/log/fw16-synth/production.log',
] as const;

export class Kept extends Production {
  /** What the guide calls /opt/soundfonts/FluidR3_GM.sf2. */
  readonly font = this.path(FONT.slice(1));

  constructor() {
    super((yaml) => yaml);
    mkdirSync(dirname(this.font), { recursive: true });
    cpSync(builtInFont(), this.font);
    this.env['FW16_SYNTH_AUDIO_SOUNDFONT'] = this.font;
  }

  override here(line: string): string {
    return line.replaceAll(/ \/(?=etc|opt|var)/g, ` ${this.folder}/`);
  }

  shell(line: string): { exit: number | null; out: string } {
    const { status, stdout } = spawnSync('sh', ['-c', line], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    return { exit: status, out: stdout };
  }
}
