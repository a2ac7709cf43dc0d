import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DBusMessage } from './dbus-message.ts';
import { DBUS_TYPE, decodeMessage, encodeMessage } from './dbus-message.ts';

const HELLO: DBusMessage = {
  ...{ type: DBUS_TYPE.call, serial: 1, path: '/org/freedesktop/DBus', member: 'Hello' },
  ...{ interface: 'org.freedesktop.DBus', destination: 'org.freedesktop.DBus', body: [] },
};

function readBack(message: DBusMessage): DBusMessage {
  const bytes = encodeMessage(message);
  const decoded = decodeMessage(bytes);
  assert.equal(decoded?.length, bytes.length);
  return decoded.message;
}

test('a message comes back as it was written', () => {
  assert.deepEqual(readBack(HELLO), HELLO);
  const changed: DBusMessage = {
    ...{ type: DBUS_TYPE.signal, serial: 7, path: '/a', interface: 'a.b', member: 'Changed' },
    ...{ sender: ':1.3', signature: 'sa{sv}as(bu)yd' },
    body: [
      'org.freedesktop.login1.Session',
      new Map([
        ['Active', { signature: 'b', value: false }],
        ['Display', { signature: '(so)', value: ['2', '/session/_32'] }],
      ]),
      ['A', 'ä'],
      [true, 4_000_000_000],
      255,
      0.5,
    ],
  };
  assert.deepEqual(readBack(changed).body, [
    'org.freedesktop.login1.Session',
    new Map<string, unknown>([
      ['Active', false],
      ['Display', ['2', '/session/_32']],
    ]),
    ['A', 'ä'],
    [true, 4_000_000_000],
    255,
    0.5,
  ]);
});

test('the bytes are those of the specification', () => {
  const bytes = encodeMessage({
    ...{ type: DBUS_TYPE.signal, serial: 2, path: '/a', member: 'B', signature: 'b', body: [true] },
  });
  assert.equal(
    Buffer.from(bytes).toString('latin1'),
    [
      'l\x04\0\x01\x04\0\0\0\x02\0\0\0\x27\0\0\0',
      '\x01\x01o\0\x02\0\0\0/a\0\0\0\0\0\0',
      '\x03\x01s\0\x01\0\0\0B\0\0\0\0\0\0\0',
      '\x08\x01g\0\x01b\0\0\x01\0\0\0',
    ].join(''),
  );
});

test('half a message is waited for, and what is none is refused', () => {
  const bytes = encodeMessage(HELLO);
  for (let length = 0; length < bytes.length; length++) {
    assert.equal(decodeMessage(bytes.subarray(0, length)), undefined);
  }
  assert.throws(() => decodeMessage(Uint8Array.from({ length: 16 }, () => 66)), RangeError);
});

test('whatever bytes come, they are a message, or not yet, or refused', () => {
  const head = fc.constant(
    encodeMessage({ ...HELLO, signature: 'a{sv}(s)', body: [new Map(), ['x']] }),
  );
  const change = fc.array(fc.tuple(fc.nat(180), fc.nat(255)), { maxLength: 12 });
  fc.assert(
    fc.property(head, change, (bytes, changes) => {
      const changed = Uint8Array.from(bytes);
      for (const [at, byte] of changes) if (at < changed.length) changed[at] = byte;
      try {
        decodeMessage(changed);
      } catch (error) {
        assert.ok(error instanceof RangeError, `${error}`);
      }
    }),
    { numRuns: 2000 },
  );
});
