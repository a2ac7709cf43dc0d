/** What a tuning says is what is heard. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { tunedSettings } from '../../src/app/engine-settings.ts';
import { loadConfig } from '../../src/config/load.ts';
import { PITCH_SAMPLES, pitchAt } from '../../src/core/music/pitch.ts';
import { equalTemperament } from '../../src/core/music/tuning.ts';
import { Problem } from '../../src/core/problem.ts';
import { fluidSynthPort } from '../../src/engine/fluid-synth.ts';
import { OfflineSynth, STEP_FRAMES } from '../../src/engine/offline.ts';
import { retune } from '../../src/engine/settings.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';

const PURE_BANK = 1;
const SINE = 0;
const RATE = 48_000;
const folder = mkdtempSync(join(tmpdir(), 'fw16-tuning-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function settingsFor(flags: Record<string, string>) {
  const quiet = { 'audio.reverb': 'off', 'audio.chorus': 'off' };
  const { config } = loadConfig({
    flags: { ...quiet, ...flags },
    env: {},
    home: '/nowhere',
    systemFile: '/nowhere/config.yaml',
  });
  return tunedSettings(config);
}

/** The pitch of a note while it is held. */
function heardHz(offline: OfflineSynth, channel: number, note: number, strikes = true): number {
  const port = fluidSynthPort(offline.fluidsynth, offline.synth, new Int32Array(1));
  port.program(channel, PURE_BANK, SINE);
  if (strikes) port.noteOn(channel, note, 100);
  const samples = new Float32Array(
    Math.ceil((0.1 * RATE + PITCH_SAMPLES) / STEP_FRAMES) * STEP_FRAMES,
  );
  for (let at = 0; at < samples.length; at += STEP_FRAMES) {
    const both = offline.step();
    for (let frame = 0; frame < STEP_FRAMES; frame++) samples[at + frame] = both[2 * frame]!;
  }
  const { hz } = pitchAt(samples, RATE, samples.length - PITCH_SAMPLES) ?? { hz: Number.NaN };
  return hz;
}

function hush(offline: OfflineSynth): void {
  offline.fluidsynth.allSoundsOff(offline.synth, -1);
  offline.step();
}

const cents = (hz: number, wanted: number) => 1200 * Math.log2(hz / wanted);

test('every degree sounds within a cent of its ratio, on any channel', () => {
  const ratios: [number, number][] = [
    [1, 1],
    [16, 15],
    [9, 8],
    [6, 5],
    [5, 4],
    [4, 3],
    [45, 32],
    [3, 2],
    [8, 5],
    [5, 3],
    [9, 5],
    [15, 8],
  ];
  const lines = [...ratios.slice(1), [2, 1]].map(([above, below]) => `${above}/${below}`);
  const scale = file('just.scl', `! just.scl\nJust intonation\n12\n${lines.join('\n')}\n`);
  const keymap = file('a.kbm', '0\n0\n127\n60\n60\n264\n12\n');
  const offline = new OfflineSynth(
    settingsFor({ 'tuning.scale': scale, 'tuning.keymap': keymap }),
    builtInFont(),
  );
  try {
    for (const [index, [above, below]] of ratios.entries()) {
      const hz = heardHz(offline, index % 9, 60 + index);
      const off = cents(hz, (264 * above) / below);
      assert.ok(Math.abs(off) < 1, `degree ${index}: ${off.toFixed(2)} cents`);
      hush(offline);
    }
    const octave = cents(heardHz(offline, 0, 84), 264 * 4);
    assert.ok(Math.abs(octave) < 1, `two octaves up: ${octave.toFixed(2)} cents`);
  } finally {
    offline.close();
  }
});

test('a tuning that comes while a note is held tunes the next one', () => {
  const offline = new OfflineSynth(settingsFor({}), builtInFont());
  try {
    assert.ok(Math.abs(cents(heardHz(offline, 0, 69), 440)) < 1);
    retune(offline.fluidsynth, offline.synth, equalTemperament(415));
    assert.ok(Math.abs(cents(heardHz(offline, 0, 69, false), 440)) < 1, 'the held one stays');
    hush(offline);
    assert.ok(Math.abs(cents(heardHz(offline, 0, 69), 415)) < 1, 'the next is tuned');
  } finally {
    offline.close();
  }
});

test('a file that is not there or is no tuning is told of before anything sounds', () => {
  const exits = (path: string) => {
    try {
      settingsFor({ 'tuning.scale': path });
    } catch (error) {
      assert.ok(error instanceof Problem && error.where?.startsWith(path), String(error));
      return error.exit;
    }
    return assert.fail('it was taken');
  };
  assert.equal(exits(join(folder, 'none.scl')), 66);
  assert.equal(exits(file('bad.scl', 'a\n1\nthree\n')), 65);
  assert.equal(exits(folder), 65);
});
