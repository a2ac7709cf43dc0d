/** Everything that `fw16-synth doctor` asks of a machine, from what was found of it. */
import type { Check } from '../../core/check.ts';
import type { DriverChoice } from '../../engine/drivers.ts';
import type { FoundFonts } from './fonts.ts';
import { fontBytes, fontChecks } from './fonts.ts';
import { keyboardChecks } from './keyboards.ts';
import { ledMatrixChecks } from './led-matrix.ts';
import type { Machine } from './machine.ts';
import { processes } from './machine.ts';
import { midiChecks } from './midi.ts';
import { permissionChecks } from './permissions.ts';
import { pipeWireSettingChecks } from './pipewire-settings.ts';
import type { FoundConfig, FoundInstance } from './program.ts';
import { programChecks } from './program.ts';
import { realtimeChecks } from './realtime.ts';
import { remapperChecks } from './remappers.ts';
import { soundCardChecks } from './sound-cards.ts';
import { hasPipeWire, soundServerChecks } from './sound-server.ts';
import type { FoundSynthesiser } from './synthesiser.ts';
import { synthesiserChecks } from './synthesiser.ts';
import { systemChecks } from './system.ts';
import { tuningChecks } from './tuning.ts';

/** What the checks are told besides the machine. */
export interface Findings {
  readonly config: FoundConfig;
  /** What it asks for; the defaults while it is wrong. */
  readonly wanted: Wanted;
  readonly instance: FoundInstance;
  readonly synthesiser: FoundSynthesiser;
  readonly fonts: FoundFonts;
  /** Of taking keyboards, if that was asked for. */
  readonly grabs: readonly Check[];
}

export interface Wanted {
  readonly driver: DriverChoice;
  readonly bufferSize: number;
  readonly sampleRate: number;
  readonly priority: number;
  readonly keyboards: readonly string[];
  readonly ignore: readonly string[];
  /** Whether MIDI is listened to. */
  readonly midi: boolean;
  /** Whether LED Matrix modules are to show what sounds. */
  readonly ledMatrix: boolean;
}

export function doctorChecks(machine: Machine, findings: Findings): Check[] {
  const { config, wanted, instance, synthesiser, fonts, grabs } = findings;
  const running = processes(machine);
  const hasServer = hasPipeWire(machine);
  const bytes = fontBytes(fonts);
  return [
    ...programChecks(machine, config, instance, running),
    ...keyboardChecks(machine, wanted),
    ...permissionChecks(machine),
    ...remapperChecks(machine, running),
    ...grabs,
    ...soundServerChecks(machine, running),
    ...pipeWireSettingChecks(machine, wanted, hasServer),
    ...soundCardChecks(machine, hasServer),
    ...midiChecks(machine, wanted.midi),
    ...ledMatrixChecks(machine, wanted.ledMatrix),
    ...synthesiserChecks(synthesiser, wanted.driver),
    ...fontChecks(fonts),
    ...realtimeChecks(machine, { priority: wanted.priority, fontBytes: bytes }),
    ...systemChecks(machine, bytes),
    ...tuningChecks(machine),
  ];
}
