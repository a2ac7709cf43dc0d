import type { Check } from '../../core/check.ts';
import { pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';

const NODE = '/dev/snd/seq';

/** Whether MIDI controllers can be heard, and which there are. */
export function midiChecks(machine: Machine, isWanted: boolean): Check[] {
  const name = 'midi:sequencer';
  if (!isWanted) return [pass(name, 'not wanted (midi.input_enabled)')];
  if (machine.status(NODE) === undefined) {
    return [
      warn(name, `there is no ${NODE}: MIDI controllers are not heard`, {
        nixos: 'boot.kernelModules = [ "snd-seq" ];',
        elsewhere: 'sudo modprobe snd-seq; in a container: --device /dev/snd.',
      }),
    ];
  }
  if (!machine.allows(NODE, 'write')) {
    return [
      warn(name, `${machine.user.name} may not open ${NODE}: MIDI controllers are not heard`, {
        nixos: 'users.users.NAME.extraGroups = [ "audio" ];',
        elsewhere: 'Log in at the machine itself, or sudo usermod -aG audio $USER',
      }),
    ];
  }
  const found = controllers(machine.text('/proc/asound/seq/clients') ?? '');
  const figure = [found.length, 'controllers'] as const;
  return [pass(name, found.length === 0 ? 'no controller is there' : found.join(', '), figure)];
}

/** The kernel's own clients that send, but for those that are in every machine. */
function controllers(clients: string): string[] {
  // Client  20 : "Digital Piano" [Kernel Legacy]
  //   Port   0 : "Digital Piano MIDI 1" (RWeX) [In/Out]
  return clients.split(/^(?=Client +\d+ :)/m).flatMap((client) => {
    const [, name = ''] = /^Client +\d+ : "(.*)" \[Kernel/.exec(client) ?? [];
    const sends = /^ +Port +\d+ : ".*" \(R/m.test(client);
    return sends && name !== '' && name !== 'System' && name !== 'Midi Through' ? [name] : [];
  });
}
