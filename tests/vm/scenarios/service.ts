/** Its life as a service: with the session, hung, reloaded, upgraded, looked after from outside. */
import assert from 'node:assert/strict';
import { UNIT } from '../guest.ts';
import type { Scenario } from './scenario.ts';

export const service: readonly Scenario[] = [
  {
    name: 'a play thread that hangs is given up, its notes end, and another one plays',
    run: async (guest) => {
      const pid = await guest.pid();
      const thread = await guest.machine.sh(
        `for t in /proc/${pid}/task/*; do grep -q fw16-play $t/comm && basename $t; done | head -n 1`,
      );
      await guest.takeTyped();
      await guest.machine.press('q');
      await guest.becomes('sounding', ({ playing }) => playing.sounding === 1);
      await guest.machine.sh(`systemd-run -q --collect /payload/tools/hold-thread ${thread} 20`);
      await guest.fallsSilent();
      await guest.machine.release('q');
      await guest.ready();
      const notes = await guest.notesOf('w');
      const now = await guest.pid();
      assert.deepEqual({ notes, now }, { notes: [62], now: pid });
      return 'its note ended, and the next thread plays';
    },
  },
  {
    name: 'a process that hangs is ended by systemd, and started anew',
    run: async (guest) => {
      const pid = await guest.pid();
      await guest.machine.sh(`kill -STOP ${pid}`);
      await guest.machine.sh(`while [ -e /proc/${pid} ]; do sleep 1; done`);
      await guest.ready();
      assert.match(await guest.machine.sh(`journalctl -q -o cat -u ${UNIT}`), /Watchdog timeout/);
      const notes = await guest.notesOf('q');
      assert.deepEqual(notes, [60]);
      return 'the watchdog of its unit ended it; it plays again';
    },
  },
  {
    name: 'a changed configuration is taken up while a note sounds',
    run: async (guest) => {
      const file = '/etc/fw16-synth/config.yaml';
      const settings = JSON.parse(await guest.machine.sh(`cat ${file}`));
      const write = async (octave: number): Promise<void> => {
        const changed = { ...settings, keyboard: { ...settings.keyboard, octave } };
        await guest.machine.sh(`cat >${file} <<'CONFIG'\n${JSON.stringify(changed)}\nCONFIG`);
        await guest.machine.sh(`systemctl reload ${UNIT}`);
        await guest.becomes('in that octave', ({ playing }) => playing.octave === octave);
      };
      const before = await guest.pid();
      await guest.machine.press('q');
      await write(5);
      const { sounding } = (await guest.status()).playing;
      await guest.machine.release('q');
      const notes = await guest.notesOf('q');
      await write(4);
      const after = await guest.pid();
      assert.deepEqual({ sounding, notes, after }, { sounding: 1, notes: [72], after: before });
      return `note ${notes} after systemctl reload; the one before sounded on`;
    },
  },
  {
    name: 'an upgrade and a rollback are taken up; the session’s end ends it',
    run: async (guest) => {
      const [now, newer] = ['/nix/store/fw16-synth/', '/nix/store/fw16-synth-newer/'];
      // As a switch of NixOS does: another path in the unit.
      const switchUnit = async (from: string, to: string): Promise<void> => {
        const file = '/etc/systemd/system/fw16-synth@.service';
        await guest.machine.sh(`sed -i 's,${from},${to},' ${file} && systemctl daemon-reload`);
      };
      const runs = async (): Promise<string> =>
        await guest.machine.sh(
          `grep -m 1 -o '${now.slice(0, -1)}[^ ]*shim' /proc/${await guest.pid()}/maps`,
        );
      await guest.machine.sh(
        `cp -R ${now} ${newer} && sed -i s,${now},${newer}, ${newer}bin/fw16-synth`,
      );
      await switchUnit(now, newer);
      await guest.restart();
      assert.ok((await runs()).startsWith(newer), await runs());
      await switchUnit(newer, now);
      await guest.machine.sh('systemctl stop user@1000.service');
      const ended = (await guest.machine.run(`systemctl is-active ${UNIT}`)).out.trim();
      assert.equal(ended, 'inactive');
      await guest.machine.sh('systemctl start user@1000.service');
      await guest.ready();
      assert.ok((await runs()).startsWith(now), await runs());
      return 'after each the other one runs; it ended with the session and came with the next';
    },
  },
];
