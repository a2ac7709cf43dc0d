import * as z from 'zod/mini';
import { isAtStart, SETTINGS, schema } from './schema.ts';
import type { About } from './setting.ts';
import { about } from './setting.ts';

/** What JSON Schema (draft 2020-12) says of one value, as far as this configuration goes. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  /** The unit in full words; ours. */
  readonly 'x-unit'?: string;
  /** What it takes in words, where the rest says it badly; ours. */
  readonly 'x-takes'?: string;
  /** Accepted, and without effect until its feature is built; ours. */
  /** A change waits for the next start; ours. */
  readonly 'x-at-start'?: boolean;
}

/** The configuration file as JSON Schema, for editors, Nix and everything else that reads it. */
export function jsonSchema(): JsonSchema {
  const made = z.toJSONSchema(schema, {
    metadata: about,
    io: 'input',
    override: ({ jsonSchema: node }) => rename(node as Record<string, unknown> & Partial<About>),
  }) as JsonSchema;
  for (const setting of SETTINGS.values()) {
    const [section = '', name = ''] = setting.path;
    const node = made.properties?.[section]?.properties?.[name];
    if (node !== undefined && isAtStart(setting)) Object.assign(node, { 'x-at-start': true });
  }
  return made;
}

function rename(node: Record<string, unknown> & Partial<About>): void {
  const { means, unit, takes } = node;
  for (const ours of ['means', 'unit', 'takes', 'alias', 'isPath', 'live']) delete node[ours];
  if (means !== undefined) node['description'] = means;
  if (unit !== undefined) node['x-unit'] = unit;
  if (takes !== undefined) node['x-takes'] = takes;
}
