import { spawnSync } from 'node:child_process';
import { cpus, release } from 'node:os';

/** What the figures were taken on, in a line. */
export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} x ${first?.model.trim()}, Linux ${release()}, Node ${process.versions.node}`;
}

/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value that a share of the figures stays under. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Rows of text as aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Compiles one C program or library. */
export function compile(...args: readonly string[]): void {
  const flags = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror'];
  const { status } = spawnSync('cc', [...flags, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status === 0) return;
  process.stderr.write('The peers need: apt install gcc libc6-dev libfluidsynth-dev\n');
  process.exit(1);
}
