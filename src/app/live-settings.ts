import { playerSettings } from '../config/player-settings.ts';
import type { Config } from '../config/schema.ts';
import { COLLISIONS } from '../core/instrument/collisions.ts';
import { SCALE_MODES } from '../core/music/scale.ts';
import type { OrderCode } from '../core/order.ts';
import { ORDER } from '../core/order.ts';
import type { Engine } from '../engine/engine.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import type { AudioRecovery } from './audio-recovery.ts';
import { engineSettings } from './engine-settings.ts';
import type { Input } from './inputs.ts';
import type { MatrixLights } from './matrix-lights.ts';
import type { Memory } from './memory.ts';
import type { PlayedMidi } from './midi.ts';
import type { PlayedTuning } from './tuning.ts';
import type { WantedFont } from './wanted-font.ts';

/** Settings whose change takes effect while it plays, and how. */
export interface LiveSettings {
  /** Key paths, such as `audio.gain_db`. */
  readonly keys: readonly string[];
  /** At least one of them has changed. */
  apply(config: Config): void | Promise<void>;
}

export interface LiveParts {
  readonly engine: Engine;
  readonly thread: LastingThread;
  readonly input: Input;
  readonly midi: PlayedMidi;
  readonly audio: AudioRecovery;
  readonly font: WantedFont;
  readonly tuning: PlayedTuning;
  readonly memory: Memory;
  readonly lights: MatrixLights;
}

/** Those that the instrument itself is set by. What hands have changed stays until its own key does. */
export function liveSettings(parts: LiveParts): LiveSettings[] {
  const { engine, thread, input, midi, audio, font, tuning, memory, lights } = parts;
  const order =
    (code: OrderCode, numbers: (keyboard: Config['keyboard']) => number[]) =>
    async ({ keyboard }: Config): Promise<void> => {
      await thread.stands;
      thread.order(code, ...(numbers(keyboard) as [number]));
    };
  return [
    {
      keys: ['gain_db', 'reverb', 'chorus', 'polyphony', 'buffer_size', 'periods'].map(
        (key) => `audio.${key}`,
      ),
      apply: async (config) => {
        if (engine.change(engineSettings(config))) await audio.reopen();
      },
    },
    {
      keys: ['audio.tuning_hz', 'tuning.scale', 'tuning.keymap'],
      apply: (config) => tuning.follow(config),
    },
    { keys: ['audio.soundfont'], apply: ({ audio: { soundfont } }) => font.change(soundfont) },
    { keys: ['keyboard.octave'], apply: order(ORDER.octave, ({ octave }) => [octave]) },
    { keys: ['keyboard.transpose'], apply: order(ORDER.transpose, ({ transpose }) => [transpose]) },
    {
      keys: ['keyboard.bank', 'keyboard.program'],
      apply: order(ORDER.program, ({ bank, program }) => [bank, program]),
    },
    {
      keys: ['keyboard.layout'],
      apply: order(ORDER.layout, ({ layout }) => [
        thread.named.layouts.findIndex(({ name }) => name === layout),
      ]),
    },
    {
      keys: ['scale.mode', 'scale.root', 'scale.name'],
      apply: async (config) => {
        await thread.stands;
        const { on, scale, scales, root, mode } = playerSettings(config, false).instrument.scale;
        // One of `own` that is new has no number before the next start.
        const number = thread.named.scales.findIndex(({ name }) => name === scales[scale]?.name);
        thread.order(ORDER.scale, number, root, SCALE_MODES.indexOf(mode));
        if (!on) thread.order(ORDER.scaleLock, 0);
      },
    },
    {
      keys: ['keyboard.collision'],
      apply: order(ORDER.collision, ({ collision }) => [COLLISIONS.indexOf(collision)]),
    },
    ...liveNotes(thread),
    { keys: ['keyboard.grab'], apply: order(ORDER.grab, ({ grab }) => [grab ? 1 : 0]) },
    {
      keys: ['touchpad.enabled'],
      apply: async ({ touchpad }) => {
        await thread.stands;
        thread.order(ORDER.touchpad, touchpad.enabled ? 1 : 0);
      },
    },
    {
      keys: ['velocity.fixed'],
      apply: async ({ velocity }) => {
        await thread.stands;
        thread.order(ORDER.velocity, velocity.fixed);
      },
    },
    {
      keys: [
        ...['source', 'min', 'max', 'curve', 'rows', 'accent', 'soft'].map(
          (key) => `velocity.${key}`,
        ),
        ...['presets', 'scenes', 'keyboard.arming_chord'],
      ],
      apply: (config) => memory.follow(config),
    },
    {
      keys: ['devices.keyboards', 'devices.ignore', 'devices.always_armed'],
      apply: (config) => input.choose(config),
    },
    {
      keys: [
        ...['input_enabled', 'auto_connect', 'port_filter', 'channels', 'mpe'],
        ...['output_enabled', 'output_channel', 'thru', 'send_clock'],
      ].map((key) => `midi.${key}`),
      apply: (config) => midi.follow(config),
    },
    {
      keys: ['enabled', 'brightness', 'show'].map((key) => `led_matrix.${key}`),
      apply: ({ ledMatrix }) => lights.set(ledMatrix),
    },
    // Looked at when it matters.
    {
      keys: ['production.error_recovery_enabled', 'keyboard.follow_seat', 'keyboard.disarm_after'],
      apply: () => {},
    },
    // Looked up whenever something is recorded.
    { keys: ['recording.folder', 'recording.keep_minutes'], apply: () => {} },
  ];
}

type Compiled = ReturnType<typeof playerSettings>['instrument'];

/** Those of chords and of what goes by the beat, each an order of one number. */
function liveNotes(thread: LastingThread): LiveSettings[] {
  const live = (
    key: string,
    code: OrderCode,
    number: (instrument: Compiled) => number | boolean,
  ) => ({
    keys: [key],
    apply: async (config: Config): Promise<void> => {
      await thread.stands;
      thread.order(code, Number(number(playerSettings(config, false).instrument)));
    },
  });
  return [
    live('clock.tempo', ORDER.tempo, ({ beats }) => Math.round(100 * beats.tempo)),
    live('arpeggiator.on', ORDER.arpeggio, ({ beats }) => beats.arpeggio.on),
    live('arpeggiator.pattern', ORDER.pattern, ({ beats }) => beats.arpeggio.pattern),
    live('arpeggiator.rate', ORDER.rate, ({ beats }) => beats.arpeggio.value),
    live('arpeggiator.gate', ORDER.gate, ({ beats }) => beats.arpeggio.gate),
    live('arpeggiator.swing', ORDER.swing, ({ beats }) => beats.arpeggio.swing),
    live('arpeggiator.octaves', ORDER.octaves, ({ beats }) => beats.arpeggio.octaves),
    live('arpeggiator.latch', ORDER.latch, ({ beats }) => beats.arpeggio.latch),
    live('arpeggiator.sync', ORDER.sync, ({ beats }) => beats.arpeggio.sync),
    live('note_repeat.on', ORDER.repeat, ({ beats }) => beats.repeat.on),
    live('note_repeat.rate', ORDER.repeatRate, ({ beats }) => beats.repeat.value),
    live('metronome.on', ORDER.metronome, ({ beats }) => beats.metronome.on),
    {
      keys: ['chords.on', 'chords.kind'],
      apply: live('chords', ORDER.chord, ({ chords }) => (chords.on ? chords.kind + 2 : 0)).apply,
    },
    live('chords.inversion', ORDER.inversion, ({ chords }) => chords.inversion),
    live('chords.strum', ORDER.strum, ({ chords }) => chords.strumMs),
  ];
}
