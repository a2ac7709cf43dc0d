import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Engine } from '../engine/engine.ts';
import { PlayedTuning } from './tuning.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-tunings-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const fifths = file('fifths.scl', 'Fifths\n1\n3/2\n');
const octaves = file('octaves.scl', 'Octaves\n1\n2/1\n');
const keymap = file('low.kbm', '0\n0\n127\n60\n60\n100\n1\n');
const broken = file('broken.scl', 'Broken\n1\nhigh\n');

function configured(flags: Record<string, string> = {}): Config {
  const place = { env: {}, home: '/nowhere', systemFile: '/nowhere/config.yaml' };
  return loadConfig({ flags, ...place }).config;
}

/** A tuning on an engine that notes what it is told. */
function tuned(config = configured()) {
  const heard: Float64Array[] = [];
  const engine = { tune: (cents: Float64Array) => heard.push(cents) } as unknown as Engine;
  const note = (number: number) => Math.round(heard.at(-1)?.[number] ?? Number.NaN);
  return { tuning: new PlayedTuning(engine, config), heard, note };
}

test('a scale, a mapping for it, and equal temperament again', () => {
  const { tuning, note } = tuned();
  assert.deepEqual(tuning.change(fifths), { ok: true, told: 'The tuning is fifths.scl.' });
  assert.deepEqual([note(60), note(61), note(59)], [6000, 6702, 5298]);
  assert.ok(tuning.change(keymap).ok);
  assert.equal(tuning.name, 'fifths.scl, low.kbm');
  assert.equal(note(60), Math.round(6900 + 1200 * Math.log2(100 / 440)));
  assert.ok(tuning.change('off').ok);
  assert.equal(tuning.name, '');
  assert.equal(note(61), 6100);
});

test('what is no tuning changes nothing, and says where', () => {
  const { tuning, heard } = tuned();
  tuning.change(fifths);
  const answer = tuning.change(broken);
  assert.ok(!answer.ok && answer.exit === 65);
  assert.match(answer.why, /broken\.scl:3: note 1 of 1 is "high"/);
  const missing = tuning.change(join(folder, 'none.scl'));
  assert.ok(!missing.ok && missing.exit === 66);
  assert.equal(tuning.name, 'fifths.scl');
  assert.equal(heard.length, 1);
});

test('another configuration is followed; what hands chose stays until a file of it is another', () => {
  const { tuning, note } = tuned(configured({ 'tuning.scale': octaves }));
  assert.equal(tuning.name, 'octaves.scl');
  tuning.change(fifths);
  tuning.follow(configured({ 'tuning.scale': octaves, 'audio.tuning_hz': '880' }));
  assert.equal(tuning.name, 'fifths.scl');
  assert.deepEqual([note(60), note(61)], [7200, 7902]);
  assert.throws(() => tuning.follow(configured({ 'tuning.scale': broken })));
  assert.equal(tuning.name, 'fifths.scl');
  tuning.follow(configured());
  assert.equal(tuning.name, '');
  assert.equal(note(61), 6100);
});
