/**
 * Which MIDI ports are meant, by a regular expression of the player's. A backtracking engine can
 * take for ever over one that repeats what repeats, so such a one is refused, and what is left is
 * cheap on names of this length.
 */
const NAME_MAX = 128;
const REPEATS_MAX = 3;

/** Why the expression is refused; undefined when it serves. */
export function refusedFilter(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
  } catch (error) {
    return `it is not a regular expression (${String(error).split(': ').at(-1)})`;
  }
  if (/\\[1-9k]|\(\?<?[=!]/.test(pattern))
    return 'it looks back or ahead, which a filter never needs';
  return repeats(pattern);
}

/** Whether a port is meant; every port by an empty expression. */
export function fitsFilter(pattern: string, clientName: string, portName: string): boolean {
  const name = `${clientName}:${portName}`.slice(0, NAME_MAX);
  return new RegExp(pattern, 'i').test(name);
}

/** Why its repetitions could take long. */
function repeats(pattern: string): string | undefined {
  const plain = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  // Groups, the innermost first: one that repeats within may not repeat itself.
  let rest = plain;
  for (;;) {
    const group = /\((?:\?(?::|<\w+>))?([^()]*)\)([*+]|\{\d+,?\d*\})?/.exec(rest);
    if (group === null) break;
    const [whole, inside = '', repeat] = group;
    if (repeat !== undefined && /[*+{?|]/.test(inside)) {
      return `it repeats ${whole}, which has repetitions or choices in it`;
    }
    rest = rest.replace(whole, repeat === undefined ? inside.replace(/\|/g, '!') : 'x+');
  }
  const unbounded = plain.match(/[*+]|\{\d+,/g)?.length ?? 0;
  return unbounded > REPEATS_MAX ? `it repeats more than ${REPEATS_MAX} times` : undefined;
}
