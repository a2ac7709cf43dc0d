/** Health for others to read: the document of draft-inadarei-api-health-check-06, and a line. */
import type { HealthCheck, HealthReport } from './health.ts';

export const HEALTH_TYPE = 'application/health+json';
/** By which `--health-check` knows that it is us who answer. */
export const SERVICE_ID = 'fw16-synth';

/** One entry of `checks`; the draft allows several for each, we have one. */
interface Entry {
  readonly componentId: string;
  readonly componentType: 'component' | 'system';
  readonly observedValue?: number;
  readonly observedUnit?: string;
  readonly status: string;
  readonly time: string;
  readonly output: string;
  /** Ours: what to do. */
  readonly advice?: readonly string[];
}

export interface HealthDocument {
  readonly status: string;
  readonly version: string;
  readonly serviceId: string;
  readonly description: string;
  readonly notes?: readonly string[];
  readonly checks: Readonly<Record<string, readonly Entry[]>>;
}

export function healthDocument(report: HealthReport, version: string): HealthDocument {
  return {
    status: report.status,
    version,
    serviceId: SERVICE_ID,
    description: 'FW16 Synth, a musical instrument',
    ...(report.watched
      ? {}
      : { notes: ['Health checks are switched off; this is whether it could be played now.'] }),
    checks: Object.fromEntries(report.checks.map((check) => [check.name, [entry(check)]])),
  };
}

/** What is the matter, or that nothing is, in a line. */
export function healthLine({ status, checks }: Pick<HealthDocument, 'status' | 'checks'>): string {
  const entries = Object.entries(checks).flatMap(([name, all]) =>
    all.map((each) => ({ name, ...each })),
  );
  const bad = entries.filter((each) => each.status !== 'pass');
  if (bad.length === 0) {
    const all = entries.length === 0 ? 'it is ready' : `all ${entries.length} checks pass`;
    return status === 'pass' ? `pass: ${all}` : `${status}: it is not ready to be played`;
  }
  const told = bad.map(({ name, output, advice = [] }) => [
    `${name}: ${output}`,
    ...advice.slice(0, 1),
  ]);
  return `${status}: ${told.map((words) => words.join(' ')).join(' ')}`;
}

function entry({ name, standing, seen, value, unit, says, at, since, advice }: HealthCheck): Entry {
  const [component = ''] = name.split(':');
  const changing = seen === standing ? '' : ` (the last look says ${seen}; two in a row count)`;
  return {
    componentId: component,
    componentType: component === 'disk' ? 'system' : 'component',
    ...(value === undefined ? {} : { observedValue: value }),
    ...(unit === undefined ? {} : { observedUnit: unit }),
    status: standing,
    time: iso(at),
    output: `${says}${changing}${standing === 'pass' ? '' : ` So since ${iso(since)}.`}`,
    ...(advice.length === 0 ? {} : { advice }),
  };
}

function iso(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}
