import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measurements } from '../../tests/support/measurements.ts';
import type { Check } from '../core/check.ts';
import type { MeasuredAudio, Measurements } from '../core/measurements.ts';
import type { Look } from './health-checks.ts';
import { healthChecks } from './health-checks.ts';

const AT = 1_700_000_000;
const LIMITS = {
  silentWarnS: 1,
  silentFailS: 2,
  latencyWarnMs: 20,
  latencyFailMs: 200,
  lateWarnPercent: 1,
  lateFailPercent: 25,
  devicesWarn: 1,
  devicesFail: 0,
  stuckWarnS: 0.5,
  stuckFailS: 1,
  cpuWarnPercent: 80,
  cpuFailPercent: 95,
  memoryWarnPercent: 25,
  memoryFailPercent: 50,
  diskWarnMb: 500,
  diskFailMb: 50,
};

function look(changes: Partial<Measurements> = {}, more: Partial<Look> = {}): Look {
  return {
    at: AT,
    measured: measurements(AT, changes),
    stuckSeconds: 0,
    cpuPercent: 2,
    memoryPercent: 1,
    disks: [{ holds: 'logs', folder: '/var/log', freeMb: 9000 }],
    configRefused: false,
    ...more,
  };
}

function withAudio(changes: Partial<MeasuredAudio>): Look {
  return look({ audio: { ...measurements(AT).audio, ...changes } });
}

function check(name: string, seen: Look, before?: Look): Check {
  const found = healthChecks(seen, before, LIMITS).find((each) => each.name === name);
  return found ?? assert.fail(`there is no check ${name}`);
}

test('an instrument that plays well passes every check, and needs no advice', () => {
  for (const { name, standing, says, advice } of healthChecks(look(), undefined, LIMITS)) {
    assert.equal(standing, 'pass', `${name}: ${says}`);
    assert.deepEqual(advice, []);
    assert.match(says, /^[A-Z0-9].*\.$/);
  }
});

test('audio that is asked for no more warns and fails', () => {
  const name = 'audio:progress';
  assert.equal(check(name, withAudio({ lastCallbackAt: AT - 0.9 })).standing, 'pass');
  assert.equal(check(name, withAudio({ lastCallbackAt: AT - 1.5 })).standing, 'warn');
  const silent = check(name, withAudio({ lastCallbackAt: AT - 7 }));
  assert.deepEqual([silent.standing, silent.value, silent.unit], ['fail', 7, 's']);
  assert.match(silent.advice.join(' '), /systemctl/);
  assert.equal(check(name, withAudio({ lastCallbackAt: 0 })).standing, 'fail');
  assert.equal(check(name, withAudio({ driver: '' })).standing, 'fail');
});

test('a driver that is connected to nothing warns, and none at all fails', () => {
  const name = 'audio:output';
  assert.match(check(name, withAudio({ into: 'Speakers' })).says, /into Speakers/);
  assert.equal(check(name, withAudio({ into: undefined })).standing, 'pass');
  assert.equal(check(name, withAudio({ driver: 'jack', into: '' })).standing, 'warn');
  assert.equal(check(name, withAudio({ driver: '', into: undefined })).standing, 'fail');
});

test('latency warns and fails by its limits, as the sum of its stages', () => {
  const of = (...ms: readonly number[]) =>
    check(
      'audio:latency',
      withAudio({
        latency: ms.map((each, stage) => ({
          stage: `${stage}`,
          known: 'measured',
          seconds: each / 1000,
        })),
      }),
    );
  assert.deepEqual([of(10, 9).standing, of(10, 9).value], ['pass', 19]);
  assert.equal(of(10, 11).standing, 'warn');
  assert.equal(of(201).standing, 'fail');
});

test('late callbacks are those since the last look', () => {
  const before = withAudio({ callbacks: 1000, late: 900 });
  const at = (callbacks: number, late: number): Check =>
    check('audio:late', withAudio({ callbacks, late }), before);
  assert.equal(at(2000, 905).standing, 'pass');
  assert.deepEqual([at(2000, 920).standing, at(2000, 920).value], ['warn', 2]);
  assert.equal(at(2000, 1200).standing, 'fail');
  assert.equal(at(1000, 900).standing, 'pass', 'no callback at all is another check’s');
  assert.deepEqual([at(100, 2).standing, at(100, 2).value], ['warn', 2], 'started anew');
});

test('nothing to play from warns, and so does a keyboard that another program holds', () => {
  const of = (ours: number, refused: number): Check =>
    check(
      'input:devices',
      look({
        devices: [
          { kind: 'keyboard', state: 'ours', count: ours },
          { kind: 'keyboard', state: 'refused', count: refused },
        ],
      }),
    );
  assert.equal(of(1, 0).standing, 'pass');
  assert.match(of(0, 0).says, /nothing to play from/);
  assert.equal(of(0, 0).standing, 'warn');
  assert.equal(of(1, 1).standing, 'warn');
});

test('who plays two keyboards may have one of them missed', () => {
  const of = (ours: number, refused: number) =>
    healthChecks(
      look({
        devices: [
          { kind: 'keyboard', state: 'ours', count: ours },
          { kind: 'keyboard', state: 'refused', count: refused },
        ],
      }),
      undefined,
      { ...LIMITS, devicesWarn: 2, devicesFail: 1 },
    ).find(({ name }) => name === 'input:devices')?.standing;
  assert.deepEqual([of(2, 0), of(1, 0), of(0, 0), of(0, 2)], ['pass', 'warn', 'fail', 'fail']);
});

test('no font, a play thread that hangs, and a note without its end are seen', () => {
  const font = { bytes: 0, loadSeconds: 0, loads: { loaded: 0, refused: 1 } };
  assert.equal(check('font:loaded', look({ font })).standing, 'fail');
  const stuck = (stuckSeconds: number) =>
    check('play:heartbeat', look({}, { stuckSeconds })).standing;
  assert.deepEqual([stuck(0.5), stuck(0.75), stuck(1.25)], ['pass', 'warn', 'fail']);
  const notes = { begun: { keyboard: 9 }, sounding: 1, orphaned: 2 };
  assert.equal(check('play:notes', look({ notes })).standing, 'warn');
});

test('CPU, memory and disk warn and fail by their limits', () => {
  const cpu = (cpuPercent: number) => check('process:cpu', look({}, { cpuPercent })).standing;
  assert.deepEqual([cpu(80), cpu(81), cpu(96)], ['pass', 'warn', 'fail']);
  const memory = (memoryPercent: number) =>
    check('process:memory', look({}, { memoryPercent })).standing;
  assert.deepEqual([memory(25), memory(26), memory(51)], ['pass', 'warn', 'fail']);
  const disk = (freeMb: number) =>
    check('disk:logs', look({}, { disks: [{ holds: 'logs', folder: '/var/log', freeMb }] }));
  assert.deepEqual(
    [disk(500).standing, disk(499).standing, disk(49).standing],
    [...(['pass', 'warn', 'fail'] as const)],
  );
  assert.match(disk(1).says, /1 MB in \/var\/log/);
});

test('a configuration that was refused warns', () => {
  const refused = check('config:accepted', look({}, { configRefused: true }));
  assert.equal(refused.standing, 'warn');
  assert.match(refused.advice.join(), /--validate-only/);
});
