/** Machines made up for the checks: a Framework Laptop 16 on which all is well, and what differs. */
import type { Machine, User } from '../../src/app/checks/machine.ts';

/** A file: what it says, or that and who may open it. */
export type MadeFile =
  | string
  | {
      readonly text?: string;
      readonly mode?: number;
      readonly group?: number;
      /** Whether our user may open it, by a right that its mode does not show. */
      readonly allowed?: boolean;
      readonly link?: string;
    };

export interface Differences {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly user?: Partial<User>;
  readonly architecture?: string;
  /** By path; null for one that is not there. */
  readonly files?: Readonly<Record<string, MadeFile | null>>;
  /** What commands say, by command and arguments; null for one that is not there or fails. */
  readonly commands?: Readonly<Record<string, string | null>>;
  readonly freeBytes?: number;
}

const MUSICIAN: User = { name: 'musician', id: 1000, groups: [100] };
const INPUT = 174;
const AUDIO = 17;

/** A Framework Laptop 16 that plays, but for the differences. */
export function fw16({
  env,
  user,
  architecture = 'x64',
  files,
  commands,
  freeBytes = 80e9,
}: Differences = {}): Machine {
  const all: Record<string, MadeFile | null> = { ...FILES, ...files };
  const said: Record<string, string | null> = { ...COMMANDS, ...commands };
  const who = { ...MUSICIAN, ...user };
  const at = (path: string): Exclude<MadeFile, string> | undefined => {
    const file = all[path] ?? undefined;
    return typeof file === 'string' ? { text: file } : file;
  };
  const allows: Machine['allows'] = (path, what) => {
    const file = at(path);
    if (file === undefined) return false;
    const { mode = 0o644, group = 0 } = file;
    const bit = what === 'read' ? 4 : 2;
    const isMember = who.groups.includes(group) && (mode & (bit << 3)) !== 0;
    return who.id === 0 || file.allowed === true || isMember || (mode & bit) !== 0;
  };
  return {
    env: { XDG_RUNTIME_DIR: '/run/user/1000', ...env },
    home: '/home/musician',
    user: who,
    architecture,
    text: (path) => (allows(path, 'read') ? at(path)?.text : undefined),
    names: (folder) => {
      const inside = Object.entries(all)
        .filter(([path, file]) => file !== null && path.startsWith(`${folder}/`))
        .map(([path]) => path.slice(folder.length + 1).split('/')[0] ?? '');
      return [...new Set(inside)].sort();
    },
    link: (path) => at(path)?.link,
    status: (path) => {
      const file = at(path);
      return file && { mode: file.mode ?? 0o644, group: file.group ?? 0 };
    },
    allows,
    freeBytes: () => freeBytes,
    run: (command, ...args) => said[[command, ...args].join(' ')] ?? undefined,
  };
}

/** An entry of /proc/bus/input/devices. */
export function inputDevice(id: string, name: string, phys: string, node: string): string {
  const [vendor, product] = id.split(':');
  return `I: Bus=0003 Vendor=${vendor} Product=${product} Version=0111
N: Name="${name}"
P: Phys=${phys}
H: Handlers=sysrq kbd leds ${node}
B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe
`;
}

/** /proc/self/limits with these soft limits. */
export function limits(soft: Readonly<Record<string, string>>): string {
  return Object.entries(soft)
    .map(([row, limit]) => `${row.padEnd(26)}${limit.padEnd(21)}${limit}`)
    .join('\n');
}

export const LIMITS = {
  'Max open files': '1024',
  'Max locked memory': 'unlimited',
  'Max realtime priority': '95',
  'Max realtime timeout': 'unlimited',
} as const;

/** /proc/PID/task/TID/stat of a thread with a real-time priority, or 0. */
export function threadStat(priority: number): string {
  const fields = Array.from({ length: 50 }, () => '0');
  fields[40 - 3] = `${priority}`;
  fields[41 - 3] = priority > 0 ? '1' : '0';
  return `412 (data loop) S) ${fields.join(' ')}`;
}

const PORT = 'usb-0000:c1:00.3-4.2';
const KEYBOARD = 'Framework Laptop 16 Keyboard Module - ANSI';
const EVENT = { mode: 0o660, group: INPUT, allowed: true } as const;
const SOUND = { mode: 0o660, group: AUDIO, allowed: true } as const;
const USB = '/sys/bus/usb/devices/3-4.2';
const CPU = '/sys/devices/system/cpu';

const FILES: Readonly<Record<string, MadeFile>> = {
  '/etc/group': `root:x:0:\naudio:x:${AUDIO}:\ninput:x:${INPUT}:\n`,
  '/proc/sys/kernel/osrelease': '6.12.48\n',
  '/proc/self/status': 'CapEff:\t0000000000000000\n',
  '/proc/self/limits': limits(LIMITS),
  '/proc/meminfo':
    'MemTotal:       32000000 kB\nMemAvailable:   24000000 kB\nHugePages_Total:       0\nHugepagesize:       2048 kB\n',
  '/proc/pressure/cpu': 'some avg10=0.31 avg60=0.20 avg300=0.10 total=1\n',
  '/proc/pressure/io': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=1\n',
  '/proc/pressure/memory': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=1\n',
  '/sys/devices/system/clocksource/clocksource0/current_clocksource': 'tsc\n',
  '/proc/sys/net/core/rmem_max': '212992\n',
  '/proc/sys/net/core/wmem_max': '212992\n',
  '/proc/sys/vm/swappiness': '60\n',
  '/proc/sys/vm/vfs_cache_pressure': '100\n',
  [`${CPU}/cpu0/cpufreq/scaling_governor`]: 'powersave\n',
  [`${CPU}/cpu0/cpufreq/scaling_driver`]: 'amd-pstate-epp\n',
  [`${CPU}/cpu0/cpufreq/energy_performance_preference`]: 'balance_performance\n',
  [`${CPU}/cpu1/cpufreq/scaling_governor`]: 'powersave\n',
  [`${CPU}/cpu1/cpufreq/scaling_driver`]: 'amd-pstate-epp\n',
  [`${CPU}/cpu1/cpufreq/energy_performance_preference`]: 'balance_performance\n',
  '/proc/bus/input/devices': [
    inputDevice('32ac:0012', KEYBOARD, `${PORT}/input0`, 'event3'),
    inputDevice('32ac:0012', `${KEYBOARD} Keyboard`, `${PORT}/input2`, 'event4'),
  ].join('\n'),
  '/dev/input/event3': EVENT,
  '/dev/input/event4': EVENT,
  '/dev/input/event5': { mode: 0o660, group: INPUT },
  '/dev/hidraw0': { mode: 0o600 },
  [`${USB}/idVendor`]: '32ac\n',
  [`${USB}/idProduct`]: '0012\n',
  [`${USB}/bcdDevice`]: '0029\n',
  [`${USB}/power/control`]: 'on\n',
  '/usr/lib/udev/rules.d/50-udev-default.rules':
    'SUBSYSTEM=="input", GROUP="input"\nSUBSYSTEM=="input", KERNEL=="js[0-9]*", MODE="0664"\n',
  '/run/user/1000/pipewire-0': '',
  '/run/user/1000/pulse/native': '',
  '/proc/412/comm': 'pipewire\n',
  '/proc/412/task/412/stat': threadStat(0),
  '/proc/412/task/413/stat': threadStat(88),
  '/proc/415/comm': 'wireplumber\n',
  '/usr/share/pipewire/pipewire.conf': 'context.modules = [ ]\n',
  '/proc/asound/cards':
    ' 0 [Generic        ]: HDA-Intel - HD-Audio Generic\n                      HD-Audio Generic at 0x90688000 irq 112\n',
  '/proc/asound/pcm': '00-00: ALC295 Analog : ALC295 Analog : playback 1 : capture 1\n',
  '/dev/snd/controlC0': SOUND,
  '/dev/snd/pcmC0D0p': SOUND,
  '/dev/snd/seq': SOUND,
};

const COMMANDS: Readonly<Record<string, string>> = {
  'wpctl --help': 'wpctl [OPTION]',
  'wpctl status': `PipeWire 'pipewire-0' [1.4.2, musician@fw16, cookie:1]

Audio
 ├─ Devices:
 │      42. Family 17h HD Audio                 [alsa]
 │
 ├─ Sinks:
 │      46. HDMI                                [vol: 0.40]
 │  *   47. Family 17h HD Audio Speaker         [vol: 0.40]
 │
 ├─ Sources:
 │  *   48. Internal Microphone                 [vol: 1.00]
`,
  'wpctl get-volume @DEFAULT_AUDIO_SINK@': 'Volume: 0.40\n',
  'pw-metadata -n settings 0': pipeWireSettings({}),
  'busctl --system get-property org.freedesktop.RealtimeKit1 /org/freedesktop/RealtimeKit1 org.freedesktop.RealtimeKit1 MaxRealtimePriority':
    'i 20\n',
};

/** What `pw-metadata -n settings 0` says, but for the differences. */
export function pipeWireSettings(differences: Readonly<Record<string, string>>): string {
  const settings = {
    'clock.rate': '48000',
    'clock.allowed-rates': '[ 48000 ]',
    'clock.quantum': '1024',
    'clock.min-quantum': '32',
    'clock.max-quantum': '2048',
    'clock.force-quantum': '0',
    'clock.force-rate': '0',
    ...differences,
  };
  const lines = Object.entries(settings).map(
    ([key, value]) => `update: id:0 key:'${key}' value:'${value}' type:''`,
  );
  return `Found "settings" metadata 31\n${lines.join('\n')}\n`;
}
