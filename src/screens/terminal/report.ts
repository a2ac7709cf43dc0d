import type { Check, Standing } from '../../core/check.ts';

export interface ReportLook {
  /** Columns to fill. */
  readonly width: number;
  readonly colour: boolean;
}

const MARKS: Readonly<Record<Standing, string>> = { pass: '✓', warn: '!', fail: '✗' };
const COLOURS: Readonly<Record<Standing, number>> = { pass: 32, warn: 33, fail: 31 };
const BOLD = 1;
const DIM = 2;

// Where the words of an item begin: after its mark and the longest name.
const INDENT = 4;
const GAP = 2;

/**
 * Checks as a person reads them: a heading for each part, a line for each item, what to do below
 * those that are not well, and a summary.
 */
export function reportLines(checks: readonly Check[], look: ReportLook): string[] {
  const names = checks.map(({ name }) => itemOf(name).length);
  const column = INDENT + Math.max(0, ...names) + GAP;
  const parts = [...new Set(checks.map(({ name }) => partOf(name)))];
  const lines = parts.flatMap((part) => [
    painted(headingOf(part), BOLD, look),
    ...checks
      .filter(({ name }) => partOf(name) === part)
      .flatMap((each) => itemLines(each, column, look)),
    '',
  ]);
  return [...lines, summary(checks, look)];
}

function itemLines(check: Check, column: number, look: ReportLook): string[] {
  const { name, standing, says, advice } = check;
  const [first = '', ...rest] = wrapped(says, look.width - column);
  const head = itemOf(name).padEnd(column - INDENT);
  return [
    `  ${painted(MARKS[standing], COLOURS[standing], look)} ${head}${first}`,
    ...rest.map((line) => `${' '.repeat(column)}${line}`),
    ...advice.flatMap((each) => adviceLines(each, column, look)),
  ];
}

const ARROW = '→ ';
const LABEL = /^(NixOS|Elsewhere): /;

/** A remedy below what it remedies; the kind of system that it is for stands back a little. */
function adviceLines(advice: string, column: number, look: ReportLook): string[] {
  const indent = ' '.repeat(column);
  const width = look.width - column - ARROW.length;
  const lines = advice.split('\n').flatMap((line) => wrapped(line, width));
  return lines.map((line, at) => {
    if (at > 0) return `${indent}${' '.repeat(ARROW.length)}${line}`;
    const label = line.match(LABEL)?.[0] ?? '';
    const words = line.slice(label.length);
    return `${indent}${painted(`${ARROW}${label}`, DIM, look)}${words}`;
  });
}

function summary(checks: readonly Check[], look: ReportLook): string {
  const count = (standing: Standing): number =>
    checks.filter((check) => check.standing === standing).length;
  const told = [
    [count('fail'), 'in the way', 'fail'],
    [count('warn'), 'could be better', 'warn'],
    [count('pass'), 'well', 'pass'],
  ] as const;
  return told
    .filter(([number]) => number > 0)
    .map(([number, words, standing]) => painted(`${number} ${words}`, COLOURS[standing], look))
    .join(', ');
}

function partOf(name: string): string {
  return name.split(':')[0] ?? '';
}

function itemOf(name: string): string {
  return (name.split(':')[1] ?? name).replaceAll('-', ' ');
}

function headingOf(part: string): string {
  if (part === 'midi') return 'MIDI';
  return `${part.charAt(0).toUpperCase()}${part.slice(1)}`;
}

function painted(text: string, code: number, { colour }: ReportLook): string {
  return colour ? `\x1b[${code}m${text}\x1b[0m` : text;
}

/**
 * Lines of at most `width`, broken between words and set in as the text is; a word that is longer
 * stands alone.
 */
function wrapped(text: string, width: number): string[] {
  const indent = text.match(/^ */)?.[0] ?? '';
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(`${indent}${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `${indent}${line}`];
}
