import { legendsOf } from '../app/desktop-legends.ts';
import { layoutsOf } from '../config/player-settings.ts';
import { keyNameOf } from '../core/keys/key-codes.ts';
import type { Layout } from '../core/keys/layouts.ts';
import { legendOf } from '../core/keys/legends.ts';
import { PAD_LAYOUTS } from '../core/keys/pads.ts';
import { noteName } from '../core/music/note.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { legendLines } from '../screens/terminal/legend.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';

/** `layouts [NAME]`: the layouts there are, or one as a picture of the keys. */
export function layouts(invocation: Invocation): number {
  const { config } = configurationOf(invocation);
  const [name] = invocation.operands;
  const all = [...layoutsOf(config), ...PAD_LAYOUTS];
  const { board, legends: printed, octave, transpose } = config.keyboard;
  const legends = legendsOf(printed);
  const isJson = invocation.flags.has('json');
  if (name === undefined) {
    tell(isJson ? [JSON.stringify(all.map(summary), undefined, 2)] : all.map(line));
    return EXIT.ok;
  }
  const layout = all.find((each) => each.name === name);
  if (layout === undefined) {
    throw new Problem(`there is no layout ${name}`, {
      remedy: `Choose one of: ${all.map((each) => each.name).join(', ')}.`,
      exit: EXIT.usage,
    });
  }
  const keys = layout.keys.map((key, index) => ({
    key: keyNameOf(key),
    legend: legendOf(key, legends),
    note: layout.notes[index],
    name: noteName(layout.notes[index] ?? 0),
  }));
  tell(
    isJson
      ? [JSON.stringify({ ...summary(layout), board, legends, keys }, undefined, 2)]
      : legendLines(layout, { board, legends, octave, transpose }),
  );
  return EXIT.ok;
}

function summary({ name, means, isDrums }: Layout): object {
  return { name, means, drums: isDrums };
}

function line(layout: Layout): string {
  const { name, means } = layout;
  const where = PAD_LAYOUTS.includes(layout) ? ', for keyboard.numpad' : '';
  return `${name.padEnd(16)}${means}${where}`;
}

function tell(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
