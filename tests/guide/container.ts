/** The files of the project that make the guide's container. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { projectFile } from '../support/program.ts';

/** The service of docker-compose.yml. */
export function service(): Readonly<Record<string, unknown>> {
  return parse(readFileSync(projectFile('docker-compose.yml'), 'utf8')).services['fw16-synth'];
}

/** A list of it: `volumes`, `environment`. */
export function listOf(name: string): readonly string[] {
  const list = service()[name];
  return Array.isArray(list) ? list : [];
}

export function dockerfile(): string {
  return readFileSync(projectFile('Dockerfile'), 'utf8');
}
