/** A thread that hangs as if in a C call: another process holds it by ptrace. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const HOLD = `
import ctypes, os, select, sys
SEIZE, INTERRUPT, DETACH, WALL = 0x4206, 0x4207, 17, 0x40000000
ptrace = ctypes.CDLL(None, use_errno=True).ptrace
ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
tid = int(sys.argv[1])
if ptrace(SEIZE, tid, None, None) != 0 or ptrace(INTERRUPT, tid, None, None) != 0:
    sys.exit(os.strerror(ctypes.get_errno()))
os.waitpid(tid, WALL)
print("held", flush=True)
# A process that ends waits for whoever traces a thread of it to see that one end.
while not select.select([sys.stdin], [], [], 0.05)[0]:
    if os.waitpid(tid, os.WNOHANG | WALL)[0] == tid:
        sys.exit()
ptrace(DETACH, tid, None, None)
`;

/** Why no thread can be held here, for a test's skip; false when one can. */
export function cannotFreeze(): string | false {
  if (spawnSync('which', ['python3']).status !== 0) return 'needs python3: apt install python3';
  return process.getuid?.() === 0 ? false : 'holding a thread of another process takes root';
}

export class FrozenThread {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  /** @param tid as the kernel numbers threads */
  static async hold(tid: number): Promise<FrozenThread> {
    const holder = spawn('python3', ['-c', HOLD, `${tid}`], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: holder.stdout });
    const held = await Promise.race([
      once(lines, 'line').then(() => true),
      once(holder, 'exit').then(() => false),
    ]);
    if (!held) throw new Error(`thread ${tid} cannot be held`);
    return new FrozenThread(holder);
  }

  /** Lets it go on. */
  async release(): Promise<void> {
    if (this.#holder.exitCode !== null) return;
    const exited = once(this.#holder, 'exit');
    this.#holder.stdin?.end();
    await exited;
  }
}

/** The threads of a process that have this real-time priority. */
export function threadsAt(pid: number, priority: number): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .map(Number)
    .filter((tid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/task/${tid}/stat`, 'utf8');
        // Counted from behind the name, which may hold spaces (proc(5): rt_priority is the 40th).
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[37]) === priority;
      } catch {
        return false;
      }
    });
}
