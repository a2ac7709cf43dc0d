import { readFileSync } from 'node:fs';
import { projectFile } from '../support/program.ts';
import type { Feature, Proof } from './features.ts';
import { FEATURES } from './features.ts';

export const PAGE = 'docs/features.md';

/** docs/features.md. */
export function featuresPage(): string {
  const all = FEATURES.filter(({ toCome }) => toCome === undefined).length;
  return [
    '# Features',
    '',
    '<!-- Written by npm run docs from tests/features/features.ts; change it there. -->',
    '',
    'Each with the tests that play it and listen. What is not there yet is said so: of',
    `${FEATURES.length} features ${all} are whole.`,
    '',
    ...tableOf('The instrument', 'B'),
    ...tableOf('Beyond its peers', 'C'),
  ].join('\n');
}

/** The whole name of the test that is meant; undefined when there is none. */
export function testNamed([file, part]: Proof): string | undefined {
  let text: string;
  try {
    text = readFileSync(projectFile(file), 'utf8');
  } catch {
    return undefined;
  }
  if (part === undefined) return /^# (.+)$/m.exec(text)?.[1];
  const names = text.matchAll(/\btest\(\s*(['`])(.*?)\1/gs);
  return [...names].map(([, , name = '']) => name).find((name) => name.includes(part));
}

function tableOf(title: string, letter: string): string[] {
  const rows = FEATURES.filter(({ row }) => row.startsWith(letter));
  return [
    `## ${title}`,
    '',
    '| | Feature | Played and heard by | To come |',
    '|---|---|---|---|',
    ...rows.map(rowOf),
    '',
  ];
}

function rowOf({ row, what, tests, toCome = '' }: Feature): string {
  const proofs = tests.map((proof) => {
    const [file] = proof;
    const name = (testNamed(proof) ?? '?').replaceAll(/ ?\(?\$\{.*?\}\)?|\(seed.*?\)/g, '').trim();
    return `[${name.replaceAll('|', '\\|')}](../${file})`;
  });
  return `| ${row} | ${what} | ${proofs.join('<br>')} | ${toCome} |`;
}
