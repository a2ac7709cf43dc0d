/**
 * Every setting there is. The schema alone says a setting's name, type, default, range, unit and
 * meaning: the types, the errors, `config show`, docs/configuration.md and docs/config.schema.json
 * all come from it.
 */
import * as z from 'zod/mini';
import { health } from './section-of-health.ts';
import { ledMatrix } from './section-of-lights.ts';
import { midi } from './section-of-midi.ts';
import { presets } from './section-of-presets.ts';
import { scenes } from './section-of-scenes.ts';
import { session } from './section-of-session.ts';
import { arpeggiator, clock, looper, metronome, noteRepeat } from './sections-of-beats.ts';
import { chords, layers } from './sections-of-notes.ts';
import {
  http,
  logging,
  metrics,
  performance,
  production,
  recording,
} from './sections-of-operation.ts';
import { audio, devices, keyboard, scale, tuning, velocity } from './sections-of-play.ts';
import { routes, touchpad } from './sections-of-touch.ts';
import type { About } from './setting.ts';
import { about } from './setting.ts';

/** The file as it is written: sections, and settings in snake_case. */
export const schema = z.strictObject({
  audio,
  keyboard,
  velocity,
  scale,
  tuning,
  presets,
  scenes,
  session,
  layers,
  chords,
  clock,
  arpeggiator,
  note_repeat: noteRepeat,
  metronome,
  looper,
  devices,
  performance,
  midi,
  touchpad,
  routes,
  production,
  recording,
  led_matrix: ledMatrix,
  metrics,
  http,
  health,
  logging,
});

export type WrittenConfig = z.output<typeof schema>;

/** The same as the program reads it, in camelCase. */
export type Config = {
  readonly [Section in keyof WrittenConfig as CamelCase<Section>]: WrittenConfig[Section] extends readonly unknown[]
    ? Readonly<WrittenConfig[Section]>
    : {
        readonly [Key in keyof WrittenConfig[Section] as CamelCase<Key & string>]: Readonly<
          WrittenConfig[Section][Key]
        >;
      };
};

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** One setting, by where it stands in the file. */
export interface Setting extends About {
  /** `audio.buffer_size`, or the section alone where that is a list: `presets`. */
  readonly key: string;
  readonly path: readonly string[];
  readonly type: z.core.$ZodType;
  /** Its environment variables, the regular one first. */
  readonly variables: readonly string[];
}

/** All settings by key, in the order of the reference. */
export const SETTINGS: ReadonlyMap<string, Setting> = new Map(
  Object.entries(schema.shape).flatMap(([name, section]) =>
    settingsOf(name, section).map((each) => [each.key, each] as const),
  ),
);

/** Whether a change of it waits for the next start. */
export function isAtStart({ live }: Setting): boolean {
  return live !== true;
}

/** What a type was before its default or its being optional. */
export function bare(type: z.core.$ZodType): z.core.$ZodType {
  const def = (type as z.core.$ZodTypes)._zod.def;
  const wrapped = def.type === 'default' || def.type === 'prefault' || def.type === 'optional';
  return wrapped ? bare(def.innerType) : type;
}

function settingsOf(name: string, section: z.core.$ZodType): Setting[] {
  const inner = bare(section);
  if (!(inner instanceof z.ZodMiniObject)) return [settingAt([name], section)];
  return Object.entries(inner.shape).map(([key, type]) => settingAt([name, key], type));
}

function settingAt(path: readonly string[], type: z.core.$ZodType): Setting {
  const meaning = about.get(type);
  if (meaning === undefined) throw new Error(`${path.join('.')} is not described`);
  const regular = `FW16_SYNTH_${path.join('_').toUpperCase()}`;
  return {
    ...meaning,
    key: path.join('.'),
    path,
    type,
    variables: meaning.alias === undefined ? [regular] : [regular, meaning.alias],
  };
}
