import { test } from 'node:test';
import { examined, theCheck } from '../support/examined.ts';
import { modeThere, runPrinted, writeThere } from './printed.ts';

const NODES = ['/dev/snd/controlC0', '/dev/snd/pcmC0D0p'];
const CHMOD = 'sudo chmod 660 /dev/snd/*';

function found() {
  const files = Object.fromEntries(
    NODES.map((node) => [node, { mode: modeThere(node), group: 17, allowed: true }]),
  );
  return examined({ files });
}

test('cards that every user may open are a warning, until the guide’s line has run', () => {
  for (const node of NODES) {
    writeThere(node, '');
    runPrinted(`chmod 666 ${node}`);
  }
  theCheck(found(), 'audio:card-access', 'warn');
  runPrinted(CHMOD);
  theCheck(found(), 'audio:card-access', 'pass');
});
