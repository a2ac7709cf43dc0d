import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';

// What `sudo systemctl edit pipewire` writes of the guide's lines, and where.
const LINES = `[Service]
CPUSchedulingPolicy=1
CPUSchedulingPriority=80
`;
const OF_THE_SYSTEM = '/etc/systemd/system/pipewire.service.d/override.conf';

test('the drop-in is for a unit that is not there, and what replaces it is said', () => {
  const checks = examined({ files: { [OF_THE_SYSTEM]: LINES } });
  const { says, advice } = theCheck(checks, 'audio:unit', 'warn');
  assert.match(says, /unit of the system, and PipeWire is one of the user: it does nothing/);
  assert.match(advice[0] ?? '', /^NixOS: security\.rtkit\.enable = true;/);
  assert.match(advice[1] ?? '', /rm .*override\.conf/);
});

test('what replaces it is looked at: the priority that PipeWire has', () => {
  assert.match(theCheck(examined(), 'audio:priority', 'pass').says, /real-time, priority 88/);
});
