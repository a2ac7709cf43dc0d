import { homedir } from 'node:os';
import { EXIT, Problem } from '../core/problem.ts';
import { chooseSoundFont } from '../engine/soundfonts.ts';

export interface ChosenFont {
  readonly path: string;
  readonly why: string;
}

/**
 * The font to play. A configured one that cannot be played is told of, and the next best plays.
 *
 * @throws Problem (exit 66) when there is none at all
 */
export function chooseFont(
  configured: string,
  sf3: boolean,
  say: (line: string) => void,
): ChosenFont {
  const chosen = chooseSoundFont(configured, { env: process.env, home: homedir(), sf3 });
  if (!chosen.ok) throw new Problem(chosen.why, { remedy: chosen.remedy, exit: EXIT.noInput });
  if (chosen.refused !== undefined) {
    const { path, why, remedy } = chosen.refused;
    say(`${path}: ${why}. ${remedy} Playing ${chosen.path} instead.`);
  }
  return chosen;
}
