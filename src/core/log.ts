/** What may go beside a message: figures and names, never a key. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where a running instrument tells what happens to it. None of these throws or waits. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
