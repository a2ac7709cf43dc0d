import { basename, extname } from 'node:path';
import { openPlayable } from '../app/recordings.ts';
import { renderToWav } from '../app/wav-rendering.ts';
import { EXIT } from '../core/problem.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

/** `render RECORDING -o OUT.wav`: a recording as sound, the same bytes every time. */
export function render(invocation: Invocation): number {
  const [path = ''] = invocation.operands;
  const loaded = configurationOf(invocation);
  const recording = openPlayable(path);
  const { source } = recording;
  const output = invocation.flags.get('output') ?? `${basename(source, extname(source))}.wav`;
  const { notes, seconds, font } = renderToWav(recording, loaded, output, say);
  if (invocation.flags.has('json')) {
    process.stdout.write(`${JSON.stringify({ output, notes })}\n`);
  }
  say(`${output}: ${notes.length} notes, ${seconds.toFixed(1)} s, with ${font}`);
  return EXIT.ok;
}
