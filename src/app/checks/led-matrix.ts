import type { Check } from '../../core/check.ts';
import { pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';

const PORTS = '/sys/class/tty';
const ID = '32ac:0020';

/** Whether LED Matrix modules are there and may be written to, where the configuration wants them. */
export function ledMatrixChecks(machine: Machine, isWanted: boolean): Check[] {
  const name = 'lights:matrix';
  const nodes = machine
    .names(PORTS)
    .filter((port) => /^ttyACM\d+$/.test(port) && idOf(machine, port) === ID)
    .map((port) => `/dev/${port}`);
  const found = [nodes.length, 'modules'] as const;
  if (!isWanted) return [pass(name, 'not wanted (led_matrix.enabled)', found)];
  if (nodes.length === 0) {
    const anywhere = 'Plug one in, or set led_matrix.enabled: false.';
    return [warn(name, 'led_matrix.enabled, and no LED Matrix is plugged in', { anywhere }, found)];
  }
  const closed = nodes.filter((node) => !machine.allows(node, 'write'));
  if (closed.length === 0) return [pass(name, `${nodes.join(', ')} may be written to`, found)];
  const says = `${machine.user.name} may not write to ${closed.join(', ')}: it stays dark`;
  const remedy = {
    nixos: 'programs.fw16-synth.ledMatrix.enable = true; the service may then, and no user.',
    elsewhere: 'The rule for udev in docs/led-matrix.md lets whoever sits at the machine.',
  };
  return [warn(name, says, remedy, found)];
}

/** Vendor and product of the device that a port is an interface of. */
function idOf(machine: Machine, port: string): string {
  const read = (file: string) => machine.text(`${PORTS}/${port}/device/../${file}`)?.trim() ?? '';
  return `${read('idVendor')}:${read('idProduct')}`;
}
