import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PadAtHome } from './pad.ts';

for (const [value, cents] of [
  [true, 200],
  [false, 0],
] as const) {
  test(`touchpad.enabled: ${value} ${value ? 'lets a finger bend the pitch' : 'leaves it alone'}`, () => {
    const home = new PadAtHome((yaml) =>
      yaml.replace('touchpad:\n  enabled: true', `touchpad:\n  enabled: ${value}`),
    );
    after(() => home.remove());
    const { off } = home.listen();
    assert.ok(Math.abs(off(0.5, 0)) < 3);
    assert.ok(Math.abs(off(1.5, cents)) < 3);
  });
}
