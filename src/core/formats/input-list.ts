/**
 * /proc/bus/input/devices: every input device of the machine and what it can do, for every user to
 * read, without opening one (drivers/input/input.c of Linux).
 */
export interface ListedInput {
  readonly name: string;
  readonly vendor: number;
  readonly product: number;
  readonly phys: string;
  /** Its serial number or Bluetooth address, or ''. */
  readonly uniq: string;
  /** Its event node, such as `event3`; '' when it has none. */
  readonly node: string;
  /** The keys it can send. */
  readonly keys: readonly number[];
}

const WORD_BITS = 64n;

export function parseInputList(text: string): ListedInput[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('I:'))
    .map((block) => ({
      name: part(block, /^N: Name="(.*)"$/m),
      vendor: Number.parseInt(part(block, /\bVendor=([0-9a-f]+)/), 16),
      product: Number.parseInt(part(block, /\bProduct=([0-9a-f]+)/), 16),
      phys: part(block, /^P: Phys=(.*)$/m),
      uniq: part(block, /^U: Uniq=(.*)$/m),
      node: part(block, /^H: Handlers=.*?\b(event\d+)/m),
      keys: keysOf(part(block, /^B: KEY=(.*)$/m)),
    }));
}

/** Words of 64 bits in hexadecimal, the highest first, their leading zeros left out. */
function keysOf(words: string): number[] {
  const bits = words
    .split(' ')
    .filter((word) => /^[0-9a-f]+$/.test(word))
    .reduce((so, word) => (so << WORD_BITS) | BigInt(`0x${word}`), 0n);
  const keys: number[] = [];
  for (let rest = bits, code = 0; rest > 0n; rest >>= 1n, code++) {
    if ((rest & 1n) === 1n) keys.push(code);
  }
  return keys;
}

function part(block: string, pattern: RegExp): string {
  return block.match(pattern)?.[1]?.trim() ?? '';
}
