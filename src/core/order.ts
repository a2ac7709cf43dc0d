/** What the main thread may ask of the play thread; each order is a code and three numbers. */
export const ORDER = {
  stop: 1,
  panic: 2,
  arm: 3,
  disarm: 4,
  /** fd, device, kind (see NODE). */
  addNode: 5,
  /** node */
  removeNode: 6,
  /** bank, program */
  program: 7,
  octave: 8,
  transpose: 9,
  /** number of the layout */
  layout: 10,
  preset: 11,
  velocity: 12,
  /** 1 to take the keyboards while armed, 0 to leave them to the console. */
  grab: 13,
} as const;

/** What a node is to the play thread. */
export const NODE = {
  /** A kernel event device: it can be grabbed, masked, and asked which keys are down. */
  kernel: 0,
  /** A pipe of event records: the terminal, a test. */
  pipe: 1,
} as const;
