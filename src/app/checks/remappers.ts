import type { Check } from '../../core/check.ts';
import { pass, warn } from './finding.ts';
import { inputsOf, keyboardsOf, pathOf } from './keyboards.ts';
import type { Machine, Process } from './machine.ts';

/** Programs that take keyboards for themselves, by the start of their names. */
const REMAPPERS = [
  ...['keyd', 'kanata', 'kmonad', 'evremap', 'xremap', 'input-remapper', 'intercept', 'udevmon'],
  ...['keyszer', 'hawck', 'makima', 'evsieve', 'inputplumber'],
];
const VIRTUAL = /virtual|kanata|xremap|evremap|input-remapper|kmonad/i;

/** Whether another program stands between the keyboards and us. Nothing is opened to find out. */
export function remapperChecks(machine: Machine, running: readonly Process[]): Check[] {
  const name = 'keyboard:other-programs';
  const keyboards = keyboardsOf(inputsOf(machine));
  if (keyboards.length === 0) return [];
  const found = running.find((each) =>
    REMAPPERS.some((known) => each.name.toLowerCase().startsWith(known)),
  );
  if (found === undefined) return [pass(name, 'none that is known to take keyboards')];
  const held = keyboards.filter((each) => openFiles(machine, found).includes(pathOf(each)));
  const what = held.length === 0 ? 'keyboards' : held.map(({ node }) => node).join(', ');
  const own = keyboards.find((each) => VIRTUAL.test(each.name));
  const instead =
    own === undefined ? 'no key may reach us' : `its own "${own.name}" is played in their place`;
  return [
    warn(name, `${found.name} (process ${found.pid}) takes ${what}: ${instead}`, {
      nixos: `services.${found.name}: leave the keyboard that you play out of its devices.`,
      elsewhere: `Leave the keyboard out of its configuration, or end it while you play: sudo systemctl stop ${found.name}`,
    }),
  ];
}

/** Only those of a program of this user can be seen. */
function openFiles(machine: Machine, { pid }: Process): string[] {
  const folder = `/proc/${pid}/fd`;
  return machine.names(folder).map((fd) => machine.link(`${folder}/${fd}`) ?? '');
}
