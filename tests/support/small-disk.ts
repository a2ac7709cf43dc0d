/** A disk of 4 MB, for what happens when there is no more room. */
import { spawnSync } from 'node:child_process';

export const SMALL_DISK_BYTES = 4 * 1024 * 1024;

/** Why there can be none here, for a test's skip; false when there can. */
export function smallDiskMissing(): string | false {
  if (process.getuid?.() !== 0) return 'needs root, to mount a small disk';
  const { status } = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']);
  return status === 0 ? false : 'needs a container that may mount: --privileged, or a machine';
}

/** Has it at `folder` while `act` lasts. */
export async function withSmallDisk(folder: string, act: () => Promise<void>): Promise<void> {
  const options = ['-t', 'tmpfs', '-o', `size=${SMALL_DISK_BYTES}`, 'none', folder];
  const { status, stderr } = spawnSync('mount', options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  try {
    await act();
  } finally {
    spawnSync('umount', ['-l', folder]);
  }
}
