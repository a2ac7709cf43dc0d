import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck, WELL } from '../../../tests/support/examined.ts';
import { LIMITS, limits } from '../../../tests/support/made-machine.ts';

const RTKIT =
  'busctl --system get-property org.freedesktop.RealtimeKit1 /org/freedesktop/RealtimeKit1 org.freedesktop.RealtimeKit1 MaxRealtimePriority';
const NO_RTKIT = { [RTKIT]: null };

function withLimits(changes: Partial<Record<keyof typeof LIMITS, string>>) {
  return { '/proc/self/limits': limits({ ...LIMITS, ...changes }) };
}

test('a limit, rtkit or a capability each allow real time; none of them is a warning', () => {
  const none = withLimits({ 'Max realtime priority': '0' });
  const name = 'realtime:priority';
  assert.match(theCheck(examined(), name, 'pass').says, /by a limit of 95/);
  assert.match(theCheck(examined({ files: none }), name, 'pass').says, /^20, by way of rtkit/);
  const capable = { ...none, '/proc/self/status': 'CapEff:\t0000000000800000\n' };
  const checks = examined({ files: capable, commands: NO_RTKIT });
  assert.match(theCheck(checks, name, 'pass').says, /by a capability/);
  const { advice } = theCheck(examined({ files: none, commands: NO_RTKIT }), name, 'warn');
  assert.match(advice[0] ?? '', /^NixOS: programs\.fw16-synth\.enableRealtimeAudio = true;/);
  assert.match(advice[1] ?? '', /^Elsewhere: sudo apt install rtkit/);
});

test('a limit that is none counts as the highest priority there is', () => {
  const files = withLimits({ 'Max realtime priority': 'unlimited' });
  assert.equal(theCheck(examined({ files }), 'realtime:priority', 'pass').value, 99);
});

test('a limit below the priority that is asked for is not enough', () => {
  const files = withLimits({ 'Max realtime priority': '20' });
  theCheck(examined({ files, commands: NO_RTKIT }), 'realtime:priority', 'warn');
  const less = { wanted: { ...WELL.wanted, priority: 20 } };
  theCheck(examined({ files, commands: NO_RTKIT }, less), 'realtime:priority', 'pass');
  const none = { wanted: { ...WELL.wanted, priority: 0 } };
  theCheck(examined({ files, commands: NO_RTKIT }, none), 'realtime:priority', 'pass');
});

test('without rtkit and without a limit PipeWire goes without as well', () => {
  const files = withLimits({ 'Max realtime priority': '0' });
  const { advice } = theCheck(examined({ files, commands: NO_RTKIT }), 'realtime:rtkit', 'warn');
  assert.equal(advice[0], 'NixOS: security.rtkit.enable = true;');
  theCheck(examined({ commands: NO_RTKIT }), 'realtime:rtkit', 'pass');
});

test('the group realtime is needed only where nothing else allows it', () => {
  const groups = (members: string) => ({
    '/etc/group': `realtime:x:985:${members}\n`,
    ...withLimits({ 'Max realtime priority': '0' }),
  });
  const name = 'realtime:group';
  theCheck(examined({ files: groups('') }), name, 'pass');
  const outside = examined({ files: groups(''), commands: NO_RTKIT });
  assert.match(theCheck(outside, name, 'warn').advice.join(), /usermod -aG realtime/);
  const added = examined({ files: groups('musician'), commands: NO_RTKIT });
  assert.match(theCheck(added, name, 'warn').advice.join(), /Log out and in/);
  const user = { groups: [985] };
  theCheck(examined({ files: groups('musician'), user, commands: NO_RTKIT }), name, 'pass');
});

test('a SoundFont that cannot be locked whole is a warning', () => {
  const files = withLimits({ 'Max locked memory': '8388608' });
  const check = theCheck(examined({ files }), 'realtime:locked-memory', 'warn');
  assert.match(check.says, /8 MB of 148 MB/);
  assert.match(check.advice[0] ?? '', /security\.pam\.loginLimits.*memlock/);
  assert.equal(check.value, 8_388_608);
});

test('a limit on computing without a pause is told of where it is tight', () => {
  const tight = withLimits({ 'Max realtime timeout': '10000' });
  theCheck(examined({ files: tight }), 'realtime:runaway', 'warn');
  const rtkits = withLimits({ 'Max realtime timeout': '200000' });
  theCheck(examined({ files: rtkits }), 'realtime:runaway', 'pass');
});

test('a governor is slow by what it does, not by its name', () => {
  const cpu0 = '/sys/devices/system/cpu/cpu0/cpufreq';
  const name = 'realtime:governor';
  const files = { [`${cpu0}/scaling_driver`]: 'acpi-cpufreq\n' };
  const check = theCheck(examined({ files }), name, 'warn');
  assert.match(check.says, /on 1 of them/);
  assert.match(check.advice[0] ?? '', /powerManagement\.cpuFreqGovernor = "performance"/);
  const saving = { [`${cpu0}/energy_performance_preference`]: 'power\n' };
  theCheck(examined({ files: saving }), name, 'warn');
  const following = { ...files, [`${cpu0}/scaling_governor`]: 'schedutil\n' };
  theCheck(examined({ files: following }), name, 'pass');
});
