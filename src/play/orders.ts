/**
 * A ring of orders in shared memory: the main thread writes, the play thread reads, an eventfd
 * wakes it. One writer and one reader, so two counters are all the locking there is.
 */
const CAPACITY = 256;
const WORDS = 4;
const HEADER = 2;

const WRITTEN = 0;
const READ = 1;

export interface Orders {
  readonly memory: SharedArrayBuffer;
  readonly words: Int32Array;
}

export function createOrders(
  memory = new SharedArrayBuffer((HEADER + CAPACITY * WORDS) * 4),
): Orders {
  return { memory, words: new Int32Array(memory) };
}

/** Puts an order in; false when the ring is full. */
export function give(orders: Orders, code: number, a: number, b: number, c: number): boolean {
  const { words } = orders;
  const written = Atomics.load(words, WRITTEN);
  if (((written - Atomics.load(words, READ)) | 0) >= CAPACITY) return false;
  const at = HEADER + (written & (CAPACITY - 1)) * WORDS;
  words[at] = code;
  words[at + 1] = a;
  words[at + 2] = b;
  words[at + 3] = c;
  Atomics.store(words, WRITTEN, (written + 1) | 0);
  return true;
}

/** Takes the oldest order out into `order` (code and three numbers); false when there is none. */
export function take(orders: Orders, order: Int32Array): boolean {
  const { words } = orders;
  const read = Atomics.load(words, READ);
  if (read === Atomics.load(words, WRITTEN)) return false;
  const at = HEADER + (read & (CAPACITY - 1)) * WORDS;
  for (let word = 0; word < WORDS; word++) order[word] = words[at + word]!;
  Atomics.store(words, READ, (read + 1) | 0);
  return true;
}
