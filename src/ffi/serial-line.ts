import { libc } from './libc.ts';

// asm-generic/ioctls.h, and struct termios of the kernel (asm-generic/termbits.h).
const TCGETS = 0x5401;
const TCSETS = 0x5402;
const TCFLSH = 0x540b;
const TCIFLUSH = 0;
const TIOCOUTQ = 0x5411;
const TERMIOS_BYTES = 36;
const CONTROL_WORD = 2;
const CHARACTERS_AT = 17;
const VMIN = 6;
const CREAD_CLOCAL = 0o4200;
const CS8 = 0o60;

/**
 * Has a terminal carry bytes as they are, and throws away what it brought before. Its speed stays: on
 * USB it means nothing, and a change of it would wait for the device.
 */
export function makeRaw(fd: number): boolean {
  const settings = new Uint8Array(TERMIOS_BYTES);
  if (libc.ioctlBytes(fd, TCGETS, settings) < 0) return false;
  const flags = new Uint32Array(settings.buffer, 0, CONTROL_WORD + 2);
  const control = flags[CONTROL_WORD]!;
  flags.fill(0);
  flags[CONTROL_WORD] = control | CREAD_CLOCAL | CS8;
  settings[CHARACTERS_AT + VMIN] = 1;
  return libc.ioctlBytes(fd, TCSETS, settings) >= 0 && libc.ioctlInt(fd, TCFLSH, TCIFLUSH) >= 0;
}

const unsent = new Int32Array(1);

/** Bytes that were written and that the device has not taken. */
export function unsentBytes(fd: number): number {
  return libc.ioctlBytes(fd, TIOCOUTQ, unsent) < 0 ? 0 : unsent[0]!;
}
