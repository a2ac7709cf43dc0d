import type { JsonSchema } from './json-schema.ts';

/** What a value may be, in words that follow "it takes": `64 to 8192 frames`, `true or false`. */
export function allowed(node: JsonSchema): string {
  if (node['x-takes'] !== undefined) return node['x-takes'].replaceAll('`', '');
  if (node.anyOf !== undefined) return either(node.anyOf.map(allowed));
  if (node.enum !== undefined) return either(node.enum.map(String));
  if (node.const !== undefined) return String(node.const);
  switch (node.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return range(node);
    case 'string':
      return node.maxLength === undefined ? 'text' : `text of up to ${node.maxLength} characters`;
    case 'array':
      return list(node);
    default:
      return 'settings of its own, on the lines below it';
  }
}

/** The part of a schema that speaks of `path`; undefined where nothing does. */
export function schemaAt(
  node: JsonSchema | undefined,
  path: readonly (string | number)[],
): JsonSchema | undefined {
  const [step, ...further] = path;
  if (node === undefined || step === undefined) return node;
  if (node.anyOf !== undefined) {
    return node.anyOf.map((option) => schemaAt(option, path)).find((each) => each !== undefined);
  }
  if (typeof step === 'string') {
    const { properties } = node;
    const isOurs = properties !== undefined && Object.hasOwn(properties, step);
    if (isOurs) return schemaAt(properties[step], further);
    const { additionalProperties: any } = node;
    return typeof any === 'object' ? schemaAt(any, further) : undefined;
  }
  const item = node.prefixItems?.[step] ?? node.items;
  return typeof item === 'object' ? schemaAt(item, further) : undefined;
}

function range({ type, minimum, maximum, 'x-unit': unit }: JsonSchema): string {
  const what = type === 'integer' ? 'a whole number' : 'a number';
  return `${what}, ${minimum} to ${maximum}${unit === undefined ? '' : ` ${unit}`}`;
}

function list(node: JsonSchema): string {
  const { prefixItems, items } = node;
  if (prefixItems !== undefined)
    return `a list of ${prefixItems.length}: ${allowed(prefixItems[0] ?? {})}`;
  return typeof items === 'object' ? `a list, each ${allowed(items)}` : 'a list';
}

function either(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
