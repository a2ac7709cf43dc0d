/**
 * A PipeWire of its own, without a sound card: a bus, the server, its session manager, and a null
 * sink whose monitor can be recorded. All of it lives in a temporary folder and ends with the test.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NEEDED = ['pipewire', 'wireplumber', 'pw-record', 'pw-cli', 'dbus-daemon'];
/** What the sink is called. */
export const SINK = 'fw16-synth-null';
const READY_MS = 10_000;

/** Why it cannot run here, for a test's skip; false when it can. */
export function pipeWireMissing({ pulse = false } = {}): string | false {
  const needed = pulse ? [...NEEDED, 'pipewire-pulse'] : NEEDED;
  const missing = needed.filter((name) => spawnSync('which', [name]).status !== 0);
  if (missing.length === 0) return false;
  const remedy = 'apt install pipewire pipewire-bin pipewire-pulse wireplumber dbus';
  return `needs ${missing.join(', ')}: ${remedy}`;
}

export class HeadlessPipeWire {
  readonly folder: string;
  /** What a program needs in its environment to find this server. */
  readonly env: NodeJS.ProcessEnv;
  readonly #children: ChildProcess[] = [];

  private constructor(quantum: number, hasSink: boolean) {
    this.folder = mkdtempSync(join(tmpdir(), 'fw16-synth-pipewire-'));
    const runtime = join(this.folder, 'run');
    const config = join(this.folder, 'config/pipewire/pipewire.conf.d');
    mkdirSync(runtime, { mode: 0o700 });
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'null-sink.conf'), serverConfig(quantum, hasSink));
    this.env = {
      ...process.env,
      HOME: this.folder,
      XDG_RUNTIME_DIR: runtime,
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      XDG_STATE_HOME: join(this.folder, 'state'),
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, 'bus')}`,
    };
  }

  /**
   * @param quantum frames of a cycle of the server
   * @param sink whether there is anything to play into
   * @param pulse whether it speaks PulseAudio too
   */
  static async start(
    quantum: number,
    { sink = true, pulse = false } = {},
  ): Promise<HeadlessPipeWire> {
    const server = new HeadlessPipeWire(quantum, sink);
    try {
      const { env } = server;
      const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
      server.#run('dbus-daemon', '--session', '--nofork', '--nopidfile', `--address=${address}`);
      await until(() => existsSync(address.replace('unix:path=', '')));
      server.#run('pipewire');
      await until(() => existsSync(join(env['XDG_RUNTIME_DIR'] ?? '', 'pipewire-0')));
      server.#run('wireplumber');
      // The session manager itself is a client like any other, and is there when it is asked for.
      await until(() => server.#ask('pw-cli', 'ls', 'Client').includes('WirePlumber'));
      if (sink) {
        await until(() => server.#ask('pw-cli', 'ls', 'Node').includes(SINK));
        await until(() => server.#ask('pw-metadata').includes('default.audio.sink'));
      }
      if (pulse) {
        server.#run('pipewire-pulse');
        await until(() => existsSync(join(env['XDG_RUNTIME_DIR'] ?? '', 'pulse/native')));
      }
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Records what the sink plays, from now until {@link Capture.stop}. */
  async capture(path: string): Promise<Capture> {
    const child = this.#run(
      'pw-record',
      ...['--target', SINK, '-P', '{ stream.capture.sink = true }'],
      ...['--rate', '48000', '--channels', '2', '--format', 'f32', '--latency', '64', path],
    );
    await until(() => this.#ask('pw-link', '-l').includes('pw-record'));
    return {
      stop: async () => {
        const exited = once(child, 'exit');
        child.kill('SIGINT');
        await exited;
      },
    };
  }

  async stop(): Promise<void> {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 2000);
      await exited;
      clearTimeout(late);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(command: string, ...args: readonly string[]): ChildProcess {
    const child = spawn(command, args, { env: this.env, stdio: 'ignore' });
    this.#children.push(child);
    return child;
  }

  #ask(command: string, ...args: readonly string[]): string {
    return (
      spawnSync(command, args, { env: this.env, encoding: 'utf8', timeout: 5000 }).stdout ?? ''
    );
  }
}

export interface Capture {
  /** Ends the recording; the file is whole afterwards. */
  stop(): Promise<void>;
}

function serverConfig(quantum: number, hasSink: boolean): string {
  return `
context.properties = {
  default.clock.rate = 48000
  default.clock.quantum = ${quantum}
  default.clock.min-quantum = ${quantum}
  default.clock.max-quantum = ${quantum}
}
${hasSink ? NULL_SINK : ''}`;
}

const NULL_SINK = `context.objects = [
  { factory = adapter
    args = {
      factory.name = support.null-audio-sink
      node.name = ${SINK}
      media.class = Audio/Sink
      audio.position = [ FL FR ]
      monitor.channel-volumes = true
      object.linger = true
    }
  }
]
`;

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('PipeWire does not become ready');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
