import { tryConfiguration } from '../app/checks/examination.ts';
import { thisMachine } from '../app/checks/this-machine.ts';
import { configurationFound } from './configuration.ts';
import type { Invocation } from './options.ts';
import { tellChecks } from './report.ts';

/** `--test-mode`: whether this configuration plays, from a key to the sound server, measured. */
export async function testMode(invocation: Invocation): Promise<number> {
  const checks = await tryConfiguration(thisMachine(), configurationFound(invocation));
  return tellChecks(checks, invocation.flags);
}
