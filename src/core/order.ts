/** What the main thread may ask of the play thread; each order is a code and three numbers. */
export const ORDER = {
  /** Nothing but a turn of the loop, which shows that it lives. */
  beat: 0,
  stop: 1,
  panic: 2,
  arm: 3,
  disarm: 4,
  /** File descriptor, number of the node, and {@link addressOf} its kind and device. */
  addNode: 5,
  /** Number of the node. */
  removeNode: 6,
  /** Bank, program. */
  program: 7,
  octave: 8,
  transpose: 9,
  /** Number of the layout. */
  layout: 10,
  preset: 11,
  velocity: 12,
  /** 1 to take the keyboards while armed, 0 to leave them to the console. */
  grab: 13,
  /** Ends every note, as when nobody could hear them end. */
  letGo: 14,
  /** Number of the scale, root, number of the mode; what is -1 stays as it is. */
  scale: 15,
  /** 1 to lock the notes to the scale, 0 to set them free. */
  scaleLock: 16,
  /** Number of the layer, and 1 for on or 0 for off. */
  layer: 17,
  /** Source (a device, or a MIDI input after them), and its layers, a bit a layer. */
  layersOf: 18,
  /** Number of the voice mode. */
  mode: 19,
  /** Number of the collision. */
  collision: 20,
} as const;

export type OrderCode = (typeof ORDER)[keyof typeof ORDER];

/** What a node is to the play thread. */
export const NODE = {
  /** A kernel event device: it can be grabbed, masked, and asked which keys are down. */
  kernel: 0,
  /** A pipe of event records: the terminal, a test. */
  pipe: 1,
} as const;

export type NodeKind = (typeof NODE)[keyof typeof NODE];

/** A node's kind and device as the one number of an order. */
export function addressOf(kind: NodeKind, device: number): number {
  return (kind << 8) | device;
}

export function kindOf(address: number): number {
  return address >> 8;
}

export function deviceOf(address: number): number {
  return address & 0xff;
}
