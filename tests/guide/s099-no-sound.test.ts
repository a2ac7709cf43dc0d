import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';

// Each command of the chapter "No Sound Output", and the check that asks the same.

test('systemctl --user status pipewire, pipewire-pulse: whether the servers are there', () => {
  const files = { '/run/user/1000/pipewire-0': null, '/run/user/1000/pulse/native': null };
  const without = examined({ files: { ...files, '/dev/snd/pcmC0D0p': null } });
  const { advice } = theCheck(without, 'audio:server', 'fail');
  assert.match(
    advice.join('\n'),
    /services\.pipewire[\s\S]*systemctl --user enable --now pipewire/,
  );
  theCheck(examined(), 'audio:server', 'pass');
  theCheck(examined(), 'audio:pulse', 'pass');
});

test('pactl list sinks short: whether there is an output, and whether it is muted', () => {
  const dummy = 'Audio\n ├─ Sinks:\n │  *   30. Dummy Output   [vol: 1.00]\n │\n';
  theCheck(examined({ commands: { 'wpctl status': dummy } }), 'audio:output', 'fail');
  const muted = { 'wpctl get-volume @DEFAULT_AUDIO_SINK@': 'Volume: 0.40 [MUTED]\n' };
  theCheck(examined({ commands: muted }), 'audio:volume', 'warn');
});

test('groups | grep audio: whether the group is needed at all', () => {
  assert.match(theCheck(examined(), 'audio:group', 'pass').says, /nor has to be/);
});
