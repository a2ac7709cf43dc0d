/** Prints what became of every line of the deployment guide; `./check` shows it before the tests. */
import { isSettled, promises, type Settled } from './promises.ts';

const DEVIATIONS = 'docs/deviations.md';

const all = promises();
console.log(table(all));
const open = all.filter((each) => !isSettled(each)).length;
console.log(
  `${all.length - open} of ${all.length} lines of the deployment guide are tested in tests/guide or stand in ${DEVIATIONS}; ${open} are to come.`,
);

function table(rows: readonly Settled[]): string {
  const cells = rows.map((each) => [each.row, by(each), `${each.part}: ${each.what}`] as const);
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map(([row, how, what]) => `${row.padEnd(widths[0]!)} | ${how.padEnd(widths[1]!)} | ${what}`)
    .join('\n');
}

function by({ row, tests, deviation }: Settled): string {
  const files = tests.map((name) => name.slice(`${row}-`.length, -'.test.ts'.length));
  const ways = [
    ...(files.length === 0 ? [] : [`test ${files.join(', ')}`]),
    ...(deviation === undefined ? [] : ['deviation']),
  ];
  return ways.length === 0 ? 'to come' : ways.join(', ');
}
