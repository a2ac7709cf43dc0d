/**
 * The system bus, as far as it is listened to. Spoken by ourselves: a child such as busctl or gdbus is
 * not everywhere, buffers what it prints, and outlives whoever is killed.
 */
import { connect, type Socket } from 'node:net';
import type { DBusMessage } from '../core/formats/dbus-message.ts';
import { DBUS_TYPE, decodeMessage, encodeMessage } from '../core/formats/dbus-message.ts';

const BUS = 'org.freedesktop.DBus';
const BUS_PATH = '/org/freedesktop/DBus';
const USUAL_PATH = '/run/dbus/system_bus_socket';
const ANSWER_MS = 5000;
const LINE_MOST = 512;

/** The socket that the environment says, or where it usually is. */
export function systemBusPath(env: NodeJS.ProcessEnv): string {
  const said = /(?:^|;)unix:path=([^,;]+)/.exec(env['DBUS_SYSTEM_BUS_ADDRESS'] ?? '')?.[1];
  return said === undefined ? USUAL_PATH : decodeURIComponent(said);
}

export interface BusCall {
  readonly member: string;
  readonly signature?: string;
  readonly body?: DBusMessage['body'];
}

export class SystemBus {
  readonly #socket: Socket;
  readonly #onSignal: (signal: DBusMessage) => void;
  readonly #onEnd: () => void;
  readonly #calls = new Map<number, (answer: DBusMessage) => void>();
  #bytes: Uint8Array = new Uint8Array();
  #serial = 0;
  #isOpen = true;

  private constructor(socket: Socket, onSignal: (signal: DBusMessage) => void, onEnd: () => void) {
    this.#socket = socket;
    this.#onSignal = onSignal;
    this.#onEnd = onEnd;
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('close', () => this.#end());
    socket.on('error', () => this.#end());
  }

  /**
   * Connects, and says who we are.
   *
   * @param onEnd the bus is gone; not called after {@link close}
   * @throws when there is no bus there, or it does not want us
   */
  static async open(
    path: string,
    onSignal: (signal: DBusMessage) => void,
    onEnd: () => void,
  ): Promise<SystemBus> {
    const socket = connect(path);
    // Nobody waits for it at the end.
    socket.unref();
    try {
      await authenticate(socket);
      const bus = new SystemBus(socket, onSignal, onEnd);
      await bus.call({ member: 'Hello' });
      return bus;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  /** Asks the bus itself; throws what it refuses. */
  async call({ member, signature, body = [] }: BusCall): Promise<DBusMessage> {
    const serial = ++this.#serial;
    const answered = new Promise<DBusMessage>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${member} is not answered`)), ANSWER_MS);
      this.#calls.set(serial, (answer) => {
        clearTimeout(late);
        if (answer.type === DBUS_TYPE.error) reject(new Error(`${answer.error}`));
        else resolve(answer);
      });
    });
    const message = {
      ...{ type: DBUS_TYPE.call, serial, path: BUS_PATH, interface: BUS, destination: BUS },
      ...{ member, body, ...(signature === undefined ? {} : { signature }) },
    };
    this.#socket.write(encodeMessage(message));
    return await answered.finally(() => this.#calls.delete(serial));
  }

  /** Has signals come that a rule describes. */
  async listenTo(rule: string): Promise<void> {
    await this.call({ member: 'AddMatch', signature: 's', body: [rule] });
  }

  close(): void {
    this.#isOpen = false;
    this.#socket.destroy();
  }

  #take(bytes: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    try {
      for (;;) {
        const next = decodeMessage(this.#bytes);
        if (next === undefined) return;
        this.#bytes = this.#bytes.subarray(next.length);
        const { message } = next;
        if (message.type === DBUS_TYPE.signal) this.#onSignal(message);
        else this.#calls.get(message.answerTo ?? 0)?.(message);
      }
    } catch {
      // What follows cannot be understood either.
      this.#socket.destroy();
    }
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#onEnd();
  }
}

/** By the user that the kernel says we are (D-Bus Specification, EXTERNAL). */
async function authenticate(socket: Socket): Promise<void> {
  const user = Buffer.from(`${process.getuid?.() ?? 0}`).toString('hex');
  const answer = await new Promise<string>((resolve, reject) => {
    let line = '';
    const fail = (): void => reject(new Error('there is no bus'));
    const late = setTimeout(fail, ANSWER_MS);
    const take = (bytes: Buffer): void => {
      line += bytes.toString('latin1');
      if (!line.includes('\r\n') && line.length < LINE_MOST) return;
      clearTimeout(late);
      for (const [event, listener] of [
        ['data', take],
        ['error', fail],
        ['close', fail],
      ] as const) {
        socket.off(event, listener);
      }
      resolve(line);
    };
    socket.on('data', take);
    socket.on('error', fail);
    socket.on('close', fail);
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  });
  if (!answer.startsWith('OK ')) throw new Error(`the bus answers ${answer.trim()}`);
  socket.write('BEGIN\r\n');
}
