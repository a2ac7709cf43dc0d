/**
 * A PipeWire of its own, without a sound card: a bus, the server, its session manager, and a null
 * sink whose monitor can be recorded. All of it lives in a temporary folder and ends with the test.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NEEDED = ['pipewire', 'wireplumber', 'pipewire-pulse', 'pw-record', 'pw-cli', 'dbus-daemon'];
/** The sink that is there from the start. */
export const SINK = 'fw16-synth-null';
const READY_MS = 10_000;

/** Why it cannot run here, for a test's skip; false when it can. */
export function pipeWireMissing(): string | false {
  const missing = NEEDED.filter((name) => spawnSync('which', [name]).status !== 0);
  if (missing.length === 0) return false;
  return `needs ${missing.join(', ')}: apt install pipewire pipewire-bin pipewire-pulse wireplumber dbus`;
}

export interface ServerKind {
  /** Whether it speaks PulseAudio as well. */
  readonly withPulse?: boolean;
  /** Whether there is anything to play into. */
  readonly hasSink?: boolean;
}

export class HeadlessPipeWire {
  readonly folder: string;
  /** What a program needs in its environment to find this server. */
  readonly env: NodeJS.ProcessEnv;
  readonly #children: { readonly name: string; readonly child: ChildProcess }[] = [];
  readonly #withPulse: boolean;
  readonly #hasSink: boolean;

  private constructor(quantum: number, { withPulse = false, hasSink = true }: ServerKind) {
    this.#withPulse = withPulse;
    this.#hasSink = hasSink;
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

  /** @param quantum frames of a cycle of the server */
  static async start(quantum: number, kind: ServerKind = {}): Promise<HeadlessPipeWire> {
    const server = new HeadlessPipeWire(quantum, kind);
    try {
      const address = server.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
      server.#run('dbus-daemon', '--session', '--nofork', '--nopidfile', `--address=${address}`);
      await until(() => existsSync(address.replace('unix:path=', '')));
      await server.serve();
      await server.settled();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Starts the server, which can be reached when this resolves; its sinks come later. */
  async serve(): Promise<void> {
    const runtime = this.env['XDG_RUNTIME_DIR'] ?? '';
    // What a killed server leaves behind would be taken for a new one.
    for (const socket of ['pipewire-0', 'pulse/native'])
      rmSync(join(runtime, socket), { force: true });
    this.#run('pipewire');
    await until(() => existsSync(join(runtime, 'pipewire-0')));
    this.#run('wireplumber');
    if (!this.#withPulse) return;
    this.#run('pipewire-pulse');
    await until(() => existsSync(join(runtime, 'pulse/native')));
  }

  /** Resolves when its session manager and its first sink are there. */
  async settled(): Promise<void> {
    await until(() => this.#ask('pw-cli', 'ls', 'Client').includes('WirePlumber'));
    if (!this.#hasSink) return;
    await until(() => this.#ask('pw-cli', 'ls', 'Node').includes(SINK));
    await until(() => this.#ask('pw-metadata').includes(`default.audio.sink`));
  }

  /** Kills the server, and with it what lives by it. */
  async kill(): Promise<void> {
    for (const child of this.#running('pipewire', 'wireplumber', 'pipewire-pulse')) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
  }

  /** Stops the server where it stands, until it is told to go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    for (const child of this.#running('pipewire', 'pipewire-pulse')) child.kill(signal);
  }

  async addSink(name: string): Promise<void> {
    const properties = `{ factory.name=support.null-audio-sink node.name=${name} media.class=Audio/Sink object.linger=true audio.position=[FL FR] monitor.channel-volumes=true }`;
    this.#ask('pw-cli', 'create-node', 'adapter', properties);
    await until(() => this.#ask('pw-link', '-i').includes(`${name}:playback_FL`));
  }

  removeSink(name: string): void {
    this.#ask('pw-cli', 'destroy', name);
  }

  makeDefault(sink: string): void {
    const value = `{ "name": "${sink}" }`;
    this.#ask('pw-metadata', '0', 'default.configured.audio.sink', value, 'Spa:String:JSON');
  }

  /** Which ports play into a sink. */
  playingInto(sink: string): string[] {
    const blocks = this.#ask('pw-link', '-l').split(/\n(?=\S)/);
    const mine = blocks.filter((block) => block.startsWith(`${sink}:playback`));
    return mine.flatMap((block) => block.match(/(?<=\|<- )\S+/g) ?? []);
  }

  /** Records what a sink plays, from now until {@link Capture.stop}. */
  async capture(path: string, sink = SINK): Promise<Capture> {
    const child = this.#run(
      'pw-record',
      ...['--target', sink, '-P', '{ stream.capture.sink = true }'],
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
    for (const child of this.#running().reverse()) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      child.kill('SIGCONT');
      const late = setTimeout(() => child.kill('SIGKILL'), 2000);
      await exited;
      clearTimeout(late);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(command: string, ...args: readonly string[]): ChildProcess {
    const child = spawn(command, args, { env: this.env, stdio: 'ignore' });
    this.#children.push({ name: command, child });
    return child;
  }

  /** What runs of these, or of all. */
  #running(...names: readonly string[]): ChildProcess[] {
    return this.#children
      .filter(({ name }) => names.length === 0 || names.includes(name))
      .map(({ child }) => child)
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
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
