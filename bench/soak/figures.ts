/** What a running instrument tells of itself, as a soak looks at it. */
import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';

/** All that only rises, but for memory and descriptors. */
export interface Look {
  readonly atMs: number;
  readonly residentMb: number;
  readonly descriptors: number;
  readonly notes: number;
  readonly orphaned: number;
  readonly restarts: number;
  readonly callbacks: number;
  readonly late: number;
  /** Seconds from key to note: upper edges, and the notes that stayed under each. */
  readonly edges: readonly number[];
  readonly under: readonly number[];
}

interface Told {
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number | null;
  }[];
}

export async function look(pid: number, port: number): Promise<Look> {
  const told: Readonly<Record<string, Told>> = JSON.parse(await metrics(port));
  const samples = (name: string) => told[`fw16_synth_${name}`]?.samples ?? [];
  const sum = (name: string) => samples(name).reduce((all, { value }) => all + (value ?? 0), 0);
  const buckets = samples('key_to_note_seconds').filter(
    ({ name, labels }) => name.endsWith('_bucket') && labels['device'] === 'terminal',
  );
  return {
    atMs: performance.now(),
    residentMb: residentMb(pid),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    notes: sum('notes_total'),
    orphaned: sum('notes_orphaned_total'),
    restarts: sum('restarts_total'),
    callbacks: sum('audio_callbacks_total'),
    late: sum('audio_late_callbacks_total'),
    edges: buckets.map(({ labels }) =>
      labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le']),
    ),
    under: buckets.map(({ value }) => value ?? 0),
  };
}

/** What a share of the notes between two looks stayed under, in us, as Prometheus would say it. */
export function quantileUs(from: Look, to: Look, share: number): number {
  const under = to.under.map((count, at) => count - (from.under[at] ?? 0));
  const rank = share * (under.at(-1) ?? 0);
  const bucket = under.findIndex((count) => count >= rank);
  const [below, above] = [to.edges[bucket - 1] ?? 0, to.edges[bucket] ?? Number.NaN];
  const [before, there] = [under[bucket - 1] ?? 0, under[bucket] ?? 0];
  if (above === Number.POSITIVE_INFINITY) return 1e6 * below;
  return 1e6 * (below + ((above - below) * (rank - before)) / Math.max(1, there - before));
}

function residentMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1024;
}

function metrics(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/metrics?format=json', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('end', () => resolve(text)).once('error', reject);
    }).once('error', reject);
  });
}
