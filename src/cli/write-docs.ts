/** Writes the pages that come out of the source; `npm run docs` runs it. */
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { markdownReference, schemaReference } from '../config/reference.ts';
import { metricsReference } from '../control/metrics-reference.ts';
import { manPage } from './man-page.ts';
import { cliReference } from './reference.ts';

/** The generated files by their path from the project's folder, where npm runs this. */
export const REFERENCES: ReadonlyMap<string, () => string> = new Map([
  ['docs/cli.md', cliReference],
  ['docs/configuration.md', markdownReference],
  ['docs/config.schema.json', schemaReference],
  ['docs/metrics.md', metricsReference],
  ['packaging/man/fw16-synth.1', manPage],
]);

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, write] of REFERENCES) writeFileSync(file, write());
}
