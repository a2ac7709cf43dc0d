import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Engine } from '../../src/engine/engine.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { peakDb, readWav } from '../support/pitch.ts';

const PURE_BANK = 1;
const SQUARE = 1;
const RATE = 48_000;
const folder = mkdtempSync(join(tmpdir(), 'fw16-levels-'));
after(() => rmSync(folder, { recursive: true }));

test('peak and mean level are those of what comes out', async () => {
  const engine = new Engine(
    {
      sampleRate: RATE,
      bufferSize: 64,
      periods: 2,
      gainDb: -8,
      polyphony: 64,
      reverb: false,
      chorus: false,
      tuningHz: 440,
    },
    'file',
  );
  const { fluidsynth, synth } = engine;
  const rendered = async (frames: number): Promise<number> => {
    const until = engine.levels().frames + frames;
    while (engine.levels().frames < until) await new Promise((resolve) => setTimeout(resolve, 2));
    return engine.levels().frames;
  };
  await engine.loadFont(builtInFont());
  const wav = join(folder, 'square.wav');
  assert.ok((await engine.startAudio('file', wav)).ok);
  await rendered(640);
  engine.takePeakDb('status');
  engine.takeRmsDb();
  await rendered(640);
  assert.equal(engine.takePeakDb('status'), Number.NEGATIVE_INFINITY);
  assert.equal(engine.takeRmsDb(), Number.NEGATIVE_INFINITY);

  fluidsynth.bankSelect(synth, 0, PURE_BANK);
  fluidsynth.programChange(synth, 0, SQUARE);
  fluidsynth.noteOn(synth, 0, 69, 100);
  const from = await rendered(4800);
  engine.takePeakDb('status');
  engine.takeRmsDb();
  const to = await rendered(24_000);
  const [peak, rms] = [engine.takePeakDb('status'), engine.takeRmsDb()];
  engine.close();

  const { samples } = readWav(wav);
  // The WAV lacks what was rendered before it began.
  const steady = samples.subarray(from - 960, to - 960);
  const power = steady.reduce((sum, sample) => sum + sample * sample, 0) / steady.length;
  assert.ok(Math.abs(rms - 10 * Math.log10(power)) < 0.1, `${rms} dBFS`);
  assert.ok(Math.abs(peak - peakDb(steady)) < 0.1, `${peak} dBFS`);
  // A square wave is nearly always at its peak.
  assert.ok(rms < peak && rms > peak - 3, `${rms} and ${peak} dBFS`);
});
