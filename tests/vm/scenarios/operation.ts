/** Looked after from outside: by Prometheus, logrotate, and a disk that is full. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOLDEN } from '../../nix/artefacts.ts';
import { type Guest, UNIT } from '../guest.ts';
import type { Scenario } from './scenario.ts';

const LOG = '/var/log/fw16-synth/production.log';

export const operation: readonly Scenario[] = [
  {
    name: 'another machine gets the metrics that the configuration grants it',
    run: async (guest) => {
      await configuredAs(guest, 'everything');
      await guest.notesOf('q');
      // It listens a moment after it plays.
      await guest.machine.sh('until curl -sf localhost:9180/livez; do sleep 0.2; done');
      const answer = await fetch(`http://127.0.0.1:${guest.machine.port}/metrics`);
      const text = await answer.text();
      assert.equal(answer.status, 200, text);
      assert.match(text, /^fw16_synth_ready 1$/m);
      const begun = Number(/^fw16_synth_notes_total\{source="keyboard"\} (\d+)$/m.exec(text)?.[1]);
      assert.ok(begun > 0, text);
      assert.doesNotMatch(text, /KEY_/);
      return `${text.split('\n').length} lines, ${begun} notes of the keyboard among them`;
    },
  },
  {
    name: 'logrotate puts the log aside, and the next line is in a new one',
    run: async (guest) => {
      await configuredAs(guest, 'rotated');
      const lines = Number(await guest.machine.sh(`wc -l <${LOG}`));
      assert.ok(lines > 0, 'nothing was logged');
      await guest.machine.sh('logrotate -f /payload/rotated/etc/logrotate.conf');
      await guest.machine.sh(`systemctl reload ${UNIT}`);
      await guest.machine.sh(`until [ -s ${LOG} ]; do sleep 0.2; done`);
      const aside = Number(await guest.machine.sh(`cat ${LOG}-* | wc -l`));
      const open = await guest.machine.sh(`ls -l /proc/${await guest.pid()}/fd`);
      assert.ok(aside >= lines, `${lines} lines before, ${aside} put aside`);
      assert.ok(
        open.split('\n').some((line) => line.endsWith(LOG)),
        open,
      );
      return `${aside} lines put aside, the next in the new file`;
    },
  },
  {
    name: 'no space is left for its log, and it plays on',
    run: async (guest) => {
      const folder = '/var/log/fw16-synth';
      await guest.stop();
      await guest.machine.sh(
        `mount -t tmpfs -o size=16k none ${folder} && chown musician ${folder}; ` +
          `head -c 1M /dev/zero >${folder}/full; true`,
      );
      try {
        await guest.start();
        const notes = await guest.notesOf('q');
        assert.deepEqual(notes, [60]);
        return `note ${notes} while nothing can be written`;
      } finally {
        await guest.stop();
        await guest.machine.sh(`umount ${folder}`);
        await configuredAs(guest, 'guide');
      }
    },
  },
];

/** Switches to what the module makes of another configuration; how it plays stays as it is. */
async function configuredAs(guest: Guest, name: 'guide' | 'everything' | 'rotated'): Promise<void> {
  const text = readFileSync(join(GOLDEN, name, 'etc/fw16-synth/config.yaml'), 'utf8');
  const { http, logging, performance } = JSON.parse(text);
  const ours = JSON.parse(await guest.machine.sh('cat /payload/config.yaml'));
  const settings = JSON.stringify({ ...ours, http, logging, performance });
  await guest.stop();
  await guest.machine.sh(
    `cp /payload/${name}/etc/systemd/system/fw16-synth@.service /etc/systemd/system/ && ` +
      `for made in /payload/${name}/etc/tmpfiles.d/*; do [ -e $made ] && systemd-tmpfiles --create $made; done; ` +
      `cat >/etc/fw16-synth/config.yaml <<'CONFIG' && systemctl daemon-reload\n${settings}\nCONFIG`,
  );
  await guest.start();
}
