/**
 * YAML as plain values that remember where they stood. The text may come from anywhere: its size,
 * depth and aliases are bounded before the YAML library sees them, as it has no such bounds itself
 * (a megabyte of `[` ends the process).
 */
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

export interface Place {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

export interface YamlMistake extends Place {
  readonly what: string;
  /** The key path it concerns, where there is one. */
  readonly path: Path;
}

export type Path = readonly (string | number)[];

export interface YamlTree {
  /** Objects, arrays, strings, numbers, booleans and null; undefined when it could not be read. */
  readonly root: unknown;
  readonly mistakes: readonly YamlMistake[];
  /** Where the value at `path` stands, or the nearest thing above it that does. */
  placeOf(path: Path): Place;
  /** Where the key of the last step of `path` stands. */
  keyPlaceOf(path: Path): Place;
}

const LEXEMES_MAX = 20_000;
const DEPTH_MAX = 64;
const NODES_MAX = 20_000;
const MISTAKES_MAX = 20;

/** Reads one YAML document. It never throws on what the text holds. */
export function readYaml(text: string): YamlTree {
  // Imported on need, and without waiting: 30 ms that a start without a file doesn't pay.
  const yaml: typeof Yaml = createRequire(import.meta.url)('yaml');
  const lines = new yaml.LineCounter();
  const reading: Reading = { yaml, lines, mistakes: [], keys: new Map(), values: new Map() };
  const document = compose(reading, text);
  let root: unknown;
  if (document !== undefined) {
    root = plain({ ...reading, document, visited: { nodes: 0 } }, document.contents, [], 0);
  }
  return {
    root: reading.mistakes.some((each) => each.fatal) ? undefined : root,
    mistakes: reading.mistakes.slice(0, MISTAKES_MAX),
    placeOf: (path) => placeAt(lines, nearestOffset(reading.values, path)),
    keyPlaceOf: (path) =>
      placeAt(lines, reading.keys.get(name(path)) ?? nearestOffset(reading.values, path)),
  };
}

interface Reading {
  readonly yaml: typeof Yaml;
  readonly lines: Yaml.LineCounter;
  readonly mistakes: (YamlMistake & { readonly fatal: boolean })[];
  /** Offsets in the text by {@link name}. */
  readonly keys: Map<string, number>;
  readonly values: Map<string, number>;
}

interface Walk extends Reading {
  readonly document: Yaml.Document;
  readonly visited: { nodes: number };
}

function compose(reading: Reading, text: string): Yaml.Document | undefined {
  const { yaml, lines } = reading;
  lines.addNewLine(0);
  const parser = new yaml.Parser(lines.addNewLine);
  const tokens: Yaml.CST.Token[] = [];
  let lexemes = 0;
  let offset = 0;
  for (const lexeme of new yaml.Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    offset += lexeme.length;
    if (++lexemes > LEXEMES_MAX) {
      return refuse(reading, offset, 'there is more here than any configuration holds');
    }
    if (parser.stack.length > DEPTH_MAX) {
      return refuse(reading, offset, `values are nested more than ${DEPTH_MAX} deep`);
    }
  }
  tokens.push(...parser.end());
  const options = { uniqueKeys: false, strict: true, logLevel: 'silent' } as const;
  const [document, second] = [...new yaml.Composer(options).compose(tokens, true, text.length)];
  if (second !== undefined) {
    return refuse(reading, second.range[0], 'a second document begins; a configuration is one');
  }
  for (const { pos, message } of [...(document?.errors ?? []), ...(document?.warnings ?? [])]) {
    mistake(reading, pos[0], `this is not YAML that can be read: ${message}`, [], true);
  }
  return document;
}

function refuse(reading: Reading, offset: number, what: string): undefined {
  mistake(reading, offset, what, [], true);
}

function plain(walk: Walk, node: unknown, path: Path, depth: number): unknown {
  const { yaml, visited, values } = walk;
  if (yaml.isNode(node)) values.set(name(path), node.range?.[0] ?? 0);
  if (++visited.nodes > NODES_MAX || depth > DEPTH_MAX) {
    if (visited.nodes <= NODES_MAX + 1) {
      const offset = nearestOffset(values, path);
      mistake(walk, offset, 'aliases repeat more than any configuration holds', [], true);
    }
    visited.nodes = NODES_MAX + 1;
    return null;
  }
  if (yaml.isAlias(node)) return plain(walk, node.resolve(walk.document), path, depth + 1);
  if (yaml.isSeq(node)) {
    return node.items.map((item, index) => plain(walk, item, [...path, index], depth + 1));
  }
  if (yaml.isMap(node)) return plainMap(walk, node, path, depth);
  return yaml.isScalar(node) ? node.value : null;
}

function plainMap(walk: Walk, map: Yaml.YAMLMap, path: Path, depth: number): unknown {
  const { yaml, keys, lines } = walk;
  const found = new Map<string, unknown>();
  for (const { key, value } of map.items) {
    const offset = yaml.isNode(key) ? (key.range?.[0] ?? 0) : nearestOffset(walk.values, path);
    if (!yaml.isScalar(key) || key.value === null) {
      mistake(walk, offset, 'a name should stand before the colon', path, true);
      continue;
    }
    const step = String(key.value);
    const here = [...path, step];
    if (found.has(step)) {
      const first = placeAt(lines, keys.get(name(here)) ?? 0).line;
      const what = `${step} stands here again; it is on line ${first} already. Keep one of them`;
      mistake(walk, offset, what, here);
      continue;
    }
    keys.set(name(here), offset);
    found.set(step, plain(walk, value, here, depth + 1));
  }
  return Object.fromEntries(found);
}

function mistake(reading: Reading, offset: number, what: string, path: Path, fatal = false): void {
  reading.mistakes.push({ ...placeAt(reading.lines, offset), what, path, fatal });
}

function placeAt(lines: Yaml.LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function nearestOffset(values: ReadonlyMap<string, number>, path: Path): number {
  for (let steps = path.length; steps >= 0; steps--) {
    const offset = values.get(name(path.slice(0, steps)));
    if (offset !== undefined) return offset;
  }
  return 0;
}

function name(path: Path): string {
  return path.join('\n');
}
