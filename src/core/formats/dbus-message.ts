/** Messages of D-Bus (D-Bus Specification 0.43, "Message Format"), in the order of bytes of our machines. */
import type { DBusValue } from './dbus-values.ts';
import { DBusReader, DBusWriter } from './dbus-values.ts';

export const DBUS_TYPE = { call: 1, answer: 2, error: 3, signal: 4 } as const;

export interface DBusMessage {
  /** A value of {@link DBUS_TYPE}. */
  readonly type: number;
  readonly serial: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly error?: string;
  /** The serial of the call that it answers. */
  readonly answerTo?: number;
  readonly destination?: string;
  readonly sender?: string;
  readonly signature?: string;
  readonly body: readonly DBusValue[];
}

/** Far more than the messages that are listened to. */
export const DBUS_BYTES_MOST = 2 ** 20;

const LITTLE_ENDIAN = 'l'.charCodeAt(0);
const VERSION = 1;
const FIXED_BYTES = 16;
/** The name of each field of the header, its number and its type. */
const FIELDS = [
  ['path', 1, 'o'],
  ['interface', 2, 's'],
  ['member', 3, 's'],
  ['error', 4, 's'],
  ['answerTo', 5, 'u'],
  ['destination', 6, 's'],
  ['sender', 7, 's'],
  ['signature', 8, 'g'],
] as const;

export function encodeMessage(message: DBusMessage): Uint8Array {
  const body = new DBusWriter();
  body.writeAll(message.signature ?? '', message.body);
  const head = new DBusWriter();
  const fields = FIELDS.flatMap(([name, number, signature]): DBusValue[] => {
    const value = message[name];
    return value === undefined ? [] : [[number, { signature, value }]];
  });
  const { type, serial } = message;
  head.writeAll('yyyyuua(yv)', [LITTLE_ENDIAN, type, 0, VERSION, body.length, serial, fields]);
  head.align(8);
  return Uint8Array.of(...head.bytes, ...body.bytes);
}

/**
 * The first message in `bytes` and its length; undefined when it is not whole yet.
 *
 * @throws RangeError when that is no message
 */
export function decodeMessage(
  bytes: Uint8Array,
): { readonly message: DBusMessage; readonly length: number } | undefined {
  if (bytes.length < FIXED_BYTES) return undefined;
  if (bytes[0] !== LITTLE_ENDIAN || bytes[3] !== VERSION)
    throw new RangeError('no message of ours');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodyAt = Math.ceil((FIXED_BYTES + view.getUint32(12, true)) / 8) * 8;
  const length = bodyAt + view.getUint32(4, true);
  if (length > DBUS_BYTES_MOST) throw new RangeError('a message that is too long');
  if (bytes.length < length) return undefined;
  const whole = bytes.subarray(0, length);
  const [, type, , , , serial, fields] = new DBusReader(whole).readAll('yyyyuua(yv)');
  const named = (fields as [number, DBusValue][]).flatMap(([number, value]) => {
    const field = FIELDS.find((each) => each[1] === number);
    return field === undefined ? [] : [[field[0], value] as const];
  });
  const header = Object.fromEntries(named) as Partial<DBusMessage>;
  const body = new DBusReader(whole, bodyAt).readAll(header.signature ?? '');
  return { message: { ...header, type: Number(type), serial: Number(serial), body }, length };
}
