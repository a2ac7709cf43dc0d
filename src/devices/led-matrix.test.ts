import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FakeLedMatrix } from '../../tests/support/fake-led-matrix.ts';
import { until } from '../../tests/support/until.ts';
import { draw, PICTURE_BYTES } from '../core/formats/led-matrix.ts';
import { findLedMatrices, LedMatrix } from './led-matrix.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-serial-'));
after(() => rmSync(folder, { recursive: true }));

/** A port as the kernel shows it: of an interface, of a device with its ids. */
function port(name: string, vendor: string, product: string): void {
  const device = join(folder, 'usb', name);
  mkdirSync(join(device, 'interface'), { recursive: true });
  writeFileSync(join(device, 'idVendor'), `${vendor}\n`);
  writeFileSync(join(device, 'idProduct'), `${product}\n`);
  mkdirSync(join(folder, 'ports', name), { recursive: true });
  symlinkSync(join(device, 'interface'), join(folder, 'ports', name, 'device'));
}

test('modules are found by their ids, and no other serial port is touched', () => {
  const place = { ports: join(folder, 'ports'), nodes: '/dev' };
  assert.deepEqual(findLedMatrices(place), []);
  port('ttyACM0', '2c7c', '0125');
  port('ttyACM1', '32ac', '0020');
  port('ttyACM2', '32ac', '0021');
  port('ttyACM10', '32ac', '0020');
  port('ttyS0', '32ac', '0020');
  mkdirSync(join(folder, 'ports', 'ttyACM4'));
  assert.deepEqual(findLedMatrices(place), ['/dev/ttyACM1', '/dev/ttyACM10']);
});

test('a module that reads nothing keeps nobody waiting, and is told the rest when it does', async () => {
  const fake = new FakeLedMatrix();
  fake.plug();
  fake.isReading = false;
  const matrix = await LedMatrix.open(join(fake.place.nodes, 'ttyACM0'));
  try {
    const picture = draw(new Uint8Array(PICTURE_BYTES));
    let sent = 0;
    while (matrix.send(picture) === 'sent') sent++;
    assert.ok(sent > 0);
    assert.equal(matrix.send(picture), 'busy');
    assert.equal(matrix.version(), undefined);
    fake.isReading = true;
    await until('it has room again', () => matrix.send(picture) === 'sent');
    await until('it has answered', () => matrix.version() === '0.2.0');
    await until('every picture is whole', () => fake.pictures.length === sent + 1);
    fake.unplug();
    assert.equal(matrix.send(picture), 'gone');
  } finally {
    await matrix.close();
    fake.remove();
  }
});

test('what is no serial port is not taken for one', async () => {
  writeFileSync(join(folder, 'file'), '');
  await assert.rejects(LedMatrix.open(join(folder, 'file')), /is no serial port/);
});
