import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Yaml from 'yaml';
import type { Recording } from '../core/event.ts';
import type { Song } from '../core/midi/song.ts';
import { readPlayable, readRecording } from '../devices/recording.ts';
import { projectFolder } from '../ffi/libraries.ts';

// A recording has no use for aliases, and a hostile one none but to grow.
const YAML = { maxAliasCount: 0, logLevel: 'error' } as const;

/** A recording of keys by its path, or `demo` for the one that comes along. */
export function openRecording(path: string): Recording {
  return readRecording(fileOf(path), parseYaml);
}

/** The same, or a MIDI file. */
export function openPlayable(path: string): Recording | Song {
  return readPlayable(fileOf(path), parseYaml);
}

function fileOf(path: string): string {
  return path === 'demo' ? join(projectFolder(), 'assets', 'recordings', 'demo.evemu') : path;
}

function parseYaml(text: string): unknown {
  // On need: its many files take 30 ms and 3 MB that a start with keyboards doesn't pay.
  const { parse }: typeof Yaml = createRequire(import.meta.url)('yaml');
  return parse(text, YAML);
}
