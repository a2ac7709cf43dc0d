import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { JUMP_SECONDS, PadAtHome } from './pad.ts';

// Without a magnet the pitch is what the smoothing makes of the finger.
const FREE = 'touchpad:\n  magnet: 0\n';

for (const smoothing of [0.85, 0.99]) {
  test(`touchpad.smoothing: ${smoothing} is behind by its time constant`, () => {
    const home = new PadAtHome((yaml) =>
      yaml.replace('touchpad:\n', FREE).replace('smoothing: 0.85', `smoothing: ${smoothing}`),
    );
    after(() => home.remove());
    const { off } = home.listen();
    const constant = -0.001 / Math.log(smoothing);
    for (const later of [0.1, 0.2, 0.4]) {
      const cents = 200 * (1 - Math.exp(-later / constant));
      const wrong = off(JUMP_SECONDS + later, cents);
      assert.ok(Math.abs(wrong) < 7, `${later} s later it is ${wrong} cents off ${cents}`);
    }
  });
}
