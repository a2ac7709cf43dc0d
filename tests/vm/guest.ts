/** A guest in which the instrument is installed: what a musician does with it, and what comes of it. */
import type { Status } from '../../src/core/status.ts';
import { notesIn, RATE } from './hearing.ts';
import type { Machine } from './machine.ts';

export const UNIT = 'fw16-synth@1000.service';
const SOCKET = '/run/user/1000/fw16-synth/control.sock';
const TYPED = '/home/musician/typed';
// From the key through the sound server and the card's buffer, with room to spare.
const ARRIVES_S = 0.35;
const BECOMES_WITHIN_S = 60;
const SILENT_WITHIN_LOOKS = 15;

export class Guest {
  readonly machine: Machine;
  /** How much of what was typed has been taken. */
  #typed = 0;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** Installs what the second disk has, and starts a session with it. */
  async install(): Promise<void> {
    await this.machine.sh('mkdir -p /payload && mount -o ro /dev/vdb /payload && /payload/install');
    await this.start();
  }

  /** Starts it as its session does. */
  async start(): Promise<void> {
    const { exit, err } = await this.as(
      'musician',
      'systemctl --user daemon-reload && systemctl --user start fw16-synth',
    );
    if (exit !== 0) throw new Error(`the session cannot start it: ${err}\n${await this.log()}`);
    await this.ready();
  }

  async stop(): Promise<void> {
    await this.as('musician', 'systemctl --user stop fw16-synth');
  }

  async restart(): Promise<void> {
    await this.machine.sh(`systemctl reset-failed; systemctl restart ${UNIT}`);
    await this.ready();
  }

  /** Waits until the instrument is armed and every keyboard is its own. */
  async ready(): Promise<void> {
    await this.becomes('armed, with its keyboards', ({ playing }) => {
      return playing.armed && playing.nodes > 0 && playing.grabbed === playing.nodes;
    });
  }

  /** Asks the running instrument; throws while there is none. */
  async ask(
    request: string,
    value?: unknown,
  ): Promise<{ status?: Status; [more: string]: unknown }> {
    const line = JSON.stringify({
      version: 1,
      do: request,
      ...(value === undefined ? {} : { value }),
    });
    return JSON.parse(await this.machine.sh(`/payload/tools/ask ${SOCKET} '${line}'`));
  }

  async status(): Promise<Status> {
    const { status } = await this.ask('status');
    if (status === undefined) throw new Error('it answers without a status');
    return status;
  }

  /** Waits until the instrument says so, for a minute of the guest's time. */
  async becomes(what: string, isSo: (status: Status) => boolean): Promise<void> {
    const begun = await this.uptime();
    for (;;) {
      try {
        if (isSo(await this.status())) return;
      } catch {
        // It may be starting.
      }
      if ((await this.uptime()) - begun > BECOMES_WITHIN_S) {
        throw new Error(`it does not become ${what}`);
      }
    }
  }

  /** Lets the guest's own time pass; this machine's may be faster. */
  async wait(seconds: number): Promise<void> {
    await this.machine.sh(`sleep ${seconds}`);
  }

  /** Seconds since the guest has booted, by its own clock. */
  async uptime(): Promise<number> {
    return Number((await this.machine.sh('cat /proc/uptime')).split(' ')[0]);
  }

  /** What sounds now, `seconds` of it. */
  async hear(seconds = 0.3): Promise<Float32Array> {
    const { hearing } = this.machine;
    return await hearing.since(hearing.frames + Math.round(ARRIVES_S * RATE), seconds);
  }

  /** The notes that sound while the keys are held, lowest first. */
  async notesOf(...keys: readonly string[]): Promise<number[]> {
    await this.machine.press(...keys);
    const heard = await this.hear();
    await this.machine.release(...keys);
    return notesIn(heard).sort((one, other) => one - other);
  }

  /** Waits until nothing is heard any more, for some seconds of sound. */
  async fallsSilent(): Promise<void> {
    let heard: number[] = [];
    for (let look = 0; look < SILENT_WITHIN_LOOKS; look++) {
      heard = notesIn(await this.hear(0.2));
      if (heard.length === 0) return;
    }
    throw new Error(`it does not fall silent: ${heard}`);
  }

  /** What was typed at the console since it was last asked. */
  async takeTyped(): Promise<string> {
    const all = await this.machine.sh(`cat ${TYPED}`);
    const fresh = all.slice(this.#typed);
    this.#typed = all.length;
    return fresh;
  }

  /** Runs a script in the session of a user. */
  async as(
    user: 'musician' | 'listener',
    script: string,
  ): Promise<{ exit: number; out: string; err: string }> {
    const id = user === 'musician' ? 1000 : 1001;
    const quoted = `'${script.replaceAll("'", "'\\''")}'`;
    return await this.machine.run(
      `runuser -u ${user} -- env HOME=/home/${user} XDG_RUNTIME_DIR=/run/user/${id} ` +
        `DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/${id}/bus bash -c ${quoted}`,
    );
  }

  /** The process that plays. */
  async pid(): Promise<number> {
    return Number(await this.machine.sh(`systemctl show --value -p MainPID ${UNIT}`));
  }

  /** What the service has logged, since a time that journalctl understands. */
  async log(since = '-1h'): Promise<string> {
    return await this.machine.sh(`journalctl -q -o cat -u ${UNIT} --since '${since}'`);
  }
}
