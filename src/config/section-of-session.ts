import * as z from 'zod/mini';
import { section, setting } from './setting.ts';

export const session = section('What was played last, when the program starts again.', {
  restore: setting(z.enum(['auto', 'always', 'never']), 'auto', {
    means:
      'Whether it starts as it was left: `auto` where somebody plays in a terminal, `always` with `--production` too. Flags, variables, and settings of a file that were changed since, count more.',
  }),
});
