/** What health looks at: figures against the limits of the configuration, each with advice. */
import type { Config } from '../config/schema.ts';
import type { Check } from '../core/check.ts';
import type { Measurements } from '../core/measurements.ts';
import { audioLate, audioLatency, audioOutput, audioProgress } from './audio-checks.ts';
import { falling, figure, rising, rounded } from './figure.ts';
import { diskRoom, processCpu, processMemory } from './machine-checks.ts';

/** All that one look has seen. */
export interface Look {
  /** Unix seconds. */
  readonly at: number;
  readonly measured: Measurements;
  /** How long the play thread has been in one turn of its loop. */
  readonly stuckSeconds: number;
  readonly cpuPercent: number;
  readonly memoryPercent: number;
  readonly disks: readonly DiskRoom[];
  /** Whether the last change of the configuration was refused. */
  readonly configRefused: boolean;
}

export interface DiskRoom {
  readonly holds: 'logs' | 'recordings';
  readonly folder: string;
  readonly freeMb: number;
}

export type Limits = Config['health'];

/** @param before the look before, for what is counted since then */
export function healthChecks(look: Look, before: Look | undefined, limits: Limits): Check[] {
  return [
    audioProgress(look, limits),
    audioOutput(look),
    audioLatency(look, limits),
    audioLate(look, before, limits),
    inputDevices(look, limits),
    fontLoaded(look),
    playHeartbeat(look, limits),
    playNotes(look),
    processCpu(look, limits),
    processMemory(look, limits),
    ...look.disks.map((disk) => diskRoom(disk, limits)),
    configAccepted(look),
  ];
}

function inputDevices({ measured }: Look, limits: Limits): Check {
  const count = (isWanted: (state: string) => boolean): number =>
    measured.devices.reduce((sum, each) => sum + (isWanted(each.state) ? each.count : 0), 0);
  const value = count((state) => state !== 'refused');
  const refused = count((state) => state === 'refused');
  const kinds = [...new Set(measured.devices.map(({ kind }) => kind))].join(', ');
  const byCount = falling(value, limits.devicesWarn, limits.devicesFail);
  const base = { name: 'input:devices', value, unit: 'devices' };
  if (refused > 0) {
    return {
      ...base,
      standing: byCount === 'fail' ? 'fail' : 'warn',
      says: `Another program holds ${refused} of ${value + refused} (${kinds}).`,
      advice: ['End what has taken the keyboard, or leave the device out with devices.ignore.'],
    };
  }
  const advice = ['fw16-synth devices says what is connected, and what may not be read.'];
  return {
    ...base,
    standing: byCount,
    says:
      value === 0
        ? `There is nothing to play from (${kinds}).`
        : `${value} to play from (${kinds}).`,
    advice: byCount === 'pass' ? [] : advice,
  };
}

function fontLoaded({ measured: { font } }: Look): Check {
  const loaded = font.loads.loaded > 0;
  return {
    name: 'font:loaded',
    standing: loaded ? 'pass' : 'fail',
    value: font.bytes,
    unit: 'bytes',
    says: loaded ? 'A SoundFont is loaded.' : 'No SoundFont is loaded.',
    advice: loaded ? [] : ['fw16-synth soundfonts lists those that there are.'],
  };
}

function playHeartbeat({ stuckSeconds }: Look, limits: Limits): Check {
  const value = rounded(stuckSeconds);
  const standing = rising(value, limits.stuckWarnS, limits.stuckFailS);
  return figure('play:heartbeat', value, 's', standing, {
    says:
      standing === 'pass'
        ? 'The play thread comes back to its wait.'
        : `The play thread has been in one turn for ${value} s.`,
    advice: ['Restart fw16-synth, and report what was played.'],
  });
}

function playNotes({ measured }: Look): Check {
  const { orphaned, sounding } = measured.notes;
  return {
    name: 'play:notes',
    standing: orphaned === 0 ? 'pass' : 'warn',
    value: orphaned,
    unit: 'notes',
    says:
      orphaned === 0
        ? `Every note has its end; ${sounding} are sounding.`
        : `${orphaned} notes have begun and neither ended nor sound.`,
    advice: orphaned === 0 ? [] : ['Silence them with fw16-synth panic, and report it.'],
  };
}

function configAccepted({ configRefused, measured }: Look): Check {
  return {
    name: 'config:accepted',
    standing: configRefused ? 'warn' : 'pass',
    value: measured.reloads.refused,
    unit: 'refused',
    says: configRefused
      ? 'The last change of the configuration was refused; the one before is in force.'
      : 'The configuration is the one that was asked for.',
    advice: configRefused ? ['fw16-synth --validate-only says what is wrong with it.'] : [],
  };
}
