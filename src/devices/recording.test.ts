import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Problem } from '../core/problem.ts';
import { RECORDING_BYTES_MAX, readPlayable, readRecording } from './recording.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-recording-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content, 'latin1');
  return path;
}

function problemOf(path: string, parseYaml: (text: string) => unknown = JSON.parse): Problem {
  try {
    readRecording(path, parseYaml);
  } catch (error) {
    assert.ok(error instanceof Problem);
    return error;
  }
  return assert.fail('this was taken for a recording');
}

const YAML = `version: 1
ndevices: 1
libinput: {}
devices:
- evdev: {}
  events:
  - evdev:
    - [0, 0, 1, 16, 1]
`;

test('the format is told by content, whatever the file is called', () => {
  const path = file('song.yml', '# EVEMU 1.3\nN: Keys\nE: 0.000000 0001 0010 1\n');
  assert.equal(readRecording(path, assert.fail).devices[0]?.name, 'Keys');
  const description = { version: 1, devices: [{ evdev: { name: 'Pad' }, events: 0 }] };
  const recording = readRecording(file('song.evemu', YAML), () => description);
  assert.equal(recording.devices[0]?.name, 'Pad');
});

test('a missing file, a folder and a file without permission are told apart', () => {
  assert.equal(problemOf(join(folder, 'nowhere')).exit, 66);
  assert.match(problemOf(folder).message, /not a file/);
  assert.match(problemOf('/dev/zero').message, /not a file/);
  symlinkSync('loop', join(folder, 'loop'));
  assert.match(problemOf(join(folder, 'loop')).message, /ELOOP/);
});

test('a file that may not be read says so', {
  skip: process.getuid?.() === 0 ? 'needs a user other than root' : false,
}, () => {
  const path = file('secret', 'N: x');
  chmodSync(path, 0);
  assert.equal(problemOf(path).exit, 77);
});

test('a named pipe that nobody writes to does not hang', () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  assert.match(problemOf(path).message, /not a file/);
});

test('what is no recording is refused with the formats that are known', () => {
  for (const content of ['', 'hello\n', '\0\0\0\0', 'RIFF\0\0\0\x06']) {
    const problem = problemOf(file('other', content));
    assert.equal(problem.exit, 65);
    assert.match(problem.remedy ?? '', /evemu-record.*libinput record/);
  }
});

test('a MIDI file can be played, and has no keys', () => {
  const path = file('song.evemu', 'MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk\0\0\0\x03\0\xc0\x05');
  const played = readPlayable(path, assert.fail);
  assert.ok('messages' in played);
  assert.equal(played.messages.length, 1);
  const problem = problemOf(path);
  assert.match(problem.message, /a MIDI file has notes and no keys/);
  assert.equal(problem.exit, 65);
  assert.match(problemOf(file('torn.mid', 'MThd\0\0')).message, /ends in its header/);
});

test('broken YAML is refused with its line and column', () => {
  const broken = () => {
    throw Object.assign(new Error('no closing quote\nmore'), { linePos: [{ line: 3, col: 7 }] });
  };
  const problem = problemOf(file('broken.yml', YAML), broken);
  assert.equal(problem.where, `${join(folder, 'broken.yml')}:3:7`);
  assert.match(problem.message, /no closing quote$/);
  assert.equal(problem.exit, 65);
});

test('a file too large is refused before it is read', () => {
  const path = file('large', 'N: x\n');
  truncateSync(path, RECORDING_BYTES_MAX + 1);
  assert.match(problemOf(path).message, /65 MiB/);
});
