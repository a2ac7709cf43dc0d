import type { Check } from '../core/check.ts';
import { falling, figure, rising, rounded } from './figure.ts';
import type { DiskRoom, Limits, Look } from './health-checks.ts';

export function processCpu({ cpuPercent }: Look, limits: Limits): Check {
  const value = rounded(cpuPercent);
  return figure(
    'process:cpu',
    value,
    '%',
    rising(value, limits.cpuWarnPercent, limits.cpuFailPercent),
    {
      says: `It takes ${value} % of the machine.`,
      advice: ['Lower audio.polyphony, or turn audio.reverb and audio.chorus off.'],
    },
  );
}

export function processMemory({ memoryPercent }: Look, limits: Limits): Check {
  const value = rounded(memoryPercent);
  const standing = rising(value, limits.memoryWarnPercent, limits.memoryFailPercent);
  return figure('process:memory', value, '%', standing, {
    says: `It holds ${value} % of the memory.`,
    advice: ['Choose a smaller SoundFont: fw16-synth soundfonts lists them.'],
  });
}

export function diskRoom({ holds, folder, freeMb }: DiskRoom, limits: Limits): Check {
  const value = Math.floor(freeMb);
  const standing = falling(value, limits.diskWarnMb, limits.diskFailMb);
  return figure(`disk:${holds}`, value, 'MB', standing, {
    says: `There is room for ${value} MB in ${folder}.`,
    advice: [`Make room there, or have the ${holds} written elsewhere.`],
  });
}
