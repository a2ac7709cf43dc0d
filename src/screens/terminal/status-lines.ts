import { latencyWords } from '../../core/latency.ts';
import type { Status } from '../../core/status.ts';

const NAMES_WIDTH = 'SoundFont'.length;

/** What plays, from what and through what, as a few lines for a person. */
export function setupLines(status: Status): string[] {
  const { playing, audio, font, input, midi, tuning } = status;
  const rows: readonly (readonly [string, string])[] = [
    ['Playing', playing.armed ? 'armed' : 'disarmed'],
    ['From', input.detail],
    ...midiRows(midi),
    ['Sound', soundWords(status)],
    ['Keys', keyWords(playing)],
    ...(tuning === '' ? [] : [['Tuning', tuning] as const]),
    ['Audio', audioWords(audio)],
    ['SoundFont', fontWords(font)],
    ['Thread', scheduling(playing.realtimePriority)],
  ];
  return rows.map(line);
}

/** The same, and what has come of it since the start. */
export function statusLines(status: Status): string[] {
  const { playing, audio, latency } = status;
  const rows: readonly (readonly [string, string])[] = [
    ['Level', levelWords(audio)],
    ['Latency', keyToNoteWords(latency.p50Us, latency.p99Us)],
    ['Notes', `${playing.notesBegun} begun, ${playing.sounding} sounding`],
  ];
  const troubles = [
    ...(playing.grabRefused > 0
      ? [
          `${playing.grabRefused} keyboard(s) play once the program that has taken them (keyd, kanata?) lets go`,
        ]
      : []),
    ...(playing.touchpad === 'refused'
      ? ['the touchpad moves the pointer too, until the program that has taken it lets go']
      : []),
    ...(playing.engineFailures > 0
      ? [`FluidSynth refused ${playing.engineFailures} call(s): the SoundFont may lack the program`]
      : []),
    ...(playing.notesRefused > 0
      ? [`${playing.notesRefused} note(s) found no room: too many were held at once`]
      : []),
    ...(playing.gaps > 0 ? [`${playing.gaps} gap(s) in the key events, the keys read anew`] : []),
    ...(audio.into === ''
      ? [
          `${audio.driver} is connected to nothing: connect fw16-synth to an output, for instance with qpwgraph`,
        ]
      : []),
    ...(audio.late > 0
      ? [`${audio.late} audio callback(s) came late: if you hear clicks, take a larger buffer_size`]
      : []),
  ];
  const told = troubles.map((trouble) => line(['Trouble', trouble]));
  return [...setupLines(status), ...rows.map(line), ...told];
}

/** What is played from. */
export function fromLine({ input }: Status): string {
  return line(['From', input.detail]);
}

/** Which font plays. */
export function fontLine({ font }: Status): string {
  return line(['SoundFont', `${font.path} (${font.why})`]);
}

/** The one line that changes while somebody plays. */
export function playingLine({ playing, presetName, programName, audio, font }: Status): string {
  const parts = [
    playing.armed ? presetName || programName : 'disarmed',
    `octave ${playing.octave}`,
    ...(playing.scale === '' ? [] : [playing.scale]),
    ...(playing.transpose === 0 ? [] : [`transpose ${signed(playing.transpose)}`]),
    `velocity ${playing.lastVelocity}`,
    ...(playing.sustain ? ['sustain'] : []),
    ...(playing.sostenuto ? ['sostenuto'] : []),
    ...(playing.softPedal ? ['soft'] : []),
    ...(playing.chord === '' ? [] : [playing.chord]),
    ...(playing.arpeggiator ? [`arpeggio ${playing.pattern} ${playing.rate}`] : []),
    ...(playing.repeat ? ['repeat'] : []),
    ...(playing.loop === 'empty' ? [] : [`loop ${playing.loop}`]),
    ...(playing.arpeggiator || playing.repeat || playing.metronome
      ? [`${Math.round(playing.tempo)} bpm`]
      : []),
    ...(font.loading === null ? [] : [loadingWords(font.loading)]),
    meter(audio.peakDb),
  ];
  return parts.join('  ');
}

function line([name, words]: readonly [string, string]): string {
  return `${name.padEnd(NAMES_WIDTH)}  ${words}`;
}

function soundWords({ playing, presetName, programName }: Status): string {
  const { program, bank } = playing;
  const sound = `${programName} (program ${program}, bank ${bank})`;
  return presetName === '' ? sound : `${presetName}: ${sound}`;
}

/** The controllers, and whether they are all; nothing where MIDI is not wanted. */
function midiRows({
  isOpen,
  isSending,
  ports,
  why,
}: Status['midi']): (readonly [string, string])[] {
  if (why !== '') return [['MIDI', `not heard: ${why}`]];
  if (!isOpen) return isSending ? [['MIDI', 'out alone']] : [];
  return [['MIDI', ports.length === 0 ? 'no controller' : ports.join(', ')]];
}

function keyWords({ layout, octave, transpose, scale, scaleMode }: Status['playing']): string {
  const laid = `${layout}, octave ${octave}, transpose ${signed(transpose)}`;
  return scale === '' ? laid : `${laid}, ${scale} (${scaleMode})`;
}

function audioWords(audio: Status['audio']): string {
  if (audio.driver === '') return `none: ${audio.why}`;
  if (audio.driver === 'file') return `${audio.file}, ${audio.sampleRate} Hz (${audio.why})`;
  const { driver, into, periodFrames, periods } = audio;
  const place = into === undefined || into === '' ? driver : `${driver} into ${into}`;
  const size = periods === 1 ? `${periodFrames}` : `${periodFrames} x ${periods}`;
  const waits = latencyWords(audio.latency);
  return `${place}, ${size} frames at ${audio.sampleRate} Hz: ${waits} (${audio.why})`;
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
    : 'not real-time (docs/troubleshooting.md says how it can be)';
}

function keyToNoteWords(p50Us: number, p99Us: number): string {
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
