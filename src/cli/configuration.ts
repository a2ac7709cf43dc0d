import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { loadConfig } from '../config/load.ts';
import { Problem } from '../core/problem.ts';
import type { Invocation } from './options.ts';
import { flagNames, settingsOf } from './options.ts';

/** The configuration as this invocation, this user and this machine have it. */
export function configurationOf(invocation: Invocation): LoadedConfig {
  const configFile = invocation.flags.get('config');
  return loadConfig({
    flags: settingsOf(invocation),
    flagNames: flagNames(invocation.command),
    env: process.env,
    home: homedir(),
    ...(configFile === undefined ? {} : { configFile: resolve(configFile) }),
  });
}

/** The same for who looks at it rather than plays by it: what is wrong with it is an answer too. */
export function configurationFound(invocation: Invocation): LoadedConfig | Problem {
  try {
    return configurationOf(invocation);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
