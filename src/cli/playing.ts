import { chooseInput } from '../app/inputs.ts';
import { RunningInstrument } from '../app/instrument.ts';
import { layoutPicture } from '../app/layout-picture.ts';
import { liveLogging, logSettings } from '../app/logging.ts';
import { RecordKeeper } from '../app/record-keeper.ts';
import { RunningLog } from '../control/log.ts';
import type { Problem } from '../core/problem.ts';
import { EXIT } from '../core/problem.ts';
import type { ThreadOnItsWay } from '../play/on-its-way.ts';
import { PlayingScreen } from '../screens/terminal/playing-screen.ts';
import { configurationOf } from './configuration.ts';
import { live } from './lifetime.ts';
import type { Invocation } from './options.ts';
import { playUnattended } from './playing-unattended.ts';
import { problemFields, say, toldAndLogged } from './talk.ts';

const LOOK_EVERY_MS = 100;

/** Plays until it is told to end, or its recording does. */
export async function playUntilTheEnd(
  invocation: Invocation,
  onItsWay: ThreadOnItsWay | undefined,
): Promise<number> {
  const { flags } = invocation;
  const loaded = configurationOf(invocation);
  if (flags.has('validate-only')) {
    const files = loaded.files.length === 0 ? 'the defaults' : loaded.files.join(' and ');
    say(`The configuration is right: ${files}.`);
    return EXIT.ok;
  }
  return flags.has('production')
    ? await playUnattended(invocation, loaded, onItsWay)
    : await playHere(invocation, loaded, onItsWay);
}

async function playHere(
  invocation: Invocation,
  loaded: ReturnType<typeof configurationOf>,
  onItsWay: ThreadOnItsWay | undefined,
): Promise<number> {
  const { config } = loaded;
  const { flags } = invocation;
  let keeper: RecordKeeper | undefined;
  let screen: PlayingScreen | undefined;
  const tell = (line: string): void => (screen === undefined ? say(line) : screen.tell(line));
  const records = new RunningLog(logSettings(config, true), tell);
  const log = toldAndLogged(tell, records);
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const input = chooseInput(flags.get('input') ?? 'auto', config, isTerminal);
  if (input.instead !== undefined) log.warn(input.instead);
  const lifetime = {
    loaded,
    log: records,
    serves: flags.has('export-metrics'),
    onProblem: (problem: Problem) => {
      tell(`fw16-synth: ${problem}`);
      records.error(problem.message, problemFields(problem));
    },
  };
  return await live(lifetime, async ({ end, ended, onFailure }) => {
    const instrument = await RunningInstrument.start(loaded, {
      armed: true,
      restores: config.session.restore !== 'never' && input.from !== 'recording',
      input,
      streams: { input: process.stdin, output: process.stderr },
      onItsWay,
      say: (line) => log.warn(line),
      unheard: 'file',
      log,
      load: () => configurationOf(invocation),
      live: liveLogging(records, () => keeper, true),
      onReload: {
        reloading: () => {},
        reloaded: (refusal) => {
          if (refusal === undefined) return;
          tell(`The configuration stays as it was: ${refusal}`);
          records.error(
            `The configuration stays as it was: ${refusal.message}`,
            problemFields(refusal),
          );
        },
      },
      onQuit: () => end(EXIT.interrupted),
      onFailure,
    });
    await Promise.race([ended, Promise.all([records.open(), instrument.settle()])]);
    const shown = new PlayingScreen(
      process.stderr,
      () => instrument.status(),
      (playing) => layoutPicture(config, playing),
    );
    screen = shown;
    const look = setInterval(() => {
      shown.draw();
      if (instrument.isOver) end(EXIT.ok);
    }, LOOK_EVERY_MS);
    keeper = new RecordKeeper({
      log: records,
      instrument,
      metricInterval: config.logging.metricInterval,
      onLook: () => {},
    });
    return {
      instrument,
      log,
      stop: () => {
        clearInterval(look);
        keeper?.close();
        screen = undefined;
        shown.close();
      },
    };
  });
}
