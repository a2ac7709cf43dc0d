import type * as z from 'zod/mini';
import { nearest } from './nearest.ts';
import type { Setting } from './schema.ts';
import { bare, SETTINGS } from './schema.ts';
import type { Mistake, Source } from './source.ts';
import { shown } from './source.ts';
import { readYaml } from './yaml.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'FW16_SYNTH_';

/** All `FW16_SYNTH_*` variables. One that is set to nothing is as good as unset. */
export function environmentSource(env: Environment): Source {
  const variables = Object.keys(env).filter((name) => name.startsWith(PREFIX) && env[name] !== '');
  const given: Given[] = [];
  const mistakes: Mistake[] = [];
  for (const variable of variables.sort()) {
    const setting = VARIABLES.get(variable);
    const text = env[variable] ?? '';
    const before = given.find((each) => each.setting === setting);
    if (setting === undefined) mistakes.push(unknown(variable, variable, VARIABLES.keys()));
    else if (before === undefined) given.push({ setting, text, where: variable });
    else if (before.text !== text) mistakes.push(contradiction(setting, before, variable, text));
  }
  return source('environment', given, mistakes);
}

/** What was asked for on the command line, by key path. */
export function flagSource(
  flags: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>>,
): Source {
  const given: Given[] = [];
  const mistakes: Mistake[] = [];
  for (const [key, text] of Object.entries(flags)) {
    const setting = SETTINGS.get(key);
    const where = names[key] ?? key;
    if (setting === undefined) mistakes.push(unknown(where, key, SETTINGS.keys()));
    else given.push({ setting, text, where });
  }
  return source('flag', given, mistakes);
}

/** `DEFAULT_SOUNDFONT` takes the place of the default, below any file. */
export function defaultSoundfontSource(env: Environment): Source {
  const setting = SETTINGS.get('audio.soundfont');
  const text = env[DEFAULT_SOUNDFONT];
  const given = setting && text ? [{ setting, text, where: DEFAULT_SOUNDFONT }] : [];
  return source('environment', given, []);
}

const DEFAULT_SOUNDFONT = 'DEFAULT_SOUNDFONT';

const VARIABLES: ReadonlyMap<string, Setting> = new Map(
  [...SETTINGS.values()].flatMap((setting) =>
    setting.variables.map((variable) => [variable, setting] as const),
  ),
);

interface Given {
  readonly setting: Setting;
  readonly text: string;
  readonly where: string;
}

function source(from: Source['from'], given: readonly Given[], mistakes: Mistake[]): Source {
  const tree: Record<string, unknown> = {};
  const places = new Map<string, string>();
  for (const { setting, text, where } of given) {
    const [section = '', name] = setting.path;
    const value = valueFrom(setting.type, text);
    if (name === undefined) tree[section] = value;
    else tree[section] = { ...(tree[section] as object | undefined), [name]: value };
    places.set(setting.key, where);
  }
  return {
    from,
    tree,
    mistakes,
    placeOf: (path) => {
      const where = places.get(path.slice(0, 2).join('.')) ?? places.get(String(path[0])) ?? from;
      return { where, line: 0 };
    },
  };
}

/** A value of the setting's type where the text can be one, else the text as it is. */
function valueFrom(type: z.core.$ZodType, text: string): unknown {
  const { def } = (bare(type) as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'boolean':
      return SWITCHES.get(text.toLowerCase()) ?? text;
    case 'number':
      return NUMBER.test(text) ? Number(text) : text;
    case 'array':
      return listOf(text, def.element);
    case 'tuple':
      return listOf(text, def.items[0]);
    case 'union':
      return valueFromUnion(def.options, text);
    default:
      return text;
  }
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)$/;

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
]);

/** One of its words as it is; anything else is what its list makes of it. */
function valueFromUnion(options: readonly z.core.$ZodType[], text: string): unknown {
  const lists = options.filter((each) => (each as z.core.$ZodTypes)._zod.def.type === 'array');
  const isWord = options.some((each) => each._zod.values?.has(text) ?? false);
  return isWord || lists[0] === undefined ? text : valueFrom(lists[0], text);
}

/** `a, b` or, as in the file, `[a, b]`. */
function listOf(text: string, element: z.core.$ZodType | undefined): unknown {
  if (text.trimStart().startsWith('[')) return readYaml(text).root ?? text;
  const items = text.split(',').map((item) => item.trim());
  return element === undefined ? items : items.map((item) => valueFrom(element, item));
}

function unknown(where: string, typed: string, candidates: Iterable<string>): Mistake {
  const meant = nearest(typed, candidates);
  return {
    where,
    key: '',
    what: `there is no setting ${shown(typed).replaceAll('"', '')}`,
    ...(meant !== undefined && { remedy: `Did you mean ${meant}?` }),
    line: 0,
  };
}

function contradiction(setting: Setting, before: Given, variable: string, text: string): Mistake {
  return {
    where: variable,
    key: setting.key,
    what: `it is ${shown(text)}, and ${before.where} says ${shown(before.text)} for the same setting`,
    remedy: 'Set one of them.',
    line: 0,
  };
}
