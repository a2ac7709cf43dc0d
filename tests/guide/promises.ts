/**
 * What the deployment guide promises, line by line, and what became of each: a test of its number in
 * this folder, a row in docs/deviations.md, or neither yet.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { projectFile } from '../support/program.ts';

export type Part = 'docs' | 'play' | 'operate' | 'instrument' | 'nix' | 'container';

export interface Promised {
  /** Its place in the guide: `s093`, as its test's name begins. */
  readonly row: string;
  readonly part: Part;
  readonly what: string;
}

type Line = readonly [number: number, part: Part, what: string];

const LINES: readonly Line[] = [
  [1, 'docs', 'monitoring, configuration and operations are covered'],
  [2, 'docs', 'Linux 5.14 or later'],
  [3, 'docs', 'x86_64'],
  [4, 'docs', '4 GB of memory, 8 recommended'],
  [5, 'docs', '2 GB of disk, and the SoundFonts'],
  [6, 'play', 'PipeWire or JACK'],
  [7, 'docs', 'input devices of evdev'],
  [8, 'nix', 'the line that installs Nix, and the one for Docker'],
  [9, 'nix', 'groups input, audio, video'],
  [10, 'nix', 'group realtime'],
  [11, 'nix', 'NixOS imports modules/default.nix'],
  [12, 'nix', 'NixOS: enable'],
  [13, 'nix', 'NixOS: audioDriver'],
  [14, 'nix', 'NixOS: soundfont'],
  [15, 'nix', 'NixOS: users'],
  [16, 'nix', 'NixOS: enableRealtimeAudio'],
  [17, 'nix', 'NixOS: security.rtkit.enable beside it'],
  [18, 'nix', 'NixOS: limits of @audio beside it'],
  [19, 'nix', 'Home Manager: enable'],
  [20, 'nix', 'Home Manager: soundfont of a package'],
  [21, 'nix', 'Home Manager: audioDriver'],
  [22, 'nix', 'Home Manager: defaultOctave'],
  [23, 'nix', 'Home Manager: defaultProgram'],
  [24, 'nix', 'Home Manager: installSoundfonts'],
  [25, 'nix', 'nix profile install .#fw16-synth'],
  [26, 'nix', 'nix build, nix profile install ./result'],
  [27, 'operate', 'fw16-synth --production'],
  [28, 'container', 'docker-compose.yml, built from here'],
  [29, 'container', 'restart: unless-stopped'],
  [30, 'container', 'devices /dev/snd and /dev/input'],
  [31, 'container', 'PULSE_SERVER and PULSE_COOKIE'],
  [32, 'container', 'DEFAULT_SOUNDFONT'],
  [33, 'container', 'PYTHONUNBUFFERED=1'],
  [34, 'container', 'the socket of PulseAudio, read-only'],
  [35, 'container', '/dev/input, read-only'],
  [36, 'container', 'a volume for the configuration'],
  [37, 'container', 'a volume for the logs'],
  [38, 'container', 'a volume for SoundFonts'],
  [39, 'container', 'SYS_NICE and SYS_RESOURCE'],
  [40, 'container', 'sysctls of the network'],
  [41, 'container', 'healthcheck by --health-check'],
  [42, 'container', 'a Dockerfile from nixos/nix'],
  [43, 'container', '/opt/soundfonts is made'],
  [44, 'container', 'a user without root'],
  [45, 'container', '/opt is theirs'],
  [46, 'container', 'CMD --production --log-file'],
  [47, 'container', 'docker-compose up, logs, ps'],
  [48, 'container', 'docker-compose --scale'],
  [49, 'play', 'FW16_SYNTH_AUDIO_DRIVER'],
  [50, 'play', 'FW16_SYNTH_SOUND_FONT'],
  [51, 'play', 'FW16_SYNTH_BASE_OCTAVE'],
  [52, 'play', 'FW16_SYNTH_VELOCITY_SOURCE=combined'],
  [53, 'play', 'FW16_SYNTH_LOG_LEVEL'],
  [54, 'play', 'FW16_SYNTH_METRICS_ENABLED'],
  [55, 'play', 'FW16_SYNTH_HEALTH_CHECK_INTERVAL'],
  [56, 'play', '/etc/fw16-synth/config.yaml'],
  [57, 'play', 'audio.driver'],
  [58, 'play', 'audio.sample_rate'],
  [59, 'play', 'audio.buffer_size'],
  [60, 'play', 'audio.soundfont'],
  [61, 'operate', 'performance.enable_profiling'],
  [62, 'operate', 'performance.metrics_collection'],
  [63, 'operate', 'performance.health_monitoring'],
  [64, 'operate', 'performance.log_level'],
  [65, 'operate', 'performance.log_file'],
  [66, 'instrument', 'midi.input_enabled'],
  [67, 'instrument', 'midi.auto_connect'],
  [68, 'instrument', 'midi.port_filter'],
  [69, 'instrument', 'touchpad.enabled'],
  [70, 'instrument', 'touchpad.smoothing'],
  [71, 'instrument', 'touchpad.pressure_threshold'],
  [72, 'operate', 'production.enable_monitoring'],
  [73, 'operate', 'production.enable_profiling'],
  [74, 'operate', 'production.enable_health_checks'],
  [75, 'operate', 'production.graceful_shutdown_timeout'],
  [76, 'operate', 'production.error_recovery_enabled'],
  [77, 'play', '--config'],
  [78, 'play', '--validate-only'],
  [79, 'operate', '--test-mode'],
  [80, 'operate', 'curl -f /health'],
  [81, 'operate', '/health/detailed as JSON'],
  [82, 'operate', '/metrics, piped to jq'],
  [83, 'operate', 'Prometheus scrapes /metrics'],
  [84, 'operate', '15 s for all, 5 s for this job'],
  [85, 'operate', 'a dashboard for Grafana'],
  [86, 'operate', 'fw16_synth_audio_latency_ms'],
  [87, 'operate', 'fw16_synth_cpu_percent'],
  [88, 'operate', 'fw16_synth_memory_percent'],
  [89, 'operate', 'the alert HighAudioLatency'],
  [90, 'operate', 'the alert HighCPULoad'],
  [91, 'nix', 'audio.rate for PipeWire'],
  [92, 'nix', 'systemctl edit pipewire'],
  [93, 'play', 'buffer_size, appended with echo'],
  [94, 'operate', 'limits of open files'],
  [95, 'operate', 'buffers of the network'],
  [96, 'operate', 'the governor performance'],
  [97, 'operate', 'huge pages'],
  [98, 'operate', 'swappiness and cache pressure'],
  [99, 'operate', 'no sound: what to look at'],
  [100, 'operate', 'no input: what to look at'],
  [101, 'operate', 'high latency: what to look at'],
  [102, 'operate', 'tail -f on the log'],
  [103, 'operate', 'grep ERROR on the log'],
  [104, 'operate', 'grep METRIC on the log'],
  [105, 'operate', 'perf top and strace by pgrep'],
  [106, 'operate', 'valgrind --tool=massif'],
  [107, 'nix', 'chmod and chown of event devices'],
  [108, 'nix', 'a rule for udev'],
  [109, 'nix', 'chmod and chown of sound devices'],
  [110, 'docs', 'enable-shm = no'],
  [111, 'container', 'no-new-privileges and a label'],
  [112, 'container', 'a read-only root'],
  [113, 'container', 'cap_drop ALL'],
  [114, 'container', 'port 8080 for the local network alone'],
  [115, 'container', 'TLS by a reverse proxy'],
  [116, 'instrument', '--download-soundfonts'],
  [117, 'operate', 'logrotate'],
  [118, 'nix', 'nix-env -u fw16-synth'],
  [119, 'operate', 'a backup by tar'],
  [120, 'operate', 'restoring it'],
  [121, 'operate', 'a script that restarts it'],
  [122, 'docs', 'where to ask'],
  [123, 'docs', 'CONTRIBUTING.md'],
];

/** What became of one. */
export interface Settled extends Promised {
  /** Its files in this folder. */
  readonly tests: readonly string[];
  /** The first cell of its row under "Works otherwise". */
  readonly deviation: string | undefined;
}

/** All of them, in the order of the guide. */
export function promises(): Settled[] {
  const deviations = deviationsByRow();
  return LINES.map(([number, part, what]) => {
    const row = `s${`${number}`.padStart(3, '0')}`;
    const tests = testNames().filter((name) => name.startsWith(row));
    return { row, part, what, tests, deviation: deviations.get(row) };
  });
}

/** Whether it is as promised, or said to be otherwise. */
export function isSettled({ tests, deviation }: Settled): boolean {
  return tests.length > 0 || deviation !== undefined;
}

/** The tests of this folder that are named after a row. */
export function testNames(): string[] {
  return readdirSync(projectFile('tests/guide')).filter((name) => /^s\d.*\.test\.ts$/.test(name));
}

/**
 * What works otherwise, by rows of the guide: docs/deviations.md names them in a comment at the end of
 * each line of that table, as `<!-- s057 s059 -->`.
 */
export function deviationsByRow(): Map<string, string> {
  const page = readFileSync(projectFile('docs/deviations.md'), 'utf8');
  const [, otherwise = ''] = page.split('## Works otherwise');
  const [table = ''] = otherwise.split('\n## ');
  const lines = table.matchAll(/^\| (.+?) \|.*<!-- ([s\d ]+) -->/gm);
  return new Map(
    [...lines].flatMap(([, cell = '', rows = '']) =>
      rows.split(' ').map((row) => [row, cell] as const),
    ),
  );
}
