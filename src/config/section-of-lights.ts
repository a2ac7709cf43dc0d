import * as z from 'zod/mini';
import { liveSetting, onOff, section, whole } from './setting.ts';

export const ledMatrix = section(
  'The LED Matrix input module of the Framework Laptop 16 as a meter.',
  {
    enabled: liveSetting(onOff, false, {
      means: 'Whether modules that are plugged in show what sounds.',
    }),
    brightness: liveSetting(whole(1, 100), 20, {
      means: 'How bright their lights are.',
      unit: '%',
    }),
    show: liveSetting(z.enum(['all', 'level', 'notes']), 'all', {
      means:
        '`level` is how loud it sounds, a row for each 2 dB. `notes` are the notes that sound, an octave a column and C below, with the octave of the keyboard. `all` is both.',
    }),
  },
);
