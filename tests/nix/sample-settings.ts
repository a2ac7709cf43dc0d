import type { JsonSchema } from '../../src/config/json-schema.ts';
import { jsonSchema } from '../../src/config/json-schema.ts';

/** Every setting with a value that it takes, in the words of the file. */
export function sampleSettings(): Record<string, unknown> {
  return sampleOf(jsonSchema()) as Record<string, unknown>;
}

function sampleOf(node: JsonSchema): unknown {
  if (node.properties !== undefined) {
    return Object.fromEntries(
      Object.entries(node.properties).map(([name, each]) => [name, sampleOf(each)]),
    );
  }
  if (node.default !== undefined) return node.default;
  if (node.enum !== undefined) return node.enum[0];
  if (node.anyOf !== undefined) return sampleOf(node.anyOf[0]!);
  switch (node.type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return node.minimum;
    case 'array':
      return typeof node.items === 'object' && (node.minItems ?? 0) > 0
        ? [sampleOf(node.items)]
        : [];
    default:
      return '/var/lib/fw16-synth/sample';
  }
}
