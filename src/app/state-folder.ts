import { join } from 'node:path';

/** Where what is remembered of this user lies (XDG Base Directory Specification). */
export function stateFolder(env: NodeJS.ProcessEnv, home: string): string {
  const state = env['XDG_STATE_HOME'];
  return join(state?.startsWith('/') ? state : join(home, '.local/state'), 'fw16-synth');
}
