import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { extname } from 'node:path';
import { test } from 'node:test';

const here = (name: string) =>
  new URL(`./${name}${extname(import.meta.url)}`, import.meta.url).href;
const IMPORTS = `
  const { becomeRealtime, limitRunaway, priorityOf } = await import('${here('realtime')}');
  const { libc } = await import('${here('../ffi/libc')}');
  const tid = libc.gettid();`;

/** Runs it in a process of its own, where a thread may become real-time and be killed for it. */
function run(script: string): { out: string; signal: string | null; ms: number } {
  const began = performance.now();
  const { stdout, signal } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `${IMPORTS}\n${script}`],
    { encoding: 'utf8', timeout: 60_000, killSignal: 'SIGTERM' },
  );
  return { out: stdout.trim(), signal, ms: performance.now() - began };
}

const mayBeRealtime = run('console.log(becomeRealtime(1))').out === 'true';
const skip = mayBeRealtime ? false : 'needs real-time scheduling: run it as root, or raise rtprio';

test('the priority that is told is the one the kernel has', { skip }, () => {
  const { out } = run(`
    const told = [priorityOf(tid)];
    becomeRealtime(7);
    told.push(priorityOf(tid), priorityOf(0), priorityOf(999999999));
    console.log(told.join(' '));`);
  assert.equal(out, '0 7 0 0');
});

test('a real-time thread that never waits is ended before it freezes the machine', { skip }, () => {
  const { out, signal } = run(`
    limitRunaway();
    becomeRealtime(1);
    console.log('spins');
    for (;;);`);
  assert.equal(out, 'spins');
  assert.equal(signal, 'SIGKILL');
});

test('beside a thread that can, it is made one among others instead', { skip }, () => {
  const { out, signal } = run(`
    const { Worker } = await import('node:worker_threads');
    limitRunaway();
    // Whatever else the machine does, this thread is there when it is told.
    becomeRealtime(2);
    const worker = new Worker(\`
      import('${here('../ffi/libc')}').then(async ({ libc }) => {
        const { becomeRealtime, priorityOf } = await import('${here('realtime')}');
        const { parentPort } = await import('node:worker_threads');
        const told = [becomeRealtime(1), priorityOf(libc.gettid())];
        const until = performance.now() + 60_000;
        while (priorityOf(libc.gettid()) !== 0 && performance.now() < until);
        parentPort.postMessage([...told, priorityOf(libc.gettid())].join(' '));
      });\`, { eval: true });
    worker.on('message', (told) => console.log(told));`);
  assert.deepEqual([out, signal], ['true 1 0', null]);
});

test('one that waits now and then is left alone', { skip }, () => {
  const { out, signal } = run(`
    limitRunaway();
    becomeRealtime(1);
    for (let turn = 0; turn < 40; turn++) {
      const until = performance.now() + 20;
      while (performance.now() < until);
      libc.poll(new Int32Array(2), 0, 1);
    }
    console.log('done');`);
  assert.deepEqual([out, signal], ['done', null]);
});

test('without permission nothing is gained and nothing fails', () => {
  const { out, signal } = run(`
    const nobody = 65534;
    if (process.getuid() === 0) process.setuid(nobody);
    libc.setrlimit(14, BigUint64Array.of(0n, 0n));
    console.log(becomeRealtime(50), priorityOf(tid));`);
  assert.deepEqual([out, signal], ['false 0', null]);
});
