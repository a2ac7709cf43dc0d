import { KEY_BITMAP_BYTES } from '../core/instrument/player.ts';
import { EVIOCGRAB, eviocgkey, libc, O_RDONLY_NONBLOCK_CLOEXEC } from '../ffi/libc.ts';

export type GrabAnswer = 'free' | 'held by another program' | 'keys are down' | 'cannot be opened';

/**
 * Whether a keyboard can be taken, by taking it for an instant. It is left alone while a key is
 * down, which the console would never see come up.
 */
export function probeGrab(path: string): GrabAnswer {
  const fd = libc.open(path, O_RDONLY_NONBLOCK_CLOEXEC);
  if (fd < 0) return 'cannot be opened';
  try {
    const down = new Uint8Array(KEY_BITMAP_BYTES);
    if (libc.ioctlBytes(fd, eviocgkey(KEY_BITMAP_BYTES), down) < 0) return 'cannot be opened';
    if (down.some((byte) => byte !== 0)) return 'keys are down';
    if (libc.ioctlInt(fd, EVIOCGRAB, 1) < 0) return 'held by another program';
    libc.ioctlInt(fd, EVIOCGRAB, 0);
    return 'free';
  } finally {
    libc.close(fd);
  }
}
