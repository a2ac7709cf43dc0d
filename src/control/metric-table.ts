/**
 * Every metric of our own: what it is called, what it means, and where its value comes from. What is
 * served, docs/metrics.md and the tests all read this table. No metric knows which key was pressed.
 */
import type { Standing } from '../core/check.ts';
import { latencyMs } from '../core/latency.ts';
import type { KeyToNote, Measurements } from '../core/measurements.ts';
import type { MetricType, Sample } from './exposition.ts';
import type { HealthReport } from './health.ts';
import { histogram } from './histogram.ts';
import type { ProcessShare } from './process-share.ts';

/** All that a scrape sees. */
export interface Observed {
  readonly measured: Measurements;
  readonly health: HealthReport;
  readonly share: Pick<ProcessShare, 'cores' | 'memoryBytes' | 'cpuPercent' | 'memoryPercent'>;
}

export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** Each label and what it holds. */
  readonly labels: Readonly<Record<string, string>>;
  /** One line. */
  readonly help: string;
  /** Set for a name that an older dashboard may use: what to use instead. */
  readonly instead?: string;
  read(observed: Observed): Sample[];
}

type Labels = Readonly<Record<string, string>>;
type Reader = (observed: Observed) => Sample[];

const NO_LABELS: Labels = {};
const HEALTH_VALUE: Readonly<Record<Standing, number>> = { fail: 0, warn: 1, pass: 2 };

export const METRICS: readonly Metric[] = [
  metric('build_info', 'gauge', 'Always 1; its labels say what runs.', {
    labels: {
      version: 'of FW16 Synth',
      node: 'version of Node.js',
      fluidsynth: 'version of FluidSynth',
    },
    read: ({ measured: { version, fluidsynth } }) => [
      sample(1, { version, node: process.versions.node, fluidsynth }),
    ],
  }),
  plain('ready', 'gauge', '1 when all is there from key to sound, else 0.', ({ measured }) =>
    measured.ready ? 1 : 0,
  ),

  metric(
    'key_to_note_seconds',
    'histogram',
    'From the kernel’s stamp on a key, or from when MIDI was read, to the note-on.',
    {
      labels: { device: 'keyboard, macropad, numpad, terminal, recording or midi' },
      read: ({ measured }) => measured.keyToNote.flatMap(keyToNote),
    },
  ),

  metric('audio_info', 'gauge', 'Always 1; its label says which way out sounds.', {
    labels: { driver: 'pipewire, jack, pulseaudio, alsa or file' },
    read: ({ measured: { audio } }) =>
      audio.driver === '' ? [] : [sample(1, { driver: audio.driver })],
  }),
  audio('audio_sample_rate_hertz', 'gauge', 'Samples of each channel in a second.', 'sampleRate'),
  metric('audio_latency_seconds', 'gauge', 'What sound waits for, as far as that is known.', {
    labels: {
      stage:
        'buffer (until the next period, or what is kept in hand) or server (what lies behind it)',
      known:
        'how the figure is known: configured, measured, least (measured, and there is more that the server does not tell) or reported (by the server)',
    },
    read: ({
      measured: {
        audio: { latency },
      },
    }) => latency.map(({ stage, known, seconds }) => sample(seconds, { stage, known })),
  }),
  audio('audio_callbacks_total', 'counter', 'Times that the driver asked for sound.', 'callbacks'),
  audio('audio_late_callbacks_total', 'counter', 'Of those, too late to be heard whole.', 'late'),
  audio('audio_frames_total', 'counter', 'Frames that were rendered.', 'frames'),
  audio('audio_clipped_samples_total', 'counter', 'Samples beyond full scale.', 'clippedSamples'),
  audio('audio_peak_ratio', 'gauge', 'Highest peak since the last look; 1 is full scale.', 'peak'),
  audio('audio_rms_ratio', 'gauge', 'Loudness (RMS) since the last look; 1 is full scale.', 'rms'),
  audio('render_seconds_total', 'counter', 'Time that rendering took.', 'renderSeconds'),
  audio('render_max_seconds', 'gauge', 'The longest that one callback took.', 'renderMostSeconds'),
  audio(
    'engine_load_ratio',
    'gauge',
    'FluidSynth’s own figure; 1 is all the time there is.',
    'load',
  ),
  audio('voices', 'gauge', 'Voices that sound; a note may take several.', 'voices'),
  audio('polyphony', 'gauge', 'Voices that may sound at once.', 'polyphony'),

  metric('notes_total', 'counter', 'Notes begun.', {
    labels: {
      source:
        'keyboard, macropad, numpad, terminal, recording or midi; clock for what begins by itself on the beat',
    },
    read: ({ measured }) => each('source', measured.notes.begun),
  }),
  plain('notes_sounding', 'gauge', 'Notes held now.', ({ measured }) => measured.notes.sounding),
  plain(
    'notes_orphaned_total',
    'counter',
    'Notes begun that neither ended nor sound; anything but 0 is a fault of ours.',
    ({ measured }) => measured.notes.orphaned,
  ),

  plain(
    'midi_messages_total',
    'counter',
    'MIDI messages that came in and were played.',
    ({ measured }) => measured.midi.messages,
  ),
  plain(
    'midi_losses_total',
    'counter',
    'Times that MIDI messages were lost before they were read, and held notes ended for it.',
    ({ measured }) => measured.midi.losses,
  ),

  metric('devices', 'gauge', 'Devices to play from.', {
    labels: {
      kind: 'keyboard, touchpad, terminal, recording or midi',
      state:
        'ours (taken from the console), shared, refused (another program has it), off, open, ended',
    },
    read: ({ measured }) =>
      measured.devices.map(({ kind, state, count }) => sample(count, { kind, state })),
  }),
  metric('device_reconnects_total', 'counter', 'Devices that came back.', {
    labels: { kind: 'keyboard, macropad, numpad, touchpad or midi' },
    read: ({ measured }) => each('kind', measured.reconnects),
  }),
  metric('restarts_total', 'counter', 'Parts that were started anew.', {
    labels: {
      reason: 'no callback, no soundfont; of the play thread error, ended or hung',
    },
    read: ({ measured }) => each('reason', measured.restarts),
  }),

  plain(
    'soundfont_bytes',
    'gauge',
    'Size of the SoundFont.',
    ({ measured }) => measured.font.bytes,
  ),
  plain(
    'soundfont_load_seconds',
    'gauge',
    'How long the last SoundFont took to load.',
    ({ measured }) => measured.font.loadSeconds,
  ),
  metric('soundfont_loads_total', 'counter', 'SoundFonts that were to be loaded.', {
    labels: { result: 'loaded or refused' },
    read: ({ measured }) => each('result', measured.font.loads),
  }),

  metric('config_reloads_total', 'counter', 'Changes of the configuration while it ran.', {
    labels: { result: 'applied or refused' },
    read: ({
      measured: {
        reloads: { applied, refused },
      },
    }) => each('result', { applied, refused }),
  }),
  plain(
    'config_last_reload_success_timestamp_seconds',
    'gauge',
    'When the configuration in force was applied.',
    ({ measured }) => measured.reloads.lastAppliedAt,
  ),

  plain(
    'health_status',
    'gauge',
    'Health as a whole: 2 pass, 1 warn, 0 fail.',
    ({ health }) => HEALTH_VALUE[health.status],
  ),
  metric('health_check_status', 'gauge', 'Each health check: 2 pass, 1 warn, 0 fail.', {
    labels: { check: 'such as audio:progress' },
    read: ({ health }) =>
      health.checks.map(({ name, standing }) => sample(HEALTH_VALUE[standing], { check: name })),
  }),

  thread('thread_lag_seconds', 'gauge', 'Worst lateness since the last look.', 'lagSeconds'),
  thread('thread_collections_total', 'counter', 'Garbage collections.', 'collections'),
  thread(
    'thread_collection_seconds_total',
    'counter',
    'Time that garbage collections took.',
    'collectionSeconds',
  ),

  plain('machine_cores', 'gauge', 'Cores of the machine.', ({ share }) => share.cores),
  plain(
    'machine_memory_bytes',
    'gauge',
    'Memory of the machine.',
    ({ share }) => share.memoryBytes,
  ),

  alias(
    'audio_latency_ms',
    'The sum of fw16_synth_audio_latency_seconds, in milliseconds.',
    'sum without (stage, known) (fw16_synth_audio_latency_seconds) * 1000',
    ({ measured }) => latencyMs(measured.audio.latency),
  ),
  alias(
    'cpu_percent',
    'CPU time of all threads since the last look, in percent of all cores.',
    '100 * rate(process_cpu_seconds_total[1m]) / fw16_synth_machine_cores',
    ({ share }) => share.cpuPercent(),
  ),
  alias(
    'memory_percent',
    'Resident memory in percent of the machine’s.',
    '100 * process_resident_memory_bytes / fw16_synth_machine_memory_bytes',
    ({ share }) => share.memoryPercent(),
  ),
];

// From 32 us to 131 ms: the play thread counts in eighths of an octave of microseconds, so that powers
// of two are edges of its own and no note is counted in the wrong bucket.
const EDGES = Array.from({ length: 13 }, (_, power) => (32 * 2 ** power) / 1e6);

function keyToNote({ device, edges, counts, sumSeconds }: KeyToNote): Sample[] {
  return histogram(EDGES, { edges, counts, sum: sumSeconds }, { device });
}

function metric(
  name: string,
  type: MetricType,
  help: string,
  { labels, read }: { readonly labels: Labels; readonly read: Reader },
): Metric {
  return { name: `fw16_synth_${name}`, type, labels, help, read };
}

/** A metric without labels. */
function plain(
  name: string,
  type: MetricType,
  help: string,
  value: (observed: Observed) => number,
): Metric {
  return metric(name, type, help, {
    labels: NO_LABELS,
    read: (observed) => [sample(value(observed))],
  });
}

/** A name of the deployment guide, for a measurement that has one in base units as well. */
function alias(
  name: string,
  help: string,
  instead: string,
  value: (observed: Observed) => number,
): Metric {
  return { ...plain(name, 'gauge', help, value), instead };
}

type Figures<Of> = { [Key in keyof Of]: Of[Key] extends number ? Key : never }[keyof Of];

function audio(
  name: string,
  type: MetricType,
  help: string,
  figure: Figures<Measurements['audio']>,
): Metric {
  return plain(name, type, help, ({ measured }) => measured.audio[figure]);
}

function thread(
  name: string,
  type: MetricType,
  help: string,
  figure: Figures<Measurements['threads'][number]>,
): Metric {
  return metric(name, type, help, {
    labels: { thread: 'main or play' },
    read: ({ measured }) =>
      measured.threads.map((one) => sample(one[figure], { thread: one.thread })),
  });
}

function each(label: string, figures: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(figures).map(([key, value]) => sample(value, { [label]: key }));
}

function sample(value: number, labels: Labels = NO_LABELS): Sample {
  return { labels, value };
}
