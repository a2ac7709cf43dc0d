import { usbId } from './keyboards.ts';

/** Input modules of the Framework Laptop 16 by vendor and product (docs of its firmware). */
export const MODULES: Readonly<Record<string, { name: string; playable: boolean }>> = {
  '32ac:0012': { name: 'keyboard (ANSI)', playable: true },
  '32ac:0018': { name: 'keyboard (ISO)', playable: true },
  '32ac:0019': { name: 'keyboard (JIS)', playable: true },
  '32ac:0030': { name: 'keyboard (ANSI, Copilot)', playable: true },
  '32ac:0013': { name: 'macropad', playable: true },
  '32ac:0014': { name: 'numpad', playable: true },
  '32ac:0020': { name: 'LED matrix', playable: false },
  '32ac:0021': { name: 'B1 display', playable: false },
  '32ac:0022': { name: 'C1 module', playable: false },
  '093a:0274': { name: 'touchpad', playable: false },
};

export function moduleOf(device: { vendor: number; product: number }) {
  return MODULES[usbId(device)];
}
