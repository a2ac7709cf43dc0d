/** Families of metrics as text for Prometheus, as OpenMetrics 1.0, and as JSON. */
import type { Format } from './negotiation.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram';

export interface Sample {
  /** What a histogram adds to its name. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  /** A counter's ends in `_total`. */
  readonly name: string;
  readonly type: MetricType;
  /** One line. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

export function expose(families: readonly Family[], format: Format): string {
  if (format === 'json') return asJson(families);
  if (format === 'openmetrics') return `${families.map(asOpenMetrics).join('')}# EOF\n`;
  return families.map((family) => asText(family, family.name, plainLabel)).join('');
}

function asText(family: Family, headed: string, label: LabelText): string {
  const { name, type, help, samples } = family;
  const lines = samples.map(({ suffix = '', labels, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${label(key, text)}"`);
    const set = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
    return `${name}${suffix}${set} ${number(value)}\n`;
  });
  return `# HELP ${headed} ${help}\n# TYPE ${headed} ${type}\n${lines.join('')}`;
}

/** A counter's family goes by its name without the ending, its samples with it. */
function asOpenMetrics(family: Family): string {
  const headed = family.type === 'counter' ? family.name.replace(/_total$/, '') : family.name;
  return asText(family, headed, (key, text) =>
    // The upper edge of a bucket is a number with a point in it.
    key === 'le' && /^\d+$/.test(text) ? `${text}.0` : plainLabel(key, text),
  );
}

type LabelText = (key: string, text: string) => string;

function plainLabel(_key: string, text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

function asJson(families: readonly Family[]): string {
  const told = families.map(({ name, type, help, samples }) => [
    name,
    {
      type,
      help,
      samples: samples.map(({ suffix = '', labels, value }) => ({
        name: `${name}${suffix}`,
        labels,
        value: Number.isFinite(value) ? value : null,
      })),
    },
  ]);
  return `${JSON.stringify(Object.fromEntries(told))}\n`;
}
