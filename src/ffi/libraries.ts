/**
 * Where each C library is, and how it is opened. A build may fix the places in a file
 * `library-paths.json` beside package.json, `{"fluidsynth": "/absolute/path"}`; otherwise the
 * loader looks for the names below in order.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import koffi, { type LibraryHandle } from 'koffi';

const LIBRARIES = {
  fluidsynth: { files: ['libfluidsynth.so.3'], remedy: 'apt install libfluidsynth3' },
  evdev: { files: ['libevdev.so.2'], remedy: 'apt install libevdev2' },
  asound: { files: ['libasound.so.2'], remedy: 'apt install libasound2' },
  pipewire: { files: ['libpipewire-0.3.so.0'], remedy: 'apt install libpipewire-0.3-0' },
  /** PipeWire's stand-in for libjack, outside the loader's usual places on Debian and Fedora. */
  'pipewire-jack': { files: pipewireJackFiles(), remedy: 'apt install pipewire-jack' },
  /** Whichever libjack is in this process, or else the loader's first. */
  jack: { files: ['libjack.so.0'], remedy: 'apt install pipewire-jack' },
  shim: {
    files: [join(projectFolder(), 'native-shims/build/libfw16-shim.so')],
    remedy: 'Build it: make -C native-shims',
  },
} as const satisfies Record<string, { files: readonly string[]; remedy: string }>;

export type LibraryName = keyof typeof LIBRARIES;

/** An open library, or why there is none and what brings it. */
export type Loaded =
  | {
      readonly ok: true;
      readonly library: LibraryHandle;
      readonly handle: bigint;
      readonly path: string;
    }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

const RTLD_NOW = 0x2;
const RTLD_GLOBAL = 0x100;
const RTLD_NODELETE = 0x1000;

const loader = koffi.load(null);
const dlopen = loader.func('void *dlopen(const char *file, int mode)');
const dlsym = loader.func('void *dlsym(void *handle, const char *symbol)');
const dlerror = loader.func('const char *dlerror()');

const loaded = new Map<LibraryName, Loaded>();

/**
 * Opens a library once and for the life of the process: libraries with threads of their own crash
 * or hang when they are unloaded under them. `visible` offers its symbols, and its soname, to
 * libraries loaded later.
 */
export function loadLibrary(name: LibraryName, { visible = false } = {}): Loaded {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const answer = open(name, visible ? RTLD_GLOBAL : 0);
  loaded.set(name, answer);
  return answer;
}

/** The address of a symbol, for C that calls it; 0 when the library has none of that name. */
export function symbolAddress(library: Loaded, symbol: string): bigint {
  if (!library.ok) return 0n;
  const address: bigint | null = dlsym(library.handle, symbol);
  return address ?? 0n;
}

/** The folder of package.json, the same for source, build and installed package. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return folder;
    folder = parent;
  }
  return folder;
}

/** The files of a library that are in this process, by a part of their name: `libjack`. */
export function filesInProcess(part: string): string[] {
  const files = readFileSync('/proc/self/maps', 'utf8').match(/\/\S+\.so\S*/g) ?? [];
  return [...new Set(files)].filter((file) => basename(file).startsWith(part));
}

function open(name: LibraryName, visibility: number): Loaded {
  const { remedy } = LIBRARIES[name];
  const reasons: string[] = [];
  for (const file of filesOf(name)) {
    const handle: bigint | null = dlopen(file, RTLD_NOW | RTLD_NODELETE | visibility);
    if (handle !== null) return { ok: true, library: koffi.load(file), handle, path: file };
    reasons.push(`${dlerror() ?? file}`);
  }
  return { ok: false, why: reasons.at(-1) ?? `${name} is nowhere`, remedy };
}

function filesOf(name: LibraryName): readonly string[] {
  const fixed = fixedPaths()[name];
  return fixed === undefined ? LIBRARIES[name].files : [fixed];
}

function fixedPaths(): Partial<Record<string, string>> {
  const file = join(projectFolder(), 'library-paths.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function pipewireJackFiles(): string[] {
  const triplet = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch as string];
  const folders = [`/usr/lib/${triplet}`, '/usr/lib64', '/usr/lib'];
  return folders.map((folder) => `${folder}/pipewire-0.3/jack/libjack.so.0`);
}
