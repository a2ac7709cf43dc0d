/**
 * Writes numbered records as fast as the log takes them, until it is told to end; SIGUSR2 has it open
 * its file anew: `log-writer FILE`. It says how many it wrote.
 */
import { RunningLog } from '../../src/control/log.ts';

const PER_TURN = 20;

const [path = ''] = process.argv.slice(2);
const log = new RunningLog(
  { level: 'INFO', file: { path, rotateBytes: 0, keep: 1, format: 'json' } },
  (line) => process.stderr.write(`${line}\n`),
);
process.on('SIGUSR2', () => log.reopen());
await log.open();
let written = 0;
const writing = setInterval(() => {
  for (let record = 0; record < PER_TURN; record++) log.info('record', { number: written++ });
}, 1);
process.once('SIGTERM', () => {
  clearInterval(writing);
  void log.close().then(() => process.stdout.write(`${written}\n`));
});
process.stderr.write('writing\n');
