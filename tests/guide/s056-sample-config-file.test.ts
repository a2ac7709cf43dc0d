import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWith, systemFile, writeSystemFile } from './machine.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

test('the guide’s config.yaml is read from /etc, and every line of it counts', () => {
  writeSystemFile(SAMPLE_CONFIG);
  const { config, origins, files } = loadWith();
  assert.deepEqual(files, [systemFile]);
  const lines = SAMPLE_CONFIG.split('\n');
  const settings = lines.flatMap((line, index) => (/^ {2}\w/.test(line) ? [index + 1] : []));
  const from = [...origins.values()].filter((origin) => origin.from === 'system file');
  const read = from.map(({ where }) => Number(where.split(':').at(-2)));
  assert.deepEqual(
    read.sort((one, other) => one - other),
    settings,
  );
  const { inputEnabled, autoConnect, portFilter } = config.midi;
  assert.deepEqual(
    [inputEnabled, autoConnect, portFilter],
    [true, true, 'Framework|Piano|Keyboard'],
  );
  const { enabled, smoothing, pressureThreshold } = config.touchpad;
  assert.deepEqual([enabled, smoothing, pressureThreshold], [true, 0.85, 0.1]);
});
