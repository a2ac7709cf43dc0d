/** The settings of the touchpad, and of what else plays upon what. */
import * as z from 'zod/mini';
import { CLICKS, PAD_TARGETS } from '../core/instrument/pad-routes.ts';
import { ROUTE_CURVES } from '../core/instrument/routes.ts';
import { PITCH_MODES } from '../core/instrument/touchpad.ts';
import { destinationName, onePitch, sourceName } from './rules-of-touch.ts';
import {
  described,
  liveSetting,
  number,
  onOff,
  optionalSetting,
  section,
  setting,
  text,
  whole,
} from './setting.ts';

const target = z.enum(PAD_TARGETS);

export const touchpad = section(
  'The touchpad as a controller: it plays while the keyboard is armed.',
  {
    enabled: liveSetting(onOff, true, { means: 'Whether it plays along.' }),
    grab: setting(onOff, true, {
      means:
        'Whether fingers reach this program alone while it plays, so that the pointer stays where it is.',
    }),
    x: setting(target, 'pitch', { means: 'What a finger moves from left to right.' }),
    y: setting(target, 'filter', { means: 'What a finger moves up and down.' }),
    two_fingers: setting(target, 'modulation', {
      means: 'What a second finger moves up and down, from where it touches.',
    }),
    pressure: setting(target, 'pressure', {
      means:
        'What pressing harder moves, on a pad that feels it: the stock pad of a Framework 16 does not.',
    }),
    click: setting(z.enum(CLICKS), 'hold', {
      means: '`hold` sustains while it is clicked, as the pedal does; `accent` plays louder.',
    }),
    mode: setting(z.enum(PITCH_MODES), 'relative', {
      means:
        'What the pitch counts from: `relative` from where the finger touches, which is in tune; `absolute` from the middle of the pad; `theremin` too, and there a touch begins a note by itself.',
    }),
    semitone_mm: setting(number(1, 100), 10, {
      means: 'How far it is to slide for a semitone.',
      unit: 'mm',
    }),
    magnet: setting(number(0, 1), 0.5, {
      means:
        'How much of the way between two notes is in tune, notes of the scale if one is set: 0 bends freely, 1 steps from note to note.',
    }),
    bend_range: setting(whole(1, 48), 12, {
      means: 'How far the pitch can be bent either way.',
      unit: 'semitones',
    }),
    smoothing: setting(number(0, 0.99), 0.85, {
      means:
        'How much of the way to the finger is still to go after a millisecond: 0.85 is a time constant of 6 ms, 0 follows at once, 0.99 glides for 100 ms.',
    }),
    return_ms: setting(number(0, 5000), 80, {
      means: 'How long it takes after a lift until all is as before the touch.',
      unit: 'ms',
    }),
    pressure_threshold: setting(number(0, 1), 0.1, {
      means:
        'The share of the hardest touch so far from which on a finger counts, on a pad that feels pressure.',
    }),
    lfo_hz: setting(number(0.05, 20), 5, {
      means: 'The rate of the oscillator `lfo` of `routes`.',
      unit: 'Hz',
    }),
  },
  onePitch,
);

const route = z.strictObject({
  from: described(text(20).check(sourceName), {
    means:
      'What moves it: `x`, `y` (where the finger is), `slide_x`, `slide_y` (since it touched), `second_x`, `second_y`, `spread` (of the second finger), `two_fingers`, `pressure`, `velocity`, `lfo`, or a controller, `cc0` to `cc127`.',
    takes: 'the name of a source',
  }),
  to: described(text(20).check(destinationName), {
    means:
      'What is moved: `bend`, `filter`, `volume`, `expression`, `modulation`, `pressure`, or a controller, `cc0` to `cc127`.',
    takes: 'the name of a destination',
  }),
  amount: described(z._default(number(-1, 1), 1), {
    means: 'How much of the whole way of what is moved.',
  }),
  centre: optionalSetting(number(0, 1), {
    means:
      'Where on its own way the source changes nothing; left out, the middle for what goes both ways, the upper end for filter, volume and expression, and else the lower end.',
  }),
  invert: described(z._default(onOff, false), { means: 'Whether up is down.' }),
  curve: described(z._default(z.enum(ROUTE_CURVES), 'linear'), {
    means: '`soft` moves most near the centre, `hard` far from it.',
  }),
  smoothing_ms: optionalSetting(number(0, 1000), {
    means: 'Time constant; left out, that of `touchpad.smoothing`, and none for `velocity`.',
    unit: 'ms',
  }),
  by: optionalSetting(text(20).check(sourceName), {
    means: 'Another source that says how much of it there is, such as `two_fingers` for `lfo`.',
    takes: 'the name of a source',
  }),
});

export const routes = setting(z.array(route).check(z.maxLength(16)), [], {
  means: 'What plays upon what, beside what `touchpad` says.',
  takes: 'a list of up to 16 routes, each with `from` and `to`',
});
