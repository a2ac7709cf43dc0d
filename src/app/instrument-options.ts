import type { Readable, Writable } from 'node:stream';
import type { LoadedConfig } from '../config/load.ts';
import type { Log } from '../core/log.ts';
import type { Problem } from '../core/problem.ts';
import type { ThreadOnItsWay } from '../play/on-its-way.ts';
import type { Choice } from './inputs.ts';
import type { LiveSettings } from './live-settings.ts';
import type { ReloadObserver } from './reload.ts';

/** What an instrument needs of whoever starts it. */
export interface InstrumentOptions {
  readonly armed: boolean;
  /** Whether it starts as it was left. */
  readonly restores: boolean;
  readonly input: Choice;
  /** The play thread, if it was sent for before the configuration was read. */
  readonly onItsWay?: ThreadOnItsWay | undefined;
  /** The terminal, for an input that plays from it. */
  readonly streams: { readonly input: Readable; readonly output: Writable };
  /** A sentence for the person, at a moment that matters. */
  readonly say: (line: string) => void;
  /** Told what happens while it plays. */
  readonly log: Log;
  /** What `auto` does where nothing plays sound: a file is for somebody who sees that it grows. */
  readonly unheard: 'file' | 'silence';
  /** Loads the configuration again, as it was loaded before. */
  readonly load: () => LoadedConfig;
  /** What others do when settings of theirs change. */
  readonly live: readonly LiveSettings[];
  readonly onReload: ReloadObserver;
  /** The person, or the terminal, wants to end. */
  readonly onQuit: () => void;
  /** Something without which there is no playing on has failed; `RunningInstrument.close` follows. */
  readonly onFailure: (problem: Problem) => void;
}
