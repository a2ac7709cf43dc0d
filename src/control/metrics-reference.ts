/** docs/metrics.md, from the tables that are served. */
import type { Metric } from './metric-table.ts';
import { METRICS } from './metric-table.ts';
import { PROCESS_METRICS } from './process-metrics.ts';

export function metricsReference(): string {
  const own = METRICS.filter(({ instead }) => instead === undefined);
  const aliases = METRICS.filter(({ instead }) => instead !== undefined);
  return [
    INTRODUCTION,
    table(['Metric', 'Type', 'Labels', 'Meaning'], own.map(row)),
    ALIASES,
    table(
      ['Metric', 'Meaning', 'In base units'],
      aliases.map(({ name, help, instead }) => [code(name), help, code(instead ?? '')]),
    ),
    PROCESS,
    table(
      ['Metric', 'Meaning'],
      Object.entries(PROCESS_METRICS).map(([name, means]) => [code(name), means]),
    ),
  ].join('\n');
}

const INTRODUCTION = `# Metrics

<!-- Written by npm run docs from src/control; change it there. -->

\`http://localhost:8080/metrics\` serves them while fw16-synth runs with \`--production\`, or with
\`--export-metrics\`. How to have Prometheus and Grafana read them stands in [operations.md](operations.md).

The form is the one that the request likes best: Prometheus’ text, OpenMetrics, or JSON. Text is for
whoever says nothing; \`?format=text\`, \`openmetrics\` or \`json\` overrules everything:

\`\`\`sh
curl -s 'localhost:8080/metrics?format=json' | jq '.fw16_synth_voices.samples[0].value'
\`\`\`

Figures are in base units: seconds, bytes, ratios up to 1. “Since the last look” is since anybody last
asked. Which keys were pressed is in none of them.
`;

const ALIASES = `
## Names of the deployment guide

The same measurements under the names that its dashboard and its alerts use.
`;

const PROCESS = `
## Of any Node.js program

Under the names that dashboards for Node.js know.
`;

function row({ name, type, labels, help }: Metric): string[] {
  const said = Object.entries(labels).map(([label, holds]) => `${code(label)}: ${holds}`);
  return [code(name), type, said.join('; '), help];
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = `|${heads.map(() => '---').join('|')}|`;
  return `${[line(heads), rule, ...rows.map(line)].join('\n')}\n`;
}
