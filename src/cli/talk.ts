/** A line for the person: stderr, since stdout is for data. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
