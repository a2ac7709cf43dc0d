import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { legendsOf } from './desktop-legends.ts';

test('legends are as set, else as the desktop, else as the system has them', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'fw16-legends-'));
  t.after(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  assert.equal(legendsOf('auto', {}, root), 'qwerty');
  write('etc/vconsole.conf', 'KEYMAP=fr\nFONT=lat9w\n');
  assert.equal(legendsOf('auto', {}, root), 'azerty');
  write(
    'etc/X11/xorg.conf.d/00-keyboard.conf',
    'Option "XkbLayout" "us"\nOption "XkbVariant" "colemak"\n',
  );
  assert.equal(legendsOf('auto', {}, root), 'colemak');
  write('etc/default/keyboard', 'XKBMODEL="pc105"\nXKBLAYOUT="de"\nXKBVARIANT=""\n');
  assert.equal(legendsOf('auto', {}, root), 'qwertz');
  assert.equal(legendsOf('auto', { XKB_DEFAULT_LAYOUT: 'us' }, root), 'qwerty');
  assert.equal(legendsOf('dvorak', { XKB_DEFAULT_LAYOUT: 'us' }, root), 'dvorak');
});
