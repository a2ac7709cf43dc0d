/** What the doctor says of a machine that was made up. */
import assert from 'node:assert/strict';
import type { Findings } from '../../src/app/checks/doctor.ts';
import { doctorChecks } from '../../src/app/checks/doctor.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Check, Standing } from '../../src/core/check.ts';
import type { CheckedFont } from '../../src/engine/soundfonts.ts';
import type { Differences } from './made-machine.ts';
import { fw16 } from './made-machine.ts';

const NOWHERE = '/dev/null/home';
const FONT: CheckedFont = {
  ok: true,
  path: '/usr/share/sounds/sf2/FluidR3_GM.sf2',
  bytes: 148e6,
  kind: 'SF2',
  name: 'Fluid R3 GM',
  presets: [{ bank: 0, program: 0, name: 'Yamaha Grand Piano' }],
};
const BUILT_IN: CheckedFont = { ...FONT, path: '/built-in.sf2', name: 'Built in' };

export const WELL: Findings = {
  config: loadConfig({ flags: {}, env: {}, home: NOWHERE, systemFile: `${NOWHERE}/config.yaml` }),
  wanted: {
    driver: 'auto',
    bufferSize: 64,
    sampleRate: 48_000,
    priority: 50,
    keyboards: [],
    ignore: [],
    midi: true,
    ledMatrix: false,
  },
  instance: { running: false },
  synthesiser: {
    ok: true,
    version: [2, 6, 0],
    drivers: ['alsa', 'file', 'jack', 'pipewire', 'pulseaudio'],
    readsCompressed: true,
    candidates: [{ name: 'pipewire', driver: 'pipewire', why: 'PipeWire is running' }],
    unfit: [],
  },
  fonts: {
    chosen: { ok: true, path: FONT.path, why: 'the best installed' },
    playing: FONT,
    all: [FONT, BUILT_IN],
    bank: 0,
    program: 0,
  },
  grabs: [],
};

/** Every check of a Framework 16 on which all is well, but for the differences. */
export function examined(machine: Differences = {}, findings: Partial<Findings> = {}): Check[] {
  return doctorChecks(fw16(machine), { ...WELL, ...findings });
}

/** The one check of that name; it must stand as expected, and with advice unless it passes. */
export function theCheck(checks: readonly Check[], name: string, standing: Standing): Check {
  const found = checks.filter((each) => each.name === name);
  const [check] = found;
  assert.ok(check !== undefined, `no check ${name}`);
  assert.equal(found.length, 1, `${found.length} checks ${name}`);
  assert.equal(check.standing, standing, check.says);
  assert.equal(check.advice.length > 0, standing !== 'pass', `advice of ${name}`);
  return check;
}
