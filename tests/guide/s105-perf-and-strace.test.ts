import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Started } from '../support/program.ts';
import { Production } from './production.ts';

const PERF = 'perf top -p $(pgrep fw16-synth)';
const STRACE = 'strace -p $(pgrep fw16-synth)';

const home = new Production();
let playing: Started;
before(async () => {
  playing = await home.play();
});
after(async () => {
  await playing.end('SIGTERM');
  home.remove();
});

test('pgrep fw16-synth finds it', () => {
  const found = execFileSync('pgrep', ['fw16-synth'], { encoding: 'utf8' }).trim().split('\n');
  assert.ok(found.includes(`${playing.child.pid}`), `${found} without ${playing.child.pid}`);
});

test('its threads say who they are', () => {
  const tasks = `/proc/${playing.child.pid}/task`;
  const names = readdirSync(tasks).map((id) => readFileSync(`${tasks}/${id}/comm`, 'utf8').trim());
  assert.ok(names.includes('fw16-synth') && names.includes('fw16-play'), `${names}`);
});

test('strace sees its calls', { skip: missing('strace') }, () => {
  assert.match(output(STRACE), /Process \d+ attached[\s\S]*epoll/);
});

test('perf top watches it', { skip: missing('perf', 'linux-perf') }, () => {
  assert.match(output(PERF), new RegExp(`target_pid: ${playing.child.pid}`));
});

/** What the line shows within two seconds; others of this name may run here, so it means ours. */
function output(line: string): string {
  const ours = line.replace(
    '$(pgrep fw16-synth)',
    `$(pgrep fw16-synth | grep -x ${playing.child.pid})`,
  );
  const { stdout, stderr } = spawnSync('timeout', ['2', 'sh', '-c', ours], { encoding: 'utf8' });
  return stdout + stderr;
}

function missing(program: string, name = program): string | false {
  if (spawnSync('which', [program]).status !== 0) return `needs ${program}: apt install ${name}`;
  if (process.getuid?.() === 0) return false;
  const scope = readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8').trim();
  return scope === '0' ? false : 'needs root, or kernel.yama.ptrace_scope 0';
}
