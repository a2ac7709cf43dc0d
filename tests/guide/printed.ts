/** The guide's shell lines, run as printed in a folder that stands for the machine's root. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

const root = mkdtempSync(join(tmpdir(), 'fw16-guide-root-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** Runs lines as printed, but without sudo, and with /etc, /sys, /proc and /dev inside the folder. */
export function runPrinted(lines: string): void {
  const here = lines
    .replaceAll('sudo ', '')
    .replace(/(?<=[\s'"=]|^)\/(etc|sys|proc|dev)\//gm, `${root}/$1/`);
  execFileSync('sh', ['-euc', here], { stdio: 'pipe' });
}

/** A file of that machine, made or looked at. */
export function writeThere(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(root + path), { recursive: true });
  writeFileSync(root + path, text, { mode });
}

export function readThere(path: string): string {
  return readFileSync(root + path, 'utf8');
}

export function modeThere(path: string): number {
  return statSync(root + path).mode & 0o777;
}

/** That path on the machine that runs the test. */
export function pathThere(path: string): string {
  return root + path;
}
