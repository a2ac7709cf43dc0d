/** What can be typed where, for the shells: read from the table of options and the schema. */
import { jsonSchema } from '../config/json-schema.ts';
import type { Command, Flag } from './options.ts';

/** What may follow: one of these words, a file or folder, or something nobody can guess. */
export type Followers = readonly string[] | 'files' | 'anything';

/** What may be the value of a flag. */
export function valuesOf({ takes, key }: Flag): Followers {
  if (takes === 'FILE' || takes === 'FOLDER') return 'files';
  const [section = '', name = ''] = key?.split('.') ?? [];
  const words = SCHEMA.properties?.[section]?.properties?.[name]?.enum;
  return words?.map(String) ?? 'anything';
}

/** What may follow the command itself. */
export function operandsOf({ takes, operands }: Command): Followers {
  if (operands !== undefined) return operands.map(([typed]) => typed.split(' ')[0]!);
  if (takes === 'RECORDING') return 'files';
  return takes.match(/[a-z]+/g) ?? [];
}

/** The flags of a command, each name once. */
export function flagsOf({ flags }: Command): Flag[] {
  return flags.filter(({ name }, index) => flags.findIndex((each) => each.name === name) === index);
}

/** A flag as it can be typed, the short form first. */
export function spellings({ name, short }: Flag): string[] {
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

const SCHEMA = jsonSchema();
