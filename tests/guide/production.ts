/** The program as the guide's administrator runs it: their config.yaml, their folder of logs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { freePort, got, SERVING } from '../support/http.ts';
import { Home, type Started } from '../support/program.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

const PRINTED_LOG = '/var/log/fw16-synth/production.log';

/** A machine with the guide's config.yaml, but for sound that any machine has. */
export class Production extends Home {
  /** What the guide calls /etc/fw16-synth/config.yaml. */
  readonly config = this.path('etc/fw16-synth/config.yaml');
  /** What the guide calls /var/log/fw16-synth/production.log. */
  readonly log = this.path(PRINTED_LOG.slice(1));

  /** @param change what differs from the printed file */
  constructor(change: (yaml: string) => string = (yaml) => yaml) {
    super();
    mkdirSync(dirname(this.config), { recursive: true });
    const here = SAMPLE_CONFIG.replace(PRINTED_LOG, this.log)
      .replace('driver: pipewire', 'driver: file')
      .replace(/soundfont: .*/, `soundfont: ${builtInFont()}`);
    writeFileSync(this.config, change(here));
  }

  /** Plays unattended until it is told to end. */
  async play(): Promise<Started> {
    return await this.start('Ready', '--production', '--config', this.config);
  }

  /** The same on a port of its own, until it has said that. */
  async serve(said = SERVING): Promise<{ readonly playing: Started; readonly port: number }> {
    const port = await freePort();
    this.env['FW16_SYNTH_HTTP_PORT'] = `${port}`;
    const playing = await this.start(said, '--production', '--config', this.config);
    return { playing, port };
  }

  /** A line of the guide, for what is where here. */
  here(line: string): string {
    return line.replaceAll(PRINTED_LOG, this.log).replaceAll('sudo ', '');
  }
}

/** Names of the checks that health tells of. */
export async function checksOf(port: number): Promise<string[]> {
  const { checks = {} } = JSON.parse((await got(port, '/health/detailed')).body);
  return Object.keys(checks);
}
