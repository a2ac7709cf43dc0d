/** A guest that runs: its keys are pressed through QEMU, its commands run by the agent in it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/until.ts';
import { Channel } from './channel.ts';
import { Hearing } from './hearing.ts';
import type { Image } from './image/image.ts';

/** What a command in the guest came to. */
export interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

// The guest's own time decides what is too late. These are for a guest that hangs, on a machine that
// may be busy with other things.
const BOOTS_WITHIN_MS = 1_200_000;
const WITHIN_MS = 1_800_000;

export class Machine {
  readonly hearing: Hearing;
  /** The port of this machine that leads to port 9180 of the guest. */
  readonly port: number;
  readonly #qemu: ChildProcess;
  readonly #monitor: Channel;
  readonly #agent: Channel;

  private constructor(
    qemu: ChildProcess,
    monitor: Channel,
    agent: Channel,
    hearing: Hearing,
    port: number,
  ) {
    this.#qemu = qemu;
    this.#monitor = monitor;
    this.#agent = agent;
    this.hearing = hearing;
    this.port = port;
  }

  /**
   * Boots one; its disk is a layer above the image, and goes with the folder.
   *
   * @param payload a file system that the guest has as its second disk
   */
  static async boot(image: Image, payload: string, folder: string): Promise<Machine> {
    const disk = join(folder, 'disk.qcow2');
    const layer = ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', image.disk, disk];
    if (spawnSync('qemu-img', layer, { stdio: 'inherit' }).status !== 0) {
      throw new Error('qemu-img could not make the disk; what it says is above');
    }
    const wav = join(folder, 'heard.wav');
    const port = 20_000 + (process.pid % 20_000);
    const log = openSync(join(folder, 'qemu.log'), 'w');
    // It gives way to whoever works at this machine, and ends with this process, however that ends.
    const command = ['--pdeathsig', 'KILL', 'nice', '-n', '15', QEMU];
    const qemu = spawn('setpriv', [...command, ...options(image, disk, payload, folder, port)], {
      stdio: ['ignore', log, log],
    });
    const gone = (): never => {
      throw new Error(`the guest has ended: ${readFileSync(join(folder, 'qemu.log'), 'utf8')}`);
    };
    const ended = once(qemu, 'exit').then(gone);
    const booted = (async () => {
      const monitor = await Channel.open(join(folder, 'monitor.sock'));
      await monitor.ask('qmp_capabilities');
      const agent = await Channel.open(join(folder, 'agent.sock'));
      // It waits in the socket until the guest has come as far as that.
      await agent.ask('guest-ping');
      return new Machine(qemu, monitor, agent, new Hearing(wav), port);
    })();
    try {
      return await Promise.race([booted, ended, tooLate()]);
    } catch (error) {
      qemu.kill('SIGKILL');
      throw error;
    } finally {
      ended.catch(() => {});
    }
  }

  /** Runs a script as root; whatever it comes to. */
  async run(script: string): Promise<Outcome> {
    const asked = { path: '/bin/bash', arg: ['-c', script], 'capture-output': true };
    const { pid } = (await this.#agent.ask('guest-exec', asked)) as { pid: number };
    let status: ExecStatus = { exited: false };
    await until(
      `the guest has done: ${script}`,
      async () => {
        status = (await this.#agent.ask('guest-exec-status', { pid })) as ExecStatus;
        return status.exited;
      },
      WITHIN_MS,
    );
    const text = (base64 = ''): string => Buffer.from(base64, 'base64').toString();
    const { exitcode, signal, 'out-data': out, 'err-data': err } = status;
    return { exit: exitcode ?? 128 + (signal ?? 0), out: text(out), err: text(err) };
  }

  /** Runs a script as root; answers what it printed, and throws when it failed. */
  async sh(script: string): Promise<string> {
    const { exit, out, err } = await this.run(script);
    if (exit !== 0) throw new Error(`exit ${exit} of: ${script}\n${out}${err}`);
    return out.trim();
  }

  /** Presses keys, by QEMU's names for them, all in one report. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#send(keys, true);
  }

  async release(...keys: readonly string[]): Promise<void> {
    await this.#send(keys, false);
  }

  /** Presses and releases one after the other. */
  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.press(key);
      await this.release(key);
    }
  }

  /** Asks QEMU itself: plugs and unplugs, stops the clock. */
  async qemu(execute: string, args?: object): Promise<unknown> {
    return await this.#monitor.ask(execute, args);
  }

  async stop(): Promise<void> {
    if (this.#qemu.exitCode === null) {
      const exited = once(this.#qemu, 'exit');
      this.#monitor.ask('quit').catch(() => {});
      const timer = setTimeout(() => this.#qemu.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(timer);
    }
    this.#monitor.close();
    this.#agent.close();
  }

  async #send(keys: readonly string[], down: boolean): Promise<void> {
    const events = keys.map((data) => ({
      type: 'key',
      data: { down, key: { type: 'qcode', data } },
    }));
    await this.#monitor.ask('input-send-event', { events });
  }
}

interface ExecStatus {
  readonly exited: boolean;
  readonly exitcode?: number;
  readonly signal?: number;
  readonly 'out-data'?: string;
  readonly 'err-data'?: string;
}

const QEMU = 'qemu-system-x86_64';

function options(
  image: Image,
  disk: string,
  payload: string,
  folder: string,
  port: number,
): string[] {
  const socket = (id: string, name: string): string[] => [
    ...['-chardev', `socket,id=${id},path=${join(folder, name)},server=on,wait=off`],
  ];
  return [
    ...['-machine', 'q35,vmport=off,smm=off,hpet=off,i8042=off', '-cpu', 'max'],
    // Its time is counted in what it does, one nanosecond an instruction: how busy this machine is
    // makes it wait, and never makes it late.
    ...['-accel', 'tcg,tb-size=512', '-icount', 'shift=0,sleep=on', '-smp', '1', '-m', '1536'],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-kernel', image.kernel, '-initrd', image.initrd, '-append', KERNEL_OPTIONS],
    ...['-serial', `file:${join(folder, 'console.log')}`],
    ...['-drive', `file=${disk},if=virtio,format=qcow2,cache=unsafe`],
    ...['-drive', `file=${payload},if=virtio,format=raw,readonly=on`],
    ...['-device', 'virtio-rng-pci', '-device', 'virtio-serial-pci'],
    ...socket('monitor', 'monitor.sock'),
    ...['-mon', 'chardev=monitor,mode=control'],
    ...socket('agent', 'agent.sock'),
    ...['-device', 'virtserialport,chardev=agent,name=org.qemu.guest_agent.0'],
    ...['-netdev', `user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:${port}-10.0.2.15:9180`],
    ...['-device', 'virtio-net-pci,netdev=net'],
    // One keyboard that stays, and a place for one that comes and goes.
    ...['-device', 'virtio-keyboard-pci', '-device', 'qemu-xhci'],
    '-audiodev',
    `wav,id=ear,path=${join(folder, 'heard.wav')},out.frequency=48000,out.channels=2,out.format=s16`,
    ...['-device', 'ich9-intel-hda', '-device', 'hda-output,audiodev=ear'],
  ];
}

const KERNEL_OPTIONS = [
  ...['console=ttyS0', 'root=/dev/vda', 'rw', 'quiet', 'loglevel=4', 'systemd.show_status=0'],
  // What a processor has to be wary of, and an emulated one need not.
  ...['mitigations=off', 'nokaslr', 'audit=0', 'tsc=reliable', 'nowatchdog'],
].join(' ');

async function tooLate(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, BOOTS_WITHIN_MS).unref());
  throw new Error(`the guest has not booted in ${BOOTS_WITHIN_MS / 1000} s`);
}
