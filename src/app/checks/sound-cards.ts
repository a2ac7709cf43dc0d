import type { Check } from '../../core/check.ts';
import { fail, pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';
import { groupNamed } from './machine.ts';
import { logInAnew } from './realtime.ts';

/** The sound cards, and who may use them without a sound server in between. */
export function soundCardChecks(machine: Machine, hasServer: boolean): Check[] {
  return [cards(machine), ...access(machine, hasServer), group(machine)];
}

function cards(machine: Machine): Check {
  const name = 'audio:cards';
  // " 0 [Generic        ]: HDA-Intel - HD-Audio Generic"
  const found = [
    ...(machine.text('/proc/asound/cards') ?? '').matchAll(/^\s*\d+ \[.*?\]: .*? - (.*)$/gm),
  ].map((row) => row[1]);
  const pcms = (machine.text('/proc/asound/pcm') ?? '').split('\n');
  const outputs = pcms.filter((row) => row.includes('playback')).length;
  const figure = [outputs, 'outputs'] as const;
  if (found.length === 0) {
    return warn(
      name,
      'the kernel knows none',
      {
        anywhere:
          'Connect one, or see why its driver gave up: sudo dmesg | grep -i -e snd -e audio',
      },
      figure,
    );
  }
  const says = `${found.join(', ')}, with ${outputs} outputs`;
  if (outputs > 0) return pass(name, says, figure);
  const anywhere = 'See why its driver has none: sudo dmesg | grep -i -e snd -e firmware';
  return warn(name, says, { anywhere }, figure);
}

function access(machine: Machine, hasServer: boolean): Check[] {
  const name = 'audio:card-access';
  const nodes = machine
    .names('/dev/snd')
    .filter((node) => /^(control|hw|midi|pcm)/.test(node))
    .map((node) => `/dev/snd/${node}`);
  if (nodes.length === 0) return [];
  const open = nodes.find((node) => ((machine.status(node)?.mode ?? 0) & 0o006) !== 0);
  if (open !== undefined) {
    return [
      warn(name, `every user may open ${open}, the microphone with it`, {
        elsewhere:
          'sudo chmod 660 /dev/snd/*; sudo chown root:audio /dev/snd/*, and find the rule.',
      }),
    ];
  }
  const outputs = nodes.filter((node) => /pcm.*p$/.test(node));
  if (outputs.every((node) => machine.allows(node, 'write'))) {
    return [pass(name, 'this user may play to them')];
  }
  if (hasServer)
    return [pass(name, 'not for this user, nor has it to be: the sound server has them')];
  return [
    fail(name, 'this user may not play to them', {
      nixos: 'users.users.NAME.extraGroups = [ "audio" ]; or a sound server: services.pipewire.',
      elsewhere: 'Log in at the machine itself, or sudo usermod -aG audio $USER',
    }),
  ];
}

function group(machine: Machine): Check {
  const name = 'audio:group';
  const { user } = machine;
  const audio = groupNamed(machine, 'audio');
  if (audio === undefined) return pass(name, 'there is no group audio here, and none is needed');
  if (user.groups.includes(audio.number)) {
    return pass(name, `${user.name} is in audio, which lets every program of theirs record`);
  }
  if (audio.members.includes(user.name)) return logInAnew(name, 'audio');
  return pass(name, `${user.name} is not in audio, nor has to be: who sits here may play`);
}
