import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import type { Status } from '../../src/core/status.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HeadlessPipeWire, pipeWireMissing, SINK } from '../support/headless-pipewire.ts';
import { peakDb, readWav } from '../support/pitch.ts';
import { Home, projectFile } from '../support/program.ts';

const skip = pipeWireMissing();
const AUDIBLE_DB = -40;
const QUANTUM = 256;
const PURE_SQUARE = {
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_KEYBOARD_BANK: '1',
  FW16_SYNTH_KEYBOARD_PROGRAM: '1',
  FW16_SYNTH_KEYBOARD_START_ARMED: 'true',
};
let server: HeadlessPipeWire;
before(async () => {
  if (skip === false) server = await HeadlessPipeWire.start(QUANTUM, { withPulse: true });
});
after(() => server?.stop());

/** The program plays a scale on the server for a moment: what it says of its audio, what is heard. */
async function playing(
  t: TestContext,
  driver: string,
): Promise<{ audio: Status['audio']; words: string; samples: Float32Array; home: Home }> {
  const home = new Home({ ...server.env, ...PURE_SQUARE });
  t.after(() => home.remove());
  const wav = home.path('heard.wav');
  const capture = await server.capture(wav);
  const scale = projectFile('assets/recordings/scale.evemu');
  const program = await home.start('Ready', '--production', '--input', scale, '--driver', driver);
  t.after(() => program.child.kill('SIGKILL'));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const { audio } = JSON.parse(home.run('status', '--json').out);
  const words = home.run('status').out;
  assert.equal((await program.end('SIGTERM')).exit, 0);
  await capture.stop();
  return { audio, words, samples: readWav(wav).samples, home };
}

for (const [choice, driver, said] of [
  [
    'auto',
    'pipewire',
    /pipewire( into fw16-synth-null)?, 256 frames at 48000 Hz: 5\.3 ms of buffer/,
  ],
  ['pipewire', 'pipewire', /pipewire( into fw16-synth-null)?, 256 frames at 48000 Hz: 5\.3 ms/],
  ['jack', 'jack', /jack into fw16-synth-null, 256 frames .*; PipeWire answers in its place/],
] as const) {
  test(`${choice} is heard from the sink, a period of the server at a time`, {
    skip,
  }, async (t) => {
    const { audio, words, samples } = await playing(t, choice);
    assert.equal(audio.driver, driver);
    // FluidSynth's own PipeWire driver does not tell.
    assert.equal(audio.into, /JACK|in its place/.test(audio.why) ? SINK : undefined);
    assert.equal(audio.sampleRate, 48_000);
    assert.equal(audio.periodFrames, QUANTUM);
    assert.equal(audio.periods, 1);
    assert.ok(Math.abs(audio.bufferMs - 1000 * (QUANTUM / 48_000)) < 0.01);
    const [buffer] = audio.latency;
    assert.deepEqual(buffer, { stage: 'buffer', known: 'measured', seconds: QUANTUM / 48_000 });
    assert.match(words, said);
    assert.ok(peakDb(samples) > AUDIBLE_DB, 'nothing is heard');
  });
}

test('pulseaudio is heard, and never claims to be as quick as its period', { skip }, async (t) => {
  const { audio, words, samples } = await playing(t, 'pulseaudio');
  assert.equal(audio.driver, 'pulseaudio');
  assert.equal(audio.latency[0]?.known, 'least');
  // The server asks for 256 frames at the least, and has more than that in hand before it begins.
  assert.ok(audio.bufferMs > 8 && audio.bufferMs < 300, `${audio.bufferMs} ms`);
  assert.match(words, /pulseaudio, \d+ frames .*: at least \d+\.\d ms of buffer/);
  assert.ok(peakDb(samples) > AUDIBLE_DB, 'nothing is heard');
});

test('a file is written at its own pace, and is never late', { skip }, async (t) => {
  const { audio, words, samples, home } = await playing(t, 'file');
  assert.equal(audio.driver, 'file');
  assert.equal(audio.late, 0);
  assert.equal(audio.periodFrames, 64);
  assert.match(words, /^Audio +\S+fw16-synth\.wav, 48000 Hz \(chosen\)$/m);
  assert.ok(peakDb(readWav(home.path('fw16-synth.wav')).samples) > AUDIBLE_DB);
  assert.equal(peakDb(samples), Number.NEGATIVE_INFINITY, 'the sink has no part in it');
});
