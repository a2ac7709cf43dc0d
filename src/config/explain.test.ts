import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from './explain.ts';
import { textSource } from './file-source.ts';
import { schema } from './schema.ts';

/** Each mistake of a file as `LINE:COLUMN KEY what / remedy`. */
function mistakes(text: string): string[] {
  const source = textSource(text, 'c', 'user file');
  const parsed = schema.safeParse(source.tree);
  const found = [...source.mistakes, ...explain(parsed.error?.issues ?? [], source)];
  return found.map(({ where, key, what, remedy }) => {
    const advice = remedy === undefined ? '' : ` / ${remedy}`;
    return `${where.slice(2)} ${key}: ${what}${advice}`;
  });
}

const CASES: readonly (readonly [name: string, text: string, said: string])[] = [
  [
    'a number out of its range',
    'audio:\n  buffer_size: 32\n',
    '2:16 audio.buffer_size: buffer_size is 32; it takes a whole number, 64 to 8192 frames / The default is 64.',
  ],
  [
    'a word close to an allowed one',
    'audio:\n  driver: pipwire\n',
    '2:11 audio.driver: driver is "pipwire"; it takes auto, pipewire, jack, pulseaudio, alsa or file / Did you mean pipewire?',
  ],
  [
    'a number in quotes',
    'audio: {buffer_size: "256"}',
    '1:22 audio.buffer_size: buffer_size is "256"; it takes a whole number, 64 to 8192 frames / Write the number alone: 256',
  ],
  [
    'a unit behind a number that would be wrong without it',
    'audio: {sample_rate: 48 kHz}',
    '1:22 audio.sample_rate: sample_rate is "48 kHz"; it takes a whole number, 8000 to 96000 Hz / Write the number alone, in Hz.',
  ],
  [
    'a yes where YAML wants true',
    'audio: {reverb: yes}',
    '1:17 audio.reverb: reverb is "yes"; it takes true or false / Did you mean true?',
  ],
  [
    'a switch misspelled',
    'audio: {reverb: flase}',
    '1:17 audio.reverb: reverb is "flase"; it takes true or false / Did you mean false?',
  ],
  [
    'a text that is too long',
    `presets: [{program: 1, name: ${'x'.repeat(61)}}]`,
    `1:30 presets[0].name: name is "${'x'.repeat(56)}...; it takes text of up to 60 characters`,
  ],
  [
    'a name without a value',
    'audio:\n  chorus:\n',
    '2:10 audio.chorus: chorus has no value; it takes true or false / Write one behind the colon, or take the line out.',
  ],
  [
    'a setting misspelled',
    'audio:\n  bufer_size: 64\n',
    '2:3 audio.bufer_size: there is no setting bufer_size in audio / Did you mean buffer_size?',
  ],
  [
    'a setting in the wrong section',
    'audio:\n  octave: 3\n',
    '2:3 audio.octave: there is no setting octave in audio / It belongs below keyboard:',
  ],
  [
    'a setting without a section',
    'buffer_size: 64\n',
    '1:1 buffer_size: there is no section buffer_size / It belongs below audio:',
  ],
  [
    'a section misspelled',
    'keybord:\n  octave: 3\n',
    '1:1 keybord: there is no section keybord / Did you mean keyboard?',
  ],
  [
    'a dotted name with a colon',
    'audio.buffer_size: 256\n',
    '1:1 audio.buffer_size: there is no setting audio.buffer_size / A setting stands below its section:\naudio:\n  buffer_size: 256',
  ],
  [
    'a value where a section should be',
    'audio: 5\n',
    '1:8 audio: audio is 5; it takes settings of its own, on the lines below it',
  ],
  [
    'a list where the file should be sections',
    '- a\n',
    '1:1 : the file is ["a"]; it takes sections with settings below them / For instance:\naudio:\n  buffer_size: 256',
  ],
  [
    'a key that no keyboard has',
    'keyboard:\n  arming_chord: [LEFTCTL, SPACE]\n',
    '2:18 keyboard.arming_chord[0]: there is no key "LEFTCTL". Did you mean LEFTCTRL?',
  ],
  [
    'a digit key that YAML takes for a number',
    'keyboard: {arming_chord: [1, SPACE]}',
    '1:27 keyboard.arming_chord[0]: arming_chord[0] is 1; it takes the name of a key / In quotes it is text: "1"',
  ],
  [
    'a number where only words will do is not to be put into quotes',
    'midi: {channels: 17}',
    '1:18 midi.channels: channels is 17; it takes auto, instrument or own',
  ],
  [
    'a point of a curve that is too high',
    'velocity: {curve: [[0, 200]]}',
    '1:24 velocity.curve[0][1]: curve[0][1] is 200; it takes a whole number, 0 to 127',
  ],
  [
    'a minimum above the maximum',
    'velocity: {min: 90, max: 20}',
    '1:26 velocity.max: max is 20, below min, which is 90',
  ],
  [
    'a failure before its warning',
    'health: {latency_warn_ms: 30, latency_fail_ms: 25}',
    '1:48 health.latency_fail_ms: latency_fail_ms is 25, below latency_warn_ms, which is 30: it would fail before it warns',
  ],
  [
    'the same where less is worse',
    'health: {disk_warn_mb: 40}',
    '1:9 health.disk_fail_mb: disk_fail_mb is 50, above disk_warn_mb, which is 40: it would fail before it warns',
  ],
  [
    'a layout that is none',
    'keyboard: {layout: traker}',
    '1:20 keyboard.layout: there is no layout "traker". Did you mean tracker?',
  ],
  [
    'a key of a layout that no keyboard has',
    'keyboard:\n  own_layouts:\n    - name: mine\n      keys:\n        Q: C4\n        QQQ: D4\n',
    '6:14 keyboard.own_layouts[0].keys.QQQ: there is no key "QQQ"',
  ],
  [
    'a note of a layout that there is not',
    'keyboard:\n  own_layouts:\n    - name: mine\n      keys: {Q: H4}\n',
    '4:17 keyboard.own_layouts[0].keys.Q: there is no note "H4"; it takes a name from C-1 to G9, or 0 to 127',
  ],
  [
    'a key of a layout that commands',
    'keyboard: {own_layouts: [{name: mine, keys: {SPACE: 60}}]}',
    '1:53 keyboard.own_layouts[0].keys.SPACE: SPACE commands, so it can have no note',
  ],
  [
    'a note of a layout beyond MIDI',
    'keyboard: {own_layouts: [{name: mine, keys: {Q: 200}}]}',
    '1:49 keyboard.own_layouts[0].keys.Q: Q is 200; it takes a whole number, 0 to 127 or text of up to 5 characters',
  ],
  [
    'a scale that is none',
    'scale: {name: dorain}',
    '1:15 scale.name: there is no scale "dorain". Did you mean dorian?',
  ],
  [
    'a scale of one’s own with steps that fall',
    'scale: {own: [{name: mine, steps: [0, 4, 2]}]}',
    '1:42 scale.own[0].steps[2]: the step 2 follows 4: steps must rise',
  ],
  [
    'a scale of one’s own by a name that is taken',
    'scale: {own: [{name: Hijaz, steps: [0, 2]}]}',
    '1:22 scale.own[0].name: there is a scale Hijaz already',
  ],
  [
    'a preset without a program',
    'presets:\n  - name: Lead\n',
    '2:5 presets[0].program: program is missing; it takes a whole number, 0 to 127',
  ],
  [
    'a preset with a field too many',
    'presets: [{name: Lead, program: 1, octve: 2}]',
    '1:36 presets[0].octve: there is no setting octve in presets[0] / Did you mean octave?',
  ],
  [
    'two presets at one place',
    'presets:\n  - {name: A, program: 1, number: 2}\n  - {name: B, program: 2, number: 2}\n',
    '3:35 presets[1].number: place 2 is taken by "A" already',
  ],
  [
    'two presets of one name',
    'presets: [{name: Lead, program: 1}, {name: lead, program: 2}]',
    '1:44 presets[1].name: there is a preset "lead" already',
  ],
  [
    'a preset that no word could ask for',
    'presets: [{name: "12", program: 1}]',
    '1:18 presets[0].name: a preset cannot be called 12: that is a number',
  ],
  [
    'a preset beyond the last place',
    'presets: [{name: A, program: 1, number: 120}, {name: B, program: 2}]',
    '1:47 presets[1]: "B" would be preset 121; there are 120',
  ],
  [
    'one name where a list should be',
    'devices: {ignore: macropad}',
    '1:19 devices.ignore: ignore is "macropad"; it takes a list of names, or of ids such as 32ac:0012; part of a name is enough / A list stands in brackets: [macropad]',
  ],
  [
    'a regular expression that is none',
    'midi: {port_filter: "("}',
    '1:21 midi.port_filter: it is not a regular expression (Unterminated group)',
  ],
];

for (const [name, text, said] of CASES) {
  test(`${name} is explained`, () => {
    assert.deepEqual(mistakes(text), [said]);
  });
}
