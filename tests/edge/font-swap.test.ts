import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Engine } from '../../src/engine/engine.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { grown, TONE_HZ, toneFont } from '../support/fonts.ts';
import { centsOff, onsetFrame, peakDb, readWav } from '../support/pitch.ts';

const RATE = 48_000;
const MELODIC = [
  { bank: 0, program: 0 },
  { bank: 0, program: 40 },
];
const folder = mkdtempSync(join(tmpdir(), 'fw16-swap-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

const low = file('low.sf2', toneFont('Low', MELODIC, 60));
const fifth = file('fifth.sf2', toneFont('Fifth', MELODIC, 53));
const big = file('big.sf2', grown(toneFont('Big', MELODIC, 48), 64e6));

/** An engine that plays into a WAV at its own pace, with `font` loaded. */
async function playing(wav: string, font: string): Promise<Engine> {
  const settings = {
    sampleRate: RATE,
    bufferSize: 64,
    periods: 2,
    gainDb: -8,
    polyphony: 64,
    reverb: false,
    chorus: false,
    tuningHz: 440,
  };
  const engine = new Engine(settings, 'file');
  assert.deepEqual(await engine.loadFont(font), { ok: true });
  assert.ok((await engine.startAudio('file', join(folder, wav))).ok);
  return engine;
}

/** Waits until so much more has been rendered; answers the frame that comes next. */
async function frames(engine: Engine, seconds: number): Promise<number> {
  const until = engine.levels().frames + seconds * RATE;
  while (engine.levels().frames < until) await new Promise((resolve) => setTimeout(resolve, 5));
  return engine.levels().frames;
}

test('a held note goes on through a swap, and the next one is the new font’s', async () => {
  const engine = await playing('held.wav', low);
  const { fluidsynth, synth } = engine;
  fluidsynth.programChange(synth, 0, 40);
  fluidsynth.noteOn(synth, 0, 60, 100);
  const swapping = await frames(engine, 0.4);
  assert.deepEqual(await engine.loadFont(fifth), { ok: true });
  const swapped = await frames(engine, 0.4);
  assert.deepEqual(engine.soundOf(0), { name: 'Fifth 0:40', bank: 0, program: 40 });
  fluidsynth.noteOff(synth, 0, 60);
  const silent = await frames(engine, 0.2);
  fluidsynth.noteOn(synth, 0, 60, 100);
  await frames(engine, 0.5);
  engine.close();

  const { samples } = readWav(join(folder, 'held.wav'));
  const began = onsetFrame(samples, 0.001);
  const level = peakDb(samples, began + 4800, began + 9600);
  for (let at = began + 4800; at + 480 < swapped - 960; at += 480) {
    const now = peakDb(samples, at, at + 480);
    assert.ok(Math.abs(now - level) < 1, `${now} dB at ${(at - swapping) / RATE} s of the swap`);
  }
  const held = centsOff(samples, RATE, TONE_HZ, swapped - 0.35 * RATE);
  assert.ok(Math.abs(held) < 5, `the held note is ${held} cents off`);
  const next = onsetFrame(samples, 0.001, silent - 4800);
  assert.ok(next > silent - 4800, 'silence comes between');
  const cents = centsOff(samples, RATE, TONE_HZ * 2 ** (7 / 12), next + 4800);
  assert.ok(Math.abs(cents) < 5, `the next note is ${cents} cents off the fifth`);
});

test('notes do not wait for a font to load', async () => {
  const engine = await playing('busy.wav', low);
  const { fluidsynth, synth } = engine;
  const shares: number[] = [];
  let loading = true;
  const loaded = engine
    .loadFont(big, (share) => shares.push(share))
    .finally(() => {
      loading = false;
    });
  let notes = 0;
  while (loading) {
    fluidsynth.noteOn(synth, 0, 40 + (notes % 40), 80);
    fluidsynth.noteOff(synth, 0, 40 + (notes % 40));
    notes++;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.deepEqual(await loaded, { ok: true });
  // A call that waited would come back when the font is there, and be one of the last.
  assert.ok(notes > 10, `${notes} notes were played meanwhile`);
  assert.ok(
    shares.some((share) => share > 0 && share < 1),
    `progress was ${shares.join(' ')}`,
  );
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
  engine.close();
});

test('a font without the program plays what is nearest, and one with nothing near is silent', async () => {
  const engine = await playing('lacking.wav', low);
  engine.fluidsynth.programChange(engine.synth, 0, 40);
  const other = file('other.sf2', toneFont('Other', [{ bank: 0, program: 0 }], 60));
  assert.deepEqual(await engine.loadFont(other), { ok: true });
  assert.deepEqual(engine.soundOf(0), { name: 'Other 0:0', bank: 0, program: 0 });
  const apart = file('apart.sf2', toneFont('Apart', [{ bank: 3, program: 5 }], 60));
  assert.deepEqual(await engine.loadFont(apart), { ok: true });
  assert.equal(engine.soundOf(0), undefined);
  assert.deepEqual(await engine.loadFont(low), { ok: true });
  assert.deepEqual(engine.soundOf(0), { name: 'Low 0:40', bank: 0, program: 40 });
  engine.close();
});

test('what FluidSynth does not accept leaves the font before in place', async () => {
  const engine = await playing('refused.wav', low);
  const answer = await engine.loadFont(file('junk.sf2', Buffer.from('RIFF of nothing')));
  assert.ok(!answer.ok);
  assert.match(answer.why, /FluidSynth 2\.\d+\.\d+ does not accept it/);
  assert.equal((await engine.loadFont(join(folder, 'missing.sf2'))).ok, false);
  assert.equal(engine.soundOf(0)?.name, 'Low 0:0');
  engine.close();
});

test('a hundred swaps give their memory back', async () => {
  const engine = await playing('often.wav', builtInFont());
  const { fluidsynth, synth } = engine;
  const swap = async (times: number): Promise<number> => {
    for (let time = 0; time < times; time++) {
      fluidsynth.noteOn(synth, 0, 60, 100);
      assert.deepEqual(await engine.loadFont(time % 2 === 0 ? low : builtInFont()), { ok: true });
      fluidsynth.noteOff(synth, 0, 60);
      fluidsynth.allSoundsOff(synth, -1);
    }
    return process.memoryUsage().rss;
  };
  const before = await swap(20);
  const grewMb = ((await swap(80)) - before) / 1e6;
  assert.ok(grewMb < 24, `${grewMb} MB more`);
  engine.close();
});

test('an engine that is closed while a font loads breaks the loading off', async () => {
  const engine = await playing('closed.wav', low);
  let share = 0;
  const loading = engine.loadFont(big, (now) => {
    share = now;
  });
  while (share === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  engine.close();
  assert.equal((await loading).ok, false);
});
