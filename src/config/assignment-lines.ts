import { nearest } from './nearest.ts';
import { SETTINGS } from './schema.ts';
import type { Mistake } from './source.ts';
import { shown, valueAt } from './source.ts';
import type { YamlTree } from './yaml.ts';

/** A line such as `audio.buffer_size = 256`, which people know from other files. */
export interface AssignmentLine {
  /** Counts from 1. */
  readonly line: number;
  readonly column: number;
  /** As it was typed, from the name on. */
  readonly typed: string;
  /** `audio.buffer_size`, or what was typed when there is no such setting. */
  readonly key: string;
  readonly value: string;
  /** True when it stands behind another value, as the line before it had no end. */
  readonly isGlued: boolean;
}

/**
 * Takes assignments out of a YAML text, so that the rest of it can still be read and checked; every
 * other line keeps its number.
 */
export function takeAssignments(text: string): { rest: string; found: AssignmentLine[] } {
  const found: AssignmentLine[] = [];
  if (!text.includes('=')) return { rest: text, found };
  const rest = text.split('\n').map((content, index) => {
    if (content.length > LINE_MAX || found.length === FOUND_MAX) return content;
    const match = ASSIGNMENT.exec(content) ?? GLUED.exec(content);
    const { before = '', name = '', value = '' } = match?.groups ?? {};
    const key = keyOf(name);
    if (match === null || key === undefined) return content;
    const typed = content.slice(before.length).trimEnd();
    const isGlued = before.trim() !== '';
    found.push({ line: index + 1, column: before.length + 1, typed, key, value, isGlued });
    return isGlued ? before : '';
  });
  return { rest: rest.join('\n'), found };
}

/** What to type where, for a line that is an assignment and no YAML. */
export function explainAssignment(
  { line, typed, key, value, isGlued }: AssignmentLine,
  { root, placeOf, keyPlaceOf }: YamlTree,
): Pick<Mistake, 'key' | 'what' | 'remedy'> {
  const meant = SETTINGS.has(key) ? key : (nearest(key, SETTINGS.keys()) ?? key);
  const path = meant.split('.');
  const [section = meant, name = ''] = path;
  const written = `${name}: ${value}`;
  const gone = isGlued ? `End line ${line} before ${key}` : `Delete line ${line}`;
  let remedy = `Write instead of line ${line}:\n${section}:\n  ${written}`;
  if (!SETTINGS.has(meant)) {
    remedy = `${gone}.`;
  } else if (valueAt(root, path) !== undefined) {
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

// What is longer nobody typed, and the patterns below would take their time over it.
const LINE_MAX = 200;
const FOUND_MAX = 100;

const ASSIGNMENT =
  /^(?<before>\s{0,99})(?<name>[\w-]+(?:\.[\w-]+)*)\s*=\s*(?<value>[^#]*?)\s*(?:#.*)?$/;

// Echoed after a file whose last line has no line feed.
const SECTIONS = [...new Set([...SETTINGS.values()].map((each) => each.path[0]))].join('|');
const GLUED = new RegExp(
  `^(?<before>\\s*\\w+: .*?)(?<name>(?:${SECTIONS})\\.\\w+)\\s*=\\s*(?<value>[^#]*?)\\s*(?:#.*)?$`,
);

function keyOf(name: string): string | undefined {
  if (name.includes('.')) return name;
  const named = [...SETTINGS.values()].filter((each) => each.path.at(-1) === name);
  return named.length === 1 ? named[0]?.key : undefined;
}
