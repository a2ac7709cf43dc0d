import * as z from 'zod/mini';

/** What is known of a setting beyond its type; the docs, the errors and `config show` read it. */
export interface About {
  /** One sentence: what it does, for whom it matters. */
  readonly means: string;
  /** In full words: `frames`, `seconds`. */
  readonly unit?: string;
  /** What it takes, where the type alone says it badly. */
  readonly takes?: string;
  /** An environment variable beside the regular one. */
  readonly alias?: string;
  /** Text in which a leading `~/` is the home folder. */
  readonly isPath?: boolean;
  /** A change takes effect while it plays; any other waits for the next start. */
  readonly live?: boolean;
}

/** Everything's {@link About}, by its type in the schema. */
export const about = z.registry<About>();

/** A setting with its default. */
export function setting<Type extends z.ZodMiniType>(
  type: Type,
  byDefault: z.output<Type>,
  meaning: About,
) {
  return described(z._default(type, byDefault as never), meaning);
}

/** A setting whose change takes effect while it plays. */
export function liveSetting<Type extends z.ZodMiniType>(
  type: Type,
  byDefault: z.output<Type>,
  meaning: About,
) {
  return setting(type, byDefault, { ...meaning, live: true });
}

/** A setting that may be left out, and then has no value. */
export function optionalSetting<Type extends z.ZodMiniType>(type: Type, meaning: About) {
  return described(z.exactOptional(type), meaning);
}

/** A section of the file: each of its settings may be left out, and so may all of it. */
export function section<Shape extends z.core.$ZodLooseShape>(
  means: string,
  settings: Shape,
  ...rules: z.core.CheckFn<z.output<z.ZodMiniObject<Shape, z.core.$strict>>>[]
) {
  return described(z.prefault(z.strictObject(settings).check(...rules), {} as never), { means });
}

export function described<Type extends z.ZodMiniType>(type: Type, meaning: About): Type {
  about.add(type, meaning);
  return type;
}

export function whole(min: number, max: number) {
  return z.int().check(z.minimum(min), z.maximum(max));
}

export function number(min: number, max: number) {
  return z.number().check(z.minimum(min), z.maximum(max));
}

export const onOff = z.boolean();

/** Text of one line. */
export function text(maxLength: number) {
  return z.string().check(z.minLength(1), z.maxLength(maxLength), z.regex(/^\P{Cc}*$/u));
}

export const path = text(4096);
