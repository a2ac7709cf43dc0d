/** The parts of an instrument that are opened by its configuration, or say why they are not. */

import type { LoadedConfig } from '../config/load.ts';
import { layerSources } from '../config/player-settings.ts';
import type { Log } from '../core/log.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { Pad } from '../core/touch/pad.ts';
import type { AudioAnswer } from '../engine/audio-out.ts';
import type { DriverChoice } from '../engine/drivers.ts';
import type { Engine, FontAnswer } from '../engine/engine.ts';
import { openEvdev } from '../ffi/libevdev.ts';
import type { LastingThread } from '../play/lasting-thread.ts';
import type { Input, Played } from './inputs.ts';
import { KeyboardInput, keyboardChoice, RecordingInput, TerminalInput } from './inputs.ts';
import type { InstrumentOptions } from './instrument-options.ts';
import { MatrixLights } from './matrix-lights.ts';
import { padNotice } from './pad-notice.ts';
import type { Recovery } from './recovery.ts';

/**
 * Waits until sound and font are there, and tells of a driver that does not sound.
 *
 * @throws Problem when one of them is not to be had
 */
export async function soundAndFont(
  soundStarts: Promise<AudioAnswer>,
  fontStarts: Promise<FontAnswer>,
  driver: DriverChoice,
  { unheard, say }: Pick<InstrumentOptions, 'unheard' | 'say'>,
): Promise<void> {
  // One that fails waits for the other, which may not go on in an engine that is closed.
  await Promise.allSettled([fontStarts, soundStarts]);
  const [sound, font] = [await soundStarts, await fontStarts];
  if (!font.ok) throw unavailable(font, EXIT.badData);
  const waits = driver === 'auto' && unheard === 'silence';
  if (!sound.ok && !waits) throw unavailable(sound, EXIT.unavailable);
  if (driver !== 'auto' || (sound.ok && sound.audio.driver !== 'file')) return;
  const instead = waits ? 'until something does nobody hears it' : 'so it goes into a file';
  say(`Nothing here plays sound, ${instead}. What would make it sound:`);
  for (const { why, remedy } of sound.passedOver) say(`  ${why}: ${remedy}`);
}

/** Where the keys come from; what it plays is the thread's. */
export function openInput(
  thread: LastingThread,
  loaded: LoadedConfig,
  { input, streams, onQuit, log, say }: InstrumentOptions,
  played: Played | undefined,
  { reconnects }: Recovery,
): Input {
  const { config } = loaded;
  const sources = layerSources(config);
  if (input.from === 'terminal') return new TerminalInput(thread, streams, onQuit, sources);
  if (played !== undefined) return new RecordingInput(input.path ?? '', played.seconds, thread);
  const opened = openEvdev();
  if (!opened.ok) throw unavailable(opened, EXIT.unavailable);
  const choice = keyboardChoice(config);
  const tellOfPad = (pad: Pad): void => {
    const notice = padNotice(loaded, pad);
    if (notice !== undefined) say(notice);
  };
  return new KeyboardInput(thread, opened.evdev, choice, sources, log, reconnects, tellOfPad);
}

/** Lights that show what is heard, once they are told to. */
export function openLights(engine: Engine, thread: LastingThread, log: Log): MatrixLights {
  const source = {
    takePeakDb: () => engine.takePeakDb('lights'),
    notes: (into: Uint32Array) => thread.notes(into),
    octave: () => thread.snapshot().octave,
  };
  return new MatrixLights(source, log);
}

function unavailable(
  { why, remedy }: { readonly why: string; readonly remedy: string },
  exit: typeof EXIT.unavailable | typeof EXIT.badData,
): Problem {
  return new Problem(why, { remedy, exit });
}
