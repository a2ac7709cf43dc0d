/** What is printed on the keys, by the layout that they type: for pictures, never for playing. */
import { A_ROW, DIGIT_ROW, Q_ROW, Z_ROW } from './boards.ts';
import { KEY, keyNameOf } from './key-codes.ts';

export const LEGENDS = ['qwerty', 'qwertz', 'azerty', 'dvorak', 'colemak', 'jis'] as const;
export type LegendName = (typeof LEGENDS)[number];

const ROWS: readonly (readonly number[])[] = [
  [KEY.KEY_GRAVE, ...DIGIT_ROW, KEY.KEY_YEN],
  [...Q_ROW, KEY.KEY_LEFTBRACE, KEY.KEY_RIGHTBRACE],
  [...A_ROW, KEY.KEY_BACKSLASH],
  [KEY.KEY_102ND, ...Z_ROW, KEY.KEY_RO],
];

// The US, German, French, Dvorak, Colemak and Japanese boards; capitals as on the keys.
const PRINTED: Readonly<Record<LegendName, readonly string[]>> = {
  qwerty: ['`1234567890-=¥', 'QWERTYUIOP[]', "ASDFGHJKL;'\\", '<ZXCVBNM,./\\'],
  qwertz: ['^1234567890ß´¥', 'QWERTZUIOPÜ+', 'ASDFGHJKLÖÄ#', '<YXCVBNM,.-\\'],
  azerty: ['²1234567890)=¥', 'AZERTYUIOP^$', 'QSDFGHJKLMÙ*', '<WXCVBN,;:!\\'],
  dvorak: ['`1234567890[]¥', "',.PYFGCRL/=", 'AOEUIDHTNS-\\', '<;QJKXBMWVZ\\'],
  colemak: ['`1234567890-=¥', 'QWFPGJLUY;[]', "ARSTDHNEIO'\\", '<ZXCVBKM,./\\'],
  jis: ['`1234567890-^¥', 'QWERTYUIOP@[', 'ASDFGHJKL;:]', '<ZXCVBNM,./\\'],
};

const PAD: Readonly<Record<number, string>> = {
  [KEY.KEY_KPSLASH]: '/',
  [KEY.KEY_KPASTERISK]: '*',
  [KEY.KEY_KPMINUS]: '-',
  [KEY.KEY_KPPLUS]: '+',
  [KEY.KEY_KPENTER]: 'Enter',
  [KEY.KEY_KPDOT]: '.',
};

/** What stands on a key; the kernel's name for one that prints nothing. */
export function legendOf(key: number, legends: LegendName): string {
  for (const [index, row] of ROWS.entries()) {
    const at = row.indexOf(key);
    if (at >= 0) return PRINTED[legends][index]?.charAt(at) ?? '';
  }
  return PAD[key] ?? (keyNameOf(key) ?? `${key}`).replace('KEY_', '').replace(/^KP(?=\d)/, '');
}

/**
 * The legends that go with a layout of the desktop by its name and variant, as X and the console call
 * them: `de`, `fr-latin1`, `us` and `colemak`.
 */
export function legendsFor(layout: string, variant = ''): LegendName {
  const said = `${layout} ${variant}`.toLowerCase();
  if (said.includes('dvorak')) return 'dvorak';
  if (said.includes('colemak')) return 'colemak';
  const country = layout.toLowerCase().split(/[-_,(]/)[0] ?? '';
  if (
    ['de', 'at', 'ch', 'cz', 'hu', 'si', 'hr', 'sk', 'ba', 'rs', 'al', 'sg', 'sf'].includes(country)
  ) {
    return 'qwertz';
  }
  if (['fr', 'be', 'azerty'].includes(country)) return 'azerty';
  return country === 'jp' || country.startsWith('jp') ? 'jis' : 'qwerty';
}
