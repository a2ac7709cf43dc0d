import { allowed } from './allowed.ts';
import type { JsonSchema } from './json-schema.ts';
import { jsonSchema } from './json-schema.ts';
import type { Setting } from './schema.ts';
import { SETTINGS } from './schema.ts';

/** docs/config.schema.json. */
export function schemaReference(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}

/** docs/configuration.md. */
export function markdownReference(): string {
  const sections = Object.entries(jsonSchema().properties ?? {});
  return [INTRODUCTION, ...sections.map(([name, node]) => sectionReference(name, node))].join('\n');
}

const INTRODUCTION = `# Configuration

<!-- Written by npm run docs from src/config; change it there. -->

Everything has a default, so no file is needed. A setting comes from the first of these that has it:

1. a flag;
2. a variable: \`FW16_SYNTH_\`, the section and the setting, such as \`FW16_SYNTH_AUDIO_BUFFER_SIZE=128\`;
3. your file, \`$XDG_CONFIG_HOME/fw16-synth/config.yaml\` (usually \`~/.config/fw16-synth/config.yaml\`);
4. the system's file, \`/etc/fw16-synth/config.yaml\`;
5. the default. \`DEFAULT_SOUNDFONT\` stands in for that of \`audio.soundfont\`.

\`fw16-synth config show\` prints every setting and where it came from. \`--config FILE\` reads that file
in place of 3 and 4, and \`--validate-only\` checks without playing.

\`\`\`yaml
audio:
  driver: pipewire
  buffer_size: 128
keyboard:
  octave: 3
velocity:
  source: combined
  curve: soft
\`\`\`

A file is YAML 1.2 in UTF-8, up to 1 MiB. Sections stand at the left edge, settings below them; a
section, a setting or the whole file may be left out. An editor that knows JSON Schema completes and
checks it by [config.schema.json](config.schema.json). In a variable or a flag a list is written
\`40, 80, 110\`, what is longer as in the file, a switch also \`on\`, \`yes\`, \`1\`, \`off\`, \`no\`, \`0\`; a
variable set to nothing counts as unset. \`~/\` at the start of a path is your home folder.

All mistakes are reported at once, each with its file, line and column, the value, what is allowed and
what was probably meant. Names that don't exist are mistakes, in variables too. The exit code is 78; 66
when the file of \`--config\` does not exist, 77 when a file may not be read.

A line such as \`audio.buffer_size = 256\` at the end of the file is not YAML. The program says so, and on
which line to write \`buffer_size: 256\` instead.

A file that is saved is read at once by a program that plays, and so are all of them on SIGHUP
([recovery.md](recovery.md)); where it is wrong, the settings before it stay. Settings marked *at the
next start* wait for that.

`;

function sectionReference(name: string, node: JsonSchema): string {
  const own = SETTINGS.get(name);
  const rows =
    own === undefined
      ? Object.entries(node.properties ?? {}).map(([key, each]) =>
          row(key, each, SETTINGS.get(`${name}.${key}`)),
        )
      : listRows(node);
  const lines = [
    `## ${name}`,
    '',
    `${node.description}${own === undefined ? '' : ` It takes ${allowed(node)}.`}`,
    '',
    '| Setting | Takes | Default | Meaning |',
    '|---|---|---|---|',
    ...rows,
  ];
  return `${lines.join('\n')}\n`;
}

function listRows({ items }: JsonSchema): string[] {
  const properties = typeof items === 'object' ? items.properties : undefined;
  return Object.entries(properties ?? {}).map(([key, each]) => row(key, each, undefined));
}

function row(key: string, node: JsonSchema, setting: Setting | undefined): string {
  const alias = setting?.alias === undefined ? '' : ` Also \`${setting.alias}\`.`;
  const atStart = node['x-at-start'] === true ? ' *At the next start.*' : '';
  const takes = node['x-takes'] ?? allowed(node);
  const cells = [`\`${key}\``, takes, byDefault(node), `${node.description}${alias}${atStart}`];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function byDefault({ default: value }: JsonSchema): string {
  if (value === undefined) return '';
  if (!Array.isArray(value)) return `\`${value === '' ? '""' : value}\``;
  return `\`[${value.join(', ')}]\``;
}
