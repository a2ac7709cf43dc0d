/**
 * The LED Matrix input module of the Framework Laptop 16 and what its own firmware understands: a
 * command at the start of each USB packet, no checksum, no answer but to a question (commands.md and
 * src/control.rs of inputmodule-rs). Commands 2 and 5 end in its bootloader: they are not here.
 */
export const MATRIX_COLUMNS = 9;
export const MATRIX_ROWS = 34;
/** A bit a light, row by row from the top left, the lowest bit first. */
export const PICTURE_BYTES = Math.ceil((MATRIX_COLUMNS * MATRIX_ROWS) / 8);

const MAGIC = [0x32, 0xac] as const;
const BRIGHTNESS = 0x00;
const SLEEP = 0x03;
const DRAW = 0x06;
const VERSION = 0x20;
/** Every answer has this length. */
export const ANSWER_BYTES = 32;

export const GO_TO_SLEEP: Uint8Array = Uint8Array.of(...MAGIC, SLEEP, 1);
export const ASK_VERSION: Uint8Array = Uint8Array.of(...MAGIC, VERSION);

/** @param percent of all that the module can, 0 to 100 */
export function setBrightness(percent: number): Uint8Array {
  return Uint8Array.of(...MAGIC, BRIGHTNESS, Math.round((255 * percent) / 100));
}

/** Lights what the picture has lit, and nothing else. */
export function draw(picture: Uint8Array): Uint8Array {
  return Uint8Array.of(...MAGIC, DRAW, ...picture);
}

/** Such as `0.2.0`; undefined when it is no answer of this firmware: others speak otherwise. */
export function versionIn(answer: Uint8Array): string | undefined {
  const [major = 0, minorAndPatch = 0, isPreRelease = 0] = answer;
  const rest = answer.subarray(3, ANSWER_BYTES);
  if (answer.length < ANSWER_BYTES || isPreRelease > 1 || rest.some((byte) => byte !== 0)) {
    return undefined;
  }
  return `${major}.${minorAndPatch >> 4}.${minorAndPatch & 15}${isPreRelease === 1 ? ' (pre-release)' : ''}`;
}

/** Lights one light of a picture; the top left is 0, 0. */
export function light(picture: Uint8Array, column: number, row: number): void {
  const at = column + MATRIX_COLUMNS * row;
  picture[at >> 3] = picture[at >> 3]! | (1 << (at & 7));
}

export function isLit(picture: Uint8Array, column: number, row: number): boolean {
  const at = column + MATRIX_COLUMNS * row;
  return ((picture[at >> 3]! >> (at & 7)) & 1) === 1;
}
