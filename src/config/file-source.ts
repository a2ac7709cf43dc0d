import { EXIT, Problem } from '../core/problem.ts';
import type { AssignmentLine } from './assignment-lines.ts';
import { takeAssignments } from './assignment-lines.ts';
import { readFileText } from './file-text.ts';
import { nearest } from './nearest.ts';
import { SETTINGS } from './schema.ts';
import type { Mistake, Origin, Source } from './source.ts';
import { keyOf, shown, valueAt } from './source.ts';
import type { YamlTree } from './yaml.ts';
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
      throw new Problem(read.what, { where: file, exit: EXIT.noPermission });
    case 'not a file':
      throw new Problem(read.what, { where: file, exit: EXIT.noInput });
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
    ...assignmentExplained(each, yaml),
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

/** A section whose settings are all commented out is null to YAML. */
function withoutEmptySections(root: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(root).filter(([, value]) => value !== null));
}

/** What to type where, for a line that is an assignment and no YAML. */
function assignmentExplained(
  { line, typed, key, value, isGlued }: AssignmentLine,
  { root, placeOf, keyPlaceOf }: YamlTree,
): Pick<Mistake, 'key' | 'what' | 'remedy'> {
  const meant = SETTINGS.has(key) ? key : (nearest(key, SETTINGS.keys()) ?? key);
  const path = meant.split('.');
  const [section = meant, name = ''] = path;
  const written = `${name}: ${value}`;
  const gone = isGlued ? `End line ${line} before ${key}` : `Delete line ${line}`;
  let remedy = `Write instead of line ${line}:\n${section}:\n  ${written}`;
  if (valueAt(root, path) !== undefined) {
    const { line: there } = placeOf(path);
    const says = `${name}: ${shown(valueAt(root, path)).replaceAll('"', '')}`;
    remedy =
      says === written
        ? `${gone}: line ${there} says ${says} already.`
        : `${gone}, and change line ${there}, which says ${says}, to:\n  ${written}`;
  } else if (valueAt(root, [section]) !== undefined) {
    const { line: there } = keyPlaceOf([section]);
    remedy = `${gone}, and write below ${section}: on line ${there}:\n  ${written}`;
  } else if (isGlued) {
    remedy = `${gone}, and write on the lines after it:\n${section}:\n  ${written}`;
  }
  const unknown = SETTINGS.has(key) ? '' : `; nor is there a setting ${key}`;
  return {
    key,
    what: `${shown(typed)} is not YAML: a setting stands below its section, with a colon and not =${unknown}`,
    remedy,
  };
}
