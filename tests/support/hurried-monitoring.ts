/** The monitoring as shipped, in a hurry: what takes minutes there takes seconds here. */
import { readFileSync } from 'node:fs';
import { projectFile } from './program.ts';

/** The configuration of Prometheus, for instruments on these ports. */
export function hurriedScrapes(...ports: readonly number[]): string {
  const targets = ports.map((port) => `"localhost:${port}"`).join(', ');
  return readFileSync(projectFile('monitoring/scrape.yml'), 'utf8')
    .replace('"localhost:8080"', targets)
    .replaceAll(/_interval: \d+s/g, '_interval: 1s')
    .replace('global:', 'global:\n  evaluation_interval: 1s');
}

/** The rules; a range that looks back for a quarter of an hour still does. */
export function hurriedRules(): string {
  return readFileSync(projectFile('monitoring/alerts.yml'), 'utf8')
    .replaceAll(/for: \w+/g, 'for: 1s')
    .replaceAll(/\[\dm\]/g, '[4s]')
    .replaceAll('[10m:15s]', '[10m:1s]');
}
