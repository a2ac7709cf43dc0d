import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck, WELL } from '../../../tests/support/examined.ts';
import type { FoundSynthesiser } from './synthesiser.ts';

const FOUND = WELL.synthesiser as FoundSynthesiser & { ok: true };

function withFluidSynth(changes: Partial<FoundSynthesiser & { ok: true }>) {
  return examined({}, { synthesiser: { ...FOUND, ...changes } });
}

test('a machine without FluidSynth is told what brings it', () => {
  const synthesiser = { ok: false, why: 'not found', remedy: 'apt install it' } as const;
  const checks = examined({}, { synthesiser });
  const { advice } = theCheck(checks, 'synthesiser:version', 'fail');
  assert.match(advice[1] ?? '', /apt install it/);
});

test('versions before 2.5.6 have faults that a SoundFont could use', () => {
  theCheck(withFluidSynth({ version: [2, 5, 5] }), 'synthesiser:faults', 'warn');
  theCheck(withFluidSynth({ version: [2, 5, 6] }), 'synthesiser:faults', 'pass');
  theCheck(withFluidSynth({ version: [3, 0, 0] }), 'synthesiser:faults', 'pass');
});

test('the pipewire driver counts from 2.3.3 on, and jack stands in for it', () => {
  const name = 'synthesiser:drivers';
  const alone = ['alsa', 'pipewire'];
  theCheck(withFluidSynth({ version: [2, 3, 3], drivers: alone }), name, 'pass');
  theCheck(withFluidSynth({ version: [2, 3, 2], drivers: alone }), name, 'warn');
  const both = [...alone, 'jack'];
  const { says } = theCheck(withFluidSynth({ version: [2, 3, 1], drivers: both }), name, 'pass');
  assert.match(says, /choppy/);
  theCheck(withFluidSynth({ drivers: ['alsa', 'pulseaudio'] }), name, 'warn');
});

test('the driver that will play is named with its reason; none fails, with each one’s', () => {
  const name = 'synthesiser:driver';
  assert.match(theCheck(examined(), name, 'pass').says, /^pipewire: PipeWire is running/);
  const unfit = [{ name: 'alsa', why: 'no card', remedy: 'Connect one.' }];
  const { advice } = theCheck(withFluidSynth({ candidates: [], unfit }), name, 'fail');
  assert.equal(advice[1], 'For alsa, no card: Connect one.');
  const wanted = { ...WELL.wanted, driver: 'file' } as const;
  theCheck(examined({}, { wanted }), name, 'pass');
});

test('a FluidSynth that reads no compressed fonts is told of', () => {
  theCheck(withFluidSynth({ readsCompressed: false }), 'synthesiser:compressed-fonts', 'warn');
});
