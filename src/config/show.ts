import type { LoadedConfig } from './load.ts';
import { camelCase } from './load.ts';
import { SETTINGS } from './schema.ts';
import type { Origin } from './source.ts';
import { valueAt } from './source.ts';

/** One setting as `config show` tells it. */
export interface ShownSetting {
  readonly key: string;
  /** null where the setting is left out and has no default. */
  readonly value: unknown;
  readonly unit?: string;
  readonly from: Origin;
  readonly where: string;
  readonly description: string;
}

/** Every setting with its value and where that came from, in the order of the reference. */
export function shownSettings({ config, origins }: LoadedConfig): ShownSetting[] {
  return [...SETTINGS.values()].map(({ key, path, unit, means }) => ({
    key,
    value: valueAt(config, path.map(camelCase)) ?? null,
    ...(unit !== undefined && { unit }),
    ...(origins.get(key) ?? { from: 'default', where: 'built in' }),
    description: means,
  }));
}

/** The same for a person: aligned columns, a line each. */
export function shownText(rows: readonly ShownSetting[]): string {
  const cells = rows.map((row) => [row.key, inWords(row), whence(row)] as const);
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function inWords({ value, unit }: ShownSetting): string {
  if (value === null) return '-';
  if (value === '') return '""';
  if (!Array.isArray(value)) return unit === undefined ? String(value) : `${value} ${unit}`;
  const items = value.map(itemInWords);
  if (items.length > LISTED_MAX) {
    items.splice(LISTED_MAX - 1, items.length, `and ${items.length - LISTED_MAX + 1} more`);
  }
  return items.length === 0 ? 'none' : items.join(', ');
}

const LISTED_MAX = 4;

function itemInWords(item: unknown): string {
  if (Array.isArray(item)) return `[${item.join(', ')}]`;
  return typeof item === 'object' && item !== null && 'name' in item
    ? String(item.name)
    : String(item);
}

function whence({ from, where }: ShownSetting): string {
  return from === 'default' ? 'default' : where;
}
