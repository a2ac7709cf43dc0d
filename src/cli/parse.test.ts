import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../core/problem.ts';
import { COMMANDS } from './options.ts';
import { parse } from './parse.ts';

function problemOf(...argv: readonly string[]): Problem {
  try {
    parse(argv);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return assert.fail(`${argv.join(' ')} was taken`);
}

test('without a command it plays', () => {
  assert.equal(parse([]).command.name, 'play');
  assert.equal(parse(['--octave', '3']).flags.get('octave'), '3');
  assert.equal(parse(['play', '--octave=3']).flags.get('octave'), '3');
});

test('flags and operands may stand in any order, and short flags for long ones', () => {
  for (const argv of [
    ['render', 'song', '-o', 'out.wav', '--json'],
    ['render', '--json', '--output=out.wav', 'song'],
    ['render', '-oout.wav', '--json', '--', 'song'],
  ]) {
    const { flags, operands } = parse(argv);
    assert.deepEqual(operands, ['song']);
    assert.deepEqual([...flags].sort(), [
      ['json', ''],
      ['output', 'out.wav'],
    ]);
  }
});

test('a negative number is a value, and what follows -- is no flag', () => {
  assert.deepEqual(parse(['send', 'transpose', '-3']).operands, ['transpose', '-3']);
  assert.equal(parse(['--octave', '-3']).flags.get('octave'), '-3');
  assert.deepEqual(parse(['render', '--', '--json']).operands, ['--json']);
});

test('a value may hold an equals sign and may be empty', () => {
  assert.equal(parse(['--input=a=b.evemu']).flags.get('input'), 'a=b.evemu');
  assert.equal(parse(['--input=']).flags.get('input'), '');
});

test('a command or flag mistyped is told its nearest', () => {
  assert.match(problemOf('rendre', 'x').message, /did you mean render\?/);
  assert.match(problemOf('--drvier', 'alsa').message, /did you mean --driver\?/);
  assert.match(problemOf('devices', '--jsno').message, /devices has no flag --jsno.*--json\?/);
  assert.doesNotMatch(problemOf('dance').message, /did you mean/);
});

test('a flag that lacks its value is not given the next flag', () => {
  assert.match(problemOf('--driver', '--production').message, /--driver takes NAME, and nothing/);
  assert.match(problemOf('render', 'song', '-o').message, /-o takes FILE/);
  assert.match(problemOf('--production=yes').message, /takes no value/);
});

test('a command behind flags, and a recording as a command, are told where they belong', () => {
  assert.match(problemOf('--octave', '3', 'render').remedy ?? '', /first: fw16-synth render/);
  assert.match(problemOf('song.evemu').remedy ?? '', /--input song\.evemu/);
});

test('too few and too many words are refused, but not beside --help', () => {
  for (const { name, least, most } of COMMANDS) {
    const words = Array.from({ length: most + 1 }, () => 'x');
    assert.match(problemOf(name, ...words).message, /one word too many/);
    if (least > 0) assert.match(problemOf(name).message, /is missing/);
    assert.ok(parse([name, '--help']).flags.has('help'));
  }
});

test('every mistake is exit 2', () => {
  for (const argv of [['x'], ['--x'], ['-x'], ['render'], ['status', 'x'], ['--driver']]) {
    assert.equal(problemOf(...argv).exit, 2);
  }
});
