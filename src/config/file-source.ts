import { EXIT, Problem } from '../core/problem.ts';
import { explainAssignment, takeAssignments } from './assignment-lines.ts';
import { readFileText } from './file-text.ts';
import { SETTINGS } from './schema.ts';
import type { Mistake, Origin, Source } from './source.ts';
import { keyOf, shown } from './source.ts';
import { readYaml } from './yaml.ts';

/**
 * A configuration file as a source; undefined when there is none.
 *
 * @throws Problem when it is there and can't be opened
 */
export function fileSource(file: string, from: Origin): Source | undefined {
  const read = readFileText(file);
  if (read.ok) return textSource(read.text, file, from);
  switch (read.why) {
    case 'absent':
      return undefined;
    case 'no permission':
      throw new Problem(read.what, {
        where: file,
        remedy: 'Its owner can let you: chmod a+r, on the file and on the folders above it.',
        exit: EXIT.noPermission,
      });
    case 'not a file':
      throw new Problem(read.what, {
        where: file,
        remedy: 'A configuration is a file, such as config.yaml.',
        exit: EXIT.noInput,
      });
    case 'not text': {
      const place = read.line === undefined ? '' : `:${read.line}:${read.column}`;
      const mistake = { where: `${file}${place}`, key: '', what: read.what, line: 0 };
      return { from, tree: {}, mistakes: [mistake], placeOf: () => ({ where: file, line: 0 }) };
    }
  }
}

/** The text of a configuration file as a source. */
export function textSource(text: string, file: string, from: Origin): Source {
  const { rest, found } = takeAssignments(text);
  const yaml = readYaml(rest);
  const at = ({ line, column }: { line: number; column: number }) => ({
    where: `${file}:${line}:${column}`,
    line,
  });
  const mistakes: Mistake[] = found.map((each) => ({
    ...at(each),
    ...explainAssignment(each, yaml),
  }));
  for (const each of yaml.mistakes) {
    mistakes.push({ ...at(each), key: keyOf(each.path), what: each.what });
  }
  const { root } = yaml;
  if (root !== undefined && root !== null && !isTree(root)) {
    mistakes.push({
      ...at(yaml.placeOf([])),
      key: '',
      what: `the file is ${shown(root)}; it takes sections with settings below them`,
      remedy: 'For instance:\naudio:\n  buffer_size: 256',
    });
  }
  return {
    from,
    tree: isTree(root) ? withoutEmptySections(root) : {},
    mistakes,
    placeOf: (path, part) => at(part === 'key' ? yaml.keyPlaceOf(path) : yaml.placeOf(path)),
  };
}

function isTree(root: unknown): root is Record<string, unknown> {
  return typeof root === 'object' && root !== null && !Array.isArray(root);
}

/** A section whose settings are all commented out is null to YAML; one of no such name stays wrong. */
function withoutEmptySections(root: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = ([name, value]: [string, unknown]): boolean =>
    value === null && SECTIONS.has(name);
  return Object.fromEntries(Object.entries(root).filter((section) => !isEmpty(section)));
}

const SECTIONS = new Set([...SETTINGS.values()].map(({ path }) => path[0]));
