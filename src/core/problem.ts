/** Exit codes of sysexits.h, and the few that shells agree on. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  badData: 65,
  noInput: 66,
  unavailable: 69,
  internal: 70,
  io: 74,
  noPermission: 77,
  config: 78,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ProblemDetails {
  /** The file, line and key, or the device, where it went wrong. */
  readonly where?: string;
  /** What the person can do about it, as one sentence. */
  readonly remedy?: string;
  readonly exit: ExitCode;
  readonly cause?: unknown;
}

/** An error a person can act on: what is wrong, where, what to do, and the exit code it means. */
export class Problem extends Error {
  readonly where: string | undefined;
  readonly remedy: string | undefined;
  readonly exit: ExitCode;

  constructor(what: string, details: ProblemDetails) {
    super(what, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Problem';
    this.where = details.where;
    this.remedy = details.remedy;
    this.exit = details.exit;
  }

  /** The whole of it as a person reads it: where, what, then what to do on a line of its own. */
  override toString(): string {
    const where = this.where === undefined ? '' : `${this.where}: `;
    const remedy = this.remedy === undefined ? '' : `\n  ${this.remedy}`;
    return `${where}${this.message}${remedy}`;
  }
}
