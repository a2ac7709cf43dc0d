import { statusLine } from '../app/chronicle.ts';
import { chooseInput, whyNoKeyboard } from '../app/inputs.ts';
import { RunningInstrument } from '../app/instrument.ts';
import { Liveness } from '../app/liveness.ts';
import { liveLogging, logSettings } from '../app/logging.ts';
import { RecordKeeper } from '../app/record-keeper.ts';
import { openService } from '../app/service.ts';
import { version } from '../app/version.ts';
import type { LoadedConfig } from '../config/load.ts';
import { RunningLog } from '../control/log.ts';
import type { Problem } from '../core/problem.ts';
import { EXIT } from '../core/problem.ts';
import type { ThreadOnItsWay } from '../play/on-its-way.ts';
import { configurationOf } from './configuration.ts';
import { live } from './lifetime.ts';
import type { Invocation } from './options.ts';
import { problemFields, say } from './talk.ts';

/** Plays without a screen: what there is to say goes into the log, and to systemd where it asks. */
export async function playUnattended(
  invocation: Invocation,
  loaded: LoadedConfig,
  onItsWay: ThreadOnItsWay | undefined,
): Promise<number> {
  const { config } = loaded;
  const { startArmed: armed, armingChord } = config.keyboard;
  const log = new RunningLog(logSettings(config, false), say);
  const tell = (line: string): void => log.warn(line);
  const onProblem = (problem: Problem): void => {
    log.error(problem.message, problemFields(problem));
  };
  log.info('fw16-synth starts', { version, pid: process.pid, node: process.version });
  const service = openService(process.env, tell);
  service?.tell('Starting');
  const input = chooseInput(invocation.flags.get('input') ?? 'keyboards', config, false);
  let keeper: RecordKeeper | undefined;
  let playing: RunningInstrument | undefined;

  const lifetime = {
    loaded,
    log,
    serves: config.production.enableMonitoring || invocation.flags.has('export-metrics'),
    onProblem,
    onEnding: (withinSeconds: number) => service?.stopping(withinSeconds),
    // A terminal that closes ends what runs in it; without one the signal means to read anew.
    onHangup: process.stderr.isTTY ? undefined : () => void playing?.reload(),
  };
  return await live(lifetime, async ({ end, ended, onFailure }) => {
    const instrument = await RunningInstrument.start(loaded, {
      armed,
      restores: config.session.restore === 'always' && input.from !== 'recording',
      input,
      streams: { input: process.stdin, output: process.stderr },
      onItsWay,
      say: tell,
      unheard: 'silence',
      log,
      load: () => configurationOf(invocation),
      live: liveLogging(log, () => keeper, false),
      onReload: {
        reloading: () => service?.reloading(),
        reloaded: (refusal) => {
          if (refusal !== undefined) {
            log.error(
              `The configuration stays as it was: ${refusal.message}`,
              problemFields(refusal),
            );
          }
          service?.ready();
        },
      },
      onQuit: () => end(EXIT.interrupted),
      onFailure,
    });
    playing = instrument;
    keeper = new RecordKeeper({
      log,
      instrument,
      metricInterval: config.logging.metricInterval,
      onLook: (glance) => service?.tell(statusLine(glance)),
    });
    const missing = input.from === 'keyboards' ? whyNoKeyboard(config) : undefined;
    if (missing !== undefined) tell(`${missing} One is played as soon as it can be read.`);
    log.info(armed ? 'Ready and armed.' : `Ready. ${armingWords(armingChord)}`);
    service?.ready();
    const liveness = new Liveness(() => instrument.pulse());
    service?.watch(() => liveness.isAlive());
    await Promise.race([ended, Promise.all([log.open(), instrument.settle()])]);
    return {
      instrument,
      log,
      stop: () => {
        keeper?.close();
        service?.close();
      },
    };
  });
}

function armingWords(chord: readonly string[]): string {
  return `To play: hold ${chord.join(' + ')}, or fw16-synth arm.`;
}
