import { hotPlug } from './hot-plug.ts';
import { keys } from './keys.ts';
import { latency } from './latency.ts';
import { operation } from './operation.ts';
import { permissions } from './permissions.ts';
import type { Scenario } from './scenario.ts';
import { service } from './service.ts';
import { world } from './world.ts';

/** All of them, in the order in which they are shown. */
export const SCENARIOS: readonly Scenario[] = [
  ...keys,
  ...hotPlug,
  ...permissions,
  ...world,
  ...latency,
  ...operation,
  ...service,
];
