/**
 * From key to note and from key to sound, beside a C program that does as little as can be, in the same
 * guest, by the same keys. Its processor is not a real one: what counts is how many times as long.
 */
import assert from 'node:assert/strict';
import { onsetFrame } from '../../support/pitch.ts';
import type { Guest } from '../guest.ts';
import { RATE } from '../hearing.ts';
import type { Scenario } from './scenario.ts';

const STROKES = 15;
const PEER = 'peer.service';
// More than the medians of two times the same differ by.
const NOTE_MOST = 3;
const SOUND_MOST = 1.25;

export const latency: readonly Scenario[] = [
  {
    name: 'key to note and key to sound, beside the least C program',
    run: async (guest) => {
      const ours = await strokes(guest);
      const noteUs = (await guest.status()).latency.p50Us;
      await guest.stop();
      const theirs = await peer(guest);
      await guest.start();
      const note = noteUs / theirs.noteUs;
      const sound = ours / theirs.soundMs;
      const told = `${note.toFixed(2)} times its key to note, ${sound.toFixed(2)} times its key to sound`;
      assert.ok(note < NOTE_MOST && sound < SOUND_MOST, told);
      return told;
    },
  },
];

/** The milliseconds from a key to its sound, in the middle of some. */
async function strokes(guest: Guest): Promise<number> {
  const { hearing } = guest.machine;
  const delays: number[] = [];
  for (let at = 0; at < STROKES; at++) {
    const from = hearing.frames;
    await guest.machine.press('q');
    const onset = onsetFrame(await hearing.since(from, 0.5), 0.003);
    await guest.machine.release('q');
    await guest.fallsSilent();
    assert.ok(onset > 0, 'nothing was heard');
    delays.push((1000 * onset) / RATE);
  }
  return median(delays);
}

async function peer(guest: Guest): Promise<{ noteUs: number; soundMs: number }> {
  const node = await guest.machine.sh(
    `for e in /sys/class/input/event*; do grep -q QEMU $e/device/name && basename $e; done; true`,
  );
  const command = `/payload/tools/key-player /dev/input/${node} /payload/built-in.sf2 120 1024`;
  await guest.machine.sh(
    `systemd-run -q --unit=${PEER} --uid=1000 -p SupplementaryGroups='input audio' ` +
      `-p LimitRTPRIO=95 -E XDG_RUNTIME_DIR=/run/user/1000 -E PIPEWIRE_LATENCY=1024/48000 ${command}`,
  );
  // It says nothing while it starts.
  await guest.wait(3);
  const soundMs = await strokes(guest);
  const said = await guest.machine.sh(`journalctl -q -o cat _SYSTEMD_UNIT=${PEER}`);
  await guest.machine.sh(`systemctl stop ${PEER}`);
  const times = said.split('\n').filter((line) => /^\d+$/.test(line));
  assert.equal(times.length, STROKES, said);
  return { noteUs: median(times.map(Number)), soundMs };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
