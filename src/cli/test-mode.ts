import { tryConfiguration } from '../app/checks/examination.ts';
import { thisMachine } from '../app/checks/this-machine.ts';
import { endAfterwards } from '../app/deadline.ts';
import { configurationFound } from './configuration.ts';
import type { Invocation } from './options.ts';
import { tellChecks } from './report.ts';

/** `--test-mode`: whether this configuration plays, from a key to the sound server, measured. */
export async function testMode(invocation: Invocation): Promise<number> {
  const { checks, isHaunted } = await tryConfiguration(
    thisMachine(),
    configurationFound(invocation),
  );
  const exit = tellChecks(checks, invocation.flags);
  if (isHaunted) endAfterwards(exit, true);
  return exit;
}
