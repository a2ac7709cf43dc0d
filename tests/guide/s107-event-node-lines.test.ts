import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { modeThere, runPrinted, writeThere } from './printed.ts';

const NODES = ['/dev/input/event3', '/dev/input/event4', '/dev/input/event5'];
const CHMOD = 'sudo chmod 640 /dev/input/event*';

function found() {
  const files = Object.fromEntries(
    NODES.map((node) => [node, { mode: modeThere(node), group: 174, allowed: true }]),
  );
  return examined({ files });
}

test('nodes that every user may read fail, until the guide’s line has run', () => {
  for (const node of NODES) writeThere(node, '', 0o644);
  const { advice } = theCheck(found(), 'keyboard:permissions', 'fail');
  assert.match(advice[1] ?? '', /chown root:input \/dev\/input\/event\*/);
  runPrinted(CHMOD);
  assert.equal(modeThere(NODES[0]!), 0o640);
  theCheck(found(), 'keyboard:permissions', 'pass');
});
