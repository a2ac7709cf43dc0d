import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textSource } from './file-source.ts';
import { jsonSchema } from './json-schema.ts';
import { markdownReference } from './reference.ts';
import { SETTINGS, schema } from './schema.ts';

test('the example of the reference is valid', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(markdownReference()) ?? [];
  const { tree, mistakes } = textSource(example, 'example', 'user file');
  assert.deepEqual(mistakes, []);
  assert.equal(schema.parse(tree).audio.buffer_size, 128);
});

test('the reference has every setting once, and says what each means', () => {
  const rows = markdownReference()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const fields = [...SETTINGS.values()].map(({ path: [section = '', name] }) => {
    const { items } = jsonSchema().properties?.[section] ?? {};
    const ofEach = typeof items === 'object' ? items.properties : undefined;
    return name === undefined && ofEach !== undefined ? Object.keys(ofEach).length : 1;
  });
  assert.equal(
    rows.length,
    fields.reduce((sum, count) => sum + count, 0),
  );
  for (const row of rows) {
    assert.doesNotMatch(row, /undefined|\[object|NaN/);
    assert.match(row, /\. *(\*At the next start\.\* )?\|$/);
  }
});
