import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../../../tests/support/examined.ts';

test('cards and their outputs are counted; none is a warning', () => {
  const { says, value } = theCheck(examined(), 'audio:cards', 'pass');
  assert.equal(says, 'HD-Audio Generic, with 1 outputs');
  assert.equal(value, 1);
  const none = { '/proc/asound/cards': '--- no soundcards ---\n' };
  theCheck(examined({ files: none }), 'audio:cards', 'warn');
  const mute = { '/proc/asound/pcm': '00-00: Mic : Mic : capture 1\n' };
  theCheck(examined({ files: mute }), 'audio:cards', 'warn');
});

test('a card that may not be opened matters only without a sound server', () => {
  const closed = { '/dev/snd/pcmC0D0p': { mode: 0o660, group: 17 } };
  theCheck(examined({ files: closed }), 'audio:card-access', 'pass');
  const alone = { ...closed, '/run/user/1000/pipewire-0': null };
  const { advice } = theCheck(examined({ files: alone }), 'audio:card-access', 'fail');
  assert.match(advice.join(), /usermod -aG audio/);
  const user = { groups: [17] };
  theCheck(examined({ files: alone, user }), 'audio:card-access', 'pass');
});

test('a card that everybody may open is a warning', () => {
  const folder = { '/dev/snd/by-path': { mode: 0o755 }, '/dev/snd/seq': { mode: 0o666 } };
  theCheck(examined({ files: folder }), 'audio:card-access', 'pass');
  const files = { '/dev/snd/controlC0': { mode: 0o666 } };
  assert.match(theCheck(examined({ files }), 'audio:card-access', 'warn').says, /microphone/);
});

test('the group audio is not needed, and what it brings is said', () => {
  const name = 'audio:group';
  assert.match(theCheck(examined(), name, 'pass').says, /nor has to be/);
  assert.match(theCheck(examined({ user: { groups: [17] } }), name, 'pass').says, /record/);
  const added = { '/etc/group': 'audio:x:17:singer,musician\n' };
  theCheck(examined({ files: added }), name, 'warn');
});
