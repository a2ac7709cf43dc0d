import { exitNow } from '../app/ending.ts';
import { chooseInput, whyNoKeyboard } from '../app/inputs.ts';
import { RunningInstrument } from '../app/instrument.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Problem } from '../core/problem.ts';
import { EXIT } from '../core/problem.ts';
import type { ThreadOnItsWay } from '../play/handle.ts';
import { PlayingScreen } from '../screens/terminal/playing-screen.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { logOf, say } from './talk.ts';

const LOOK_EVERY_MS = 100;
const CLOSE_WITHIN_MS = 5000;

/** Plays until it is told to end, or its recording does. */
export async function playUntilTheEnd(
  invocation: Invocation,
  onItsWay: ThreadOnItsWay | undefined,
): Promise<number> {
  const { flags } = invocation;
  const loaded = configurationOf(invocation);
  for (const notice of loaded.notices) say(notice);
  if (flags.has('validate-only')) {
    const files = loaded.files.length === 0 ? 'the defaults' : loaded.files.join(' and ');
    say(`The configuration is right: ${files}.`);
    return EXIT.ok;
  }
  const begun = { loaded, load: () => configurationOf(invocation), flags, onItsWay };
  return flags.has('production') ? await playUnattended(begun) : await playHere(begun);
}

interface Begun {
  readonly loaded: LoadedConfig;
  readonly load: () => LoadedConfig;
  readonly flags: Invocation['flags'];
  readonly onItsWay: ThreadOnItsWay | undefined;
}

async function playUnattended({ loaded, load, flags, onItsWay }: Begun): Promise<number> {
  const { config } = loaded;
  const input = chooseInput(flags.get('input') ?? 'keyboards', config, false);
  const armed = config.keyboard.startArmed;
  return await run(async (end) => {
    const instrument = await RunningInstrument.start(loaded, {
      armed,
      input,
      streams: { input: process.stdin, output: process.stderr },
      onItsWay,
      say,
      log: logOf(say),
      load,
      ...endings(end),
    });
    const missing = input.from === 'keyboards' ? whyNoKeyboard(config) : undefined;
    if (missing !== undefined) say(`${missing} One is played as soon as it can be read.`);
    say(armed ? 'Ready and armed.' : `Ready. ${armingWords(config.keyboard.armingChord)}`);
    await instrument.settle();
    return { instrument, stop: () => {} };
  }, 'reloads');
}

async function playHere({ loaded, load, flags, onItsWay }: Begun): Promise<number> {
  const { config } = loaded;
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const input = chooseInput(flags.get('input') ?? 'auto', config, isTerminal);
  if (input.instead !== undefined) say(input.instead);
  let screen: PlayingScreen | undefined;
  const tell = (line: string): void => (screen === undefined ? say(line) : screen.tell(line));
  return await run(async (end) => {
    const instrument = await RunningInstrument.start(loaded, {
      armed: true,
      input,
      streams: { input: process.stdin, output: process.stderr },
      onItsWay,
      say,
      log: logOf(tell),
      load,
      ...endings(end),
    });
    await instrument.settle();
    const shown = new PlayingScreen(process.stderr, () => instrument.status());
    screen = shown;
    const look = setInterval(() => {
      shown.draw();
      if (instrument.isOver) end(EXIT.ok);
    }, LOOK_EVERY_MS);
    return {
      instrument,
      stop: () => {
        clearInterval(look);
        screen = undefined;
        shown.close();
      },
    };
  }, 'ends');
}

interface Running {
  readonly instrument: RunningInstrument;
  /** Takes down what is around it. */
  readonly stop: () => void;
}

/**
 * Runs until somebody ends it, and ends it in order whatever happened.
 *
 * @param hangUp what SIGHUP means: a terminal that is gone, or a daemon's order to read its settings
 */
async function run(
  start: (end: (exit: number) => void) => Promise<Running>,
  hangUp: 'ends' | 'reloads',
): Promise<number> {
  let end: (exit: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  process.once('SIGTERM', () => end(EXIT.ok));
  process.once('SIGINT', () => end(EXIT.interrupted));
  let running: Running | undefined;
  process.on('SIGHUP', () => {
    if (hangUp === 'ends') end(EXIT.ok);
    else void running?.instrument.reload();
  });
  running = await start(end);
  process.once('uncaughtException', (error) => {
    say(`${error.stack ?? error}\n  That is a fault of ours: please report it.`);
    end(EXIT.internal);
  });
  const { instrument, stop } = running;
  const { file } = instrument.status().audio;
  let exit: number;
  try {
    exit = await ended;
  } finally {
    stop();
    forceEndAfter(CLOSE_WITHIN_MS);
    await instrument.close();
  }
  if (file !== undefined) say(`Written: ${file}`);
  if (instrument.isHaunted) exitNow(exit);
  return exit;
}

function endings(end: (exit: number) => void) {
  return {
    onQuit: () => end(EXIT.interrupted),
    onFailure: (problem: Problem) => {
      say(`fw16-synth: ${problem}`);
      end(problem.exit);
    },
  };
}

// A thread that hangs in a C call can be ended no other way, and with it every grab.
function forceEndAfter(ms: number): void {
  setTimeout(() => {
    say('Something does not end; ending by force.');
    process.kill(process.pid, 'SIGKILL');
  }, ms).unref();
}

function armingWords(chord: readonly string[]): string {
  return `To play: hold ${chord.join(' + ')}, or fw16-synth arm.`;
}
