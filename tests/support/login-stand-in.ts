/** A system bus of its own with a stand-in for logind, which says what a test has it say. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { DBusMessage } from '../../src/core/formats/dbus-message.ts';
import { DBUS_TYPE, encodeMessage } from '../../src/core/formats/dbus-message.ts';
import { until } from './until.ts';

const LOGIND = 'org.freedesktop.login1';

export interface LoginStandIn {
  /** The socket of the bus. */
  readonly path: string;
  /** What another program says under its own name, which is not logind's. */
  readonly stranger: Speaker;
  readonly logind: Speaker;
  /** The bus ends, and all who are on it lose it. */
  end(): Promise<void>;
}

export interface Speaker {
  lock(): void;
  sleeps(isAboutTo: boolean): void;
  /** Something that a session, a seat or anything else has is another now. */
  changes(owner: string, properties: Record<string, boolean | string>): void;
}

export async function loginStandIn(t: TestContext): Promise<LoginStandIn> {
  const folder = mkdtempSync(join(tmpdir(), 'fw16-login-'));
  const path = join(folder, 'bus');
  const config = join(folder, 'bus.conf');
  writeFileSync(
    config,
    `<busconfig>
      <type>system</type><listen>unix:path=${path}</listen><auth>EXTERNAL</auth>
      <policy context="default">
        <allow user="*"/><allow own="*"/><allow send_type="*"/><allow receive_type="*"/>
        <allow send_destination="*"/><allow receive_sender="*"/>
      </policy>
    </busconfig>`,
  );
  const daemon = spawn(
    'dbus-daemon',
    [`--config-file=${config}`, '--nofork', '--print-address=1'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const sockets: Socket[] = [];
  const end = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (daemon.exitCode !== null || daemon.signalCode !== null) return;
    daemon.kill('SIGKILL');
    await once(daemon, 'exit');
  };
  t.after(async () => {
    await end();
    rmSync(folder, { recursive: true });
  });
  await once(daemon.stdout, 'data');
  const speaker = async (name: string | undefined): Promise<Speaker> => {
    const socket = connect(path);
    sockets.push(socket);
    socket.on('error', () => {});
    let heard = '';
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
    const user = Buffer.from(`${process.getuid?.()}`).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    await until('the bus lets it in', () => heard.startsWith('OK'));
    socket.write('BEGIN\r\n');
    let serial = 0;
    const say = (message: Omit<DBusMessage, 'serial'>): void => {
      socket.write(encodeMessage({ ...message, serial: ++serial }));
    };
    const bus = {
      ...{ type: DBUS_TYPE.call, path: '/org/freedesktop/DBus' },
      ...{ interface: 'org.freedesktop.DBus', destination: 'org.freedesktop.DBus' },
    };
    say({ ...bus, member: 'Hello', body: [] });
    if (name !== undefined)
      say({ ...bus, member: 'RequestName', signature: 'su', body: [name, 0] });
    await until('it has its name', () => heard.includes(name ?? 'NameAcquired'));
    return speakerOn(say);
  };
  return { path, end, logind: await speaker(LOGIND), stranger: await speaker(undefined) };
}

function speakerOn(say: (message: Omit<DBusMessage, 'serial'>) => void): Speaker {
  const signal = (path: string, of: string, member: string, more: Partial<DBusMessage>): void => {
    say({ type: DBUS_TYPE.signal, path, interface: of, member, body: [], ...more });
  };
  return {
    lock: () => signal('/org/freedesktop/login1/session/_32', `${LOGIND}.Session`, 'Lock', {}),
    sleeps: (isAboutTo) =>
      signal('/org/freedesktop/login1', `${LOGIND}.Manager`, 'PrepareForSleep', {
        ...{ signature: 'b', body: [isAboutTo] },
      }),
    changes: (owner, properties) => {
      const entries = Object.entries(properties).map(([name, value]) => {
        const signature = typeof value === 'boolean' ? 'b' : 's';
        return [name, { signature, value }] as const;
      });
      signal(
        '/org/freedesktop/login1/any',
        'org.freedesktop.DBus.Properties',
        'PropertiesChanged',
        {
          signature: 'sa{sv}as',
          body: [owner, new Map(entries), []],
        },
      );
    },
  };
}
