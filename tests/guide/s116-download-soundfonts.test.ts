import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { builtInFont } from '../../src/engine/soundfonts.ts';
import { openMirror, whole } from '../support/mirror.ts';
import { Home } from '../support/program.ts';

const LINE = 'fw16-synth --download-soundfonts';
const argv = LINE.split(' ').slice(1);
const FILE = readFileSync(builtInFont());

const home = new Home();
after(() => home.remove());

test('the guide’s line brings the font that suits the machine, and later finds it there', async () => {
  const mirror = await openMirror({ '/font.sf2': whole(FILE) });
  const font = {
    ...{ name: 'Small', means: 'a small one', file: 'Small.sf2', release: '1', licence: 'MIT' },
    bytes: FILE.length,
    sha256: createHash('sha256').update(FILE).digest('hex'),
    mirrors: [mirror.url('/font.sf2')],
  };
  const list = home.path('list.json');
  writeFileSync(list, JSON.stringify({ version: 1, fonts: [font] }));
  home.env['FW16_SYNTH_AUDIO_SOUNDFONT_MANIFEST'] = list;
  try {
    assert.equal((await home.runBeside(...argv)).exit, 0);
    const again = await home.runBeside(...argv);
    assert.match(again.err, /Small\.sf2 is there already: Small 1, whole\.$/m);
    assert.equal(again.exit, 0);
    assert.deepEqual(mirror.asked, ['/font.sf2']);
    assert.ok(readFileSync(home.path('.local/share/soundfonts/Small.sf2')).equals(FILE));
  } finally {
    await mirror.close();
  }
});
