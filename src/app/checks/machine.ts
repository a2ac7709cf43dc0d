/** A machine as the checks see it: files, commands, whose it is. Tests hand them one of their own. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly user: User;
  /** As Node names it: `x64`, `arm64`. */
  readonly architecture: string;
  /** What a file says; undefined when there is none, or none that we may read. */
  text(path: string): string | undefined;
  /** What is in a folder, in order; nothing when there is no such folder. */
  names(folder: string): readonly string[];
  /** What a symbolic link points at. */
  link(path: string): string | undefined;
  status(path: string): FileStatus | undefined;
  /** Whether this user may read or write it, by whatever right. */
  allows(path: string, what: 'read' | 'write'): boolean;
  /** Room for this user on the file system of `path`, in bytes. */
  freeBytes(path: string): number | undefined;
  /** What a command says; undefined when there is none, it fails, or takes longer than it may. */
  run(command: string, ...args: readonly string[]): string | undefined;
}

export interface User {
  readonly name: string;
  readonly id: number;
  /** Numbers of the groups that this process is in. */
  readonly groups: readonly number[];
}

export interface FileStatus {
  /** Permission bits, such as 0o660. */
  readonly mode: number;
  readonly group: number;
}

/** The number that a file holds, or the first of them. */
export function numberIn(machine: Machine, path: string): number | undefined {
  const text = machine.text(path);
  const number = text === undefined ? Number.NaN : Number.parseFloat(text);
  return Number.isNaN(number) ? undefined : number;
}

/** Whether the kernel lets this process do what `capability` stands for (capabilities(7)). */
export function hasCapability(machine: Machine, capability: number): boolean {
  const bits = machine.text('/proc/self/status')?.match(/^CapEff:\s*([0-9a-f]+)/m)?.[1];
  return bits !== undefined && ((BigInt(`0x${bits}`) >> BigInt(capability)) & 1n) === 1n;
}

/** The soft limit of a row of /proc/self/limits; Infinity is none. */
export function limitOf(machine: Machine, row: string): number | undefined {
  const line = machine
    .text('/proc/self/limits')
    ?.split('\n')
    .find((each) => each.startsWith(row));
  const soft = line?.slice(row.length).trim().split(/\s+/)[0];
  if (soft === undefined) return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

export interface Group {
  readonly number: number;
  readonly members: readonly string[];
}

/** A group of /etc/group. */
export function groupNamed(machine: Machine, name: string): Group | undefined {
  for (const line of machine.text('/etc/group')?.split('\n') ?? []) {
    const [group, , number, members = ''] = line.split(':');
    if (group === name) return { number: Number(number), members: members.split(',') };
  }
  return undefined;
}

export interface Process {
  readonly pid: string;
  /** Its name as the kernel has it, cut off after 15 bytes. */
  readonly name: string;
}

export function processes(machine: Machine): Process[] {
  return machine
    .names('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const name = machine.text(`/proc/${pid}/comm`)?.trim();
      return name === undefined ? [] : [{ pid, name }];
    });
}

/** Files of drop-in folders and the like: those in `folder` that end so, as full paths. */
export function filesIn(machine: Machine, folder: string, ending: string): string[] {
  return machine
    .names(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}
