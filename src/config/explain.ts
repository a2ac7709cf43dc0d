import type * as z from 'zod/mini';
import { allowed, schemaAt } from './allowed.ts';
import type { JsonSchema } from './json-schema.ts';
import { jsonSchema } from './json-schema.ts';
import { nearest } from './nearest.ts';
import { SETTINGS } from './schema.ts';
import type { Mistake, Source } from './source.ts';
import { keyOf, shown, valueAt } from './source.ts';
import type { Path } from './yaml.ts';

/** What the schema found wrong in a source, as a person can mend it. */
export function explain(issues: readonly z.core.$ZodIssue[], source: Source): Mistake[] {
  if (issues.length === 0) return [];
  const whole = jsonSchema();
  return issues.flatMap((issue) => explainOne(issue, source, whole));
}

function explainOne(issue: z.core.$ZodIssue, source: Source, whole: JsonSchema): Mistake[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], source, whole));
    case 'custom':
      return [at(source, path, { what: issue.message })];
    case 'invalid_union': {
      const inner = issue.errors.find((each) => each.some((one) => isInside(one)));
      if (inner === undefined) return [wrongValue(path, source, whole)];
      const within = inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
      return within.flatMap((one) => explainOne(one as z.core.$ZodIssue, source, whole));
    }
    default:
      return [wrongValue(path, source, whole)];
  }
}

/** Whether a branch of a union was the one that was meant: it got further than the type. */
function isInside(issue: { readonly path: readonly unknown[]; readonly code?: string }): boolean {
  return issue.path.length > 0 || issue.code === 'custom';
}

function at(source: Source, path: Path, said: Pick<Mistake, 'what' | 'remedy'>): Mistake {
  return { ...source.placeOf(path), key: keyOf(path), ...said };
}

function wrongValue(path: Path, source: Source, whole: JsonSchema): Mistake {
  const name = keyOf(path).split('.').at(-1) ?? '';
  const node = schemaAt(whole, path) ?? {};
  const takes = allowed(node);
  const value = valueAt(source.tree, path);
  if (value === undefined) {
    return at(source, path, { what: `${name} is missing; it takes ${takes}` });
  }
  if (value === null) {
    return at(source, path, {
      what: `${name} has no value; it takes ${takes}`,
      remedy: 'Write one behind the colon, or take the line out.',
    });
  }
  const remedy = hint(node, value);
  return at(source, path, {
    what: `${name} is ${shown(value)}; it takes ${takes}`,
    ...(remedy !== undefined && { remedy }),
  });
}

/** The one thing that is probably wrong with a value, if it can be guessed; else the default. */
function hint(node: JsonSchema, value: unknown): string | undefined {
  const options = node.anyOf ?? [node];
  if (typeof value === 'string') {
    const words = options.flatMap((each) => each.enum ?? each.const ?? []);
    const meant = nearest(value, words.map(String)) ?? switchMeant(node, value);
    if (meant !== undefined) return `Did you mean ${meant}?`;
    if (isNumeric(node) && /^\s*-?\d/.test(value)) return figureMeant(node, value);
  } else if (
    node.type === 'string' &&
    typeof value !== 'object' &&
    (node.enum === undefined || node.enum.includes(`${value}`))
  ) {
    return `In quotes it is text: "${value}"`;
  }
  const isListOfWords = options.some(
    ({ items }) => typeof items === 'object' && items.type === 'string',
  );
  if (isListOfWords && typeof value !== 'object') {
    return `A list stands in brackets: [${shown(value).replaceAll('"', '')}]`;
  }
  const byDefault = node.default;
  const isPlain = typeof byDefault === 'number' || typeof byDefault === 'boolean';
  return isPlain ? `The default is ${byDefault}.` : undefined;
}

function isNumeric({ type }: JsonSchema): boolean {
  return type === 'integer' || type === 'number';
}

function figureMeant({ minimum = 0, maximum = 0, 'x-unit': unit }: JsonSchema, value: string) {
  const figure = Number.parseFloat(value);
  if (figure >= minimum && figure <= maximum) return `Write the number alone: ${figure}`;
  return `Write the number alone${unit === undefined ? '' : `, in ${unit}`}.`;
}

function switchMeant({ type }: JsonSchema, value: string): string | undefined {
  if (type !== 'boolean') return undefined;
  if (/^(yes|on|y|1|enabled?)$/i.test(value)) return 'true';
  if (/^(no|off|n|0|disabled?)$/i.test(value)) return 'false';
  return nearest(value, ['true', 'false']);
}

const NAME_MAX = 60;

function unknownKey(path: Path, source: Source, whole: JsonSchema): Mistake {
  const typed = String(path.at(-1));
  const parent = path.slice(0, -1);
  const place = source.placeOf(path, 'key');
  const unknown = parent.length === 0 && !typed.includes('.') ? 'section' : 'setting';
  const name = typed.length > NAME_MAX ? `${typed.slice(0, NAME_MAX)}...` : typed;
  return {
    ...place,
    key: keyOf([...parent, name]),
    what: `there is no ${unknown} ${parent.length === 0 ? name : `${name} in ${keyOf(parent)}`}`,
    ...keyMeant(typed, parent, valueAt(source.tree, path), whole),
  };
}

function keyMeant(typed: string, parent: Path, value: unknown, whole: JsonSchema) {
  if (parent.length === 0 && typed.includes('.')) {
    const key = SETTINGS.has(typed) ? typed : nearest(typed, SETTINGS.keys());
    const [section, name] = key?.split('.') ?? [];
    if (name === undefined) return {};
    const remedy = `A setting stands below its section:\n${section}:\n  ${name}: ${shown(value)}`;
    return { remedy };
  }
  const siblings = Object.keys(schemaAt(whole, parent)?.properties ?? {});
  const meant = nearest(typed, siblings);
  if (meant !== undefined) return { remedy: `Did you mean ${meant}?` };
  if (parent.length > 1) return { remedy: `There are ${siblings.join(', ')}.` };
  const elsewhere = [...SETTINGS.values()].filter((each) => each.path[1] === typed);
  const homes = elsewhere.map((each) => `${each.path[0]}:`).join(' or ');
  if (homes !== '') return { remedy: `It belongs below ${homes}` };
  return { remedy: `There are ${siblings.join(', ')}.` };
}
