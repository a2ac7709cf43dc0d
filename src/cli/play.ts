import { version } from '../app/version.ts';
import { EXIT } from '../core/problem.ts';
import { ThreadOnItsWay } from '../play/on-its-way.ts';
import type { Invocation } from './options.ts';

/** `fw16-synth`: plays, checks the configuration or health, or tells its version. */
export async function play(invocation: Invocation): Promise<number> {
  const { flags } = invocation;
  if (flags.has('version')) {
    process.stdout.write(`${version}\n`);
    return EXIT.ok;
  }
  if (flags.has('test-mode')) {
    return await (await import('./test-mode.ts')).testMode(invocation);
  }
  if (flags.has('health-check')) {
    const { healthCheck } = await import('./health-check.ts');
    return await healthCheck(invocation);
  }
  if (flags.has('download-soundfonts')) {
    const { downloadFont } = await import('./font-download.ts');
    return await downloadFont(undefined, invocation);
  }
  // The thread gets ready on the other core while the rest of the program is read.
  const onItsWay = flags.has('validate-only') ? undefined : new ThreadOnItsWay();
  const { playUntilTheEnd } = await import('./playing.ts');
  return await playUntilTheEnd(invocation, onItsWay);
}
