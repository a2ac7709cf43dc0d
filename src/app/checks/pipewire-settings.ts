import type { Check } from '../../core/check.ts';
import { fail, pass, warn } from './finding.ts';
import type { Machine } from './machine.ts';
import { filesIn } from './machine.ts';

export interface StreamWanted {
  readonly bufferSize: number;
  readonly sampleRate: number;
}

const DROP_IN = '/etc/pipewire/pipewire.conf.d/10-fw16-synth.conf';

/** How PipeWire is set, by itself and by files that were written for it. */
export function pipeWireSettingChecks(
  machine: Machine,
  wanted: StreamWanted,
  isRunning: boolean,
): Check[] {
  const settings = isRunning ? settingsOf(machine) : undefined;
  return [
    ...(settings === undefined ? [] : [quantum(settings, wanted), rate(settings, wanted)]),
    ...files(machine),
    ...units(machine),
    ...sharedMemory(machine),
  ];
}

type Settings = ReadonlyMap<string, string>;

/** What the server says, or else what its files do: `clock.quantum` and the like. */
function settingsOf(machine: Machine): Settings {
  const told = machine.run('pw-metadata', '-n', 'settings', '0');
  if (told !== undefined) {
    const pairs = told.matchAll(/key:'([^']+)' value:'([^']*)'/g);
    return new Map([...pairs].map(([, key = '', value = '']) => [key, value]));
  }
  const settings = new Map<string, string>();
  for (const file of configurationFiles(machine)) {
    const text = uncommented(machine.text(file) ?? '');
    for (const [, key = '', value = ''] of text.matchAll(/default\.(clock\.[\w-]+)\s*=\s*(\d+)/g)) {
      settings.set(key, value);
    }
  }
  return settings;
}

function quantum(settings: Settings, { bufferSize, sampleRate }: StreamWanted): Check {
  const name = 'audio:quantum';
  const number = (key: string): number => Number(settings.get(key) ?? 0);
  const forced = number('clock.force-quantum');
  const least = number('clock.min-quantum');
  const given = forced > 0 ? forced : Math.max(bufferSize, least);
  const takes = `${given} frames, ${((1000 * given) / sampleRate).toFixed(1)} ms`;
  const figure = [given, 'frames'] as const;
  if (forced > 0 && forced !== bufferSize) {
    const anywhere = 'pw-metadata -n settings 0 clock.force-quantum 0';
    return warn(name, `${takes}: forced, in place of our ${bufferSize}`, { anywhere }, figure);
  }
  if (least > bufferSize) {
    return warn(
      name,
      `${takes}: the server’s least, in place of our ${bufferSize}`,
      {
        nixos: `services.pipewire.extraConfig.pipewire."10-fw16-synth"."context.properties"."default.clock.min-quantum" = ${bufferSize};`,
        elsewhere: `echo 'context.properties = { default.clock.min-quantum = ${bufferSize} }' | sudo tee ${DROP_IN}, then systemctl --user restart pipewire`,
        anywhere: `Or ask for what there is: audio.buffer_size: ${least}`,
      },
      figure,
    );
  }
  return pass(name, `${takes}, as audio.buffer_size asks`, figure);
}

function rate(settings: Settings, { sampleRate }: StreamWanted): Check {
  const name = 'audio:rate';
  const own = Number(settings.get('clock.rate') ?? 48_000);
  const forced = Number(settings.get('clock.force-rate') ?? 0);
  const allowed = settings.get('clock.allowed-rates')?.match(/\d+/g)?.map(Number) ?? [own];
  const figure = [forced > 0 ? forced : own, 'Hz'] as const;
  if (forced > 0 ? forced === sampleRate : [own, ...allowed].includes(sampleRate)) {
    return pass(name, `${sampleRate} Hz, without a conversion`, figure);
  }
  return warn(
    name,
    `the server plays ${figure[0]} Hz, so that our ${sampleRate} are converted`,
    {
      nixos: `programs.fw16-synth.settings.audio.sample_rate = ${figure[0]};`,
      elsewhere: `Write audio.sample_rate: ${figure[0]} into the configuration.`,
    },
    figure,
  );
}

function configurationFiles(machine: Machine): string[] {
  const own = `${machine.env['XDG_CONFIG_HOME'] ?? `${machine.home}/.config`}/pipewire`;
  return ['/usr/share/pipewire', '/etc/pipewire', own].flatMap((folder) => [
    `${folder}/pipewire.conf`,
    ...filesIn(machine, `${folder}/pipewire.conf.d`, '.conf'),
  ]);
}

/** A file that replaces PipeWire's whole configuration by a line, and a key that it does not know. */
function files(machine: Machine): Check[] {
  const name = 'audio:configuration';
  const rightLine = `echo 'context.properties = { default.clock.rate = 48000 }' | sudo tee ${DROP_IN}`;
  const remedy = {
    nixos:
      'services.pipewire.extraConfig.pipewire."10-fw16-synth"."context.properties"."default.clock.rate" = 48000;',
    elsewhere: `sudo mkdir -p ${DROP_IN.slice(0, DROP_IN.lastIndexOf('/'))}; ${rightLine}`,
  };
  for (const file of configurationFiles(machine)) {
    const text = machine.text(file);
    if (text === undefined || file.startsWith('/usr/share')) continue;
    const settled = uncommented(text);
    if (file.endsWith('/pipewire.conf') && !settled.includes('context.modules')) {
      const says = `${file} stands in for PipeWire’s own and loads no modules: nothing can connect`;
      return [fail(name, says, { anywhere: `Take it away: rm ${file}`, ...remedy })];
    }
    if (/context\.properties\s*=\s*\{[^}]*\baudio\.rate\b/.test(settled)) {
      const says = `${file} sets audio.rate, which PipeWire does not know there`;
      return [warn(name, says, remedy)];
    }
  }
  return [pass(name, 'no file keeps PipeWire from its work')];
}

const UNITS = ['pipewire', 'pipewire-pulse', 'wireplumber'];

/** Drop-ins that schedule PipeWire: it is a user's unit, and asks rtkit for the one thread. */
function units(machine: Machine): Check[] {
  const folders = [
    '/etc/systemd/system',
    '/etc/systemd/user',
    `${machine.env['XDG_CONFIG_HOME'] ?? `${machine.home}/.config`}/systemd/user`,
  ];
  for (const file of folders.flatMap((folder) =>
    UNITS.flatMap((unit) => filesIn(machine, `${folder}/${unit}.service.d`, '.conf')),
  )) {
    if (!/^CPUScheduling(Policy|Priority)\s*=/m.test(machine.text(file) ?? '')) continue;
    const why = file.startsWith('/etc/systemd/system')
      ? 'is for a unit of the system, and PipeWire is one of the user: it does nothing'
      : 'keeps the unit from starting without a right, and with one makes every thread real-time';
    return [
      warn('audio:unit', `CPUSchedulingPolicy in ${file} ${why}`, {
        nixos: 'security.rtkit.enable = true; and no more: PipeWire asks it for its data thread.',
        elsewhere: `sudo rm ${file}; sudo apt install rtkit`,
      }),
    ];
  }
  return [pass('audio:unit', 'scheduling is left to PipeWire and rtkit')];
}

function sharedMemory(machine: Machine): Check[] {
  const own = `${machine.env['XDG_CONFIG_HOME'] ?? `${machine.home}/.config`}/pulse`;
  const found = ['/etc/pulse', own]
    .flatMap((folder) => [
      `${folder}/client.conf`,
      ...filesIn(machine, `${folder}/client.conf.d`, '.conf'),
    ])
    .find((file) => /^\s*enable-shm\s*=\s*(no|false|0|off)\b/m.test(machine.text(file) ?? ''));
  if (found === undefined) return [];
  return [
    warn('audio:shared-memory', `${found} says enable-shm = no: each sound is copied once more`, {
      anywhere: `Take that line out of ${found}; it concerns the driver pulseaudio alone.`,
    }),
  ];
}

function uncommented(text: string): string {
  return text.replace(/#.*$/gm, '');
}
