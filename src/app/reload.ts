import type { LoadedConfig } from '../config/load.ts';
import { shownSettings } from '../config/show.ts';

/** What a reading anew changes: settings that are followed at once, and those of the next start. */
export interface Changes {
  readonly followed: readonly string[];
  readonly atNextStart: readonly string[];
}

const FOLLOWED = /^(performance\.log_(level|file)|logging\.\w+)$/;

export function changesBetween(before: LoadedConfig, now: LoadedConfig): Changes {
  const were = new Map(shownSettings(before).map(({ key, value }) => [key, JSON.stringify(value)]));
  const changed = shownSettings(now)
    .filter(({ key, value }) => were.get(key) !== JSON.stringify(value))
    .map(({ key }) => key);
  return {
    followed: changed.filter((key) => FOLLOWED.test(key)),
    atNextStart: changed.filter((key) => !FOLLOWED.test(key)),
  };
}
