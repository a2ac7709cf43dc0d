/** The guide's configuration with another midi section, and controllers by the names that it means. */
import type { Config } from '../../src/config/schema.ts';
import { loadWith, writeSystemFile } from './machine.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

/** @param change what differs from the printed file */
export function configWith(change: (yaml: string) => string = (yaml) => yaml): Config {
  writeSystemFile(change(SAMPLE_CONFIG));
  return loadWith().config;
}
