import { join } from 'node:path';

/** Where what this user has made lies (XDG Base Directory Specification). */
export function dataFolder(env: NodeJS.ProcessEnv, home: string): string {
  const data = env['XDG_DATA_HOME'];
  return join(data?.startsWith('/') ? data : join(home, '.local/share'), 'fw16-synth');
}
