/** The guest: a Debian with a kernel, systemd and PipeWire, made once and kept by what it is made from. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { projectFile } from '../../support/program.ts';
import { initrd } from './initrd.ts';

export interface Image {
  readonly kernel: string;
  readonly initrd: string;
  /** A file system, raw; a guest writes to a layer of its own above it. */
  readonly disk: string;
}

const SUITE = 'trixie';
const PACKAGES = [
  ...['linux-image-amd64', 'systemd', 'systemd-sysv', 'udev', 'kmod', 'busybox-static'],
  ...['dbus', 'dbus-user-session', 'libpam-systemd', 'polkitd', 'rtkit', 'qemu-guest-agent'],
  ...['pipewire', 'pipewire-bin', 'pipewire-alsa', 'pipewire-jack', 'pipewire-pulse'],
  ...['wireplumber', 'libspa-0.2-modules', 'alsa-utils', 'libasound2-plugins'],
  ...['libfluidsynth3', 'fluidsynth', 'timgm6mb-soundfont', 'libevdev2'],
  ...['acl', 'curl', 'iproute2', 'logrotate', 'procps', 'strace'],
];
// Of no use here, and most of what there is to unpack.
const LEFT_OUT = [
  ...['doc', 'man', 'locale', 'info'].map((folder) => `/usr/share/${folder}/*`),
  ...[
    'gpu',
    'media',
    'infiniband',
    'scsi',
    'staging',
    'iio',
    'bluetooth',
    'hwmon',
    'mtd',
    'net/wireless',
  ]
    .concat('net/ethernet', 'ata', 'nvme', 'accel', 'comedi', 'isdn', 'md')
    .map((folder) => `/usr/lib/modules/*/kernel/drivers/${folder}/*`),
  ...[
    'btrfs',
    'xfs',
    'ocfs2',
    'nfs',
    'nfsd',
    'smb',
    'ceph',
    'f2fs',
    'jfs',
    'bcachefs',
    'ntfs3',
  ].map((folder) => `/usr/lib/modules/*/kernel/fs/${folder}/*`),
];
const SIZE = 2_000_000_000;

/** Answers the image, made if this machine does not have it yet. */
export function preparedImage(say: (line: string) => void): Image {
  const folder = join(cacheFolder(), fingerprint());
  if (!existsSync(folder)) {
    say(`Making the guest, a Debian ${SUITE} (once, some minutes) in ${folder}`);
    make(folder);
  }
  return {
    kernel: join(folder, 'kernel'),
    initrd: join(folder, 'initrd'),
    disk: join(folder, 'disk'),
  };
}

function cacheFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'fw16-synth-vm');
}

/** Of all that the image is made from. */
function fingerprint(): string {
  const hash = createHash('sha256').update(process.version);
  const folder = projectFile('tests/vm/image');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath ?? each.path, each.name));
  for (const file of files.sort())
    hash.update(file.slice(folder.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function make(folder: string): void {
  mkdirSync(cacheFolder(), { recursive: true });
  const making = mkdtempSync(join(cacheFolder(), 'making-'));
  const root = join(making, 'root');
  try {
    bootstrap(root);
    const modules = readdirSync(join(root, 'usr/lib/modules'))[0];
    if (modules === undefined) throw new Error('the guest has no kernel');
    copyFileSync(join(root, 'boot', `vmlinuz-${modules}`), join(making, 'kernel'));
    writeFileSync(join(making, 'initrd'), initrd(root, modules));
    writeFileSync(join(making, 'disk'), '');
    truncateSync(join(making, 'disk'), SIZE);
    const options = ['-q', '-t', 'ext4', '-O', '^has_journal', '-m', '0', '-d', root];
    asRoot('mke2fs', ...options, join(making, 'disk'));
    asRoot('rm', '-rf', '--one-file-system', root);
    renameSync(making, folder);
  } catch (error) {
    asRoot('rm', '-rf', '--one-file-system', root);
    rmSync(making, { recursive: true });
    throw error;
  }
}

/** Its own namespace, since mmdebstrap mounts this machine's /dev below the folder. */
function bootstrap(root: string): void {
  const customize = projectFile('tests/vm/image/customize');
  asRoot(
    ...['unshare', '--mount', '--propagation', 'private'],
    ...['env', `NODE=${process.execPath}`, 'INITRD=No'],
    ...['mmdebstrap', '--quiet', '--mode=root', '--variant=minbase', '--format=directory'],
    `--include=${PACKAGES.join(',')}`,
    '--aptopt=APT::Install-Recommends "false"',
    ...LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`),
    `--customize-hook=${customize} "$1"`,
    ...[SUITE, root, `deb ${mirror()} ${SUITE} main`],
  );
}

/** Where this machine's own packages come from. */
function mirror(): string {
  const asked = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'];
  const { stdout } = spawnSync('apt-get', asked, { encoding: 'utf8' });
  const uris = stdout.split('\n').filter((uri) => /\/debian\/?$/.test(uri));
  return uris[0] ?? 'http://deb.debian.org/debian';
}

function asRoot(...command: readonly string[]): void {
  const [file = '', ...rest] = process.getuid?.() === 0 ? command : ['sudo', ...command];
  const { status } = spawnSync(file, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command[0]} failed; what it says is above`);
}
