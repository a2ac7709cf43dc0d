import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck, WELL } from '../../../tests/support/examined.ts';
import { loadConfig } from '../../config/load.ts';
import { Problem } from '../../core/problem.ts';

test('every mistake of a configuration is told, where it is and what to do', () => {
  let config: unknown;
  try {
    const flags = { 'audio.buffer_size': '7', 'keyboard.octave': 'x' };
    loadConfig({ flags, env: {}, home: '/dev/null', systemFile: '/dev/null/none' });
  } catch (error) {
    config = error;
  }
  assert.ok(config instanceof Problem);
  const { says, advice } = theCheck(examined({}, { config }), 'program:configuration', 'fail');
  assert.match(says, /2 mistakes$/);
  assert.equal(advice.length, 2);
  assert.match(advice[0] ?? '', /buffer_size is 7.*\n {2}The default is 64/);
  assert.match(advice[1] ?? '', /octave/);
});

test('root is told to be somebody', () => {
  const { says } = theCheck(examined({ user: { id: 0 } }), 'program:configuration', 'warn');
  assert.match(says, /root/);
});

test('an instrument that runs is named, and one that does not answer fails', () => {
  const name = 'program:instance';
  const says = 'process 4711 plays by pipewire';
  const heard = { driver: 'pipewire', isHeard: true };
  const instance = { running: true, answers: true, says, ...heard } as const;
  assert.equal(theCheck(examined({}, { instance }), name, 'pass').says, says);
  const unheard = { ...instance, isHeard: false };
  assert.equal(theCheck(examined({}, { instance: unheard }), name, 'warn').says, says);
  const silent = { running: true, answers: false } as const;
  theCheck(examined({}, { instance: silent }), name, 'fail');
  theCheck(examined({}, { instance: WELL.instance }), name, 'pass');
});

test('a FluidSynth that the session started is told of', () => {
  const files = { '/proc/900/comm': 'fluidsynth\n' };
  const { advice } = theCheck(examined({ files }), 'program:fluidsynth', 'warn');
  assert.match(advice[1] ?? '', /systemctl --user disable --now fluidsynth/);
});
