import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeAssignments } from './assignment-lines.ts';
import { textSource } from './file-source.ts';

function taken(text: string) {
  const { rest, found } = takeAssignments(text);
  return { rest, found: found.map(({ line, column, key, value }) => [line, column, key, value]) };
}

test('an assignment by a dotted name is taken out and leaves its line empty', () => {
  assert.deepEqual(taken('audio:\n  driver: alsa\naudio.buffer_size = 256\n'), {
    rest: 'audio:\n  driver: alsa\n\n',
    found: [[3, 1, 'audio.buffer_size', '256']],
  });
});

test('spaces around it, a comment behind it and a carriage return change nothing', () => {
  for (const line of [
    'audio.driver=jack',
    '  audio.driver =  jack  # mine',
    'audio.driver = jack\r',
  ]) {
    assert.deepEqual(taken(line).found[0]?.slice(2), ['audio.driver', 'jack'], line);
  }
});

test('behind a file without a last line feed it ends that line', () => {
  assert.deepEqual(taken('  error_recovery_enabled: trueaudio.buffer_size = 256\n'), {
    rest: '  error_recovery_enabled: true\n',
    found: [[1, 31, 'audio.buffer_size', '256']],
  });
});

test('a bare name is an assignment when one section alone has it', () => {
  assert.deepEqual(taken('audio:\n  buffer_size = 256').found, [
    [2, 3, 'audio.buffer_size', '256'],
  ]);
  assert.deepEqual(taken('touchpad:\n  enabled = true').found, []);
});

test('an equals sign within a value is left alone', () => {
  const text = 'midi:\n  port_filter: "a=b"\n# audio.driver = jack\nx: y = z\n';
  assert.deepEqual(taken(text), { rest: text, found: [] });
});

test('an assignment to nothing we know is only to be deleted', () => {
  const text = 'context.properties = { audio.rate = 48000 }\n';
  const { mistakes } = textSource(text, 'c', 'user file');
  assert.deepEqual(
    mistakes.map(({ where, remedy }) => [where, remedy]),
    [['c:1:1', 'Delete line 1.']],
  );
});

test('a hundred are explained, however many there are', () => {
  const { found } = takeAssignments('audio.driver = jack\n'.repeat(50_000));
  assert.equal(found.length, 100);
});
