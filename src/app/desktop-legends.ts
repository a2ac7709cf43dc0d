import { readFileSync } from 'node:fs';
import type { LegendName } from '../core/keys/legends.ts';
import { legendsFor } from '../core/keys/legends.ts';

// Where systems keep the layout of the keyboard: Debian, X, the console and NixOS.
const FILES: readonly (readonly [path: string, layout: RegExp, variant?: RegExp])[] = [
  ['/etc/default/keyboard', /^XKBLAYOUT="?([^"\n]*)/m, /^XKBVARIANT="?([^"\n]*)/m],
  [
    '/etc/X11/xorg.conf.d/00-keyboard.conf',
    /"XkbLayout"\s+"([^"]*)"/i,
    /"XkbVariant"\s+"([^"]*)"/i,
  ],
  ['/etc/vconsole.conf', /^(?:XKBLAYOUT|KEYMAP)="?([^"\n]*)/m, /^XKBVARIANT="?([^"\n]*)/m],
];

/** What is printed on the keys: as set, or as the layout of the desktop has it. */
export function legendsOf(
  setting: LegendName | 'auto',
  env: Readonly<Record<string, string | undefined>> = process.env,
  root = '',
): LegendName {
  if (setting !== 'auto') return setting;
  const wanted = env['XKB_DEFAULT_LAYOUT'];
  if (wanted !== undefined) return legendsFor(wanted, env['XKB_DEFAULT_VARIANT']);
  for (const [path, layout, variant] of FILES) {
    const text = textOf(`${root}${path}`);
    const name = layout.exec(text)?.[1];
    if (name) return legendsFor(name, variant?.exec(text)?.[1]);
  }
  return 'qwerty';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
