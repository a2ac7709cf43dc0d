/**
 * Our play thread with health and metrics served beside it, to be played through a pipe until that is
 * closed: `instrument PIPE FONT PORT`.
 */
import { engineSettings } from '../../src/app/engine-settings.ts';
import type { MeasuredParts } from '../../src/app/measuring.ts';
import { Measuring } from '../../src/app/measuring.ts';
import { openMonitoring } from '../../src/app/monitoring.ts';
import { Vitals } from '../../src/app/vitals.ts';
import { loadConfig } from '../../src/config/load.ts';
import { playerSettings } from '../../src/config/player-settings.ts';
import { NODE } from '../../src/core/order.ts';
import { Engine } from '../../src/engine/engine.ts';
import { libc, O_RDONLY_NONBLOCK_CLOEXEC } from '../../src/ffi/libc.ts';
import { LastingThread } from '../../src/play/lasting-thread.ts';

const [pipe = '', font = '', port = ''] = process.argv.slice(2);
const loaded = loadConfig({
  flags: { 'http.port': port, 'http.addresses': '127.0.0.1' },
  env: {},
  home: '/nonexistent',
  systemFile: '/nonexistent/config.yaml',
});
const engine = new Engine(engineSettings(loaded.config), 'file');
const measuring = new Measuring();
await measuring.ofFont(engine.loadFont(font));
const sound = await engine.startAudio('file', `${pipe}.wav`);
if (!sound.ok) throw new Error(sound.why);
let end = (): void => {};
const ended = new Promise<void>((resolve) => {
  end = resolve;
});
const thread = new LastingThread({
  synth: engine.synth,
  player: playerSettings(loaded.config, true),
  grab: false,
  realtimePriority: loaded.config.performance.realtimePriority,
  isRecovering: () => false,
  silence: () => engine.silence(),
  onNodeGone: () => end(),
  onRestart: () => {},
  onFailure: (problem) => {
    throw problem;
  },
});
await thread.ready();
thread.addNode(libc.open(pipe, O_RDONLY_NONBLOCK_CLOEXEC), NODE.pipe, 0);
const parts: MeasuredParts = {
  engine,
  fontPath: font,
  thread,
  input: {
    status: () => ({ from: 'keyboards', detail: '' }),
    nodeGone: () => {},
    choose: async () => {},
    close: async () => {},
  },
  midi: { status: () => ({ isOpen: false, isSending: false, ports: [], why: '' }) },
  restarts: {},
  reconnects: {},
  reloads: { applied: 0, refused: 0, lastAppliedAt: 0 },
};
const vitals = new Vitals(loaded, measuring, () => parts);
vitals.begin();
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const server = await openMonitoring(loaded, vitals, {
  debug: say,
  info: say,
  warn: say,
  error: say,
});
say('ready');
await ended;
await server.close();
vitals.close();
await thread.close();
engine.close();
