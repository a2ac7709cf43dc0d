/** Who may read the keys: the process that plays, and nobody else. */
import assert from 'node:assert/strict';
import { type Guest, UNIT } from '../guest.ts';
import type { Scenario } from './scenario.ts';

export const permissions: readonly Scenario[] = [
  {
    name: 'no other user and no other program of the player can read the keys',
    run: async (guest) => {
      const pid = await guest.pid();
      const files = await guest.machine.sh(`ls -l /proc/${pid}/fd`);
      const [node] = files.match(/\/dev\/input\/event\d+/) ?? [];
      assert.ok(node !== undefined, 'the instrument has no keyboard open');
      // As NixOS has it from the start.
      await guest.machine.sh('sysctl -q kernel.yama.ptrace_scope=1');
      for (const user of ['musician', 'listener'] as const) {
        const groups = (await guest.as(user, 'id -nG')).out.split(/\s+/);
        assert.ok(
          !groups.includes('input') && !groups.includes('fw16-synth'),
          `${user}: ${groups}`,
        );
        await refused(guest, user, `timeout 5 head -c 1 ${node}`);
        await refused(guest, user, `timeout 5 strace -p ${pid}`);
        const itsFile = await guest.machine.sh(
          `cd /proc/${pid}/fd && for fd in *; do [ "$(readlink $fd)" = ${node} ] && echo $fd; done; true`,
        );
        await refused(guest, user, `timeout 5 head -c 1 /proc/${pid}/fd/${itsFile.split('\n')[0]}`);
        await refused(guest, user, `head -c 1 /proc/${pid}/mem`);
      }
      return 'neither the node, nor by the process that has it open';
    },
  },
  {
    name: 'a player may restart their own instrument, and nothing else',
    run: async (guest) => {
      const before = await guest.pid();
      const restart = `systemctl --no-ask-password restart`;
      await refused(guest, 'listener', `${restart} ${UNIT}`);
      await refused(guest, 'musician', `${restart} fw16-synth@1001.service`);
      await refused(guest, 'musician', `${restart} dbus.service`);
      assert.equal(await guest.pid(), before);
      const { exit, err } = await guest.as('musician', 'systemctl --user restart fw16-synth');
      assert.equal(exit, 0, err);
      await guest.ready();
      assert.notEqual(await guest.pid(), before);
      return 'by systemctl --user, through polkit; other units and other users are refused';
    },
  },
  {
    name: 'the thread that plays is real-time',
    run: async (guest) => {
      await guest.becomes('real-time', ({ playing }) => playing.realtimePriority === 50);
      const classes = await guest.machine.sh(`ps -L -o cls=,rtprio=,comm= -p ${await guest.pid()}`);
      const play = classes.split('\n').find((line) => line.includes('fw16-play'));
      assert.match(play ?? classes, /FF +50 /);
      return 'SCHED_FIFO 50';
    },
  },
];

async function refused(guest: Guest, user: 'musician' | 'listener', script: string): Promise<void> {
  const { exit, out } = await guest.as(user, script);
  assert.notEqual(exit, 0, `${user} may: ${script}\n${out}`);
}
