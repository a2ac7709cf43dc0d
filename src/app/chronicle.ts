/** What happens to an instrument, in words: from two looks at it, what is worth a line between them. */
import { latencyWords } from '../core/latency.ts';
import type { LogFields } from '../core/log.ts';
import type { Glance } from '../core/status.ts';

export interface Entry {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly fields: LogFields;
}

/** How it stands at the beginning. */
export function beginning(glance: Glance): Entry[] {
  return [soundEntry(glance), fontEntry(glance), inputEntry('Playing from', glance)].map((entry) =>
    info(...entry),
  );
}

export function changes(before: Glance, now: Glance): Entry[] {
  const entries: Entry[] = [];
  const { playing } = now;
  // That there is none, and why, is told by whoever tries to bring it back.
  if (now.audio.driver !== before.audio.driver && now.audio.driver !== '') {
    entries.push(info(...soundEntry(now)));
  }
  if (now.font.path !== before.font.path) entries.push(info(...fontEntry(now)));
  if (now.input.detail !== before.input.detail) {
    const more = playing.nodes - before.playing.nodes;
    // That one has gone is told as it happens, with its name.
    entries.push(info(...inputEntry(more > 0 ? 'A keyboard has come' : 'Playing from', now)));
  }
  if (playing.armed !== before.playing.armed) {
    entries.push(info(playing.armed ? 'Armed' : 'Disarmed', {}));
  }
  if (playing.realtimePriority > before.playing.realtimePriority) {
    entries.push(info('The play thread is real-time', { priority: playing.realtimePriority }));
  }
  if (playing.grabRefused > before.playing.grabRefused) {
    const refused = { keyboards: playing.grabRefused };
    entries.push(warn('Another program holds a keyboard, and it types there too', refused));
  }
  return [...entries, ...firstTroubles(before, now)];
}

/** What may happen a thousand times an hour is told the first time; METRIC records count on. */
function firstTroubles(before: Glance, now: Glance): Entry[] {
  const counted = [
    ['The sound came late', before.audio.late, now.audio.late],
    ['The kernel lost key events; the keys were read anew', before.playing.gaps, now.playing.gaps],
    [
      'FluidSynth refused a call: the SoundFont may lack the program',
      before.playing.engineFailures,
      now.playing.engineFailures,
    ],
  ] as const;
  return counted
    .filter(([, was, is]) => was === 0 && is > 0)
    .map(([message, , times]) => warn(message, { times }));
}

/** The instrument in one line, as `systemctl status` shows it. */
export function statusLine({ playing, input, audio }: Glance): string {
  const armed = playing.armed ? 'Armed' : 'Disarmed';
  const sound =
    audio.driver === ''
      ? `no sound: ${audio.why}`
      : `${audio.driver}, ${audio.periodFrames} frames at ${audio.sampleRate} Hz, ${latencyWords(audio.latency)}`;
  return `${armed}; ${input.detail}; ${sound}`;
}

type Words = readonly [message: string, fields: LogFields];

function soundEntry({ audio }: Glance): Words {
  return [
    'Sound goes out',
    {
      driver: audio.driver,
      why: audio.why,
      sample_rate: audio.sampleRate,
      period_frames: audio.periodFrames,
      periods: audio.periods,
      buffer_ms: Number(audio.bufferMs.toFixed(2)),
      latency: latencyWords(audio.latency),
      ...(audio.into === undefined ? {} : { into: audio.into }),
      ...(audio.file === undefined ? {} : { file: audio.file }),
    },
  ];
}

function fontEntry({ font }: Glance): Words {
  return ['SoundFont loaded', { path: font.path, why: font.why }];
}

function inputEntry(message: string, { input }: Glance): Words {
  return [message, { from: input.from, detail: input.detail }];
}

function info(message: string, fields: LogFields): Entry {
  return { level: 'info', message, fields };
}

function warn(message: string, fields: LogFields): Entry {
  return { level: 'warn', message, fields };
}
