import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { after, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { Home } from '../support/program.ts';
import { until } from '../support/until.ts';

const home = new Home({
  FW16_SYNTH_AUDIO_SOUNDFONT: builtInFont(),
  FW16_SYNTH_PRODUCTION_ENABLE_MONITORING: 'false',
});
after(() => home.remove());
const PLAYING = ['--production', '--driver', 'file', '--input', 'demo'] as const;

test('send profile writes what the last minute was spent on, and how late each note was', async () => {
  home.env['FW16_SYNTH_PRODUCTION_ENABLE_PROFILING'] = 'true';
  const playing = await home.start('Ready', ...PLAYING);
  home.run('arm');
  const begun = (): number => JSON.parse(home.run('status', '--json').out).playing.notesBegun;
  await until('it has played three notes', () => begun() >= 3);
  const before = begun();
  const { exit, out, err } = home.run('send', 'profile', 'profiles');
  assert.equal(exit, 0, err);
  const { files } = JSON.parse(out);
  for (const file of files) {
    assert.ok(file.startsWith(home.path('profiles/')), file);
    assert.equal(statSync(file).mode & 0o077, 0);
  }
  const [cpu, latency] = files.map((file: string) => readFileSync(file, 'utf8'));
  const profile = JSON.parse(cpu);
  assert.ok(profile.endTime - profile.startTime > 100_000);
  assert.equal(profile.samples.length, profile.timeDeltas.length);
  const called = profile.nodes.map(
    ({ callFrame }: { callFrame: { url: string } }) => callFrame.url,
  );
  assert.ok(called.some((url: string) => url.includes('/dist/program/')));

  const [header, ...rows] = latency.trimEnd().split('\n');
  assert.equal(header, 'time,late_us,source');
  assert.ok(rows.length >= before, `${rows.length} of ${before}`);
  for (const row of rows) {
    const [time, late, source] = row.split(',');
    assert.ok(Math.abs(Date.now() - Date.parse(time)) < 60_000, time);
    assert.ok(Number(late) >= 0 && Number(late) < 1e6, late);
    assert.equal(source, 'recording');
  }

  const readOnly = home.run('send', 'profile', '/proc/nowhere');
  assert.equal(readOnly.exit, 74);
  assert.match(readOnly.err, /\/proc\/nowhere.*\n.*Name another/);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});

test('where profiling is off it says how to switch it on', async () => {
  home.env['FW16_SYNTH_PRODUCTION_ENABLE_PROFILING'] = 'false';
  const playing = await home.start('Ready', ...PLAYING);
  const { exit, err } = home.run('send', 'profile');
  assert.equal(exit, 69);
  assert.match(err, /profiling is off\n.*production\.enable_profiling: true/);
  assert.equal((await playing.end('SIGTERM')).exit, 0);
});
