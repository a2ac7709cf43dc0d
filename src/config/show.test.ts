import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from './load.ts';
import { SETTINGS } from './schema.ts';
import { shownSettings, shownText } from './show.ts';

const rows = shownSettings(
  loadConfig({
    flags: { 'audio.driver': 'alsa' },
    flagNames: { 'audio.driver': '--driver' },
    env: { FW16_SYNTH_BASE_OCTAVE: '5', FW16_SYNTH_VELOCITY_CURVE: '[[0, 9], [64, 90]]' },
    home: '/nowhere',
    systemFile: '/nowhere/config.yaml',
  }),
);

test('every setting has a row with its value, unit, origin and meaning', () => {
  assert.deepEqual(
    rows.map(({ key }) => key),
    [...SETTINGS.keys()],
  );
  const { description, ...size } = rows.find(({ key }) => key === 'audio.buffer_size') ?? {};
  assert.deepEqual(size, {
    key: 'audio.buffer_size',
    value: 64,
    unit: 'frames',
    from: 'default',
    where: 'built in',
  });
  assert.match(description ?? '', /^One period/);
  assert.equal(rows.find(({ key }) => key === 'performance.log_file')?.value, null);
});

test('the rows survive JSON', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(rows)), rows);
});

test('the text stands in columns', () => {
  const lines = shownText(rows).trimEnd().split('\n');
  const line = (key: string) => lines.find((each) => each.startsWith(`${key} `)) ?? '';
  assert.match(line('audio.driver'), / alsa +--driver$/);
  assert.match(line('audio.gain_db'), / -8 dB +default$/);
  assert.match(line('keyboard.octave'), / 5 +FW16_SYNTH_BASE_OCTAVE$/);
  assert.match(line('velocity.curve'), / \[0, 9\], \[64, 90\] +FW16/);
  assert.match(
    line('presets'),
    / Grand Piano, Electric Piano, Drawbar Organ, and 9 more +default$/,
  );
  assert.match(line('devices.ignore'), / none +default$/);
  const origins = lines.map((each) => each.search(/(--driver|FW16_\w+|default)$/));
  assert.equal(new Set(origins).size, 1);
});

test('a section of two words has its values shown too', () => {
  const { value } = rows.find(({ key }) => key === 'note_repeat.rate') ?? {};
  assert.equal(value, '1/16');
});
