/** Metrics in the form that is asked for: ours, and what prom-client knows of any Node program. */
import type { Registry } from 'prom-client';
import type { Family, MetricType, Sample } from './exposition.ts';
import { expose } from './exposition.ts';
import type { Observed } from './metric-table.ts';
import { METRICS } from './metric-table.ts';
import type { Format } from './negotiation.ts';
import { PROCESS_METRICS } from './process-metrics.ts';

// It wakes the process that often; what it measures besides we measure ourselves.
const LOOP_LOOK_MS = 60_000;
// Whoever asks more often gets the same again: a flood of requests costs next to nothing.
const REUSE_MS = 100;

export class Metrics {
  readonly #observe: () => Observed;
  readonly #registry: Registry;
  readonly #rendered = new Map<Format, { readonly atMs: number; readonly text: Promise<string> }>();

  private constructor(observe: () => Observed, registry: Registry) {
    this.#observe = observe;
    this.#registry = registry;
  }

  /** Brings prom-client along, which takes a while: not before there is sound. */
  static async create(observe: () => Observed): Promise<Metrics> {
    const { collectDefaultMetrics, Registry } = await import('prom-client');
    const registry = new Registry();
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_LOOK_MS });
    for (const { name } of registry.getMetricsAsArray()) {
      if (!Object.hasOwn(PROCESS_METRICS, name)) registry.removeSingleMetric(name);
    }
    const metrics = new Metrics(observe, registry);
    // What runs for the first time takes several times as long: that is nobody's scrape, nor an answer.
    await metrics.#render('text');
    return metrics;
  }

  render(format: Format): Promise<string> {
    const atMs = performance.now();
    const last = this.#rendered.get(format);
    if (last !== undefined && atMs - last.atMs < REUSE_MS) return last.text;
    const text = this.#render(format);
    this.#rendered.set(format, { atMs, text });
    return text;
  }

  async #render(format: Format): Promise<string> {
    const ours = families(this.#observe());
    return expose([...ours, ...(await this.#ofTheProcess())], format);
  }

  // Its own rendering is passed by: asked for OpenMetrics once, it renames its counters for good.
  async #ofTheProcess(): Promise<Family[]> {
    const known = await this.#registry.getMetricsAsJSON();
    return known.map(({ name, help, type, values }) => ({
      name,
      type: `${type}` as MetricType,
      help: PROCESS_METRICS[name] ?? help,
      samples: values.map((value) => sampleOf(name, value)),
    }));
  }
}

/** Our own metrics of one moment. */
export function families(observed: Observed): Family[] {
  return METRICS.map(({ name, type, help, read }) => ({
    name,
    type,
    help,
    samples: read(observed),
  }));
}

interface PromClientValue {
  readonly metricName?: string;
  readonly labels: object;
  readonly value: number;
}

function sampleOf(name: string, { metricName = name, labels, value }: PromClientValue): Sample {
  const suffix = metricName.slice(name.length) as Sample['suffix'] | '';
  const texts = Object.entries(labels).map(([key, text]) => [key, String(text)]);
  return {
    ...(suffix === '' || suffix === undefined ? {} : { suffix }),
    labels: Object.fromEntries(texts),
    value,
  };
}
