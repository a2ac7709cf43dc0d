/** What happens to a machine: its sound server, its clock, its disk, other programs. */
import assert from 'node:assert/strict';
import type { Guest } from '../guest.ts';
import { notesIn } from '../hearing.ts';
import type { Scenario } from './scenario.ts';

export const world: readonly Scenario[] = [
  {
    name: 'PipeWire restarts, and sound is back',
    run: async (guest) => {
      const before = (await guest.status()).pid;
      await guest.machine.press('q');
      assert.deepEqual(notesIn(await guest.hear()), [60]);
      const { exit, err } = await guest.as(
        'musician',
        'systemctl --user restart pipewire wireplumber',
      );
      assert.equal(exit, 0, err);
      await guest.machine.release('q');
      const restarted = await guest.uptime();
      let notes: number[] = [];
      for (let tries = 0; notes.length === 0 && tries < 20; tries++)
        notes = await guest.notesOf('e');
      const took = (await guest.uptime()) - restarted;
      const { pid, playing } = await guest.status();
      assert.deepEqual(
        { notes, pid, sounding: playing.sounding },
        { notes: [64], pid: before, sounding: 0 },
      );
      return `the same process plays, ${took.toFixed(1)} s after it at the latest; nothing hangs`;
    },
  },
  {
    name: 'the clock jumps by a day and back under a held note',
    run: async (guest) => {
      await guest.machine.press('q');
      assert.deepEqual(notesIn(await guest.hear()), [60]);
      await guest.machine.sh(`date -s '+1 day'`);
      const ahead = notesIn(await guest.hear());
      await guest.machine.sh(`date -s '-1 day'`);
      const behind = notesIn(await guest.hear());
      await guest.machine.release('q');
      await guest.fallsSilent();
      assert.deepEqual([ahead, behind, await guest.notesOf('w')], [[60], [60], [62]]);
      return 'it sounds on, ends with its key, and the next one sounds';
    },
  },
  {
    name: 'aplaymidi plays it, and a controller is played as it is plugged in',
    run: async (guest) => {
      await midiFrom(guest);
      return await virtualPort(guest);
    },
  },
];

async function midiFrom(guest: Guest): Promise<void> {
  const port = await guest.machine.sh(`aplaymidi -l | grep -i fw16 | awk '{print $1; exit}'`);
  assert.match(port, /^\d+:\d+$/, 'aplaymidi does not see the instrument');
  // One track, one note of a second at 120 beats a minute, in octal for printf.
  const file = [
    'MThd',
    '\\0\\0\\0\\6\\0\\0\\0\\1\\0\\140',
    'MTrk',
    '\\0\\0\\0\\14',
    '\\0\\220\\102\\144\\201\\100\\200\\102\\0',
    '\\0\\377\\57\\0',
  ];
  await guest.machine.sh(`printf '${file.join('')}' >/tmp/one.mid`);
  const playing = guest.machine.sh(`aplaymidi -p ${port} /tmp/one.mid`);
  let heard: number[] = [];
  while (heard.length === 0) heard = notesIn(await guest.hear(0.2));
  assert.deepEqual(heard, [66]);
  await playing;
  await guest.fallsSilent();
}

async function virtualPort(guest: Guest): Promise<string> {
  const raw = await guest.machine.sh(`ls /dev/snd/midiC5D* | head -n 1`);
  await guest.machine.sh(`printf '\\220\\101\\144' >${raw}`);
  let heard: number[] = [];
  for (let tries = 0; heard.length === 0 && tries < 20; tries++)
    heard = notesIn(await guest.hear(0.2));
  await guest.machine.sh(`printf '\\200\\101\\0' >${raw}`);
  assert.deepEqual(heard, [65]);
  await guest.fallsSilent();
  return 'note 66 from aplaymidi, note 65 from a raw MIDI port of the kernel';
}
