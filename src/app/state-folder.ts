import { join } from 'node:path';

/**
 * Where what is remembered of this user lies: the folder of the service, which may see no home, else
 * the user's (XDG Base Directory Specification).
 */
export function stateFolder(env: NodeJS.ProcessEnv, home: string): string {
  const service = serviceFolder(env);
  if (service !== undefined) return service;
  const state = env['XDG_STATE_HOME'];
  return join(state?.startsWith('/') ? state : join(home, '.local/state'), 'fw16-synth');
}

/** The folder that systemd made for this service, if it is one (systemd.exec(5), StateDirectory=). */
export function serviceFolder(env: NodeJS.ProcessEnv): string | undefined {
  const folders = env['STATE_DIRECTORY'];
  return folders?.startsWith('/') ? folders.split(':')[0] : undefined;
}
