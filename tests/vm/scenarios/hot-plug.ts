/** Devices that come and go while notes sound, and events that are lost. */
import assert from 'node:assert/strict';
import { KEY } from '../../../src/core/keys/key-codes.ts';
import { noteHz } from '../../support/pitch.ts';
import { Device, FW16_KEYBOARD, FW16_MACROPAD, FW16_TOUCHPAD } from '../devices.ts';
import type { Guest } from '../guest.ts';
import { isSilent, levelAt, notesIn, pitchNear } from '../hearing.ts';
import type { Scenario } from './scenario.ts';

const PLUG = { driver: 'usb-kbd', id: 'second' };
// Two hundred take an emulated processor over ten minutes.
const REPLUGS = 20;
/** More than the kernel keeps for a reader that does not read. */
const OVERFLOWING = 120;

export const hotPlug: readonly Scenario[] = [
  {
    name: 'a keyboard that is pulled out takes its notes along; plugged in again, it plays',
    run: async (guest) => {
      const nodes = (await guest.status()).playing.nodes;
      await guest.machine.qemu('device_add', PLUG);
      await guest.becomes('with one keyboard more', ({ playing }) => playing.grabbed === nodes + 1);
      await guest.machine.press('q');
      assert.deepEqual(notesIn(await guest.hear()), [60]);
      await guest.machine.qemu('device_del', { id: PLUG.id });
      await guest.becomes('without it', ({ playing }) => playing.nodes === nodes);
      await guest.fallsSilent();
      const { sounding } = (await guest.status()).playing;
      await guest.machine.qemu('device_add', PLUG);
      await guest.becomes('with it again', ({ playing }) => playing.grabbed === nodes + 1);
      await guest.machine.release('q');
      const again = await guest.notesOf('w');
      await guest.machine.qemu('device_del', { id: PLUG.id });
      await guest.becomes('without it', ({ playing }) => playing.nodes === nodes);
      assert.deepEqual({ sounding, again }, { sounding: 0, again: [62] });
      return 'its note ended with it, the ledger is empty, and back it plays';
    },
  },
  {
    name: 'events that the kernel drops lose no note-off',
    run: async (guest) => {
      const pid = await guest.pid();
      const before = (await guest.status()).playing;
      await guest.machine.press('q');
      await guest.becomes('sounding', ({ playing }) => playing.sounding === 1);
      await guest.machine.sh(`kill -STOP ${pid}`);
      await guest.machine.release('q');
      for (let at = 0; at < OVERFLOWING; at++) await guest.machine.type('e');
      await guest.machine.press('t');
      await guest.machine.sh(`kill -CONT ${pid}`);
      await guest.becomes('aware of the gap', ({ playing }) => playing.gaps > before.gaps);
      const heard = notesIn(await guest.hear());
      await guest.machine.release('t');
      await guest.fallsSilent();
      const { sounding, notesBegun, notesEnded } = (await guest.status()).playing;
      assert.deepEqual(heard, [67], 'what is down after the gap sounds, and nothing else');
      assert.deepEqual({ sounding, left: notesBegun - notesEnded }, { sounding: 0, left: 0 });
      return 'a gap was noticed; what was down then sounded, nothing hangs';
    },
  },
  {
    name: 'a Framework 16 keyboard is one keyboard with two nodes',
    run: async (guest) => {
      const before = (await guest.status()).playing.nodes;
      const halves: Device[] = [];
      for (const sheet of FW16_KEYBOARD) halves.push(await Device.plug(guest, sheet));
      await guest.becomes('with both', ({ playing }) => playing.grabbed === before + 2);
      const { detail } = (await guest.status()).input;
      await halves[0]?.send(true, KEY.KEY_Q, KEY.KEY_E);
      await halves[1]?.send(true, KEY.KEY_T);
      const heard = notesIn(await guest.hear()).sort();
      await halves[0]?.send(false, KEY.KEY_Q, KEY.KEY_E);
      await halves[1]?.send(false, KEY.KEY_T);
      for (const half of halves) await half.unplug();
      await guest.becomes('without', ({ playing }) => playing.nodes === before);
      assert.deepEqual(heard, [60, 64, 67]);
      assert.equal(detail.split('Framework').length - 1, 1, detail);
      return `notes ${heard.join(', ')} from both nodes of "${FW16_KEYBOARD[0]?.name}"`;
    },
  },
  {
    name: 'the pads of a macropad play',
    run: async (guest) => {
      const before = (await guest.status()).playing.nodes;
      const pad = await Device.plug(guest, FW16_MACROPAD);
      await guest.becomes('with it', ({ playing }) => playing.grabbed === before + 1);
      await pad.send(true, KEY.KEY_KP0, KEY.KEY_KPPLUS);
      const heard = notesIn(await guest.hear()).sort();
      await pad.unplug();
      assert.deepEqual(heard, [48, 63]);
      await guest.fallsSilent();
      return `notes ${heard.join(', ')} from its first and its last pad`;
    },
  },
  {
    name: 'the touchpad bends the note and opens its filter',
    run: async (guest) => {
      const pad = await Device.plug(guest, FW16_TOUCHPAD);
      try {
        await guest.becomes('with a touchpad', ({ playing }) => playing.touchpad === 'ours');
        return await bendAndFilter(guest, pad);
      } finally {
        await guest.machine.release('q');
        await pad.unplug();
        await guest.ask('preset', 1);
      }
    },
  },
  {
    name: `${REPLUGS} times in and out leave nothing behind`,
    run: async (guest) => {
      const nodes = (await guest.status()).playing.nodes;
      const cycle = async (): Promise<void> => {
        const keyboard = await Device.plug(guest, FW16_KEYBOARD[0]!);
        await guest.becomes('with it', ({ playing }) => playing.grabbed === nodes + 1);
        await keyboard.unplug();
        await guest.becomes('without it', ({ playing }) => playing.nodes === nodes);
      };
      await cycle();
      const pid = await guest.pid();
      const count = `ls /proc/${pid}/fd | wc -l; awk '/VmRSS/ {print $2}' /proc/${pid}/status`;
      const [files, memory] = (await guest.machine.sh(count)).split('\n').map(Number);
      for (let at = 0; at < REPLUGS; at++) await cycle();
      const [filesAfter, memoryAfter] = (await guest.machine.sh(count)).split('\n').map(Number);
      // A request that is being answered has one of its own; what leaks has one a time.
      const leftOpen = (filesAfter ?? 0) - (files ?? 0);
      assert.ok(leftOpen < REPLUGS / 4, `${leftOpen} files are left open`);
      const grownKb = (memoryAfter ?? 0) - (memory ?? 0);
      assert.ok(grownKb < 8192, `${grownKb} KiB more`);
      return `${leftOpen} files and ${grownKb} KiB of memory more`;
    },
  },
];

const HALFWAY = Array.from({ length: 12 }, (_, at) => at / 11);

async function bendAndFilter(guest: Guest, pad: Device): Promise<string> {
  await guest.machine.press('q');
  const plain = pitchNear(await guest.hear(), noteHz(60));
  await pad.touch(...HALFWAY.map((way) => [[40 + 20 * way, 38] as const]));
  const bent = pitchNear(await guest.hear(), noteHz(62));
  await pad.touch([null]);
  await guest.machine.release('q');
  await guest.fallsSilent();
  const cents = 1200 * Math.log2(bent / plain);
  assert.ok(Math.abs(cents - 200) < 25, `20 mm to the right bend by ${cents} cents`);

  // A sound with harmonics for a filter to take away.
  await guest.ask('preset', 2);
  const open = await harmonics(guest, pad, 75);
  const closed = await harmonics(guest, pad, 2);
  assert.ok(closed < open / 2, `${closed} of the harmonics near the edge, ${open} at the top`);
  return `${cents.toFixed(0)} cents for 20 mm; near the edge ${((100 * closed) / open).toFixed(0)} % of the harmonics`;
}

/** The level of the harmonics of a note, with a finger at that height. */
async function harmonics(guest: Guest, pad: Device, heightMm: number): Promise<number> {
  await pad.touch([[60, 38]], ...HALFWAY.map((way) => [[60, 38 + (heightMm - 38) * way] as const]));
  await guest.machine.press('q');
  const heard = await guest.hear();
  await guest.machine.release('q');
  await pad.touch([null]);
  assert.ok(!isSilent(heard), 'nothing was heard');
  return [3, 4, 5, 6, 7, 8].reduce((sum, number) => sum + levelAt(heard, noteHz(60) * number), 0);
}
