import { examine } from '../app/checks/examination.ts';
import { thisMachine } from '../app/checks/this-machine.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { configurationFound } from './configuration.ts';
import type { Invocation } from './options.ts';
import { tellChecks } from './report.ts';

/** `doctor`: everything that can keep this machine from being an instrument, and what to do. */
export async function doctor(invocation: Invocation): Promise<number> {
  const { flags, operands } = invocation;
  if (operands[0] === 'rollover') return await (await import('./rollover.ts')).rollover(invocation);
  if (operands[0] !== undefined) {
    throw new Problem(`doctor cannot ${operands[0]}`, {
      remedy: 'fw16-synth doctor looks at everything, fw16-synth doctor rollover at chords.',
      exit: EXIT.usage,
    });
  }
  const checks = await examine(thisMachine(), configurationFound(invocation), flags.has('grab'));
  return tellChecks(checks, flags);
}
