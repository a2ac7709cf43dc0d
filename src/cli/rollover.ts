import { keyboardChoice, whyNoKeyboard } from '../app/inputs.ts';
import { openRecording } from '../app/recordings.ts';
import { RolloverWatch, rolloverOfRecording } from '../app/rollover.ts';
import { FOCUS_REPORTS_OFF, FOCUS_REPORTS_ON } from '../core/formats/kitty-keyboard.ts';
import type { KeyboardRollover } from '../core/keys/rollover.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { rolloverFigures, rolloverLines } from '../screens/terminal/rollover-lines.ts';
import { RolloverScreen } from '../screens/terminal/rollover-screen.ts';
import { configurationOf } from './configuration.ts';
import type { Invocation } from './options.ts';
import { isColourful } from './report.ts';

const LOOK_EVERY_MS = 20;
const CTRL_C = '\x03';
const FOCUS_IN = '\x1b[I';
const FOCUS_OUT = '\x1b[O';

/** `doctor rollover`: which chords the keyboards can report, from live keys or a recording. */
export async function rollover(invocation: Invocation): Promise<number> {
  const { config } = configurationOf(invocation);
  const { layout } = config.keyboard;
  const { flags } = invocation;
  const path = flags.get('input');
  if (path !== undefined) {
    tell(rolloverOfRecording(openRecording(path)), layout, flags.has('json'));
    return EXIT.ok;
  }
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new Problem('chords are watched on a terminal', {
      remedy: 'Run it in one, or look at a recording: fw16-synth doctor rollover --input FILE',
      exit: EXIT.unavailable,
    });
  }
  const missing = whyNoKeyboard(config);
  if (missing !== undefined) throw new Problem(missing, { exit: EXIT.unavailable });
  const watch = new RolloverWatch();
  watch.find({ ...keyboardChoice(config), touchpads: false });
  await watchUntilTheEnd(watch, layout);
  return EXIT.ok;
}

/** Keys are named on a terminal only: what goes into a file or a pipe are figures. */
function tell(keyboards: readonly KeyboardRollover[], layout: string, inJson: boolean): void {
  const { stdout } = process;
  if (inJson) {
    const figures = keyboards.map(({ name, rollover: { most, chords, lost } }) => ({
      name,
      most,
      chords,
      lost: lost.length,
    }));
    stdout.write(`${JSON.stringify(figures)}\n`);
    return;
  }
  for (const each of keyboards) {
    const lines = stdout.isTTY
      ? rolloverLines(each, layout, isColourful(stdout))
      : [rolloverFigures(each)];
    stdout.write(`${lines.join('\n')}\n`);
  }
}

async function watchUntilTheEnd(watch: RolloverWatch, layout: string): Promise<void> {
  const { stdin, stdout } = process;
  const screen = new RolloverScreen(stdout, isColourful(stdout));
  // What is typed into another window is none of our business, where the terminal tells.
  let isMeant = true;
  stdin.setRawMode(true);
  stdout.write(FOCUS_REPORTS_ON);
  screen.draw(watch.down, watch.rollovers());
  const look = setInterval(() => {
    if (watch.look(isMeant)) screen.draw(watch.down, watch.rollovers());
  }, LOOK_EVERY_MS);
  try {
    await new Promise<void>((resolve) => {
      process.once('SIGTERM', resolve);
      process.once('SIGHUP', resolve);
      stdin.on('end', resolve);
      stdin.setEncoding('latin1').on('data', (text: string) => {
        if (text.includes(CTRL_C)) resolve();
        const [lost, won] = [text.lastIndexOf(FOCUS_OUT), text.lastIndexOf(FOCUS_IN)];
        if (lost !== won) isMeant = won > lost;
      });
    });
  } finally {
    clearInterval(look);
    stdout.write(FOCUS_REPORTS_OFF);
    stdin.setRawMode(false);
    stdin.pause();
    screen.close(watch.rollovers(), layout);
    watch.close();
  }
}
