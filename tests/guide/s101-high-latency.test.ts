import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { pipeWireSettings } from '../support/made-machine.ts';

// Each command of the chapter "High Latency", and the check that asks the same.

test('cat /proc/asound/cards, pcm: which cards there are; what is in the buffer PipeWire says', () => {
  assert.match(theCheck(examined(), 'audio:cards', 'pass').says, /HD-Audio Generic/);
  const commands = {
    'pw-metadata -n settings 0': pipeWireSettings({ 'clock.force-quantum': '2048' }),
  };
  const { says } = theCheck(examined({ commands }), 'audio:quantum', 'warn');
  assert.match(says, /2048 frames, 42\.7 ms/);
});

test('top, iostat -x 1: whether tasks have to wait', () => {
  const cpu = { '/proc/pressure/cpu': 'some avg10=80.00 avg60=1 avg300=1 total=1\n' };
  assert.match(theCheck(examined({ files: cpu }), 'system:load', 'warn').advice.join(), /top/);
});

test('sudo powertop --auto-tune: puts the keyboard to sleep, and is told to turn that back', () => {
  const files = { '/sys/bus/usb/devices/3-4.2/power/control': 'auto\n' };
  const { says, advice } = theCheck(examined({ files }), 'keyboard:sleep', 'warn');
  assert.match(says, /first key may come late/);
  assert.match(advice.join('\n'), /powertop --auto-tune turns it back/);
});
