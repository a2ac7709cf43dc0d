import type { Check } from '../../core/check.ts';
import type { Remedy } from './finding.ts';
import { pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';
import { groupNamed, hasCapability, limitOf } from './machine.ts';

// Of SCHED_FIFO (sched(7)).
const HIGHEST = 99;
const CAP_SYS_NICE = 23;
const CAP_IPC_LOCK = 14;
// What we ask the kernel for ourselves, and rtkit asks of whoever it helps.
const RUNAWAY_US = 200_000;
const RUNAWAY_LEAST_US = 50_000;
const LIMITS_FILE = '/etc/security/limits.d/95-fw16-synth.conf';

const REALTIME: Remedy = {
  nixos: 'programs.fw16-synth.enableRealtimeAudio = true; or security.rtkit.enable = true;',
  elsewhere: 'sudo apt install rtkit, then log in anew.',
};

export interface RealtimeWanted {
  /** `performance.realtime_priority`; 0 asks for none. */
  readonly priority: number;
  /** Size of the SoundFont, which FluidSynth keeps in memory if it may. */
  readonly fontBytes: number;
}

/** Whether the thread that plays may come first, and what would keep it from that. */
export function realtimeChecks(machine: Machine, wanted: RealtimeWanted): Check[] {
  const rtkit = rtkitPriority(machine);
  return [
    permission(machine, wanted.priority, rtkit),
    rtkitCheck(machine, rtkit),
    group(machine, rtkit),
    lockedMemory(machine, wanted.fontBytes),
    ...runaway(machine),
    ...governor(machine),
  ];
}

function permission(machine: Machine, wanted: number, rtkit: number): Check {
  const name = 'realtime:priority';
  const limit = Math.min(HIGHEST, limitOf(machine, 'Max realtime priority') ?? 0);
  if (wanted === 0) return pass(name, 'none is asked for (performance.realtime_priority is 0)');
  if (hasCapability(machine, CAP_SYS_NICE)) return pass(name, `${wanted}, by a capability`);
  if (limit >= wanted) return pass(name, `${wanted}, by a limit of ${limit}`, [limit, 'priority']);
  if (rtkit > 0) {
    return pass(name, `${Math.min(rtkit, wanted)}, by way of rtkit, for who sits at this machine`, [
      rtkit,
      'priority',
    ]);
  }
  const says = 'not allowed: under load a note may come milliseconds late';
  return warn(name, says, REALTIME, [limit, 'priority']);
}

/** The highest priority that rtkit gives; 0 without one. */
function rtkitPriority(machine: Machine): number {
  const bus = 'org.freedesktop.RealtimeKit1';
  const path = `/${bus.replaceAll('.', '/')}`;
  const args = ['--system', 'get-property', bus, path, bus, 'MaxRealtimePriority'];
  // "i 20"
  return Number(
    machine
      .run('busctl', ...args)
      ?.trim()
      .split(' ')[1] ?? 0,
  );
}

function rtkitCheck(machine: Machine, rtkit: number): Check {
  const name = 'realtime:rtkit';
  if (rtkit > 0) return pass(name, `gives up to ${rtkit}`, [rtkit, 'priority']);
  if ((limitOf(machine, 'Max realtime priority') ?? 0) > 0) {
    return pass(name, 'is not there; the limit above does without');
  }
  return warn(name, 'is not there, and PipeWire itself needs it', {
    nixos: 'security.rtkit.enable = true;',
    elsewhere: 'sudo apt install rtkit, then log in anew.',
  });
}

/** A group gives nothing by itself: a limit has to name it. */
function group(machine: Machine, rtkit: number): Check {
  const name = 'realtime:group';
  const found = groupNamed(machine, 'realtime');
  const limit = limitOf(machine, 'Max realtime priority') ?? 0;
  if (found === undefined) return pass(name, 'there is no group realtime here, and none is needed');
  if (machine.user.groups.includes(found.number))
    return pass(name, `${machine.user.name} is in it`);
  if (found.members.includes(machine.user.name)) return logInAnew(name, 'realtime');
  if (limit > 0 || rtkit > 0) return pass(name, `${machine.user.name} is not in it, nor has to be`);
  return warn(name, `${machine.user.name} is not in the group realtime`, {
    nixos: 'programs.fw16-synth.enableRealtimeAudio = true;',
    elsewhere: 'sudo usermod -aG realtime $USER, then log in anew.',
  });
}

/** A membership that this session does not have yet. */
export function logInAnew(name: string, group: string): Check {
  const says = `this session began before its user came into the group ${group}`;
  return warn(name, says, { anywhere: 'Log out and in again.' });
}

function lockedMemory(machine: Machine, fontBytes: number): Check {
  const name = 'realtime:locked-memory';
  const limit = limitOf(machine, 'Max locked memory') ?? 0;
  const needed = `${Math.ceil(fontBytes / 1e6)} MB of SoundFont`;
  const figure = Number.isFinite(limit) ? ([limit, 'bytes'] as const) : undefined;
  if (limit >= fontBytes || hasCapability(machine, CAP_IPC_LOCK)) {
    return pass(name, `${needed} can be kept out of swap`, figure);
  }
  return warn(
    name,
    `only ${Math.floor(limit / 1e6)} MB of ${needed} can be kept out of swap`,
    {
      nixos:
        'security.pam.loginLimits = [ { domain = "@audio"; type = "-"; item = "memlock"; value = "unlimited"; } ];',
      elsewhere: `echo '@audio - memlock unlimited' | sudo tee -a ${LIMITS_FILE}, then log in anew.`,
    },
    figure,
  );
}

function runaway(machine: Machine): Check[] {
  const name = 'realtime:runaway';
  const limit = limitOf(machine, 'Max realtime timeout');
  if (limit === undefined) return [];
  if (limit >= RUNAWAY_LEAST_US) {
    const own = `a thread that spins is ended after ${Math.min(limit, RUNAWAY_US) / 1000} ms`;
    return [pass(name, own)];
  }
  const says = `the kernel ends whatever computes for ${limit} us without a pause`;
  const remedy = { elsewhere: 'Take the line with rttime out of /etc/security/limits.d.' };
  return [warn(name, says, remedy, [limit, 'us'])];
}

// Drivers of processors that choose the clock themselves: there "powersave" is not slow.
const CHOOSING_DRIVERS = ['amd-pstate-epp', 'intel_pstate'];

function governor(machine: Machine): Check[] {
  const cpus = machine
    .names('/sys/devices/system/cpu')
    .filter((name) => /^cpu\d+$/.test(name))
    .map((name) => `/sys/devices/system/cpu/${name}/cpufreq`);
  const read = (folder: string, file: string): string =>
    machine.text(`${folder}/${file}`)?.trim() ?? '';
  const known = cpus.filter((folder) => read(folder, 'scaling_governor') !== '');
  if (known.length === 0) return [];
  const slow = known.filter((folder) => {
    const chosen = read(folder, 'scaling_governor');
    const choosesItself = CHOOSING_DRIVERS.includes(read(folder, 'scaling_driver'));
    const preference = read(folder, 'energy_performance_preference');
    if (chosen === 'powersave' && choosesItself) return preference === 'power';
    return chosen === 'powersave' || chosen === 'conservative';
  });
  const governors = [...new Set(known.map((folder) => read(folder, 'scaling_governor')))];
  const says = `${governors.join(' and ')} on ${known.length} processors`;
  if (slow.length === 0) return [pass('realtime:governor', says)];
  return [
    warn('realtime:governor', `${says}: slow to wake, on ${slow.length} of them`, {
      nixos: 'powerManagement.cpuFreqGovernor = "performance";',
      elsewhere:
        'echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor, which lasts until the next start.',
    }),
  ];
}
