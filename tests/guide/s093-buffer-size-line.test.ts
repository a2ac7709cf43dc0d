import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { loadWith, problemWith, systemFile, writeSystemFile } from './machine.ts';
import { SAMPLE_CONFIG } from './sample-config.ts';

/** The guide's line, run as printed but for the file and for sudo. */
function appendAsPrinted(): void {
  const line = `echo 'audio.buffer_size = 256' | sudo tee -a /etc/fw16-synth/config.yaml`;
  const here = line.replace('sudo ', '').replace('/etc/fw16-synth/config.yaml', '"$1"');
  execFileSync('sh', ['-c', here, 'sh', systemFile]);
}

test('the line is told to be no YAML, with its number, and with the line that says it already', () => {
  writeSystemFile(SAMPLE_CONFIG);
  appendAsPrinted();
  const problem = problemWith();
  assert.equal(problem.exit, 78);
  assert.equal(problem.where, `${systemFile}:35:1 (audio.buffer_size)`);
  assert.match(problem.message, /"audio\.buffer_size = 256" is not YAML/);
  assert.equal(problem.remedy, 'Delete line 35: line 5 says buffer_size: 256 already.');
});

test('it is told which line to change when the file says another size', () => {
  writeSystemFile(SAMPLE_CONFIG.replace('256', '64'));
  appendAsPrinted();
  assert.equal(
    problemWith().remedy,
    'Delete line 35, and change line 5, which says buffer_size: 64, to:\n    buffer_size: 256',
  );
});

test('it is told where to write it when the section is there', () => {
  writeSystemFile('audio:\n  driver: pipewire\n');
  appendAsPrinted();
  assert.equal(
    problemWith().remedy,
    'Delete line 3, and write below audio: on line 1:\n    buffer_size: 256',
  );
});

test('it is told what to write when the file is otherwise empty', () => {
  writeSystemFile('');
  appendAsPrinted();
  assert.equal(problemWith().remedy, 'Write instead of line 1:\n  audio:\n    buffer_size: 256');
});

test('it is found even where it ran into the last line', () => {
  writeSystemFile(SAMPLE_CONFIG.trimEnd());
  appendAsPrinted();
  const { where, remedy } = problemWith();
  assert.equal(where, `${systemFile}:34:31 (audio.buffer_size)`);
  assert.equal(
    remedy,
    'End line 34 before audio.buffer_size: line 5 says buffer_size: 256 already.',
  );
});

test('what it is told to write works', () => {
  writeSystemFile('audio:\n  buffer_size: 256\n');
  assert.equal(loadWith().config.audio.bufferSize, 256);
});
