import { join } from 'node:path';

/**
 * Where what is remembered of this user lies: the folder that systemd made for the service, which may
 * see no home (systemd.exec(5), StateDirectory=), else the user's (XDG Base Directory Specification).
 */
export function stateFolder(env: NodeJS.ProcessEnv, home: string): string {
  const service = env['STATE_DIRECTORY'];
  if (service?.startsWith('/')) return service.split(':')[0]!;
  const state = env['XDG_STATE_HOME'];
  return join(state?.startsWith('/') ? state : join(home, '.local/state'), 'fw16-synth');
}
