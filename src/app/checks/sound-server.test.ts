import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../../../tests/support/examined.ts';
import { threadStat } from '../../../tests/support/made-machine.ts';

const NO_PIPEWIRE = { '/run/user/1000/pipewire-0': null };

test('without PipeWire the next best is named, and how to have it', () => {
  const name = 'audio:server';
  const pulse = theCheck(examined({ files: NO_PIPEWIRE }), name, 'warn');
  assert.match(pulse.says, /PulseAudio/);
  assert.match(pulse.advice[0] ?? '', /^NixOS: services\.pipewire = \{ enable = true;/);
  const neither = { ...NO_PIPEWIRE, '/run/user/1000/pulse/native': null };
  assert.match(theCheck(examined({ files: neither }), name, 'warn').says, /ALSA/);
  const jack = { ...neither, '/proc/500/comm': 'jackdbus\n' };
  assert.equal(theCheck(examined({ files: jack }), name, 'pass').says, 'JACK');
  const nothing = { ...neither, '/dev/snd/pcmC0D0p': null };
  assert.match(theCheck(examined({ files: nothing }), name, 'fail').advice.join(), /apt install/);
});

test('a session without its folder is told to log in', () => {
  const checks = examined({ env: { XDG_RUNTIME_DIR: undefined } });
  assert.match(theCheck(checks, 'audio:server', 'fail').says, /XDG_RUNTIME_DIR/);
});

test('PipeWire is found where its variables say', () => {
  const files = { ...NO_PIPEWIRE, '/srv/sound': '', '/srv/run/pipewire-0': '' };
  for (const env of [{ PIPEWIRE_REMOTE: '/srv/sound' }, { PIPEWIRE_RUNTIME_DIR: '/srv/run' }]) {
    theCheck(examined({ files, env }), 'audio:server', 'pass');
  }
});

test('a socket at which nothing answers fails, and a machine without wpctl is only told so', () => {
  const silent = examined({ commands: { 'wpctl status': null } });
  assert.match(theCheck(silent, 'audio:server', 'fail').says, /nothing answers/);
  const without = examined({ commands: { 'wpctl status': null, 'wpctl --help': null } });
  theCheck(without, 'audio:server', 'pass');
  assert.match(theCheck(without, 'audio:output', 'warn').says, /wpctl or pactl/);
});

test('pactl will do where wpctl is missing', () => {
  const commands = {
    'wpctl status': null,
    'wpctl --help': null,
    'pactl list sinks short': '47\talsa_output.speaker\tPipeWire\ts32le 2ch 48000Hz\tIDLE\n',
  };
  const { says } = theCheck(examined({ commands }), 'audio:output', 'pass');
  assert.match(says, /alsa_output\.speaker/);
});

test('without a session manager nothing is connected to anything', () => {
  theCheck(examined({ files: { '/proc/415/comm': null } }), 'audio:session-manager', 'fail');
  const nixos = { '/proc/415/comm': '.wireplumber-wr\n' };
  theCheck(examined({ files: nixos }), 'audio:session-manager', 'pass');
});

test('the default output is named; none, or a dummy, fails', () => {
  const name = 'audio:output';
  const { says } = theCheck(examined(), name, 'pass');
  assert.equal(says, 'Family 17h HD Audio Speaker, of 2');
  const status = (sinks: string): string =>
    `Audio\n ├─ Devices:\n │\n ├─ Sinks:\n${sinks} │\n ├─ Sources:\n │  *   48. Microphone  [vol: 1.00]\n`;
  for (const sinks of ['', ' │  *   30. Dummy Output      [vol: 1.00]\n']) {
    theCheck(examined({ commands: { 'wpctl status': status(sinks) } }), name, 'fail');
  }
});

test('an output that is muted or nearly so is a warning', () => {
  const of = (said: string) =>
    examined({ commands: { 'wpctl get-volume @DEFAULT_AUDIO_SINK@': said } });
  const muted = theCheck(of('Volume: 0.40 [MUTED]\n'), 'audio:volume', 'warn');
  assert.deepEqual(muted.advice, ['wpctl set-mute @DEFAULT_AUDIO_SINK@ 0']);
  theCheck(of('Volume: 0.02\n'), 'audio:volume', 'warn');
});

test('a PipeWire whose threads all wait their turn is a warning', () => {
  const files = { '/proc/412/task/413/stat': threadStat(0) };
  const { advice } = theCheck(examined({ files }), 'audio:priority', 'warn');
  assert.equal(advice[0], 'NixOS: security.rtkit.enable = true;');
  assert.equal(theCheck(examined(), 'audio:priority', 'pass').value, 88);
});
