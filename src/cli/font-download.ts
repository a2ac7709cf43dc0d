/** `soundfonts download`, and the guide's --download-soundfonts. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { chooseOffered, fontPath, getFont, isNixos, megabytes } from '../app/font-download.ts';
import { EXIT } from '../core/problem.ts';
import type { OfferedFont } from '../engine/font-manifest.ts';
import { manifestFile, readManifest } from '../engine/font-manifest.ts';
import { progressLine } from '../screens/terminal/progress-line.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

const DRAW_EVERY_MS = 100;
// Of the whole, for who reads lines.
const TOLD_SHARE = 0.1;
const CLEAR_LINE = '\r\x1b[K';

/** Gets the font of that name, or the one that suits this machine. */
export async function downloadFont(
  name: string | undefined,
  invocation: Invocation,
): Promise<number> {
  const { flags } = invocation;
  const from = flags.get('from');
  const font = chooseOffered(offered(invocation), name);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt);
  const progress = process.stderr.isTTY ? drawnProgress(font) : toldProgress(font);
  try {
    const request = {
      font,
      from: from === undefined ? undefined : resolve(from),
      agreed: flags.has('yes'),
      nixos: isNixos(),
      ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
    };
    const { path, already } = await getFont(request, {
      onProgress: progress.at,
      onDetour: (mirror, why) => {
        progress.end();
        say(`${mirror.host}: ${why}.`);
      },
      signal: interruption.signal,
    });
    progress.end();
    say(
      `${path} ${already ? 'is there already' : 'is there'}: ${font.name} ${font.release}, whole.`,
    );
    say(`Licence: ${font.licence}. To play it: fw16-synth --soundfont ${font.name}`);
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
  }
  return EXIT.ok;
}

/** What can be downloaded, and what of it is there. */
export function listOffered(invocation: Invocation): number {
  const fonts = offered(invocation).map((font) => ({ ...font, path: fontPath(font) }));
  if (invocation.flags.has('json')) {
    process.stdout.write(`${JSON.stringify({ fonts }, undefined, 2)}\n`);
    return EXIT.ok;
  }
  const width = Math.max(...fonts.map(({ name }) => name.length));
  for (const { name, means, bytes, licence, path } of fonts) {
    const mark = existsSync(path) ? '*' : ' ';
    process.stdout.write(
      `${mark} ${name.padEnd(width)}  ${megabytes(bytes).padStart(8)}  ${means}. ${licence}.\n`,
    );
  }
  return EXIT.ok;
}

function offered(invocation: Invocation): OfferedFont[] {
  const { soundfontManifest } = configurationOf(invocation).config.audio;
  return readManifest(
    soundfontManifest === 'bundled' ? manifestFile() : resolve(soundfontManifest),
  );
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // Ctrl+C and Ctrl+D close it, and it never answers.
    const closed = once(terminal, 'close').then(() => '');
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

interface Progress {
  readonly at: (bytes: number) => void;
  /** What is said next begins a line. */
  readonly end: () => void;
}

function drawnProgress({ name, bytes }: OfferedFont): Progress {
  const beganMs = performance.now();
  let drawnMs = Number.NEGATIVE_INFINITY;
  let first: number | undefined;
  return {
    at: (there) => {
      first ??= there;
      const nowMs = performance.now();
      if (nowMs - drawnMs < DRAW_EVERY_MS && there < bytes) return;
      drawnMs = nowMs;
      const perSecond = ((there - first) * 1000) / (nowMs - beganMs);
      const columns = process.stderr.columns || 80;
      process.stderr.write(`\r${progressLine(name, { there, bytes, perSecond }, columns)}`);
    },
    end: () => {
      if (drawnMs > 0) process.stderr.write(CLEAR_LINE);
      drawnMs = Number.NEGATIVE_INFINITY;
    },
  };
}

function toldProgress({ name, bytes }: OfferedFont): Progress {
  let next = 0;
  return {
    at: (there) => {
      if (there < next) return;
      say(`${name}: ${Math.floor((100 * there) / bytes)} % of ${megabytes(bytes)}`);
      next = Math.min(bytes, (Math.floor(there / bytes / TOLD_SHARE) + 1) * TOLD_SHARE * bytes);
    },
    end: () => {},
  };
}
