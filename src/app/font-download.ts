/** Getting a SoundFont: where it goes, whether there is room, and what is asked of the person first. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { nearest } from '../config/nearest.ts';
import { makeFolders } from '../control/folders.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { type DownloadOptions, download } from '../engine/download.ts';
import type { OfferedFont } from '../engine/font-manifest.ts';
import { copyVerified, isWhole } from '../engine/pinned-file.ts';
import { installedFonts, userFontFolder } from '../engine/soundfonts.ts';
import { cannotWrite } from '../ffi/atomic-file.ts';

/** Above this a person is asked first. */
const CONSENT_BYTES = 50e6;
// A font lies in memory whole; it should not be more than a small part of it.
const MEMORY_SHARE = 8;

export interface FontRequest {
  readonly font: OfferedFont;
  /** A file that somebody brought, in place of the mirrors. */
  readonly from?: string | undefined;
  /** Whether what would be asked is agreed to. */
  readonly agreed: boolean;
  /** Whether packages of NixOS are to be had here. */
  readonly nixos: boolean;
  /** Asks the person; undefined when nobody is there. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
}

/** What there is now. */
export interface FontGot {
  readonly path: string;
  /** Whether it was there before. */
  readonly already: boolean;
}

/**
 * Gets a font into the user's own folder.
 *
 * @throws Problem when it is not had, or not agreed to
 */
export async function getFont(request: FontRequest, options: DownloadOptions): Promise<FontGot> {
  const { font, from, agreed, nixos } = request;
  const path = fontPath(font);
  const there = [path, ...installedFonts(font.name, place())];
  const whole = there.find((each) => isWhole(each, font));
  if (whole !== undefined) return { path: whole, already: true };
  if (nixos && from === undefined && font.nixpkgs !== undefined && !agreed) throw asPackage(font);
  await agree(request, path);
  await makeFolders(dirname(path), 0o755).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  if (from !== undefined) copyVerified(from, font, path);
  else await download(font, path, options);
  return { path, already: false };
}

/** Where the font goes, or is. */
export function fontPath({ file }: OfferedFont): string {
  return join(userFontFolder(place()), file);
}

/**
 * The font of that name, or without one the best for this machine.
 *
 * @throws Problem (exit 2) when there is none of that name
 */
export function chooseOffered(
  fonts: readonly OfferedFont[],
  name: string | undefined,
  memoryBytes: number = totalmem(),
): OfferedFont {
  const fits = fonts.find(({ bytes }) => bytes * MEMORY_SHARE <= memoryBytes);
  const found =
    name === undefined
      ? (fits ?? fonts.at(-1))
      : fonts.find((font) => font.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const names = fonts.map((font) => font.name);
  const meant = nearest(name ?? '', names);
  throw new Problem(`there is no SoundFont ${name} to download`, {
    remedy: meant === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${meant}?`,
    exit: EXIT.usage,
  });
}

function place() {
  return { env: process.env, home: homedir() };
}

/** Whether this is NixOS. */
export function isNixos(root = '/'): boolean {
  if (existsSync(join(root, 'etc/NIXOS'))) return true;
  try {
    return /^ID="?nixos"?$/m.test(readFileSync(join(root, 'etc/os-release'), 'utf8'));
  } catch {
    return false;
  }
}

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function agree({ font, from, agreed, ask }: FontRequest, path: string): Promise<void> {
  if (agreed) return;
  const large = from === undefined && font.bytes > CONSENT_BYTES;
  const replaces = existsSync(path);
  if (!large && !replaces) return;
  const what = large ? `${font.name} has ${megabytes(font.bytes)} (licence: ${font.licence})` : '';
  const instead = replaces ? `another ${font.file} is there, and would be replaced` : '';
  const reason = [what, instead].filter((part) => part !== '').join('; ');
  if (ask === undefined) {
    throw new Problem(reason, { remedy: 'Agree to that with --yes.', exit: EXIT.failed });
  }
  if (!(await ask(`${reason}. Go on?`))) {
    throw new Problem('nothing was downloaded', { exit: EXIT.failed });
  }
}

function asPackage({ name, nixpkgs }: OfferedFont): Problem {
  return new Problem(`${name} is a package on NixOS`, {
    remedy:
      `environment.systemPackages = [ pkgs.${nixpkgs} ]; has it found by all. ` +
      'With --yes it is downloaded all the same, into your home.',
    exit: EXIT.failed,
  });
}
