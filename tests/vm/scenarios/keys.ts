/** Keys pressed through QEMU, the kernel and the instrument, into the sound card. */
import assert from 'node:assert/strict';
import { noteHz } from '../../support/pitch.ts';
import { UNIT } from '../guest.ts';
import { isSilent, pitchNear } from '../hearing.ts';
import type { Scenario } from './scenario.ts';

const MIDDLE_C = 60;

export const keys: readonly Scenario[] = [
  {
    name: 'a key sounds at its pitch',
    run: async (guest) => {
      await guest.machine.press('q');
      const heard = await guest.hear();
      await guest.machine.release('q');
      const hz = pitchNear(heard, noteHz(MIDDLE_C));
      const cents = 1200 * Math.log2(hz / noteHz(MIDDLE_C));
      assert.ok(!isSilent(heard), 'nothing was heard');
      assert.ok(Math.abs(cents) < 5, `${hz} Hz`);
      await guest.fallsSilent();
      return `${hz.toFixed(1)} Hz for C4, then silence`;
    },
  },
  {
    name: 'a chord sounds whole, and ends whole',
    run: async (guest) => {
      const notes = await guest.notesOf('q', 'e', 't');
      assert.deepEqual(notes, [60, 64, 67]);
      await guest.fallsSilent();
      return `notes ${notes.join(', ')}`;
    },
  },
  {
    name: 'the octave keys move the notes',
    run: async (guest) => {
      await guest.machine.type('right');
      const above = await guest.notesOf('q');
      await guest.machine.type('left');
      const back = await guest.notesOf('q');
      assert.deepEqual([above, back], [[72], [60]]);
      return `note ${above}, then ${back}`;
    },
  },
  {
    name: 'the sustain pedal holds a note, and lets it go',
    run: async (guest) => {
      await guest.machine.press('spc');
      await guest.machine.type('w');
      const held = await guest.hear();
      await guest.machine.release('spc');
      assert.ok(!isSilent(held), 'the pedal held nothing');
      await guest.fallsSilent();
      return 'the note goes on while Space is held';
    },
  },
  {
    name: 'Esc silences what sounds',
    run: async (guest) => {
      await guest.machine.press('q');
      assert.ok(!isSilent(await guest.hear()), 'nothing was heard');
      await guest.machine.type('esc');
      await guest.fallsSilent();
      await guest.machine.release('q');
      return 'silence under a key that is held';
    },
  },
  {
    name: 'disarmed, keys reach the console and make no sound',
    run: async (guest) => {
      await guest.takeTyped();
      await guest.ask('disarm');
      await guest.becomes('disarmed', ({ playing }) => !playing.armed && playing.grabbed === 0);
      const before = (await guest.status()).playing.notesBegun;
      await guest.machine.type('h', 'e', 'l', 'l', 'o');
      assert.ok(isSilent(await guest.hear()), 'it sounded');
      const typed = await guest.takeTyped();
      const begun = (await guest.status()).playing.notesBegun - before;
      assert.deepEqual({ typed, begun }, { typed: 'hello', begun: 0 });
      return `the console got "${typed}", the sound card silence`;
    },
  },
  {
    name: 'the arming chord arms, and what is played then types nothing',
    run: async (guest) => {
      await guest.machine.press('ctrl', 'alt', 'spc');
      await guest.machine.release('ctrl', 'alt', 'spc');
      await guest.ready();
      await guest.takeTyped();
      const notes = await guest.notesOf('q', 'w');
      const typed = await guest.takeTyped();
      assert.deepEqual({ notes, typed }, { notes: [60, 62], typed: '' });
      return `notes ${notes.join(', ')}; the console got nothing`;
    },
  },
  {
    name: 'Esc held for a second gives the keyboard back',
    run: async (guest) => {
      await guest.machine.press('esc');
      await guest.wait(1.3);
      await guest.machine.release('esc');
      await guest.becomes('disarmed', ({ playing }) => !playing.armed && playing.grabbed === 0);
      await guest.takeTyped();
      await guest.machine.type('a', 'b');
      await guest.wait(0.2);
      const typed = await guest.takeTyped();
      assert.equal(typed, 'ab');
      await guest.ask('arm');
      await guest.ready();
      return `disarmed; the console got "${typed}"`;
    },
  },
  {
    name: 'killed, it gives the keyboard back, and comes back',
    run: async (guest) => {
      await guest.takeTyped();
      const before = await guest.pid();
      await guest.machine.sh(
        `kill -9 ${before}; while [ -e /proc/${before} ]; do sleep 0.01; done`,
      );
      await guest.machine.type('k');
      await guest.wait(0.2);
      const typed = await guest.takeTyped();
      assert.equal(typed, 'k');
      await guest.machine.sh(
        `until [ $(systemctl is-active ${UNIT}) = active ]; do sleep 0.2; done`,
      );
      await guest.ready();
      const notes = await guest.notesOf('q');
      assert.deepEqual(notes, [60]);
      return `the console got "${typed}"; systemd started it anew, and it plays`;
    },
  },
];
