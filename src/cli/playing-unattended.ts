import { statusLine } from '../app/chronicle.ts';
import { chooseInput, whyNoKeyboard } from '../app/inputs.ts';
import { RunningInstrument } from '../app/instrument.ts';
import { Liveness } from '../app/liveness.ts';
import { logSettings } from '../app/logging.ts';
import { RecordKeeper } from '../app/record-keeper.ts';
import { changesBetween } from '../app/reload.ts';
import { openService } from '../app/service.ts';
import { version } from '../app/version.ts';
import type { LoadedConfig } from '../config/load.ts';
import { RunningLog } from '../control/log.ts';
import { EXIT, Problem } from '../core/problem.ts';
import type { ThreadOnItsWay } from '../play/handle.ts';
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
  for (const notice of loaded.notices) tell(notice);
  const service = openService(process.env, tell);
  service?.tell('Starting');
  const input = chooseInput(invocation.flags.get('input') ?? 'keyboards', config, false);
  let keeper: RecordKeeper | undefined;
  let vitals: RunningInstrument['vitals'] | undefined;
  let current = loaded;

  const reload = async (): Promise<void> => {
    service?.reloading();
    try {
      const next = configurationOf(invocation);
      const { followed, atNextStart } = changesBetween(current, next);
      current = next;
      if (followed.length > 0) await log.follow(logSettings(next.config, false));
      if (followed.includes('logging.metric_interval')) {
        keeper?.recordEvery(next.config.logging.metricInterval);
      }
      vitals?.countReload('applied');
      log.info('The configuration was read anew', {
        followed: followed.join(', ') || 'nothing',
        at_next_start: atNextStart.join(', ') || 'nothing',
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      vitals?.countReload('refused');
      log.error(`The configuration stays as it was: ${error.message}`, problemFields(error));
    } finally {
      service?.ready();
    }
  };

  const lifetime = {
    loaded,
    log,
    serves: config.production.enableMonitoring || invocation.flags.has('export-metrics'),
    onProblem,
    onEnding: (withinSeconds: number) => service?.stopping(withinSeconds),
    // A terminal that closes ends what runs in it; without one the signal means to read anew.
    onHangup: process.stderr.isTTY ? undefined : () => void reload(),
  };
  return await live(lifetime, async ({ end, ended, onFailure }) => {
    const instrument = await RunningInstrument.start(loaded, {
      armed,
      input,
      streams: { input: process.stdin, output: process.stderr },
      onItsWay,
      say: tell,
      log,
      onQuit: () => end(EXIT.interrupted),
      onFailure,
    });
    vitals = instrument.vitals;
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
