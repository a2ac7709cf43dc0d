import type { Check } from '../../core/check.ts';
import { fail, pass, warn } from './finding.ts';
import type { Machine, Process } from './machine.ts';

/** What plays the sounds of all programs, and whether it has somewhere to play them to. */
export function soundServerChecks(machine: Machine, running: readonly Process[]): Check[] {
  if (!hasPipeWire(machine)) return [otherServer(machine, running)];
  const outputs = outputsOf(machine);
  return [
    pipeWire(outputs),
    sessionManager(running),
    pulse(machine),
    ...sinks(outputs),
    ...volume(machine, outputs),
    ...priority(machine, running),
  ];
}

/** Whether PipeWire's socket is where its clients look for it. */
export function hasPipeWire({ env, status }: Machine): boolean {
  const remote = env['PIPEWIRE_REMOTE'] ?? 'pipewire-0';
  const folder = env['PIPEWIRE_RUNTIME_DIR'] ?? env['XDG_RUNTIME_DIR'] ?? '';
  return status(remote.startsWith('/') ? remote : `${folder}/${remote}`) !== undefined;
}

const START = {
  nixos: 'services.pipewire = { enable = true; alsa.enable = true; pulse.enable = true; };',
  elsewhere:
    'sudo apt install pipewire wireplumber, then systemctl --user enable --now pipewire wireplumber',
};

function otherServer(machine: Machine, running: readonly Process[]): Check {
  const name = 'audio:server';
  const runtime = machine.env['XDG_RUNTIME_DIR'];
  if (runtime !== undefined && machine.status(`${runtime}/pulse/native`) !== undefined) {
    const says = 'PulseAudio, which answers 17 to 29 ms later than PipeWire would';
    return warn(name, says, START);
  }
  if (running.some((each) => each.name.startsWith('jackd'))) return pass(name, 'JACK');
  if (runtime === undefined) {
    return fail(name, 'XDG_RUNTIME_DIR is not set, so that none can be found', {
      anywhere: 'Log in as yourself: su and sudo leave the session behind.',
    });
  }
  if (machine.names('/dev/snd').some((each) => each.startsWith('pcm'))) {
    return warn(name, 'none runs: ALSA plays, for one program at a time', START);
  }
  return fail(name, 'none runs', START);
}

interface Output {
  readonly name: string;
  readonly isDefault: boolean;
}

/** The outputs that the server has; undefined when nothing here can ask it, null when it is silent. */
function outputsOf(machine: Machine): readonly Output[] | undefined | null {
  const wpctl = machine.run('wpctl', 'status');
  if (wpctl !== undefined) return outputsOfWpctl(wpctl);
  const pactl = machine.run('pactl', 'list', 'sinks', 'short');
  if (pactl !== undefined) {
    const rows = pactl.split('\n').filter((row) => row !== '');
    return rows.map((row, at) => ({ name: row.split('\t')[1] ?? row, isDefault: at === 0 }));
  }
  return machine.run('wpctl', '--help') === undefined ? undefined : null;
}

/** The rows below "Sinks:" of the chapter Audio: ` │  *   47. Name     [vol: 0.40]`. */
function outputsOfWpctl(text: string): Output[] {
  const lines = text.split('\n');
  const audio = lines.indexOf('Audio');
  const from = lines.findIndex((line, at) => at > audio && line.includes('Sinks:'));
  const rows: Output[] = [];
  for (const line of lines.slice(from + 1)) {
    const row = line.match(/^ │\s+(\*?)\s*\d+\. (.*?)\s*(\[vol: .*\])?$/);
    if (row === null) break;
    rows.push({ name: row[2] ?? '', isDefault: row[1] === '*' });
  }
  return rows;
}

function pipeWire(outputs: readonly Output[] | undefined | null): Check {
  if (outputs !== null) return pass('audio:server', 'PipeWire is running');
  return fail('audio:server', 'PipeWire’s socket is there, and nothing answers at it', {
    anywhere: 'systemctl --user restart pipewire wireplumber, then journalctl --user -u pipewire',
  });
}

function sessionManager(running: readonly Process[]): Check {
  const name = 'audio:session-manager';
  // Nixpkgs wraps it, and the kernel cuts the name off: ".wireplumber-wr".
  const found = running.find((each) => /wireplumber|pipewire-media/.test(each.name));
  if (found !== undefined) return pass(name, 'WirePlumber is running');
  return fail(name, 'none runs: nothing connects a program to an output', {
    nixos: 'services.pipewire.wireplumber.enable = true;',
    elsewhere: 'sudo apt install wireplumber, then systemctl --user enable --now wireplumber',
  });
}

function pulse(machine: Machine): Check {
  const name = 'audio:pulse';
  const socket = `${machine.env['XDG_RUNTIME_DIR'] ?? ''}/pulse/native`;
  if (machine.status(socket) !== undefined)
    return pass(name, 'PipeWire answers for PulseAudio too');
  return pass(name, 'not there; only the driver pulseaudio would need it');
}

function sinks(outputs: readonly Output[] | undefined | null): Check[] {
  const name = 'audio:output';
  if (outputs === null) return [];
  if (outputs === undefined) {
    const remedy = { elsewhere: 'sudo apt install wireplumber, which brings wpctl.' };
    return [warn(name, 'cannot be seen without wpctl or pactl', remedy)];
  }
  const real = outputs.filter((each) => !/dummy|auto_null/i.test(each.name));
  if (real.length === 0) {
    return [
      fail(name, 'there is none: sounds go nowhere', {
        anywhere:
          'Connect one. If a card is listed below, choose its profile: pavucontrol, or wpctl set-profile.',
      }),
    ];
  }
  const chosen = real.find((each) => each.isDefault) ?? real[0];
  return [pass(name, `${chosen?.name}, of ${real.length}`, [real.length, 'outputs'])];
}

function volume(machine: Machine, outputs: readonly Output[] | undefined | null): Check[] {
  if (!outputs?.length) return [];
  const text = machine.run('wpctl', 'get-volume', '@DEFAULT_AUDIO_SINK@');
  const level = Number(text?.match(/^Volume: ([\d.]+)/)?.[1]);
  if (text === undefined || Number.isNaN(level)) return [];
  const name = 'audio:volume';
  const figure = [level, ''] as const;
  const percent = `${Math.round(level * 100)} %`;
  if (text.includes('[MUTED]')) {
    const anywhere = 'wpctl set-mute @DEFAULT_AUDIO_SINK@ 0';
    return [warn(name, 'the output is muted', { anywhere }, figure)];
  }
  if (level < 0.05) {
    const anywhere = 'wpctl set-volume @DEFAULT_AUDIO_SINK@ 50%';
    return [warn(name, `${percent}, which is hardly heard`, { anywhere }, figure)];
  }
  return [pass(name, percent, figure)];
}

// Fields of /proc/PID/stat after the name (proc(5)); SCHED_FIFO is 1 and SCHED_RR 2.
const RT_PRIORITY = 40 - 3;
const POLICY = 41 - 3;

/** PipeWire's own data thread: it is the one that calls ours. */
function priority(machine: Machine, running: readonly Process[]): Check[] {
  const server = running.find((each) => each.name === 'pipewire');
  if (server === undefined) return [];
  const tasks = `/proc/${server.pid}/task`;
  const priorities = machine.names(tasks).map((task) => {
    const stat = machine.text(`${tasks}/${task}/stat`) ?? '';
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ['1', '2'].includes(fields[POLICY] ?? '') ? Number(fields[RT_PRIORITY]) : 0;
  });
  const highest = Math.max(0, ...priorities);
  const name = 'audio:priority';
  if (highest > 0) {
    return [pass(name, `PipeWire is real-time, priority ${highest}`, [highest, 'priority'])];
  }
  return [
    warn(name, 'PipeWire is not real-time: expect clicks under load', {
      nixos: 'security.rtkit.enable = true;',
      elsewhere: 'sudo apt install rtkit, then log in anew: PipeWire asks it by itself.',
    }),
  ];
}
