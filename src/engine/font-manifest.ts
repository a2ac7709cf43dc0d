/**
 * The SoundFonts that can be had from elsewhere, each pinned to its content: where it comes from
 * then matters little.
 */
import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { EXIT, Problem } from '../core/problem.ts';
import { projectFolder } from '../ffi/libraries.ts';

export interface OfferedFont {
  readonly name: string;
  /** What it is, in a few words. */
  readonly means: string;
  /** What the file is called. */
  readonly file: string;
  readonly release: string;
  readonly licence: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly mirrors: readonly URL[];
  /** The package of it on NixOS. */
  readonly nixpkgs?: string;
}

const VERSION = 1;
const TEXTS = {
  name: /^[\w.-]{1,64}$/,
  means: /^[\P{Cc}]{1,200}$/u,
  file: /^\w[\w.-]{0,99}\.sf[23]$/,
  release: /^[\w.-]{1,32}$/,
  licence: /^[\P{Cc}]{1,200}$/u,
  sha256: /^[0-9a-f]{64}$/,
} as const;
const NIX_NAME = /^[\w.-]{1,100}$/;
const FONT_BYTES_MAX = 4 * 2 ** 30;

/** The list that comes along. */
export function manifestFile(): string {
  return join(projectFolder(), 'assets/soundfonts.json');
}

/**
 * The fonts of a list, the preferred first.
 *
 * @throws Problem when it is not there (66), or is no such list (65)
 */
export function readManifest(path: string): OfferedFont[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Problem(String((error as Error).message).split(', ')[0] ?? '', {
      where: path,
      remedy: 'Name a list of SoundFonts that can be read.',
      exit: EXIT.noInput,
      cause: error,
    });
  }
  return fontsOf(parsed(text, path), path);
}

/** Whether something may be fetched from there: encrypted, or from this machine itself. */
export function isFetchable({ protocol, hostname, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true;
  return isIPv4(hostname) && hostname.startsWith('127.');
}

function fontsOf(list: unknown, path: string): OfferedFont[] {
  const { version, fonts } = (list ?? {}) as { version?: unknown; fonts?: unknown };
  if (version !== VERSION) throw wrong(path, `its version is not ${VERSION}`);
  if (!Array.isArray(fonts) || fonts.length === 0) throw wrong(path, 'it lists no fonts');
  return fonts.map((font, index) => fontOf(font, `font ${index + 1}`, path));
}

function fontOf(given: unknown, which: string, path: string): OfferedFont {
  const font = (typeof given === 'object' && given !== null ? given : {}) as Record<
    string,
    unknown
  >;
  const text = (key: keyof typeof TEXTS): string => {
    const value = font[key];
    if (typeof value === 'string' && TEXTS[key].test(value)) return value;
    throw wrong(path, `the ${key} of ${which} is not as it must be`);
  };
  const { bytes, mirrors, nixpkgs } = font;
  if (!Number.isInteger(bytes) || Number(bytes) < 1 || Number(bytes) > FONT_BYTES_MAX) {
    throw wrong(path, `the bytes of ${which} are no size of a SoundFont`);
  }
  if (nixpkgs !== undefined && !(typeof nixpkgs === 'string' && NIX_NAME.test(nixpkgs))) {
    throw wrong(path, `the nixpkgs of ${which} is no name of a package`);
  }
  return {
    name: text('name'),
    means: text('means'),
    file: text('file'),
    release: text('release'),
    licence: text('licence'),
    bytes: Number(bytes),
    sha256: text('sha256'),
    mirrors: Array.isArray(mirrors) ? mirrors.map((mirror) => mirrorOf(mirror, which, path)) : [],
    ...(nixpkgs === undefined ? {} : { nixpkgs }),
  };
}

function mirrorOf(mirror: unknown, which: string, path: string): URL {
  const url = URL.canParse(String(mirror)) ? new URL(String(mirror)) : undefined;
  if (url !== undefined && isFetchable(url)) return url;
  throw wrong(path, `a mirror of ${which} is neither https nor on this machine`);
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong(path, `it is not JSON: ${(error as Error).message}`);
  }
}

function wrong(where: string, what: string): Problem {
  const remedy = 'docs/soundfonts.md shows what such a list has.';
  return new Problem(what, { where, remedy, exit: EXIT.badData });
}
