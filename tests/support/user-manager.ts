/** A real systemd for the services of one home, on machines that were started by another. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Home, projectFile } from './program.ts';
import { until } from './until.ts';

const UNIT = 'fw16-synth.service';
const ONCE = 'once.service';
const MAIN = fileURLToPath(new URL('../../program/main.js', import.meta.url));

/** Why it cannot run here, for a test's skip; false when it can. */
export function userManagerMissing(): string | false {
  const hasSystemd = ['/usr/lib', '/lib', '/run/current-system/systemd/lib'].some((folder) =>
    existsSync(`${folder}/systemd/systemd`),
  );
  if (spawnSync('which', ['ip']).status !== 0) return 'needs ip: apt install iproute2';
  if (!hasSystemd || spawnSync('which', ['systemctl']).status !== 0) {
    return 'needs systemd: apt install systemd';
  }
  if (process.getuid?.() !== 0) return 'needs root, for a /run and a control group of its own';
  const probe =
    'mount -t tmpfs none /mnt && mount -t cgroup2 none /mnt && mkdir /mnt/fw16-probe-$$';
  const { status } = spawnSync('unshare', [
    '-m',
    'sh',
    '-c',
    `${probe} && rmdir /mnt/fw16-probe-$$`,
  ]);
  return status === 0 ? false : 'needs a container that may mount: --privileged, or a machine';
}

export class UserManager {
  readonly #home: Home;
  readonly #units: string;
  readonly #socket = createServer();
  #child: ChildProcess | undefined;

  /** @param unit its text, in place of the one that is shipped */
  constructor(home: Home, unit?: string) {
    this.#home = home;
    this.#units = home.path('.config/systemd/user');
    mkdirSync(`${this.#units}/${UNIT}.d`, { recursive: true });
    const shipped = readFileSync(projectFile(`packaging/systemd/${UNIT}`), 'utf8');
    writeFileSync(`${this.#units}/${UNIT}`, unit ?? shipped);
  }

  /** The unit as we ship it but for what `lines` of a drop-in change, and for where it is installed. */
  install(lines: readonly string[]): void {
    const environment = Object.entries(this.#home.env).map(
      ([name, value]) => `Environment=${name}=${value}`,
    );
    const dropIn = [
      '[Unit]',
      'ConditionUser=',
      '[Service]',
      'ExecStart=',
      `ExecStart=${process.execPath} ${MAIN} --production --driver file`,
      `WorkingDirectory=${this.#home.folder}`,
      `StandardError=append:${this.#home.path('stderr')}`,
      'LimitCORE=0',
      ...environment,
      ...lines,
    ];
    writeFileSync(`${this.#units}/${UNIT}.d/test.conf`, `${dropIn.join('\n')}\n`);
    if (this.#child !== undefined) this.systemctl('daemon-reload');
  }

  /** Runs a command as a service runs it: in the manager's own network. Answers its exit code. */
  runOnce(command: string): number {
    writeFileSync(
      `${this.#units}/${ONCE}`,
      ['[Service]', 'Type=oneshot', `ExecStart=${command}`, ''].join('\n'),
    );
    this.systemctl('daemon-reload');
    this.systemctl('start', ONCE);
    const { out } = this.systemctl('show', '--value', '-p', 'ExecMainStatus', ONCE);
    return Number(out);
  }

  async start(): Promise<void> {
    // What systemd puts in the place of sockets that a service may not see.
    this.#socket.listen(this.#home.path('a-socket'));
    await once(this.#socket, 'listening');
    const script = projectFile('tests/support/user-manager.sh');
    this.#child = spawn('unshare', ['-m', '-n', script, this.#home.folder], {
      env: this.#home.env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const socket = `${this.#home.env['XDG_RUNTIME_DIR']}/systemd/private`;
    await until('systemd listens', () => existsSync(socket));
  }

  systemctl(...args: readonly string[]): { exit: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync('systemctl', ['--user', ...args], {
      env: this.#home.env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { exit: status, out: stdout, err: stderr };
  }

  /** A property of the unit, as systemctl show has it. */
  shown(property: string): string {
    return this.systemctl('show', '--value', '-p', property, UNIT).out.trim();
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    await until(what, isSo).catch((error) => {
      const said = readFileSync(this.#home.path('stderr'), 'utf8');
      throw new Error(`${error}\n${this.systemctl('status', UNIT).out}\n${said}`);
    });
  }

  async stop(): Promise<void> {
    this.#socket.close();
    if (this.#child === undefined || this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.systemctl('exit');
    await exited;
  }
}
