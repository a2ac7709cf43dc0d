/** The smallest initrd that finds the disk: busybox and the modules for it. Debian's takes five times as long. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const NEEDED = ['virtio_pci', 'virtio_blk', 'crc32c_generic', 'ext4'];
const FOLDER = 0o040755;
const PROGRAM = 0o100755;

/** @param root of the guest @param kernel the name of its folder of modules */
export function initrd(root: string, kernel: string): Buffer {
  const modules = join(root, 'usr/lib/modules', kernel);
  const wanted = inOrder(readFileSync(join(modules, 'modules.dep'), 'utf8'));
  const names = wanted.map(
    (module, at) => `modules/${at}-${basename(module).replace(/\.xz$/, '')}`,
  );
  return cpio([
    ...['bin', 'dev', 'proc', 'sys', 'guest', 'modules'].map((name) => entry(name, FOLDER)),
    entry('bin/busybox', PROGRAM, readFileSync(join(root, 'usr/bin/busybox'))),
    entry('init', PROGRAM, Buffer.from(init(names))),
    ...wanted.map((module, at) => entry(names[at]!, PROGRAM, unpacked(join(modules, module)))),
  ]);
}

function init(modules: readonly string[]): string {
  return `#!/bin/busybox sh
b=/bin/busybox
$b mount -t devtmpfs none /dev
$b mount -t proc none /proc
$b mount -t sysfs none /sys
${modules.map((module) => `$b insmod /${module}`).join('\n')}
until [ -b /dev/vda ]; do $b sleep 0.1; done
$b mount -o noatime /dev/vda /guest
for kept in dev proc sys; do $b mount --move /$kept /guest/$kept; done
exec $b switch_root /guest /sbin/init
`;
}

/** The needed modules and what they depend on, each after what it depends on. */
function inOrder(dependencies: string): string[] {
  const lines = dependencies
    .trim()
    .split('\n')
    .map((line) => line.split(': ', 2));
  const needs = new Map(lines.map(([module = '', rest]) => [module.replace(/:$/, ''), rest ?? '']));
  const ordered = new Set<string>();
  const add = (module: string): void => {
    for (const need of needs.get(module)?.split(' ') ?? []) if (need !== '') add(need);
    ordered.add(module);
  };
  for (const name of NEEDED) {
    const found = [...needs.keys()].find((module) => basename(module).split('.')[0] === name);
    // What is not a module is in the kernel.
    if (found !== undefined) add(found);
  }
  return [...ordered];
}

function unpacked(path: string): Buffer {
  if (!path.endsWith('.xz')) return readFileSync(path);
  const { stdout, status } = spawnSync('xz', ['-dc', path], { maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`xz could not unpack ${path}`);
  return stdout;
}

interface Entry {
  readonly name: string;
  readonly mode: number;
  readonly content: Buffer;
}

function entry(name: string, mode: number, content: Buffer = Buffer.alloc(0)): Entry {
  return { name, mode, content };
}

/** An archive in the kernel's format (initramfs buffer format, `newc`). */
function cpio(entries: readonly Entry[]): Buffer {
  const all = [...entries, entry('TRAILER!!!', 0)];
  return Buffer.concat(
    all.flatMap(({ name, mode, content }, at) => {
      const named = Buffer.from(`${name}\0`);
      const fields = [at + 1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, named.length, 0];
      const head = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
      return [padded(Buffer.concat([Buffer.from(head), named])), padded(content)];
    }),
  );
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}
