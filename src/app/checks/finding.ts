import type { Check, Standing } from '../../core/check.ts';

/** What to do about it: as an option of NixOS, and on any other system. */
export interface Remedy {
  readonly nixos?: string;
  readonly elsewhere?: string;
  /** Where the same helps everywhere. */
  readonly anywhere?: string;
}

export type Figure = readonly [value: number, unit: string];

export function pass(name: string, says: string, figure?: Figure): Check {
  return check('pass', name, says, {}, figure);
}

export function warn(name: string, says: string, remedy: Remedy, figure?: Figure): Check {
  return check('warn', name, says, remedy, figure);
}

export function fail(name: string, says: string, remedy: Remedy, figure?: Figure): Check {
  return check('fail', name, says, remedy, figure);
}

function check(
  standing: Standing,
  name: string,
  says: string,
  { nixos, elsewhere, anywhere }: Remedy,
  figure: Figure | undefined,
): Check {
  const advice = [
    ...(nixos === undefined ? [] : [`NixOS: ${nixos}`]),
    ...(elsewhere === undefined ? [] : [`Elsewhere: ${elsewhere}`]),
    ...(anywhere === undefined ? [] : [anywhere]),
  ];
  const figures = figure === undefined ? {} : { value: figure[0], unit: figure[1] };
  return { name, standing, says, advice, ...figures };
}
