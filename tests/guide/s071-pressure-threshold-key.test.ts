import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PadAtHome } from './pad.ts';

test('a finger plays from the threshold on, on a pad that feels pressure', () => {
  const home = new PadAtHome();
  after(() => home.remove());
  // It would sway the pitch otherwise.
  home.env['FW16_SYNTH_TOUCHPAD_PRESSURE'] = 'none';
  // A tenth of the hardest touch, which is a quarter of 255 until one is harder.
  for (const [pressure, cents] of [
    [4, 0],
    [20, 200],
  ] as const) {
    const { err, off } = home.listen(pressure);
    assert.ok(Math.abs(off(1.5, cents)) < 3);
    assert.doesNotMatch(err, /pressure/);
  }
});

test('on a pad that feels none every finger plays, and that is said', () => {
  const home = new PadAtHome();
  after(() => home.remove());
  const { err, off } = home.listen();
  assert.ok(Math.abs(off(1.5, 200)) < 3);
  assert.match(err, /This touchpad feels no pressure: touchpad.pressure_threshold changes nothing/);
});
