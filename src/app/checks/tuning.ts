import type { Check } from '../../core/check.ts';
import { pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';
import { limitOf, numberIn } from './machine.ts';

// The two dozen of Node and the sound server, a keyboard's each, and room for a few clients.
const FILES_LEAST = 256;
const SWAPPINESS_WARN = 100;

/** What the guide's chapters on system and memory tune, and what each does for an instrument. */
export function tuningChecks(machine: Machine): Check[] {
  return [files(machine), ...network(machine), ...hugePages(machine), ...swapping(machine)];
}

function files(machine: Machine): Check {
  const limit = limitOf(machine, 'Max open files') ?? 0;
  const figure = Number.isFinite(limit) ? ([limit, 'files'] as const) : undefined;
  if (limit >= FILES_LEAST) {
    const many = Number.isFinite(limit) ? `up to ${limit}` : 'any number';
    const says = `${many} may be open; more would change nothing`;
    return pass('tuning:files', says, figure);
  }
  return warn(
    'tuning:files',
    `only ${limit} may be open, ${FILES_LEAST} is safe`,
    {
      nixos:
        'security.pam.loginLimits = [ { domain = "*"; type = "soft"; item = "nofile"; value = "1024"; } ];',
      elsewhere: "echo '* soft nofile 1024' | sudo tee -a /etc/security/limits.conf",
    },
    figure,
  );
}

function network(machine: Machine): Check[] {
  const sizes = ['rmem_max', 'wmem_max'].map((name) =>
    numberIn(machine, `/proc/sys/net/core/${name}`),
  );
  const [receive, send] = sizes;
  if (receive === undefined || send === undefined) return [];
  const says = `buffers of up to ${receive} and ${send} bytes; no sound goes through them`;
  return [pass('tuning:network', says, [receive, 'bytes'])];
}

function hugePages(machine: Machine): Check[] {
  const text = machine.text('/proc/meminfo') ?? '';
  const pages = Number(text.match(/^HugePages_Total:\s+(\d+)/m)?.[1] ?? Number.NaN);
  const kilobytes = Number(text.match(/^Hugepagesize:\s+(\d+) kB/m)?.[1] ?? 0);
  if (Number.isNaN(pages)) return [];
  if (pages === 0) return [pass('tuning:huge-pages', 'none set aside, and none would be used')];
  const held = ((pages * kilobytes * 1024) / 1e9).toFixed(1);
  return [
    warn(
      'tuning:huge-pages',
      `${pages} of them hold ${held} GB that neither FluidSynth nor Node will use`,
      {
        nixos: 'Leave vm.nr_hugepages out of boot.kernel.sysctl.',
        elsewhere: 'sudo sysctl -w vm.nr_hugepages=0',
      },
      [pages, 'pages'],
    ),
  ];
}

function swapping(machine: Machine): Check[] {
  const swappiness = numberIn(machine, '/proc/sys/vm/swappiness');
  const pressure = numberIn(machine, '/proc/sys/vm/vfs_cache_pressure');
  return [
    ...(swappiness === undefined ? [] : [swappinessCheck(swappiness)]),
    ...(pressure === undefined
      ? []
      : [pass('tuning:cache-pressure', `${pressure}; samples are no cache`, [pressure, ''])]),
  ];
}

function swappinessCheck(swappiness: number): Check {
  const name = 'tuning:swappiness';
  const figure = [swappiness, ''] as const;
  // Above 100 swap counts as cheaper than the disk, as with zram.
  if (swappiness <= SWAPPINESS_WARN) {
    return pass(name, `${swappiness}; samples are locked, so that it hardly matters`, figure);
  }
  return warn(
    name,
    `${swappiness}: programs are swapped out before files are dropped`,
    {
      nixos: 'boot.kernel.sysctl."vm.swappiness" = 10;',
      elsewhere: 'sudo sysctl -w vm.swappiness=10',
    },
    figure,
  );
}
