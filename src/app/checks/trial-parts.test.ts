import assert from 'node:assert/strict';
import { test } from 'node:test';
import { theCheck, WELL } from '../../../tests/support/examined.ts';
import { builtInFont } from '../../engine/soundfonts.ts';
import { driverCheck, fontCheck, programCheck, threadCheck } from './trial-parts.ts';

const NOWHERE = { env: { XDG_DATA_DIRS: '/nowhere' }, home: '/nowhere', sf3: true };
const AUDIO = {
  driver: 'pipewire',
  why: 'PipeWire is running',
  sampleRate: 48_000,
} as const;
const ROUTE = { into: undefined, periodFrames: 64, periods: 1, latency: [] };

test('a font that cannot be played fails even where another one plays in its place', () => {
  const good = fontCheck(builtInFont(), NOWHERE);
  theCheck([good.check], 'font:chosen', 'pass');
  assert.equal(good.path, builtInFont());
  const bad = fontCheck('/etc/passwd', NOWHERE);
  assert.match(
    theCheck([bad.check], 'font:chosen', 'fail').says,
    /^\/etc\/passwd: not a soundfont/,
  );
  assert.notEqual(bad.path, undefined);
});

test('the driver that was asked for, and no other, passes', () => {
  const name = 'audio:driver';
  const passedOver = [{ name: 'alsa', why: 'no card', remedy: 'Connect one.' }];
  theCheck([driverCheck('auto', { ok: true, audio: AUDIO, passedOver }, ROUTE)], name, 'pass');
  const second = { ...AUDIO, driver: 'pulseaudio' } as const;
  const first = { name: 'pipewire', why: 'no output', remedy: 'Connect one.' };
  const answer = { ok: true, audio: second, passedOver: [first, ...passedOver] } as const;
  const { advice } = theCheck([driverCheck('auto', answer, ROUTE)], name, 'warn');
  assert.deepEqual(advice, ['For pipewire, no output: Connect one.']);
  const file = { ...AUDIO, driver: 'file' } as const;
  theCheck([driverCheck('file', { ok: true, audio: file, passedOver: [] }, ROUTE)], name, 'pass');
  const unheard = driverCheck('auto', { ok: true, audio: file, passedOver }, ROUTE);
  assert.deepEqual(theCheck([unheard], name, 'fail').advice, ['For alsa, no card: Connect one.']);
  const refused = driverCheck(
    'jack',
    {
      ok: false,
      why: 'jack: no server',
      remedy: 'Start it.',
      passedOver: [],
    },
    undefined,
  );
  assert.deepEqual(theCheck([refused], name, 'fail').advice, ['Start it.']);
  theCheck([driverCheck('alsa', undefined, undefined)], name, 'fail');
});

test('the driver is told with what it plays into, and into nothing is not heard', () => {
  const name = 'audio:driver';
  const answer = { ok: true, audio: { ...AUDIO, driver: 'jack' }, passedOver: [] } as const;
  const into = (place: string) => [driverCheck('jack', answer, { ...ROUTE, into: place })];
  assert.match(
    theCheck(into('system'), name, 'pass').says,
    /^jack into system, 64 frames at 48000/,
  );
  assert.match(theCheck(into(''), name, 'fail').says, /^jack, 64 frames .* connected to nothing/);
});

test('a program that the font lacks is a warning, one without any sound fails', () => {
  assert.ok('config' in WELL.config);
  const { config } = WELL.config;
  const name = 'font:program';
  const piano = { name: 'Piano', bank: 0, program: 0 };
  theCheck([programCheck(piano, config)], name, 'pass');
  const other = { ...piano, name: 'Flute', program: 73 };
  assert.match(theCheck([programCheck(other, config)], name, 'warn').says, /Flute plays/);
  theCheck([programCheck(undefined, config)], name, 'fail');
});

test('a thread without a priority is a warning where one was asked for', () => {
  theCheck([threadCheck(50, 50)], 'realtime:thread', 'pass');
  theCheck([threadCheck(0, 0)], 'realtime:thread', 'pass');
  theCheck([threadCheck(0, 50)], 'realtime:thread', 'warn');
});
