import { join } from 'node:path';
import { serviceFolder } from './state-folder.ts';

/**
 * Where what this user has made lies: the folder of the service, which may see no home, else the user's
 * (XDG Base Directory Specification).
 */
export function dataFolder(env: NodeJS.ProcessEnv, home: string): string {
  const service = serviceFolder(env);
  if (service !== undefined) return service;
  const data = env['XDG_DATA_HOME'];
  return join(data?.startsWith('/') ? data : join(home, '.local/share'), 'fw16-synth');
}
