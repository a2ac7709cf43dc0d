import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck, WELL } from '../../../tests/support/examined.ts';
import { pipeWireSettings } from '../../../tests/support/made-machine.ts';

function withSettings(settings: Readonly<Record<string, string>>) {
  return { 'pw-metadata -n settings 0': pipeWireSettings(settings) };
}

test('a quantum that the server does not give is told of', () => {
  const name = 'audio:quantum';
  assert.match(theCheck(examined(), name, 'pass').says, /^64 frames, 1\.3 ms/);
  const least = examined({ commands: withSettings({ 'clock.min-quantum': '1024' }) });
  const check = theCheck(least, name, 'warn');
  assert.match(check.says, /^1024 frames, 21\.3 ms/);
  assert.match(check.advice[0] ?? '', /services\.pipewire\.extraConfig\.pipewire/);
  const forced = examined({ commands: withSettings({ 'clock.force-quantum': '512' }) });
  assert.match(theCheck(forced, name, 'warn').advice.join(), /clock\.force-quantum 0/);
});

test('a rate that the server does not play is told of', () => {
  const name = 'audio:rate';
  const wanted = { wanted: { ...WELL.wanted, sampleRate: 44_100 } };
  theCheck(examined({}, wanted), name, 'warn');
  const allowing = withSettings({ 'clock.allowed-rates': '[ 44100 48000 ]' });
  theCheck(examined({ commands: allowing }, wanted), name, 'pass');
  const forced = withSettings({ 'clock.force-rate': '96000' });
  assert.equal(theCheck(examined({ commands: forced }), name, 'warn').value, 96_000);
});

test('where the server cannot be asked, its files are read, the user’s last', () => {
  const files = {
    '/usr/share/pipewire/pipewire.conf':
      'context.modules = [ ]\n  default.clock.min-quantum = 16\n  #default.clock.rate = 1\n',
    '/etc/pipewire/pipewire.conf.d/10.conf':
      'context.properties = { default.clock.min-quantum = 128 }',
    '/home/musician/.config/pipewire/pipewire.conf.d/20.conf':
      'context.properties = { default.clock.min-quantum = 256 }',
  };
  const commands = { 'pw-metadata -n settings 0': null };
  const checks = examined({ files, commands });
  assert.match(theCheck(checks, 'audio:quantum', 'warn').says, /^256 frames/);
  theCheck(checks, 'audio:rate', 'pass');
});

test('a file that replaces PipeWire’s own and loads nothing fails', () => {
  const files = {
    '/etc/pipewire/pipewire.conf': 'context.properties = { default.clock.rate = 48000 }\n',
  };
  const { advice } = theCheck(examined({ files }), 'audio:configuration', 'fail');
  assert.match(advice.join(), /rm \/etc\/pipewire\/pipewire\.conf/);
});

test('a key that PipeWire does not know is told of, even in a drop-in, but not in a comment', () => {
  const path = '/etc/pipewire/pipewire.conf.d/99-rate.conf';
  const text = 'context.properties = { audio.rate = 48000 }\n';
  theCheck(examined({ files: { [path]: text } }), 'audio:configuration', 'warn');
  theCheck(examined({ files: { [path]: `# ${text}` } }), 'audio:configuration', 'pass');
});

test('a drop-in that schedules PipeWire is told of, in each of the places it may be', () => {
  const text = '[Service]\nCPUSchedulingPolicy=1\nCPUSchedulingPriority=80\n';
  const says = (folder: string): string => {
    const files = { [`${folder}/pipewire.service.d/override.conf`]: text };
    return theCheck(examined({ files }), 'audio:unit', 'warn').says;
  };
  assert.match(says('/etc/systemd/system'), /does nothing/);
  assert.match(says('/etc/systemd/user'), /keeps the unit from starting/);
  assert.match(says('/home/musician/.config/systemd/user'), /keeps the unit from starting/);
});

test('enable-shm = no is told of; the commented default is not', () => {
  const name = 'audio:shared-memory';
  const of = (line: string) => examined({ files: { '/etc/pulse/client.conf': `${line}\n` } });
  theCheck(of('enable-shm = no'), name, 'warn');
  assert.ok(!of('; enable-shm = yes').some((check) => check.name === name));
});
