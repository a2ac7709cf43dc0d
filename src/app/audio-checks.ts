import type { Check } from '../core/check.ts';
import { isLeast, latencyMs } from '../core/latency.ts';
import { figure, rising, rounded } from './figure.ts';
import type { Limits, Look } from './health-checks.ts';

export function audioProgress({ at, measured }: Look, limits: Limits): Check {
  const { driver, lastCallbackAt } = measured.audio;
  const name = 'audio:progress';
  if (driver === '' || lastCallbackAt === 0) {
    const says =
      driver === ''
        ? 'No audio driver runs: nobody hears it.'
        : `The driver ${driver} has asked for no sound yet.`;
    return { name, standing: 'fail', says, advice: SOUND_SERVER };
  }
  const value = rounded(Math.max(0, at - lastCallbackAt));
  const standing = rising(value, limits.silentWarnS, limits.silentFailS);
  return {
    name,
    standing,
    value,
    unit: 's',
    says: `The driver ${driver} asked for sound ${value} s ago.`,
    advice: standing === 'pass' ? [] : SOUND_SERVER,
  };
}

export function audioOutput({ measured }: Look): Check {
  const { driver, into } = measured.audio;
  const name = 'audio:output';
  if (driver === '') {
    return { name, standing: 'fail', says: 'Nothing plays the sound.', advice: SOUND_SERVER };
  }
  if (into === '') {
    const says = `The driver ${driver} is connected to nothing: nobody hears it.`;
    const advice = ['Connect fw16-synth to an output, for instance with qpwgraph or qjackctl.'];
    return { name, standing: 'warn', says, advice };
  }
  const says = into === undefined ? `Sound goes out by ${driver}.` : `Sound goes into ${into}.`;
  return { name, standing: 'pass', says, advice: [] };
}

const SOUND_SERVER = [
  'See whether the sound server runs: systemctl --user status pipewire wireplumber.',
  'fw16-synth status says which way out was taken, and why.',
];

export function audioLatency({ measured }: Look, limits: Limits): Check {
  const { latency } = measured.audio;
  const value = rounded(latencyMs(latency));
  const least = isLeast(latency) ? 'at least ' : '';
  return figure(
    'audio:latency',
    value,
    'ms',
    rising(value, limits.latencyWarnMs, limits.latencyFailMs),
    {
      says: `What is rendered is heard ${least}${value} ms later, by what is known of the way.`,
      advice: ['Lower audio.buffer_size, or choose the driver pipewire.'],
    },
  );
}

export function audioLate({ measured }: Look, before: Look | undefined, limits: Limits): Check {
  const { late, callbacks } = measured.audio;
  // What was late before the first look belongs to the start: nobody played yet.
  const last = before?.measured.audio ?? { late, callbacks };
  // Fewer than before: the audio was started anew, and its counts with it.
  const isSame = callbacks >= last.callbacks && late >= last.late;
  const lateNow = isSame ? late - last.late : late;
  const all = isSame ? callbacks - last.callbacks : callbacks;
  const value = all === 0 ? 0 : rounded((100 * lateNow) / all);
  return figure(
    'audio:late',
    value,
    '%',
    rising(value, limits.lateWarnPercent, limits.lateFailPercent),
    {
      says: `${lateNow} of ${all} callbacks since the last look came too late.`,
      advice: ['Raise audio.buffer_size to 128 or 256.', 'Lower audio.polyphony.'],
    },
  );
}
