/**
 * All commands but playing. They are read together: as files of their own they would cut what they
 * share with playing into pieces, and each piece costs a start its millisecond.
 */
import { completions } from './completions.ts';
import { config } from './config.ts';
import { devices } from './devices.ts';
import { doctor } from './doctor.ts';
import { layouts } from './layouts.ts';
import type { Invocation } from './options.ts';
import { recordOrKeep } from './record.ts';
import { presetOrScene } from './remembered.ts';
import { render } from './render.ts';
import { send } from './send.ts';
import { soundfonts } from './soundfonts.ts';
import { status } from './status.ts';

type Run = (invocation: Invocation) => number | Promise<number>;

/** Who runs each command of the table in options.ts, but for playing. */
export const RUNNERS: Readonly<Record<string, Run>> = {
  render,
  devices,
  layouts,
  soundfonts,
  doctor,
  config,
  status,
  preset: presetOrScene,
  scene: presetOrScene,
  completions,
  arm: send,
  disarm: send,
  panic: send,
  record: recordOrKeep,
  keep: recordOrKeep,
  send,
};

/** Runs a command of the table in options.ts; answers its exit code. */
export async function run(invocation: Invocation): Promise<number> {
  const command = RUNNERS[invocation.command.name];
  if (command === undefined) throw new Error(`no room runs ${invocation.command.name}`);
  return await command(invocation);
}
