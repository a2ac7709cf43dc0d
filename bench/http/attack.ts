/**
 * Clients that mean no good: names and methods that are not ours, paths with tricks, headers without an
 * end, and ones that dawdle. `attack PORT SECONDS` tells how many were answered as they should be.
 */
import { got, raw } from '../../tests/support/http.ts';

const [port = 0, seconds = 0] = process.argv.slice(2).map(Number);
const DAWDLERS = 12;
const LONG = 'a'.repeat(100_000);
const BY_NAME = { headers: { host: 'evil.example' }, paths: ['/health', '/metrics'] };
const METHODS = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'];
const PATHS = [
  ...['//metrics', '/metrics/..', '/health/../metrics', '/%6detrics', '/%2e%2e/', '/metrics%00'],
  ...['/../../etc/passwd', '/constructor', '/__proto__', '/health%2fdetailed'],
];
const TEXTS: readonly (readonly [text: string, status: number])[] = [
  [`GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ${LONG}\r\n\r\n`, 431],
  [`GET /${LONG} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
  ['BREW / HTTP/1.1\r\n\r\n', 400],
  ['\x16\x03\x01\x02\x00\x01', 400],
];
const HALF = 'GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ';

const untilMs = performance.now() + 1000 * seconds;
const isOn = (): boolean => performance.now() < untilMs;
const counts = { right: 0, wrong: 0, dawdled: 0 };

await Promise.all([mischief(), ...Array.from({ length: DAWDLERS }, dawdle)]);
process.stdout.write(`${JSON.stringify(counts)}\n`);

async function mischief(): Promise<void> {
  while (isOn()) {
    for (const path of BY_NAME.paths) await expect(421, got(port, path, BY_NAME.headers));
    for (const method of METHODS) await expect(405, got(port, '/metrics', {}, method));
    for (const path of PATHS) await expect(404, got(port, path));
    for (const [text, status] of TEXTS) await expect(status, rawStatus(text));
  }
}

async function expect(status: number, answer: Promise<{ status: number }>): Promise<void> {
  const answered = await answer.catch(() => ({ status: 0 }));
  counts[answered.status === status ? 'right' : 'wrong']++;
}

/** Says half of what it has to, and is cut off; the last of each may outlast the attack. */
async function dawdle(): Promise<void> {
  while (isOn()) {
    const { status } = await rawStatus(HALF);
    counts.dawdled++;
    if (status !== 408) counts.wrong++;
  }
}

async function rawStatus(text: string): Promise<{ status: number }> {
  const { said } = await raw(port, text);
  return { status: Number(/^HTTP\/1\.1 (\d+) /.exec(said)?.[1] ?? 0) };
}
