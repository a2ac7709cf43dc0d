import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck, WELL } from '../../../tests/support/examined.ts';
import type { FoundFonts } from './fonts.ts';

function withFonts(changes: Partial<FoundFonts>) {
  return examined({}, { fonts: { ...WELL.fonts, ...changes } });
}

const REFUSED = {
  path: '/srv/piano.sf2',
  why: 'truncated: 10 bytes are missing',
  remedy: 'Get it anew.',
  exit: 65,
} as const;

test('a configured font that cannot be played is told of, with what plays in its place', () => {
  const chosen = { ...WELL.fonts.chosen, refused: REFUSED } as FoundFonts['chosen'];
  const { says, advice } = theCheck(withFonts({ chosen }), 'font:chosen', 'warn');
  assert.equal(
    says,
    '/srv/piano.sf2: truncated: 10 bytes are missing; FluidR3_GM.sf2 plays in its place',
  );
  assert.ok(advice.includes('Get it anew.'));
});

test('no font at all fails', () => {
  const { advice } = theCheck(
    withFonts({ chosen: { ok: false, ...REFUSED } }),
    'font:chosen',
    'fail',
  );
  assert.match(advice[0] ?? '', /programs\.fw16-synth\.installSoundfonts = true;/);
});

test('the built-in font alone is a warning, and so is one that cannot be played', () => {
  const [font, builtIn] = WELL.fonts.all;
  theCheck(withFonts({ all: [builtIn!] }), 'font:installed', 'warn');
  const bad = { ok: false, ...REFUSED } as const;
  const { says, advice } = theCheck(
    withFonts({ all: [font!, bad, builtIn!] }),
    'font:installed',
    'warn',
  );
  assert.match(says, /^2 that can be played, and 1 that cannot/);
  assert.match(advice[0] ?? '', /piano\.sf2: truncated/);
});

test('a program that the font lacks is a warning that names one it has', () => {
  const { says, advice } = theCheck(withFonts({ program: 77 }), 'font:program', 'warn');
  assert.match(says, /Fluid R3 GM has no program 77 in bank 0/);
  assert.match(advice.join(), /Yamaha Grand Piano: keyboard\.bank: 0, keyboard\.program: 0/);
  assert.match(theCheck(examined(), 'font:program', 'pass').says, /^Yamaha Grand Piano/);
});
