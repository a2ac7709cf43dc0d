import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { inputDevice } from '../support/made-machine.ts';
import { Home, projectFile } from '../support/program.ts';

const home = new Home();
after(() => home.remove());

test('whatever keyboard the kernel has as an input device is one to play, whoever made it', () => {
  const makers = [
    inputDevice('0001:0001', 'AT Translated Set 2 keyboard', 'isa0060/serio0/input0', 'event0'),
    inputDevice('046d:c31c', 'Logitech USB Keyboard', 'usb-0000:00:14.0-1/input0', 'event1'),
    inputDevice('32ac:0012', 'Framework Keyboard Module', 'usb-0000:c1:00.3-4.2/input0', 'event2'),
  ];
  const files = { '/proc/bus/input/devices': makers.join('\n') };
  assert.equal(theCheck(examined({ files }), 'keyboard:found', 'pass').value, 3);
});

test('without one it is said what is missing, and how to play all the same', () => {
  const none = examined({ files: { '/proc/bus/input/devices': null } });
  const { advice } = theCheck(none, 'keyboard:found', 'warn');
  assert.notEqual(advice.join(), '');
});

test('events as the kernel writes them become the notes of their keys', () => {
  const wav = home.path('scale.wav');
  const scale = projectFile('assets/recordings/scale.evemu');
  const rendered = home.run('render', scale, '-o', wav, '--json');
  assert.equal(rendered.exit, 0, rendered.err);
  const { notes } = JSON.parse(rendered.out);
  const pitches = notes.map(({ note }: { note: number }) => note);
  assert.deepEqual(pitches.slice(0, 8), [48, 50, 52, 53, 55, 57, 59, 60]);
});
