/** Writes docs/features.md; `npm run docs` runs it. */
import { writeFileSync } from 'node:fs';
import { projectFile } from '../support/program.ts';
import { featuresPage, PAGE } from './page.ts';

writeFileSync(projectFile(PAGE), featuresPage());
