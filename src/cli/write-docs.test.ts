import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFile } from '../../tests/support/program.ts';
import { EXIT } from '../core/problem.ts';
import { COMMANDS } from './options.ts';
import { cliReference } from './reference.ts';
import { REFERENCES } from './write-docs.ts';

for (const [file, write] of REFERENCES) {
  test(`${file} says what the source says (if not: npm run docs)`, () => {
    assert.equal(readFileSync(projectFile(file), 'utf8'), write());
  });
}

test('the reference has every command, every flag of each, and every exit code', () => {
  const sections = cliReference().split('\n## ');
  for (const { name, flags } of COMMANDS) {
    const section = sections.find((each) => each.startsWith(name)) ?? assert.fail(name);
    for (const flag of flags) assert.ok(section.includes(`--${flag.name}`), `${name} ${flag.name}`);
  }
  for (const code of Object.values(EXIT)) assert.ok(sections.at(-1)?.includes(`| ${code} |`));
});
