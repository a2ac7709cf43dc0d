import type { Check } from '../../core/check.ts';
import { pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';
import { numberIn } from './machine.ts';

const GIGABYTE = 1e9;
// What the program holds while it plays, without the SoundFont.
const OWN_BYTES = 110e6;
const DISK_BYTES = 2 * GIGABYTE;
// A clock that is read from a device on the board takes microseconds, and is read at every key.
const SLOW_CLOCKS = ['hpet', 'acpi_pm', 'pit', 'jiffies'];
const PRESSURE_WARN = 25;

/** What the machine is, and how busy: the chapters Prerequisites and High Latency of the guide. */
export function systemChecks(machine: Machine, fontBytes: number): Check[] {
  return [
    kernel(machine),
    architecture(machine),
    memory(machine, fontBytes),
    ...disk(machine),
    ...clock(machine),
    ...pressure(machine),
  ];
}

function kernel(machine: Machine): Check {
  const release = machine.text('/proc/sys/kernel/osrelease')?.trim() ?? 'of unknown version';
  const [major = 0, minor = 0] = release.split('.').map((part) => Number.parseInt(part, 10));
  const says = `Linux ${release}`;
  if (major > 5 || (major === 5 && minor >= 14)) return pass('system:kernel', says);
  return warn('system:kernel', `${says}; 5.14 or later is tried and tested`, {
    nixos: 'boot.kernelPackages = pkgs.linuxPackages_latest;',
    elsewhere: 'Update the system, or take its kernel of backports.',
  });
}

function architecture({ architecture }: Machine): Check {
  if (architecture === 'x64') return pass('system:processor', 'x86_64');
  if (architecture === 'arm64') return pass('system:processor', 'aarch64');
  return warn('system:processor', `${architecture}, on which nobody has tried it`, {
    anywhere: 'fw16-synth --test-mode says whether it plays.',
  });
}

function memory(machine: Machine, fontBytes: number): Check {
  const text = machine.text('/proc/meminfo') ?? '';
  const bytesOf = (row: string): number =>
    1024 * Number(text.match(new RegExp(`^${row}:\\s+(\\d+) kB`, 'm'))?.[1] ?? 0);
  const [total, available] = [bytesOf('MemTotal'), bytesOf('MemAvailable')];
  const needed = OWN_BYTES + fontBytes;
  const says = `${gigabytes(total)}, ${gigabytes(available)} of it free; playing takes ${megabytes(needed)}`;
  if (available >= needed) return pass('system:memory', says, [available, 'bytes']);
  return warn(
    'system:memory',
    says,
    {
      anywhere: 'End what needs much of it, or choose a smaller SoundFont: fw16-synth soundfonts.',
    },
    [available, 'bytes'],
  );
}

function disk(machine: Machine): Check[] {
  const free = machine.freeBytes(machine.home);
  if (free === undefined) return [];
  const says = `${gigabytes(free)} free in ${machine.home}`;
  if (free >= DISK_BYTES) return [pass('system:disk', says, [free, 'bytes'])];
  return [
    warn(
      'system:disk',
      `${says}; an hour of recorded sound takes 1.4 GB`,
      { nixos: 'nix-collect-garbage -d', elsewhere: 'sudo apt clean, and see: du -xh ~ | sort -h' },
      [free, 'bytes'],
    ),
  ];
}

function clock(machine: Machine): Check[] {
  const path = '/sys/devices/system/clocksource/clocksource0/current_clocksource';
  const source = machine.text(path)?.trim();
  if (source === undefined) return [];
  if (!SLOW_CLOCKS.includes(source)) return [pass('system:clock', `time comes from ${source}`)];
  return [
    warn('system:clock', `time comes from ${source}, which is slow to read`, {
      nixos: 'boot.kernelParams = [ "tsc=reliable" ]; if the processor’s own clock is sound.',
      elsewhere: 'See why the kernel gave the processor’s up: sudo dmesg | grep -i -e tsc -e clock',
    }),
  ];
}

/** How long tasks waited for a processor, disk or memory (pressure stall information, Linux 4.20). */
function pressure(machine: Machine): Check[] {
  const shares = ['cpu', 'io', 'memory'].flatMap((what) => {
    const text = machine.text(`/proc/pressure/${what}`);
    const share = Number(text?.match(/^some avg10=([\d.]+)/m)?.[1]);
    return Number.isNaN(share) ? [] : [{ what, share: Math.round(share) }];
  });
  const worst = shares.reduce((so, each) => (each.share > so.share ? each : so), {
    what: 'cpu',
    share: 0,
  });
  if (shares.length === 0) {
    const load = numberIn(machine, '/proc/loadavg');
    return load === undefined ? [] : [pass('system:load', `load average ${load}`)];
  }
  const figure = [worst.share, '%'] as const;
  if (worst.share < PRESSURE_WARN) {
    return [pass('system:load', `tasks wait ${worst.share} % of the time`, figure)];
  }
  const says = `tasks wait for the ${WAITED_FOR[worst.what]} ${worst.share} % of the time`;
  return [
    warn('system:load', says, { anywhere: 'See which, and end it: top, or iostat -x 1.' }, figure),
  ];
}

const WAITED_FOR: Readonly<Record<string, string>> = {
  cpu: 'processor',
  io: 'disk',
  memory: 'memory',
};

function gigabytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toFixed(bytes < 10 * GIGABYTE ? 1 : 0)} GB`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
