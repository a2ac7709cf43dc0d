/** What a client asks for with Accept and Accept-Encoding (RFC 9110, 12.5). */

/** The forms that metrics come in, the default first. */
export const FORMATS = ['text', 'openmetrics', 'json'] as const;

export type Format = (typeof FORMATS)[number];

const TYPES: Readonly<Record<Format, { readonly type: string; readonly version?: string }>> = {
  text: { type: 'text/plain', version: '0.0.4' },
  openmetrics: { type: 'application/openmetrics-text', version: '1.0.0' },
  json: { type: 'application/json' },
};

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** One entry of an Accept header. */
interface Range {
  readonly type: string;
  readonly version: string | undefined;
  readonly q: number;
  /** Its place in the header. */
  readonly at: number;
}

/**
 * The form that the client likes best: highest q first, of equals the one it names first. Text when
 * it names none, or nothing that there is.
 */
export function formatFor(accept: string | undefined): Format {
  const ranges = rangesOf(accept ?? '');
  let best: { readonly format: Format; readonly range: Range } | undefined;
  for (const format of FORMATS) {
    const range = rangeOf(format, ranges);
    if (range === undefined || range.q === 0) continue;
    if (best === undefined || isBefore(range, best.range)) best = { format, range };
  }
  return best?.format ?? 'text';
}

export function isFormat(name: string): name is Format {
  return (FORMATS as readonly string[]).includes(name);
}

/** Whether the client takes an answer in gzip. */
export function takesGzip(acceptEncoding: string | undefined): boolean {
  const ranges = rangesOf(acceptEncoding ?? '');
  const range =
    ranges.find(({ type }) => type === 'gzip' || type === 'x-gzip') ??
    ranges.find(({ type }) => type === '*');
  return range !== undefined && range.q > 0;
}

/** The narrowest range that the format falls in: it alone says how much the format is liked. */
function rangeOf(format: Format, ranges: readonly Range[]): Range | undefined {
  const { type, version } = TYPES[format];
  const [main] = type.split('/');
  const ofType = ranges.filter((range) => range.type === type);
  return (
    ofType.find((range) => range.version !== undefined && range.version === version) ??
    ofType.find((range) => range.version === undefined) ??
    ranges.find((range) => range.type === `${main}/*`) ??
    ranges.find((range) => range.type === '*/*')
  );
}

function isBefore(one: Range, other: Range): boolean {
  return one.q > other.q || (one.q === other.q && one.at < other.at);
}

function rangesOf(header: string): Range[] {
  return header.split(',').flatMap((entry, at) => {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    const values = new Map(
      parameters.map((parameter) => {
        const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
        return [name, value.replaceAll('"', '')];
      }),
    );
    const q = values.get('q') ?? '1';
    // What is not a weight says nothing, rather than everything.
    if (type === '' || !/^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q)) return [];
    return [{ type, version: values.get('version'), q: Number(q), at }];
  });
}
