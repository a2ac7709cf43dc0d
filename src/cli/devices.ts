import { keyboardChoice, whyNoKeyboard } from '../app/inputs.ts';
import { surveyKeyboards } from '../app/keyboards.ts';
import { surveyMidi } from '../app/midi-survey.ts';
import { EXIT } from '../core/problem.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { say } from './talk.ts';

/** `devices`: the event devices and the MIDI ports, and which of them play. */
export function devices(invocation: Invocation): number {
  const { config } = configurationOf(invocation);
  const midi = surveyMidi(config);
  const rows = [...surveyKeyboards(keyboardChoice(config)), ...(midi.ok ? midi.ports : [])];
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
  if (!midi.ok && config.midi.inputEnabled) say(`No MIDI: ${midi.why}. ${midi.remedy}`);
  return EXIT.ok;
}
