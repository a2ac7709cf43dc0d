/** Writes docs/configuration.md and docs/config.schema.json anew; `npm run docs` runs it. */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { markdownReference, schemaReference } from './reference.ts';

/** The generated files by their path from the project's folder. */
export const REFERENCES: ReadonlyMap<string, () => string> = new Map([
  ['docs/configuration.md', markdownReference],
  ['docs/config.schema.json', schemaReference],
]);

/** The folder of package.json, wherever this file was built to. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, write] of REFERENCES) writeFileSync(join(projectFolder(), file), write());
}
