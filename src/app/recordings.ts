import { join } from 'node:path';
import { parse } from 'yaml';
import type { Recording } from '../core/event.ts';
import { readRecording } from '../devices/recording.ts';
import { projectFolder } from '../ffi/libraries.ts';

// A recording has no use for aliases, and a hostile one none but to grow.
const YAML = { maxAliasCount: 0, logLevel: 'error' } as const;

/** A recording by its file, or `demo` for the one that comes along. */
export function openRecording(path: string): Recording {
  const bundled = join(projectFolder(), 'assets', 'recordings', 'demo.evemu');
  return readRecording(path === 'demo' ? bundled : path, (text) => parse(text, YAML));
}
