/** The sound server goes away while somebody plays. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KEY } from '../../src/core/keys/key-codes.ts';
import type { Status } from '../../src/core/status.ts';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { HeadlessPipeWire, pipeWireMissing, SINK } from '../support/headless-pipewire.ts';
import { peakDb, readWav } from '../support/pitch.ts';
import { Home, type Started } from '../support/program.ts';
import { pulse, recordingOf, type Stroke } from '../support/strokes.ts';

const skip = pipeWireMissing();
const QUANTUM = 256;
const RATE = 48_000;
// Two seconds are the promise; a loaded machine gets twice that before the test calls it broken.
const BACK_MS = 4000;
const LOST = 'asks for no sound any more';
const BACK = 'Sound is back';
const AUDIBLE_DB = -50;
const PLAIN = {
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_AUDIO_REVERB: 'false',
  FW16_SYNTH_AUDIO_CHORUS: 'false',
  FW16_SYNTH_KEYBOARD_BANK: '1',
  FW16_SYNTH_KEYBOARD_PROGRAM: '1',
  FW16_SYNTH_KEYBOARD_START_ARMED: 'true',
};
/** A key that is held all the time, and one that is struck four times a second. */
const HELD: Stroke = [KEY.KEY_Z, 0.1, 120];
const STRUCK = pulse(KEY.KEY_Q, 0.25, 120);

interface Scene {
  readonly server: HeadlessPipeWire;
  readonly home: Home;
  play(strokes: readonly Stroke[], ...args: readonly string[]): Promise<Started>;
  /** The same before somebody's eyes. */
  playHere(strokes: readonly Stroke[]): Promise<Started>;
  status(): Status;
  /** The loudest of half a second of what a sink plays. */
  heardDb(sink?: string): Promise<number>;
}

async function onStage(
  act: (scene: Scene) => Promise<void>,
  { withPulse = false } = {},
): Promise<void> {
  const server = await HeadlessPipeWire.start(QUANTUM, { withPulse });
  const home = new Home({ ...server.env, ...PLAIN });
  let playing: Started | undefined;
  let captures = 0;
  const input = (strokes: readonly Stroke[]): string[] => {
    writeFileSync(home.path('strokes.evemu'), recordingOf(strokes));
    return ['--input', home.path('strokes.evemu')];
  };
  try {
    await act({
      server,
      home,
      play: async (strokes, ...args) => {
        playing = await home.start('Ready', '--production', ...input(strokes), ...args);
        return playing;
      },
      playHere: async (strokes) => {
        playing = await home.start('It ends by itself', ...input(strokes));
        return playing;
      },
      status: () => JSON.parse(home.run('status', '--json').out),
      heardDb: async (sink) => {
        const wav = join(server.folder, `heard-${captures++}.wav`);
        const capture = await server.capture(wav, sink);
        await new Promise((resolve) => setTimeout(resolve, 700));
        await capture.stop();
        const { samples } = readWav(wav);
        return peakDb(samples, samples.length - RATE / 2);
      },
    });
    if (playing?.child.exitCode === null) assert.equal((await playing.end('SIGTERM')).exit, 0);
  } finally {
    if (playing?.child.exitCode === null) await playing.end('SIGKILL');
    home.remove();
    await server.stop();
  }
}

test('a server that is killed and comes back: held notes end, sound is back', {
  skip,
}, async () => {
  await onStage(async ({ server, play, status, heardDb }) => {
    const playing = await play([HELD, ...STRUCK], '--driver', 'pipewire');
    assert.ok((await heardDb()) > AUDIBLE_DB);
    await server.kill();
    await playing.says(LOST);
    await playing.says('tried again every second');
    const gone = status();
    assert.equal(gone.audio.driver, '');
    assert.match(gone.audio.why, /no sound/);
    assert.ok(gone.playing.notesEnded > 0);
    await server.serve();
    const backMs = performance.now();
    await playing.says(BACK);
    assert.ok(performance.now() - backMs < BACK_MS, `${performance.now() - backMs} ms`);
    await server.settled();
    await until(() => server.playingInto(SINK).length === 2);
    assert.ok((await heardDb()) > AUDIBLE_DB);
    const { audio, playing: state } = status();
    assert.equal(audio.driver, 'pipewire');
    assert.equal(state.notesBegun - state.notesEnded, state.sounding);
  });
});

test('a server that is stopped holds nothing up, and plays on when it goes on', {
  skip,
}, async () => {
  await onStage(async ({ server, play, status, heardDb }) => {
    const playing = await play([HELD], '--driver', 'pipewire');
    while (status().playing.sounding === 0);
    server.signal('SIGSTOP');
    await playing.says(LOST);
    // The socket answers, so the main thread waits for nothing; the held note has ended.
    assert.equal(status().playing.sounding, 0);
    assert.equal(status().audio.driver, '');
    server.signal('SIGCONT');
    const backMs = performance.now();
    await playing.says(BACK);
    assert.ok(performance.now() - backMs < BACK_MS, `${performance.now() - backMs} ms`);
    assert.ok((await heardDb()) < AUDIBLE_DB, 'the key that is still held begins nothing');
  });
});

test('through PulseAudio as well', { skip }, async () => {
  const withPulse = true;
  await onStage(
    async ({ server, play, heardDb }) => {
      const playing = await play(STRUCK, '--driver', 'pulseaudio');
      server.signal('SIGSTOP');
      await playing.says(LOST);
      server.signal('SIGCONT');
      await playing.says(BACK);
      await server.kill();
      await until(() => playing.err.split(LOST).length === 3);
      await server.serve();
      const backMs = performance.now();
      await until(() => playing.err.split(BACK).length === 3);
      assert.ok(performance.now() - backMs < BACK_MS, `${performance.now() - backMs} ms`);
      await server.settled();
      assert.ok((await heardDb()) > AUDIBLE_DB);
    },
    { withPulse },
  );
});

test('unattended, a server that comes only later is played through, and no file is written', {
  skip,
}, async () => {
  await onStage(async ({ server, home, play, status, heardDb }) => {
    await server.kill();
    const playing = await play(STRUCK, '--driver', 'auto');
    await playing.says('There is no sound: ');
    const { driver, why, file } = status().audio;
    assert.deepEqual([driver, file], ['', undefined]);
    assert.match(why, /^pipewire refuses a stream/);
    await until(() => status().playing.notesEnded > 1);
    assert.match(home.run('--health-check').out, /^fail: /);
    await server.serve();
    await playing.says('Sound goes through pipewire now');
    await until(() => server.playingInto(SINK).length === 2);
    assert.ok((await heardDb()) > AUDIBLE_DB);
    assert.equal(status().audio.why.includes('PipeWire is running'), true);
    assert.equal(existsSync(home.path('fw16-synth.wav')), false);
  });
});

test('attended, it takes over from the file, which stays whole', { skip }, async () => {
  await onStage(async ({ server, home, playHere, status, heardDb }) => {
    await server.kill();
    await playHere(STRUCK);
    assert.equal(status().audio.driver, 'file');
    await until(() => status().playing.notesEnded > 1);
    await server.serve();
    await until(() => status().audio.driver === 'pipewire');
    await until(() => server.playingInto(SINK).length === 2);
    assert.ok((await heardDb()) > AUDIBLE_DB);
    const { samples } = readWav(home.path('fw16-synth.wav'));
    assert.ok(samples.length > RATE / 2, `${samples.length} frames`);
    assert.ok(peakDb(samples) > AUDIBLE_DB);
  });
});

test('sound follows the default sink as it changes, goes and comes', { skip }, async () => {
  await onStage(async ({ server, play, heardDb }) => {
    const heardAt = async (sink: string): Promise<void> => {
      const sinceMs = performance.now();
      await until(() => server.playingInto(sink).some((port) => port.startsWith('fw16-synth')));
      const ms = performance.now() - sinceMs;
      assert.ok(ms < BACK_MS, `it took ${ms} ms`);
      assert.ok((await heardDb(sink)) > AUDIBLE_DB);
    };
    await play(STRUCK, '--driver', 'pipewire');
    await heardAt(SINK);
    await server.addSink('other');
    server.makeDefault('other');
    await heardAt('other');
    server.removeSink('other');
    await heardAt(SINK);
    server.removeSink(SINK);
    await server.addSink('third');
    await heardAt('third');
  });
});

test('with error_recovery_enabled off it plays on in silence, and says so', { skip }, async () => {
  await onStage(async ({ server, home, play, status }) => {
    home.env['FW16_SYNTH_PRODUCTION_ERROR_RECOVERY_ENABLED'] = 'false';
    const playing = await play(STRUCK, '--driver', 'pipewire');
    await server.kill();
    await playing.says('error_recovery_enabled is off');
    await server.serve();
    await server.settled();
    const { notesBegun } = status().playing;
    await until(() => status().playing.notesBegun > notesBegun + 4);
    assert.equal(status().audio.driver, '');
    assert.ok(!playing.err.includes(BACK));
  });
});

test('it ends in time and in order while its server is stopped', { skip }, async () => {
  await onStage(async ({ server, play }) => {
    const playing = await play(STRUCK, '--driver', 'pipewire');
    server.signal('SIGSTOP');
    await playing.says(LOST);
    const { exit, ms } = await playing.end('SIGTERM');
    assert.equal(exit, 0);
    assert.ok(ms < 2000, `it took ${ms} ms`);
  });
});

const noJack =
  spawnSync('which', ['jackd']).status !== 0 && 'needs jackd: apt install jackd2, or jackd1';

test('JACK that is killed and comes back is played through again', { skip: noJack }, async () => {
  const env = { JACK_DEFAULT_SERVER: `fw16-synth-${process.pid}`, JACK_NO_AUDIO_RESERVATION: '1' };
  const home = new Home({ ...PLAIN, ...env });
  const serve = (): ChildProcess => {
    const args = ['-n', env.JACK_DEFAULT_SERVER, '--no-realtime', '-d', 'dummy', '-p', '256'];
    return spawn('jackd', args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  };
  const end = async (server: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  let server = serve();
  try {
    writeFileSync(home.path('strokes.evemu'), recordingOf(STRUCK));
    const args = ['--production', '--driver', 'jack', '--input', home.path('strokes.evemu')];
    // It starts only once the server can be reached.
    let playing: Started | undefined;
    while (playing === undefined) {
      assert.equal(server.exitCode, null, 'jackd has ended');
      playing = await home.start('Ready', ...args).catch((error) => {
        if (!String(error).includes('no JACK answers')) throw error;
        return undefined;
      });
    }
    await end(server, 'SIGKILL');
    await playing.says(LOST);
    server = serve();
    await playing.says(BACK);
    assert.ok(!playing.err.includes('connect'), 'libjack is quiet');
    assert.equal((await playing.end('SIGTERM')).exit, 0);
  } finally {
    // One that is killed keeps its place, of eight, until the machine starts anew.
    await end(server, 'SIGTERM');
    home.remove();
  }
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}
