/** What came of a scenario. */
export interface Finding {
  readonly name: string;
  /** What was heard or seen; '' when it failed. */
  readonly what: string;
  /** Why it is not so. */
  readonly failure?: string;
  readonly seconds: number;
}

export function findingLine({ name, what, failure, seconds }: Finding): string {
  const outcome = failure === undefined ? what : `NOT SO: ${failure}`;
  return `${failure === undefined ? 'ok ' : 'not'} ${name} (${seconds} s): ${outcome}`;
}

/** The table at the end. */
export function reportOf(findings: readonly Finding[], seconds: number): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const rows = findings.map(({ name, what, failure, seconds: took }) => {
    const outcome = failure === undefined ? what : `NOT SO: ${failure.split('\n')[0]}`;
    return `${name.padEnd(width)}  ${`${took} s`.padStart(6)}  ${outcome}`;
  });
  const passed = findings.filter(({ failure }) => failure === undefined).length;
  return [
    ...rows,
    `${passed} of ${findings.length} are so; ${seconds} s with booting and installing.`,
  ].join('\n');
}
