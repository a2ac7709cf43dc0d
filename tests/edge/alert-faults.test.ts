/** Each alert that prometheus.test.ts leaves out, by the fault that it is for. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { grown, toneFont } from '../support/fonts.ts';
import { HeadlessPipeWire, pipeWireMissing } from '../support/headless-pipewire.ts';
import { freePort, got, SERVING } from '../support/http.ts';
import { hurriedRules, hurriedScrapes } from '../support/hurried-monitoring.ts';
import { Home, type Started } from '../support/program.ts';
import { Prometheus } from '../support/prometheus.ts';
import { prometheusMissing } from '../support/promtool.ts';
import { ServedFigures } from '../support/served-figures.ts';
import { smallDiskMissing, withSmallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';

const skip = prometheusMissing();
/** More than the built-in SoundFont takes, and less than the big one. */
const BETWEEN_BYTES = 250e6;
const BIG_FONT_BYTES = 300e6;
// So rare that every break of such a length is noticed, and a slow machine's own are not.
const LONG_QUANTUM = 2048;
const PERIOD_MS = 43;

const ports: number[] = [];
let prometheus: Prometheus;
let next = 0;

before(async () => {
  if (skip !== false) return;
  for (let count = 0; count < 6; count++) ports.push(await freePort());
  prometheus = await Prometheus.start({
    'prometheus.yml': hurriedScrapes(...ports),
    'alerts.yml': hurriedRules().replace('> 0.25', `> ${BETWEEN_BYTES / totalmem()}`),
  });
});
after(async () => {
  await prometheus?.stop();
});

/** The settings of an instrument that is watched, and the port it serves on. */
function watched(): { port: number; env: NodeJS.ProcessEnv } {
  const port = ports[next++]!;
  const env = {
    FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
    FW16_SYNTH_KEYBOARD_START_ARMED: 'true',
    FW16_SYNTH_PRODUCTION_HEALTH_CHECK_INTERVAL: '1',
    FW16_SYNTH_HTTP_PORT: `${port}`,
  };
  return { port, env };
}

const UNATTENDED = ['--production', '--driver', 'file', '--input', 'demo'] as const;

async function isScraped(port: number): Promise<void> {
  await until('it is scraped', async () => {
    return (await prometheus.query(`up{instance="localhost:${port}"} == 1`)).length === 1;
  });
}

// They wait for Prometheus most of the time.
describe('alerts fire by their faults', { concurrency: 3 }, () => {
  test('HighAudioLatency: a buffer that is too long; LateAudio: breaks in the sound', {
    skip: skip || pipeWireMissing(),
  }, async () => {
    const { port, env } = watched();
    const server = await HeadlessPipeWire.start(LONG_QUANTUM);
    const home = new Home({ ...env, ...server.env });
    let going = true;
    try {
      const playing = await home.start(SERVING, '--production', '--driver', 'pipewire');
      await prometheus.fires(['HighAudioLatency'], port);
      await prometheus.isQuiet(['LateAudio'], port);
      const breaks = (async () => {
        for (; going; await sleep(6 * PERIOD_MS)) {
          playing.child.kill('SIGSTOP');
          await sleep(3 * PERIOD_MS);
          playing.child.kill('SIGCONT');
        }
      })();
      await prometheus.fires(['LateAudio'], port).finally(() => {
        going = false;
      });
      await breaks;
      await playing.end('SIGTERM');
    } finally {
      home.remove();
      await server.stop();
    }
  });

  test('HighMemory: a big SoundFont; ConfigRefused: a change that is wrong', { skip }, async () => {
    const { port, env } = watched();
    const home = new Home(env);
    const file = home.path('config.yaml');
    const font = home.path('big.sf2');
    writeFileSync(file, 'performance:\n  log_level: INFO\n');
    writeFileSync(font, grown(toneFont('Big', [{ bank: 0, program: 0 }], 60), BIG_FONT_BYTES));
    try {
      const playing = await home.start(SERVING, ...UNATTENDED, '--config', file);
      await isScraped(port);
      await prometheus.isQuiet(['HighMemory', 'ConfigRefused'], port);
      const { exit, err } = home.run('send', 'soundfont', font);
      assert.equal(exit, 0, err);
      writeFileSync(file, 'performance:\n  log_level: LOUD\n');
      playing.child.kill('SIGHUP');
      await prometheus.fires(['HighMemory', 'ConfigRefused'], port);
      await playing.end('SIGTERM');
    } finally {
      home.remove();
    }
  });

  test('ProgramRestarts: it is killed three times', { skip }, async () => {
    const { port, env } = watched();
    const home = new Home(env);
    try {
      let playing: Started | undefined;
      for (let life = 0; life < 4; life++) {
        await playing?.end('SIGKILL');
        playing = await home.start(SERVING, ...UNATTENDED);
        const lives = `changes(process_start_time_seconds{instance="localhost:${port}"}[15m])`;
        await until('this life is scraped', async () => {
          return (await prometheus.query(lives))[0]?.value === life;
        });
        if (life < 3) await prometheus.isQuiet(['ProgramRestarts'], port);
      }
      await prometheus.fires(['ProgramRestarts'], port);
      await playing?.end('SIGTERM');
    } finally {
      home.remove();
    }
  });

  test('PartsRestart: the sound server dies three times', {
    skip: skip || pipeWireMissing(),
  }, async () => {
    const { port, env } = watched();
    const server = await HeadlessPipeWire.start(256);
    const home = new Home({ ...env, ...server.env });
    try {
      const playing = await home.start(SERVING, '--production', '--driver', 'pipewire');
      await isScraped(port);
      for (let death = 1; death <= 3; death++) {
        await prometheus.isQuiet(['PartsRestart'], port);
        await server.kill();
        await until('it is missed', () => playing.err.split('asks for no sound').length > death);
        await server.serve();
        await until('it is back', () => playing.err.split('Sound is back').length > death);
      }
      await prometheus.fires(['PartsRestart'], port);
      await playing.end('SIGTERM');
    } finally {
      home.remove();
      await server.stop();
    }
  });

  test('DiskFills: a small disk under the log', { skip: skip || smallDiskMissing() }, async () => {
    const { port, env } = watched();
    const home = new Home(env);
    const disk = home.path('small');
    mkdirSync(disk);
    try {
      await withSmallDisk(disk, async () => {
        const log = `${disk}/production.log`;
        const playing = await home.start(SERVING, ...UNATTENDED, '--log-file', log);
        await prometheus.fires(['DiskFills', 'HealthFails'], port);
        const { body } = await got(port, '/health/detailed');
        assert.match(body, /room for \d+ MB in [^"]*small/);
        await playing.end('SIGTERM');
      });
    } finally {
      home.remove();
    }
  });

  test('OrphanedNotes and DeviceLost: figures of faults that no machine here can have', {
    skip,
  }, async () => {
    // A note without its end would be a fault of ours, and keyboards need a kernel that has them.
    const { port } = watched();
    const served = await ServedFigures.open(port);
    const keyboards = (count: number) => [{ kind: 'keyboard', state: 'ours', count }];
    try {
      served.change({ devices: keyboards(2) });
      await isScraped(port);
      await prometheus.isQuiet(['OrphanedNotes', 'DeviceLost'], port);
      served.change({
        devices: keyboards(1),
        notes: { begun: { keyboard: 12 }, sounding: 2, orphaned: 2 },
      });
      await prometheus.fires(['OrphanedNotes', 'DeviceLost'], port);
    } finally {
      await served.close();
    }
  });
});
