import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promtool } from '../support/promtool.ts';
import { SAMPLE_ALERTS } from './sample-monitoring.ts';

const LABELS = { job: 'fw16-synth', instance: 'localhost:8080' };

/** How a printed alert is to behave while a metric has one value, asked every 15 s. */
export interface AlertCase {
  readonly alert: string;
  readonly metric: string;
  readonly value: number;
  readonly at: string;
  /** What it says when it fires; undefined when it is not to. */
  readonly fires?: {
    readonly severity: string;
    readonly summary: string;
    readonly description: string;
  };
}

/** Has promtool play the case on the guide's rules; answers what it says, '' when all is as expected. */
export function playCase({ alert, metric, value, at, fires }: AlertCase): string {
  const folder = mkdtempSync(join(tmpdir(), 'fw16-guide-'));
  const expected =
    fires === undefined
      ? []
      : [
          {
            exp_labels: { ...LABELS, severity: fires.severity },
            exp_annotations: { summary: fires.summary, description: fires.description },
          },
        ];
  const cases = {
    rule_files: ['rules.yml'],
    evaluation_interval: '15s',
    tests: [
      {
        interval: '15s',
        input_series: [
          {
            series: `${metric}{job="${LABELS.job}", instance="${LABELS.instance}"}`,
            values: `${value}x60`,
          },
        ],
        alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: expected }],
      },
    ],
  };
  try {
    writeFileSync(join(folder, 'rules.yml'), SAMPLE_ALERTS);
    writeFileSync(join(folder, 'cases.yml'), JSON.stringify(cases));
    const { exit, said } = promtool(['test', 'rules', 'cases.yml'], { cwd: folder });
    return exit === 0 ? '' : said;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
