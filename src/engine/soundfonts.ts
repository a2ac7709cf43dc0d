/** Where SoundFonts are, which of them can be played, and which one to play. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, delimiter, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import type { FontHeader, FontRefusal } from '../core/formats/soundfont-header.ts';
import { readFontHeader } from '../core/formats/soundfont-header.ts';
import { EXIT, type ExitCode } from '../core/problem.ts';
import { projectFolder } from '../ffi/libraries.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whose machine this is, and what FluidSynth can do. */
export interface FontPlace {
  readonly env: Environment;
  readonly home: string;
  /** Whether FluidSynth was built to read compressed fonts. */
  readonly sf3: boolean;
}

export interface RefusedFont {
  readonly path: string;
  readonly why: string;
  readonly remedy: string;
  /** What a program ends with that wanted this font and no other. */
  readonly exit: ExitCode;
}

export type CheckedFont =
  | ({ readonly ok: true; readonly path: string; readonly bytes: number } & FontHeader)
  | ({ readonly ok: false } & RefusedFont);

export type ChosenFont =
  | {
      readonly ok: true;
      readonly path: string;
      readonly why: string;
      /** The configured one, when it is not the one. */
      readonly refused?: RefusedFont;
    }
  | ({ readonly ok: false } & RefusedFont);

const ENDINGS = new Set(['.sf2', '.sf3', '.dls']);
const FILES_MAX = 2000;
// One font, as its author and Debian call it and as nixpkgs does.
const SAME_FONT = ['FluidR3_GM.sf2', 'FluidR3_GM2-2.sf2'];

const LISTED = 'fw16-synth soundfonts lists those there are.';
const REMEDIES: Readonly<Record<FontRefusal, string>> = {
  'not a soundfont': 'Choose another: fw16-synth soundfonts lists them.',
  truncated: 'Get it anew: it was not copied to its end.',
  damaged: 'Get it anew, or choose another.',
  'no presets': 'Choose another: it has nothing to play.',
  'compressed (SF3)': 'Use the SF2 of it, or a FluidSynth with libsndfile.',
  DLS: 'Convert it to SF2, for instance with Polyphone.',
};

/** Whether a font can be played. Only its headers are read. */
export function checkSoundFont(path: string, { sf3 }: Pick<FontPlace, 'sf3'>): CheckedFont {
  let fd: number;
  try {
    // Non-blocking, or a named pipe would wait here for someone to write to it.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return unreadable(path, error);
  }
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) {
      return refused(path, 'it is not a file', REMEDIES['not a soundfont']);
    }
    const answer = readFontHeader((offset, length) => bytesAt(fd, offset, length), status.size);
    if (!answer.ok) {
      return refused(path, `${answer.why}: ${answer.detail}`, REMEDIES[answer.why]);
    }
    if (answer.header.kind === 'SF3' && !sf3) {
      const why = 'compressed (SF3), which this FluidSynth cannot read';
      return refused(path, why, REMEDIES['compressed (SF3)']);
    }
    return { ok: true, path, bytes: status.size, ...answer.header };
  } catch (error) {
    return unreadable(path, error);
  } finally {
    closeSync(fd);
  }
}

/** The font that is always there: generated when the program is built. */
export function builtInFont(): string {
  return join(projectFolder(), 'dist/assets/font/built-in.sf2');
}

/** Every font of this machine, whole or not, the preferred first, each file once. */
export function listSoundFonts(place: FontPlace): CheckedFont[] {
  const files = [...installedFiles(place), builtInFont()];
  return [...new Set(files)].map((path) => checkSoundFont(path, place));
}

/**
 * The font that `wanted` means: `auto`, a file, a folder, or the name of an installed font. Of several
 * the first that can be played.
 */
export function findSoundFont(wanted: string, place: FontPlace): CheckedFont {
  const paths =
    wanted === 'auto' ? [...installedFiles(place), builtInFont()] : candidatesOf(wanted, place);
  let first: CheckedFont | undefined;
  for (const path of paths) {
    const checked = checkSoundFont(path, place);
    if (checked.ok) return checked;
    first ??= checked;
  }
  const why = isFolder(wanted) ? 'there is no SoundFont in it' : 'there is no such SoundFont';
  return first ?? refused(wanted, why, LISTED, EXIT.noInput);
}

/** The font to play: the configured one, or the next best. */
export function chooseSoundFont(configured: string, place: FontPlace): ChosenFont {
  if (configured === 'auto') return chooseInstalled(place);
  const found = findSoundFont(configured, place);
  if (found.ok) return { ok: true, path: found.path, why: 'configured' };
  const instead = chooseInstalled(place);
  return instead.ok ? { ...instead, refused: found } : found;
}

/** The files of installed fonts of that name, with its ending or without. */
export function installedFonts(name: string, place: Pick<FontPlace, 'env' | 'home'>): string[] {
  const wanted = name.toLowerCase();
  return installedFiles(place).filter((path) =>
    underEachName(path).some((each) => {
      const file = basename(each).toLowerCase();
      return file === wanted || basename(file, extname(file)) === wanted;
    }),
  );
}

/** Where a user's own fonts are (XDG Base Directory Specification). */
export function userFontFolder({ env, home }: Pick<FontPlace, 'env' | 'home'>): string {
  const data = env['XDG_DATA_HOME'];
  return join(
    data !== undefined && isAbsolute(data) ? data : join(home, '.local/share'),
    'soundfonts',
  );
}

function chooseInstalled(place: FontPlace): ChosenFont {
  for (const path of installedFiles(place)) {
    if (checkSoundFont(path, place).ok) return { ok: true, path, why: 'the best installed' };
  }
  const path = builtInFont();
  const builtIn = checkSoundFont(path, place);
  return builtIn.ok ? { ok: true, path, why: 'built in, since none is installed' } : builtIn;
}

function candidatesOf(configured: string, place: FontPlace): string[] {
  if (isFolder(configured)) return fontsIn(configured);
  if (isAbsolute(configured) || configured.includes('/') || existsSync(configured)) {
    return underEachName(resolve(configured));
  }
  return installedFonts(configured, place);
}

function underEachName(path: string): string[] {
  const others = SAME_FONT.includes(basename(path)) ? SAME_FONT : [];
  return [...new Set([path, ...others.map((name) => join(dirname(path), name))])];
}

function installedFiles(place: Pick<FontPlace, 'env' | 'home'>): string[] {
  const found = folders(place).flatMap((folder) => fontsIn(folder));
  return [...new Set(found)].slice(0, FILES_MAX);
}

/** In order: the user's own, then the system's (XDG Base Directory Specification; Debian, NixOS). */
function folders({ env, home }: Pick<FontPlace, 'env' | 'home'>): string[] {
  const shares = (env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(delimiter);
  return [
    userFontFolder({ env, home }),
    join(home, 'soundfonts'),
    join(home, 'Music/soundfonts'),
    '/opt/soundfonts',
    ...shares.filter(isAbsolute).map((share) => join(share, 'soundfonts')),
    '/usr/share/soundfonts',
    '/usr/share/sounds/sf2',
    '/usr/share/sounds/sf3',
    '/run/current-system/sw/share/soundfonts',
    join(home, '.nix-profile/share/soundfonts'),
  ];
}

/** What the distribution calls its default comes first, then by name. */
function fontsIn(folder: string): string[] {
  const rank = (name: string): number => (name.startsWith('default') ? 0 : 1);
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => ENDINGS.has(extname(name).toLowerCase()));
  } catch {
    return [];
  }
  names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return names.flatMap((name) => {
    try {
      return [realpathSync(join(folder, name))];
    } catch {
      return [];
    }
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function bytesAt(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const got = readSync(fd, bytes, done, length - done, offset + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}

function unreadable(path: string, error: unknown): CheckedFont {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return refused(path, 'there is no such file', LISTED, EXIT.noInput);
  if (code === 'EACCES') {
    const remedy = `Let it be read: chmod a+r ${path}`;
    return refused(path, 'it may not be read by this user', remedy, EXIT.noPermission);
  }
  return refused(path, message, REMEDIES['not a soundfont'], EXIT.io);
}

function refused(
  path: string,
  why: string,
  remedy: string,
  exit: ExitCode = EXIT.badData,
): CheckedFont & { ok: false } {
  return { ok: false, path, why, remedy, exit };
}
