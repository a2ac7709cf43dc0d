import type { Check } from '../../core/check.ts';
import type { ListedInput } from '../../core/formats/input-list.ts';
import { parseInputList } from '../../core/formats/input-list.ts';
import { moduleOf } from '../../devices/framework-modules.ts';
import type { KeyboardChoice } from '../../devices/keyboards.ts';
import { groupKeyboards, isChosen, isKeyboard } from '../../devices/keyboards.ts';
import { fail, pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';
import { groupNamed } from './machine.ts';
import { logInAnew } from './realtime.ts';

/** The keyboards, the modules of a Framework 16, and whether this user may read them. */
export function keyboardChecks(machine: Machine, choice: KeyboardChoice): Check[] {
  const inputs = inputsOf(machine);
  const keyboards = keyboardsOf(inputs);
  return [
    present(keyboards, choice),
    modules(machine, inputs),
    ...access(machine, keyboards),
    group(machine),
    ...sleep(machine),
  ];
}

export function inputsOf(machine: Machine): ListedInput[] {
  return parseInputList(machine.text('/proc/bus/input/devices') ?? '');
}

export function keyboardsOf(inputs: readonly ListedInput[]): ListedInput[] {
  return inputs.filter((input) => input.node !== '' && isKeyboard(input));
}

/** Where the event node of a device is. */
export function pathOf({ node }: ListedInput): string {
  return `/dev/input/${node}`;
}

function present(keyboards: readonly ListedInput[], choice: KeyboardChoice): Check {
  const name = 'keyboard:found';
  const chosen = keyboards.filter((each) => isChosen({ ...each, path: pathOf(each) }, choice));
  const names = namesOf(chosen);
  const figure = [names.length, 'keyboards'] as const;
  if (names.length > 0) return pass(name, names.join(', '), figure);
  if (keyboards.length > 0) {
    return fail(
      name,
      'devices.keyboards and devices.ignore leave none over',
      { anywhere: 'fw16-synth devices lists them; write the id of one into devices.keyboards.' },
      figure,
    );
  }
  return warn(
    name,
    'there is none: only recordings and the terminal can be played',
    { anywhere: 'Connect one. In a container, hand it on: --device /dev/input.' },
    figure,
  );
}

/** One name for each keyboard: of its nodes, the first has it and others add what they report. */
function namesOf(nodes: readonly ListedInput[]): string[] {
  const names: string[] = [];
  groupKeyboards(nodes).forEach((keyboard, at) => {
    const { name } = nodes[at]!;
    const known = names[keyboard];
    if (known === undefined || name.length < known.length) names[keyboard] = name;
  });
  return names;
}

function modules(machine: Machine, inputs: readonly ListedInput[]): Check {
  const name = 'keyboard:framework-modules';
  const found = usbModules(machine).map(
    ({ module, firmware }) => `${module.name}${firmware === '' ? '' : ` ${firmware}`}`,
  );
  const pad = inputs.some((each) => moduleOf(each)?.name === 'touchpad') ? ['touchpad'] : [];
  const all = [...found, ...pad];
  const figure = [all.length, 'modules'] as const;
  if (all.length === 0) return pass(name, 'none: any other keyboard plays as well', figure);
  return pass(name, all.join(', '), figure);
}

interface UsbModule {
  readonly folder: string;
  readonly module: { readonly name: string; readonly playable: boolean };
  readonly firmware: string;
}

function usbModules(machine: Machine): UsbModule[] {
  return machine.names('/sys/bus/usb/devices').flatMap((port) => {
    const folder = `/sys/bus/usb/devices/${port}`;
    const hex = (file: string): number =>
      Number.parseInt(machine.text(`${folder}/${file}`) ?? '', 16);
    const module = moduleOf({ vendor: hex('idVendor'), product: hex('idProduct') });
    return module === undefined ? [] : [{ folder, module, firmware: firmwareOf(machine, folder) }];
  });
}

/** The firmware's version as USB has it: 0029 is 0.2.9. */
function firmwareOf(machine: Machine, folder: string): string {
  const bcd = machine.text(`${folder}/bcdDevice`)?.trim() ?? '';
  if (!/^\d{4}$/.test(bcd)) return '';
  return `${Number(bcd.slice(0, 2))}.${bcd[2]}.${bcd[3]}`;
}

function access(machine: Machine, keyboards: readonly ListedInput[]): Check[] {
  const name = 'keyboard:access';
  if (keyboards.length === 0) return [];
  const closed = keyboards.filter((each) => !machine.allows(pathOf(each), 'read'));
  if (closed.length === 0) {
    const rights = new Set(keyboards.map((each) => rightTo(machine, pathOf(each))));
    return [pass(name, `all can be read, ${[...rights].join(' and ')}`)];
  }
  const nodes = closed.map(({ node }) => node).join(', ');
  const says = `${machine.user.name} may not read ${nodes}`;
  const remedy = {
    nixos: 'programs.fw16-synth = { enable = true; users = [ "NAME" ]; };',
    elsewhere:
      'sudo usermod -aG input $USER, then log in anew (docs/security.md says what that means).',
  };
  return [closed.length < keyboards.length ? warn(name, says, remedy) : fail(name, says, remedy)];
}

/** By what right this user may read a node. */
function rightTo(machine: Machine, path: string): string {
  const status = machine.status(path);
  if (machine.user.id === 0) return 'as root';
  if (status === undefined || (status.mode & 0o004) !== 0) return 'as everybody may';
  const isMember = machine.user.groups.includes(status.group);
  if (isMember && (status.mode & 0o040) !== 0) return 'by its group';
  return 'by the seat (uaccess)';
}

function group(machine: Machine): Check {
  const name = 'keyboard:group';
  const { user } = machine;
  const input = groupNamed(machine, 'input');
  if (input === undefined) return pass(name, 'there is no group input here, and none is needed');
  if (user.groups.includes(input.number)) {
    return pass(name, `${user.name} is in input: every program of theirs may read every key`);
  }
  if (input.members.includes(user.name)) return logInAnew(name, 'input');
  return pass(name, `${user.name} is not in input, nor has to be where a rule lets them read`);
}

/** USB devices that are put to sleep wake with the first key, which then comes late or is lost. */
function sleep(machine: Machine): Check[] {
  const name = 'keyboard:sleep';
  const found = usbModules(machine).filter(({ module }) => module.playable);
  if (found.length === 0) return [];
  const sleeping = found.filter(
    ({ folder }) => machine.text(`${folder}/power/control`)?.trim() === 'auto',
  );
  if (sleeping.length === 0) return [pass(name, 'no module is put to sleep')];
  const names = sleeping.map(({ module }) => module.name).join(', ');
  return [
    warn(name, `${names}: put to sleep when idle, so that the first key may come late`, {
      nixos:
        'powerManagement.powertop.enable = false; and services.udev.extraRules with ATTR{idVendor}=="32ac", ATTR{power/control}="on".',
      elsewhere: `for f in ${sleeping.map(({ folder }) => folder).join(' ')}; do echo on | sudo tee $f/power/control; done. powertop --auto-tune turns it back.`,
    }),
  ];
}
