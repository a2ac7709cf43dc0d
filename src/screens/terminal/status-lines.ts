import type { Status } from '../../core/status.ts';

/** The status as a few lines for a person. */
export function statusLines(status: Status): string[] {
  const { playing, audio, font, input, latency } = status;
  const rows: readonly (readonly [string, string])[] = [
    ['Playing', `${playing.armed ? 'armed' : 'disarmed'}, ${input.detail}`],
    ['Sound', `${status.programName} (program ${playing.program}, bank ${playing.bank})`],
    ['Keys', `${playing.layout}, octave ${playing.octave}, transpose ${signed(playing.transpose)}`],
    ['Audio', audioWords(audio)],
    ['Level', levelWords(audio)],
    ['SoundFont', fontWords(font)],
    ['Thread', scheduling(playing.realtimePriority)],
    ['Latency', latencyWords(latency.p50Us, latency.p99Us)],
    ['Notes', `${playing.notesBegun} begun, ${playing.sounding} sounding`],
  ];
  const troubles = [
    ...(playing.grabRefused > 0
      ? [`${playing.grabRefused} keyboard(s) are held by another program and type there too`]
      : []),
    ...(playing.engineFailures > 0
      ? [`FluidSynth refused ${playing.engineFailures} call(s): the SoundFont may lack the program`]
      : []),
    ...(playing.gaps > 0 ? [`${playing.gaps} gap(s) in the key events, the keys read anew`] : []),
    ...(audio.late > 0 ? [`${audio.late} audio callback(s) came late`] : []),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...rows.map(([name, words]) => `${name.padEnd(width)}  ${words}`),
    ...troubles.map((trouble) => `${'Note'.padEnd(width)}  ${trouble}`),
  ];
}

/** The one line that changes while somebody plays. */
export function playingLine({ playing, programName, audio, font }: Status): string {
  const parts = [
    playing.armed ? programName : 'disarmed',
    `octave ${playing.octave}`,
    ...(playing.transpose === 0 ? [] : [`transpose ${signed(playing.transpose)}`]),
    `velocity ${playing.lastVelocity}`,
    ...(playing.sustain ? ['sustain'] : []),
    ...(font.loading === null ? [] : [loadingWords(font.loading)]),
    meter(audio.peakDb),
  ];
  return parts.join('  ');
}

function audioWords(audio: Status['audio']): string {
  const { driver, why, periodFrames, periods, sampleRate, bufferMs, bufferIsLeast } = audio;
  if (driver === '') return `none: ${why}`;
  const into = driver === 'file' ? audio.file : audio.into;
  const place = into === undefined ? driver : `${driver} into ${into}`;
  const size = periods === 1 ? `${periodFrames}` : `${periodFrames} x ${periods}`;
  const least = bufferIsLeast ? 'at least ' : '';
  return `${place}, ${size} frames at ${sampleRate} Hz: ${least}${bufferMs.toFixed(1)} ms of buffer (${why})`;
}

function levelWords({ peakDb, rmsDb }: Status['audio']): string {
  if (peakDb === null || rmsDb === null) return 'silence';
  return `${rmsDb.toFixed(1)} dBFS, ${peakDb.toFixed(1)} at its peaks`;
}

/** Which SoundFont plays, and which one is on its way. */
function fontWords({ path, why, loading }: Status['font']): string {
  return `${path} (${why})${loading === null ? '' : `, ${loadingWords(loading)}`}`;
}

function loadingWords({ path, share }: { readonly path: string; readonly share: number }): string {
  return `${Math.round(100 * share)} % of ${path.split('/').at(-1)} read`;
}

function scheduling(priority: number): string {
  return priority > 0
    ? `real-time, priority ${priority}`
    : 'not real-time: the system does not permit it (see docs/troubleshooting.md)';
}

function latencyWords(p50Us: number, p99Us: number): string {
  if (p99Us === 0) return 'nothing played yet';
  return `key to note ${ms(p50Us)} typical, ${ms(p99Us)} at worst of a hundred`;
}

function ms(us: number): string {
  return `${(us / 1000).toFixed(us < 10_000 ? 2 : 0)} ms`;
}

function signed(number: number): string {
  return number > 0 ? `+${number}` : `${number}`;
}

const METER_CELLS = 12;
const METER_FLOOR_DB = -48;

function meter(peakDb: number | null): string {
  const share = peakDb === null ? 0 : Math.max(0, 1 - peakDb / METER_FLOOR_DB);
  const lit = Math.min(METER_CELLS, Math.round(share * METER_CELLS));
  return `${'█'.repeat(lit)}${'░'.repeat(METER_CELLS - lit)}`;
}
