/**
 * By which names this program may be asked. A web page can point a name of its own at this machine
 * and have the browser fetch from us as if from there (DNS rebinding): what goes by no name of ours
 * is refused. An address is no name, and cannot be pointed elsewhere.
 */
import { isIP } from 'node:net';

const LOOPBACK = ['127.0.0.1', '::1'];

export type HostRule = (host: string | undefined, localAddress: string | undefined) => boolean;

/**
 * @param addresses that are listened on
 * @param allowed further names and addresses
 */
export function hostRule(addresses: readonly string[], allowed: readonly string[]): HostRule {
  const known = new Set(['localhost', ...LOOPBACK, ...addresses, ...allowed].map(normal));
  return (host, localAddress) => {
    const name = nameIn(host ?? '');
    if (name === undefined) return false;
    return known.has(name) || name === normal(localAddress ?? '');
  };
}

/** The name or address in a Host header, or undefined where that is malformed. */
function nameIn(host: string): string | undefined {
  const [, bracketed, bare] = /^(?:\[([\da-f:.%]+)\]|([\w.-]+))(?::\d{1,5})?$/i.exec(host) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? normal(bracketed) : undefined;
  return bare === undefined ? undefined : normal(bare);
}

/** Small letters, no root dot, no IPv4 in the clothes of IPv6, one spelling of an IPv6 address. */
function normal(name: string): string {
  const small = name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(small);
  if (mapped?.[1] !== undefined) return mapped[1];
  return isIP(small) === 6 ? new URL(`http://[${small.replace(/%.*$/, '')}]`).hostname : small;
}
