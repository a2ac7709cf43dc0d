/** Recordings made for a test. */
import { readFileSync } from 'node:fs';
import { projectFile } from './program.ts';

/** A key, when it goes down and when it comes up, in seconds. */
export type Stroke = readonly [code: number, down: number, up: number];

/** An evemu recording of these strokes. */
export function recordingOf(strokes: readonly Stroke[]): string {
  const [head = ''] = readFileSync(projectFile('assets/recordings/scale.evemu'), 'utf8').split(
    'E: ',
  );
  const events = strokes.flatMap(([code, down, up]) => [
    { at: down, code, value: 1 },
    { at: up, code, value: 0 },
  ]);
  const lines = events
    .sort((one, other) => one.at - other.at)
    .map(({ at, code, value }) => {
      const time = at.toFixed(6);
      const hex = code.toString(16).padStart(4, '0');
      return `E: ${time} 0001 ${hex} ${value}\nE: ${time} 0000 0000 0000\n`;
    });
  return head + lines.join('');
}

/** One key again and again: down for a fifth of the time between two. */
export function pulse(code: number, everySeconds: number, seconds: number): Stroke[] {
  return Array.from({ length: Math.floor(seconds / everySeconds) }, (_, count) => {
    const down = count * everySeconds;
    return [code, down, down + everySeconds / 5] as const;
  });
}
