/** A libfluidsynth that notes when each note-on was accepted, for any program that loads it. */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesInProcess, loadLibrary, projectFolder } from '../src/ffi/libraries.ts';
import { compile } from './machine.ts';

/** Puts it into `folder`, which then goes into LD_LIBRARY_PATH; FW16_TAP names the file it fills. */
export function prepareTap(folder: string): void {
  loadLibrary('fluidsynth');
  const [library = ''] = filesInProcess('libfluidsynth.so').map((file) => realpathSync(file));
  // The tap takes the library's name, so the library itself gets another of the same length.
  const renamed = readFileSync(library)
    .toString('latin1')
    .replaceAll('libfluidsynth.so.3', 'libfluidsynth.re.3');
  writeFileSync(join(folder, 'libfluidsynth.re.3'), renamed, 'latin1');
  execFileSync('ln', ['-s', 'libfluidsynth.re.3', join(folder, 'libreal.so')]);
  const source = join(projectFolder(), 'bench/hop/tap.c');
  compile(
    ...['-shared', '-fPIC', '-o', join(folder, 'libfluidsynth.so.3'), source],
    ...['-Wl,--no-as-needed', `-L${folder}`, '-lreal', `-Wl,-rpath,${folder}`, '-ldl'],
  );
}

/** When each note-on was accepted, in nanoseconds of CLOCK_MONOTONIC. */
export function noteOns(file: string): BigUint64Array {
  const all = nanoseconds(file);
  return all.slice(1, 1 + Number(all[0]));
}

/** A file of nanoseconds as our C programs write it. */
export function nanoseconds(file: string): BigUint64Array {
  const bytes = readFileSync(file);
  return new BigUint64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
