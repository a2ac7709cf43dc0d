import { join, resolve } from 'node:path';
import type * as z from 'zod/mini';
import { EXIT, Problem } from '../core/problem.ts';
import { explain } from './explain.ts';
import { fileSource } from './file-source.ts';
import { layoutsOfPresets } from './rules-of-places.ts';
import type { Config, WrittenConfig } from './schema.ts';
import { SETTINGS, schema } from './schema.ts';
import type { Mistake, Origin, Source } from './source.ts';
import { valueAt, visible } from './source.ts';
import type { Environment } from './text-source.ts';
import { defaultSoundfontSource, environmentSource, flagSource } from './text-source.ts';

export const SYSTEM_FILE = '/etc/fw16-synth/config.yaml';

export interface ConfigRequest {
  /** Values from the command line by key path: `{'audio.driver': 'alsa'}`. */
  readonly flags: Readonly<Record<string, string>>;
  /** How each flag is spelled, by key path, for messages: `{'audio.driver': '--driver'}`. */
  readonly flagNames?: Readonly<Record<string, string>>;
  readonly env: Environment;
  /** `--config`: read in place of the user's file and the system's. */
  readonly configFile?: string | undefined;
  /** The home folder, absolute. */
  readonly home: string;
  /** {@link SYSTEM_FILE} unless given. */
  readonly systemFile?: string;
}

export interface ValueOrigin {
  readonly from: Origin;
  /** `FILE:LINE:COLUMN`, a variable, a flag, or `built in`. */
  readonly where: string;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where each setting's value came from, by key path; every setting has one. */
  readonly origins: ReadonlyMap<string, ValueOrigin>;
  /** The files that were read, the one that ranks lowest first. */
  readonly files: readonly string[];
  /** Where files are looked for, whether or not they are there. */
  readonly places: readonly string[];
}

/**
 * The configuration: what a flag says, else the environment, else the user's file, else the
 * system's, else the default.
 *
 * @throws Problem with every mistake in all of them (exit 78); or when `configFile` is missing
 *   (exit 66) or a file may not be read (exit 77)
 */
export function loadConfig(request: ConfigRequest): LoadedConfig {
  const files = fileSources(request);
  const sources: Source[] = [
    defaultSoundfontSource(request.env),
    ...files.map(({ source }) => source),
    environmentSource(request.env),
    flagSource(request.flags, request.flagNames ?? {}),
  ];
  const mistakes = sources.flatMap((source) => {
    const found = [...source.mistakes, ...explain(issuesOf(source.tree), source)];
    return found.sort((one, other) => one.line - other.line);
  });
  if (mistakes.length > 0) throw configProblem(mistakes);
  const { tree, origins } = merge(sources);
  const parsed = schema.safeParse(tree);
  if (!parsed.success) {
    // Each source was right by itself, and together they contradict one another.
    throw configProblem(explain(parsed.error.issues, together(sources, tree)));
  }
  const contradictions = layoutsOfPresets(parsed.data);
  if (contradictions.length > 0) {
    throw configProblem(explain(contradictions, together(sources, tree)));
  }
  return {
    config: camelCased(parsed.data, request.home),
    origins,
    files: files.map(({ file }) => file),
    places: places(request).map(([file]) => file),
  };
}

/** The user's own file, whether or not it exists. */
export function userFile(env: Environment, home: string): string {
  const base = env['XDG_CONFIG_HOME'];
  // A relative path there is to be ignored (XDG Base Directory Specification 0.8).
  const folder = base?.startsWith('/') ? base : join(home, '.config');
  return join(folder, 'fw16-synth', 'config.yaml');
}

/** `buffer_size` as `bufferSize`. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Where files are looked for, the place that ranks lowest first. */
function places({ configFile, env, home, systemFile = SYSTEM_FILE }: ConfigRequest) {
  if (configFile !== undefined) return [[resolve(configFile), 'user file'] as const];
  return [[systemFile, 'system file'] as const, [userFile(env, home), 'user file'] as const];
}

function fileSources(request: ConfigRequest) {
  const found = places(request).flatMap(([file, from]) => {
    const source = fileSource(file, from);
    return source === undefined ? [] : [{ file, source }];
  });
  if (request.configFile === undefined || found.length > 0) return found;
  throw new Problem('there is no such file', {
    where: request.configFile,
    remedy: 'Name the configuration that --config should read.',
    exit: EXIT.noInput,
  });
}

function issuesOf(tree: unknown): readonly z.core.$ZodIssue[] {
  const parsed = schema.safeParse(tree);
  return parsed.success ? [] : parsed.error.issues;
}

/** The last source that has a setting gives it. */
function merge(sources: readonly Source[]) {
  const tree: Record<string, unknown> = {};
  const origins = new Map<string, ValueOrigin>();
  for (const { key, path } of SETTINGS.values()) {
    const source = sources.findLast((each) => valueAt(each.tree, path) !== undefined);
    const [section = '', name] = path;
    if (source === undefined) {
      origins.set(key, { from: 'default', where: 'built in' });
      continue;
    }
    const value = valueAt(source.tree, path);
    if (name === undefined) tree[section] = value;
    else tree[section] = { ...(tree[section] as object | undefined), [name]: value };
    origins.set(key, { from: source.from, where: source.placeOf(path).where });
  }
  return { tree, origins };
}

/** All sources as one: a value has its place where it was given. */
function together(sources: readonly Source[], tree: Source['tree']): Source {
  const placeOf: Source['placeOf'] = (path, part) => {
    const given = path.slice(0, SETTINGS.has(String(path[0])) ? 1 : 2);
    const source = sources.findLast((each) => valueAt(each.tree, given) !== undefined);
    return source?.placeOf(path, part) ?? { where: '', line: 0 };
  };
  return { from: 'default', tree, mistakes: [], placeOf };
}

function camelCased(written: WrittenConfig, home: string): Config {
  const { presets, scenes, layers, routes } = written;
  const config: Record<string, unknown> = { presets, scenes, layers, routes };
  for (const { path, isPath } of SETTINGS.values()) {
    const [section = '', name] = path.map(camelCase);
    const value = valueAt(written, path);
    if (name === undefined) continue;
    // A section is there even when none of its settings is.
    config[section] ??= {};
    if (value === undefined) continue;
    const read = isPath === true ? fromHome(String(value), home) : value;
    config[section] = { ...(config[section] as object | undefined), [name]: read };
  }
  return config as Config;
}

function fromHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
}

const MISTAKES_MAX = 100;

function configProblem(mistakes: readonly Mistake[]): Problem {
  const told = mistakes.slice(0, MISTAKES_MAX).map(({ where, key, what, remedy }) => ({
    where: visible(key === '' ? where : `${where} (${key})`),
    what: visible(what),
    remedy: remedy === undefined ? '' : visible(remedy),
  }));
  const [first] = told;
  if (mistakes.length === 1 && first !== undefined) {
    const details = { where: first.where, exit: EXIT.config };
    const remedy = first.remedy.replaceAll('\n', '\n  ');
    return new Problem(first.what, remedy === '' ? details : { ...details, remedy });
  }
  const listed = told.map(({ where, what, remedy }) => {
    const below = remedy === '' ? '' : `\n    ${remedy.replaceAll('\n', '\n    ')}`;
    return `\n  ${where}: ${what}${below}`;
  });
  const more = mistakes.length - told.length;
  const rest = more > 0 ? `\n  and ${more} more` : '';
  return new Problem(
    `the configuration has ${mistakes.length} mistakes:${listed.join('')}${rest}`,
    { exit: EXIT.config },
  );
}
