/** The options of a module as a page of docs/. */
import type { NixStore } from '../support/nix-store.ts';
import { homeManagerFolder } from '../support/nixpkgs.ts';
import { projectFile } from '../support/program.ts';

interface Option {
  readonly name: string;
  readonly type: string;
  readonly description: string | { readonly text: string };
  readonly default: string | null;
  readonly example: string | null;
  readonly internal: boolean;
}

/** Options whose like docs/configuration.md has, written from the same schema. */
export const FROM_SCHEMA = /\bsettings\.|\.<name>\./;

export const OPTION_PAGES = {
  'docs/nixos-options.md': { file: 'tests/nix/nixos.nix', title: 'Options for NixOS' },
  'docs/home-manager-options.md': { file: 'tests/nix/home.nix', title: 'Options for Home Manager' },
} as const;
export type OptionPage = keyof typeof OPTION_PAGES;

/** The page, from the options as the module system has them. */
export function optionPage(store: NixStore, page: OptionPage, nixpkgs: string): string {
  const { file, title } = OPTION_PAGES[page];
  const { exit, out, err } = store.evaluate(projectFile(file), 'options', {
    nixpkgs,
    path: process.env['PATH'] ?? '',
    ...(file === 'tests/nix/home.nix' && { homeManager: homeManagerFolder() }),
  });
  if (exit !== 0) throw new Error(err);
  const options: readonly Option[] = JSON.parse(out);
  const ours = options.filter(({ name, internal }) => !internal && !FROM_SCHEMA.test(name));
  return `# ${title}

<!-- Written by npm run nix:docs from modules/; change it there. -->

All stand below \`programs.fw16-synth\`. \`settings\` has every section and setting of
[configuration.md](configuration.md), and each of \`presets\` what a preset has there; what is left out has
the program's own default.

| Option | Type | Default | Meaning |
|---|---|---|---|
${ours.map(row).join('\n')}
`;
}

function row({ name, type, description, default: value, example }: Option): string {
  const short = name.replace(/^(?:programs\.)?fw16-synth\./, '');
  const words = (typeof description === 'string' ? description : description.text)
    .replace(/\{(?:option|file|command)\}/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\[configuration\.md\]\(\S+?\)/, '[configuration.md](configuration.md)')
    .trim();
  const sample = example === null ? '' : ` Such as \`${oneLine(example)}\`.`;
  const cells = [
    `\`${short}\``,
    type,
    value === null ? '' : `\`${oneLine(value)}\``,
    words + sample,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
