import { keyboardChoice, whyNoKeyboard } from '../app/inputs.ts';
import { surveyKeyboards } from '../app/keyboards.ts';
import { EXIT } from '../core/problem.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

/** `devices`: the event devices, and which of them play. */
export function devices(invocation: Invocation): number {
  const { config } = configurationOf(invocation);
  const rows = surveyKeyboards(keyboardChoice(config));
  if (invocation.flags.has('json')) {
    process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
    return EXIT.ok;
  }
  for (const { path, id, name, keyboard, plays, why } of rows) {
    const group = keyboard === null ? '' : `, keyboard ${keyboard + 1}`;
    process.stdout.write(`${path}  ${id}  ${name}  ${plays ? `plays${group}` : why}\n`);
  }
  const missing = whyNoKeyboard(config);
  if (missing !== undefined) say(missing);
  return EXIT.ok;
}
