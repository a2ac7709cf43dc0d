import type { Check } from '../../core/check.ts';
import type { LatencyStage } from '../../core/latency.ts';
import { latencyMs, latencyWords } from '../../core/latency.ts';
import type { Pitch } from '../../core/music/pitch.ts';
import { centsOffOctaves } from '../../core/music/pitch.ts';
import type { HeardNote, HeardPanic } from '../trial-note.ts';
import { fail, pass, warn } from './finding.ts';

/** Figures of the trial that are not of its note. */
export interface Course {
  readonly seconds: number;
  readonly callbacks: number;
  readonly late: number;
  readonly framesPerSecond: number;
}

export interface Limits {
  readonly latencyWarnMs: number;
  readonly latencyFailMs: number;
  readonly lateWarnPercent: number;
  readonly lateFailPercent: number;
}

const QUIET_DB = -50;

/** Whether the key sounded, and how loud. */
export function sounds(note: HeardNote, name: string, clippedSamples: number): Check {
  const check = 'note:sounds';
  if (note.begun === 0) {
    return fail(check, 'the key reached no note', {
      anywhere: 'Report it: that is a fault of ours.',
    });
  }
  if (note.firstMs === undefined) {
    return fail(check, `${name} is silent${note.refused > 0 ? ': FluidSynth refused it' : ''}`, {
      anywhere: 'Choose another program or SoundFont: fw16-synth soundfonts --json lists them.',
    });
  }
  const figure = [Math.round(note.peakDb * 10) / 10, 'dBFS'] as const;
  const says = `${name} peaks at ${note.peakDb.toFixed(0)} dBFS`;
  if (note.peakDb < QUIET_DB) {
    const anywhere = 'Raise audio.gain_db, or the velocity.';
    return warn(check, `${says}, which is hardly heard`, { anywhere }, figure);
  }
  if (clippedSamples > 0) {
    return warn(check, `${says}, beyond full scale`, { anywhere: 'Lower audio.gain_db.' }, figure);
  }
  return pass(check, says, figure);
}

// Bells, drums and noise are no more alike from one period to the next than this.
const CLEAR = 0.9;
const IN_TUNE_CENTS = 5;
// A whistle or a bell is written at another pitch than it sounds.
const OF_THE_SCALE_CENTS = 50;

/**
 * Whether it has its pitch, in whichever octave.
 *
 * @param wantedHz what the note should have
 * @param alone measures the same note where nothing but FluidSynth plays it, and at leisure
 */
export function inTune(note: HeardNote, wantedHz: number, alone: () => Pitch | undefined): Check {
  const check = 'note:pitch';
  if (note.pitch === undefined || note.pitch.clarity < CLEAR) {
    return pass(check, 'no steady pitch was heard, as of a drum');
  }
  const { hz } = note.pitch;
  const cents = centsOffOctaves(hz, wantedHz);
  const figure = [Math.round(cents * 10) / 10, 'cents'] as const;
  if (Math.abs(cents) < IN_TUNE_CENTS) {
    return pass(check, `${hz.toFixed(1)} Hz, ${cents.toFixed(1)} cents off`, figure);
  }
  const says = `${hz.toFixed(1)} Hz, ${cents.toFixed(0)} cents off`;
  const asMade = alone()?.hz ?? wantedHz;
  if (Math.abs(centsOffOctaves(hz, asMade)) >= IN_TUNE_CENTS) {
    return fail(
      check,
      `${says}, which the SoundFont is not`,
      { anywhere: 'See whether the sound server and audio.sample_rate agree: fw16-synth doctor' },
      figure,
    );
  }
  if (Math.abs(cents) > OF_THE_SCALE_CENTS) {
    return pass(check, `${hz.toFixed(1)} Hz, as the SoundFont has this program`, figure);
  }
  const anywhere = 'The SoundFont has it so; choose another, or move audio.tuning_hz.';
  return warn(check, says, { anywhere }, figure);
}

/** From the key to its first sample, and what the way from there adds. */
export function delay(firstMs: number, way: readonly LatencyStage[], limits: Limits): Check {
  const check = 'note:delay';
  const total = firstMs + latencyMs(way);
  const figure = [Math.round(total * 100) / 100, 'ms'] as const;
  const says = `${firstMs.toFixed(1)} ms to the first sample, and ${latencyWords(way)}`;
  if (total < limits.latencyWarnMs) return pass(check, says, figure);
  const remedy = {
    nixos: 'programs.fw16-synth.settings.audio.buffer_size = 64;',
    elsewhere: 'audio.buffer_size: 64 in the configuration.',
    anywhere: 'If that is so already: fw16-synth doctor. Some programs begin slowly by themselves.',
  };
  const isFar = total >= limits.latencyFailMs;
  return isFar ? fail(check, says, remedy, figure) : warn(check, says, remedy, figure);
}

// What has fallen by this much is heard as gone.
const GONE_DB = 40;

/** Whether it ended when the key came up. */
export function ends(note: HeardNote): Check {
  const check = 'note:ends';
  if (note.leftSounding > 0) {
    return fail(check, 'it sounds on after its key came up', {
      anywhere: 'Report it: that is a fault of ours.',
    });
  }
  if (note.releaseMs !== undefined) {
    const figure = [Math.round(note.releaseMs), 'ms'] as const;
    return pass(check, `silent ${seconds(note.releaseMs)} after its key came up`, figure);
  }
  if (note.fallenDb > GONE_DB) return pass(check, 'it fades after its key came up');
  return warn(check, 'this program rings on for seconds after its key came up', {
    anywhere: 'Esc silences at once. Another program may suit you better.',
  });
}

export function panics({ silentMs, leftSounding }: HeardPanic): Check {
  const check = 'note:panic';
  if (silentMs !== undefined && leftSounding === 0) {
    const figure = [Math.round(silentMs), 'ms'] as const;
    return pass(check, `silent ${seconds(silentMs)} after the order`, figure);
  }
  return fail(check, 'the order to be silent left a voice sounding', {
    anywhere: 'Report it: that is a fault of ours.',
  });
}

/** Whether the sound server's calls came in time, and as many as the rate says. */
export function keepsTime(course: Course, sampleRate: number, limits: Limits): Check[] {
  const { callbacks, late, seconds: took, framesPerSecond } = course;
  const percent = callbacks === 0 ? 0 : (100 * late) / callbacks;
  const says = `${late} of ${callbacks} periods in ${took.toFixed(1)} s came late`;
  const figure = [Math.round(percent * 10) / 10, '%'] as const;
  const remedy = {
    nixos:
      'programs.fw16-synth.settings.audio.buffer_size = 256; and security.rtkit.enable = true;',
    elsewhere:
      'audio.buffer_size: 256 in the configuration; fw16-synth doctor says what else helps.',
  };
  return [
    percent >= limits.lateFailPercent
      ? fail('audio:periods', says, remedy, figure)
      : percent >= limits.lateWarnPercent
        ? warn('audio:periods', says, remedy, figure)
        : pass('audio:periods', says, figure),
    pace(framesPerSecond, sampleRate),
  ];
}

// Periods come unevenly, so that two seconds tell the pace to a hundredth; 44100 for 48000 is 8 %.
const PACE_SHARE = 0.03;

/** A server that plays another rate than FluidSynth renders shifts every pitch. */
function pace(framesPerSecond: number, sampleRate: number): Check {
  const check = 'audio:pace';
  const figure = [Math.round(framesPerSecond), 'Hz'] as const;
  if (Math.abs(framesPerSecond / sampleRate - 1) < PACE_SHARE) {
    return pass(check, `the server takes ${sampleRate} frames a second`, figure);
  }
  const says = `the server takes ${figure[0]} frames a second, not ${sampleRate}`;
  const anywhere = 'If notes sound out of tune, write the server’s rate into audio.sample_rate.';
  return warn(check, says, { anywhere }, figure);
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
