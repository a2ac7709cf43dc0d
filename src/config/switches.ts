import type { LoadedConfig } from './load.ts';
import { camelCase } from './load.ts';
import { valueAt } from './source.ts';

/**
 * Whether a switch that goes by two names is on: `first` where it is set, else `second` where that is,
 * else what both are by default.
 */
export function decides({ config, origins }: LoadedConfig, first: string, second: string): boolean {
  const isSet = (key: string): boolean => origins.get(key)?.from !== 'default';
  const key = isSet(first) || !isSet(second) ? first : second;
  return valueAt(config, key.split('.').map(camelCase)) === true;
}
