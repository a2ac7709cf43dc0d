import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Kept, PLACES } from './backup.ts';

const LINE = `tar -czf fw16-synth-backup.tar.gz \\
  /etc/fw16-synth/ \\
  /opt/soundfonts/ \\
  /var/log/fw16-synth/`;

test('the line takes the configuration, the SoundFonts and the logs of one that plays', async () => {
  const home = new Kept();
  after(() => home.remove());
  const playing = await home.play();
  // 1 is a log that grew meanwhile: tar keeps what was there.
  assert.ok([0, 1].includes(home.shell(home.here(LINE)).exit ?? 2));
  await playing.end('SIGTERM');
  const { out } = home.shell('tar -tzf fw16-synth-backup.tar.gz');
  for (const place of PLACES) assert.ok(out.includes(`${place.slice(1)}\n`), `${place} in\n${out}`);
});
