import type { Check } from '../../core/check.ts';
import type { GrabAnswer } from '../../devices/grab-probe.ts';
import { fail, pass, warn } from './finding.ts';

/** What came of taking each keyboard for an instant, as asked for by `doctor --grab`. */
export function grabChecks(answers: ReadonlyMap<string, GrabAnswer>, isPlaying: boolean): Check[] {
  const name = 'keyboard:grab';
  if (isPlaying) return [pass(name, 'not tried: an instrument of ours plays')];
  if (answers.size === 0) return [pass(name, 'not tried: there is no keyboard')];
  const those = (wanted: GrabAnswer): string =>
    [...answers].flatMap(([path, answer]) => (answer === wanted ? [path] : [])).join(', ');
  if (those('held by another program') !== '') {
    return [
      fail(name, `another program has taken ${those('held by another program')}`, {
        anywhere:
          'See which: sudo fuser -v /dev/input/event*; end it, or play what it makes of them.',
      }),
    ];
  }
  if (those('keys are down') !== '') {
    const anywhere = 'Let go of every key and ask again.';
    return [warn(name, `not tried while a key is down: ${those('keys are down')}`, { anywhere })];
  }
  if (those('free') === '') return [pass(name, 'not tried: none can be opened')];
  return [pass(name, `${those('free')} can be taken`)];
}
