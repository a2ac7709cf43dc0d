import type { Recording } from '../core/event.ts';
import { recordTimeUs } from '../core/event.ts';
import { setLayersOf } from '../core/instrument/adjust.ts';
import { endBeats, introduce } from '../core/instrument/instrument.ts';
import type { Player, PlayerSettings } from '../core/instrument/player.ts';
import {
  createPlayer,
  KEY_BITMAP_BYTES,
  nodeGone,
  padCame,
  playRecords,
  resync,
  tick,
  wakeUs,
} from '../core/instrument/player.ts';
import type { Song } from '../core/midi/song.ts';
import { endSong, playSongMessage } from '../core/midi/song.ts';
import { groupKeyboards, layersOfDevice } from '../devices/keyboards.ts';
import { fluidSynthPort } from '../engine/fluid-synth.ts';
import type { OfflineSynth } from '../engine/offline.ts';
import { STEP_FRAMES } from '../engine/offline.ts';
import { NoteLog, type PlayedNote } from './note-log.ts';

// Below this a tail is over: 96 dB is the range of 16 bits.
const SILENT = 10 ** (-100 / 20);
const QUIET_SECONDS = 0.1;
const TAIL_SECONDS_MAX = 20;

export interface Rendered {
  readonly frames: number;
  readonly notes: readonly PlayedNote[];
}

/**
 * Plays a recording, or a MIDI file, through the same core as the play thread, as fast as it renders.
 *
 * @param layerSources for each layer the keyboards that play it; none stands for all
 * @param write takes samples, left and right in turn, valid until the next call
 */
export function renderRecording(
  recording: Recording | Song,
  settings: PlayerSettings,
  layerSources: readonly (readonly string[])[],
  offline: OfflineSynth,
  sampleRate: number,
  write: (samples: Float32Array) => void,
): Rendered {
  const failures = new Int32Array(1);
  const log = new NoteLog(fluidSynthPort(offline.fluidsynth, offline.synth, failures));
  const player = createPlayer(settings, log);
  introduce(player.instrument, log);
  let frames = 0;
  const renderTo = (timeUs: number): void => {
    while (frames + STEP_FRAMES <= (timeUs * sampleRate) / 1e6) {
      write(offline.step());
      frames += STEP_FRAMES;
    }
  };
  if ('messages' in recording) playSong(recording, player, log, renderTo);
  else {
    assign(recording, player, layerSources);
    playAll(recording, player, log, renderTo);
  }
  frames += renderTail(offline, sampleRate, write);
  return { frames, notes: log.notes };
}

/** Which keyboard each device is, and what it plays. */
function assign(
  { devices }: Recording,
  player: Player,
  layerSources: readonly (readonly string[])[],
): void {
  groupKeyboards(devices).forEach((keyboard, device) => {
    player.held.deviceOf[device] = keyboard;
    setLayersOf(player.instrument, keyboard, layersOfDevice(devices[device]!, layerSources));
  });
  devices.forEach(({ pad }, device) => {
    if (pad !== undefined) padCame(player, device, pad);
  });
}

function playAll(
  recording: Recording,
  player: Player,
  log: NoteLog,
  renderTo: (timeUs: number) => void,
): void {
  const { records, deviceOf, devices } = recording;
  const allUp = new Uint8Array(KEY_BITMAP_BYTES);
  const wakeTo = (timeUs: number): void => {
    for (let wake = wakeUs(player); wake <= timeUs; wake = wakeUs(player)) {
      log.nowUs = wake;
      renderTo(wake);
      tick(player, wake);
    }
  };
  for (let index = 0; index < deviceOf.length; index++) {
    const timeUs = recordTimeUs(records, index);
    wakeTo(timeUs);
    renderTo(timeUs);
    log.nowUs = timeUs;
    const device = deviceOf[index]!;
    // A recording cannot say which keys were down at a gap: none is safe.
    if (playRecords(player, device, records, index, index + 1, 0)) {
      resync(player, device, allUp, timeUs);
    }
  }
  devices.forEach((_, device) => {
    nodeGone(player, device);
  });
  // What has begun ends in its own time.
  endBeats(player.instrument, player.synth);
  wakeTo(log.nowUs + TAIL_SECONDS_MAX * 1e6);
}

function playSong(
  song: Song,
  { instrument }: Player,
  log: NoteLog,
  renderTo: (timeUs: number) => void,
): void {
  song.timesUs.forEach((timeUs, index) => {
    renderTo(timeUs);
    log.nowUs = timeUs;
    playSongMessage(song, index, instrument, log);
  });
  endSong(instrument, log);
}

function renderTail(
  offline: OfflineSynth,
  sampleRate: number,
  write: (samples: Float32Array) => void,
): number {
  const steps = (seconds: number): number => Math.ceil((seconds * sampleRate) / STEP_FRAMES);
  let quiet = 0;
  let step = 0;
  for (; step < steps(TAIL_SECONDS_MAX) && quiet < steps(QUIET_SECONDS); step++) {
    const samples = offline.step();
    write(samples);
    const silent = offline.activeVoices === 0 && samples.every((s) => Math.abs(s) < SILENT);
    quiet = silent ? quiet + 1 : 0;
  }
  return step * STEP_FRAMES;
}
