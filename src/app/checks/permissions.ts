import type { Check } from '../../core/check.ts';
import { fail, pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';
import { filesIn } from './machine.ts';

const OTHERS = 0o006;
// What a rule has to come before, for the seat's user to be let in (systemd's 73-seat-late.rules).
const SEAT_RULES = 73;

/** Whether others can read what is typed: on nodes as they stand, and by rules as they are written. */
export function permissionChecks(machine: Machine): Check[] {
  return [...nodes(machine), ...rawNodes(machine), ...rules(machine)];
}

function nodes(machine: Machine): Check[] {
  const name = 'keyboard:permissions';
  const all = machine.names('/dev/input').filter((each) => /^event\d+$/.test(each));
  if (all.length === 0) return [];
  const open = all.filter(
    (each) => ((machine.status(`/dev/input/${each}`)?.mode ?? 0) & OTHERS) !== 0,
  );
  if (open.length === 0) return [pass(name, `${all.length} event nodes, closed to others`)];
  return [
    fail(
      name,
      `every user of this machine can read what is typed: ${open.join(', ')}`,
      {
        nixos: 'Take the rule with MODE="0666" out of services.udev.extraRules.',
        elsewhere:
          'sudo chmod 0660 /dev/input/event*; sudo chown root:input /dev/input/event*, and take the rule away that opened them.',
      },
      [open.length, 'nodes'],
    ),
  ];
}

/** Raw reports of every keyboard pass there too; rules for QMK open them to the seat. */
function rawNodes(machine: Machine): Check[] {
  const name = 'keyboard:raw-reports';
  const all = machine.names('/dev').filter((each) => /^hidraw\d+$/.test(each));
  if (all.length === 0) return [];
  const toOthers = all.filter(
    (each) => ((machine.status(`/dev/${each}`)?.mode ?? 0) & OTHERS) !== 0,
  );
  if (toOthers.length > 0) {
    return [
      fail(name, `every user can read raw key reports: ${toOthers.join(', ')}`, {
        nixos: 'Take the rule with MODE="0666" out of services.udev.extraRules.',
        elsewhere: 'sudo chmod 0660 /dev/hidraw*, and take the rule away that opened them.',
      }),
    ];
  }
  const readable = all.filter((each) => machine.allows(`/dev/${each}`, 'read'));
  if (readable.length === 0 || machine.user.id === 0) return [pass(name, 'closed to programs')];
  const says = `${readable.length} of ${all.length} open to your programs, as rules for QMK have it`;
  return [pass(name, says)];
}

interface Rule {
  readonly where: string;
  readonly file: string;
  readonly text: string;
}

function rules(machine: Machine): Check[] {
  const name = 'keyboard:rules';
  const all = ['/etc/udev/rules.d', '/run/udev/rules.d', '/usr/lib/udev/rules.d']
    .flatMap((folder) => filesIn(machine, folder, '.rules'))
    .flatMap((file) => rulesOf(machine, file));
  if (all.length === 0) return [];
  const wide = all.find(opensToOthers);
  if (wide !== undefined) {
    return [
      fail(name, `${wide.where} lets every user read keys`, {
        nixos: 'services.udev.packages with TAG+="uaccess" for the devices meant.',
        elsewhere: `Write MODE="0660" there, or GROUP="input", MODE="0640"; then sudo udevadm control --reload; sudo udevadm trigger`,
      }),
    ];
  }
  const late = all.find(comesTooLate);
  if (late !== undefined) {
    return [
      warn(name, `${late.where} gives the seat its right too late, after 73-seat-late.rules`, {
        nixos: 'services.udev.packages, since services.udev.extraRules become 99-local.rules.',
        elsewhere: `sudo mv ${late.file} ${late.file.replace(/\/\d*-?([^/]*)$/, '/70-$1')}`,
      }),
    ];
  }
  return [pass(name, 'no rule for input opens it to others')];
}

/** The rules of a file, their continued lines joined. */
function rulesOf(machine: Machine, file: string): Rule[] {
  const text = (machine.text(file) ?? '').replace(/\\\n/g, '  ');
  return text
    .split('\n')
    .map((line, index) => ({ where: `${file}:${index + 1}`, file, text: line }))
    .filter((rule) => !rule.text.trimStart().startsWith('#') && isForInput(rule.text));
}

function isForInput(rule: string): boolean {
  if (/KERNEL=="(js|mouse|mice)/.test(rule)) return false;
  return /SUBSYSTEM=="(input|hidraw)"|KERNEL=="(event|hidraw)/.test(rule);
}

function opensToOthers({ text }: Rule): boolean {
  const mode = text.match(/MODE:?="(\d+)"/)?.[1];
  // A rule for one vendor's controllers is no rule for keyboards.
  const isNarrow = /SUBSYSTEM=="hidraw"|KERNEL=="hidraw/.test(text) && /idVendor/.test(text);
  return mode !== undefined && (Number.parseInt(mode, 8) & OTHERS) !== 0 && !isNarrow;
}

function comesTooLate({ file, text }: Rule): boolean {
  const number = Number(file.match(/\/(\d+)[^/]*$/)?.[1] ?? SEAT_RULES + 1);
  return /TAG\+="uaccess"/.test(text) && number > SEAT_RULES;
}
