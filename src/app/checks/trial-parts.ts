import type { Config } from '../../config/schema.ts';
import type { Check } from '../../core/check.ts';
import type { AudioAnswer } from '../../engine/audio-out.ts';
import type { Unfit } from '../../engine/drivers.ts';
import { BEST_FIRST } from '../../engine/drivers.ts';
import type { Sound } from '../../engine/engine.ts';
import type { Route } from '../../engine/latency.ts';
import type { FontPlace } from '../../engine/soundfonts.ts';
import { chooseSoundFont } from '../../engine/soundfonts.ts';
import { fail, pass, warn } from './finding.ts';

/** The configured font; that another one plays in its place is a failure here, and which. */
export function fontCheck(
  configured: string,
  place: FontPlace,
): { check: Check; path: string | undefined } {
  const name = 'font:chosen';
  const chosen = chooseSoundFont(configured, place);
  if (!chosen.ok) {
    const check = fail(name, `${chosen.path}: ${chosen.why}`, { anywhere: chosen.remedy });
    return { check, path: undefined };
  }
  if (chosen.refused === undefined) {
    return { check: pass(name, `${chosen.path}, ${chosen.why}`), path: chosen.path };
  }
  const { path, why, remedy } = chosen.refused;
  const check = fail(name, `${path}: ${why}; the rest is tried with ${chosen.path}`, {
    nixos: 'programs.fw16-synth.soundfont',
    elsewhere: 'audio.soundfont in the configuration.',
    anywhere: remedy,
  });
  return { check, path: chosen.path };
}

/**
 * @param answer undefined where an instrument that runs has the sound card to itself
 * @param route what the driver then runs into
 */
export function driverCheck(
  wanted: string,
  answer: AudioAnswer | undefined,
  route: Route | undefined,
): Check {
  const name = 'audio:driver';
  if (answer === undefined) {
    return fail(
      name,
      'the instrument that runs has the sound card, which ALSA gives to one alone',
      {
        anywhere: 'End it and ask again, or take a sound server: audio.driver: auto.',
      },
    );
  }
  if (!answer.ok) {
    return fail(name, `${answer.why}; the rest is tried without being heard`, {
      anywhere: answer.remedy,
    });
  }
  const { driver, why, sampleRate } = answer.audio;
  const { into, periodFrames = 0 } = route ?? {};
  const place = into === undefined || into === '' ? driver : `${driver} into ${into}`;
  const says = `${place}, ${periodFrames} frames at ${sampleRate} Hz (${why})`;
  const adviceOn = (passedOver: readonly Unfit[]): string[] =>
    passedOver.map((each) => `For ${each.name}, ${each.why}: ${each.remedy}`);
  if (driver === 'file' && wanted === 'auto') {
    const unheard = 'nothing here plays sound; the rest is tried without being heard';
    return { ...pass(name, unheard), standing: 'fail', advice: adviceOn(answer.passedOver) };
  }
  if (into === '') {
    const anywhere = 'Connect fw16-synth to an output, with qpwgraph, qjackctl or jack_connect.';
    const nowhere = `${says}, connected to nothing: it is not heard`;
    return fail(name, nowhere, { anywhere }, [periodFrames, 'frames']);
  }
  const check = pass(name, says, [periodFrames, 'frames']);
  const better = BEST_FIRST.slice(0, Math.max(0, BEST_FIRST.indexOf(driver)));
  const advice = adviceOn(answer.passedOver.filter((each) => better.includes(each.name)));
  return advice.length === 0 ? check : { ...check, standing: 'warn', advice };
}

/** @param sound what FluidSynth will play, which is another program where the font lacks it */
export function programCheck(sound: Sound | undefined, { keyboard }: Config): Check {
  const name = 'font:program';
  const { bank, program } = keyboard;
  const wanted = `program ${program} in bank ${bank}`;
  const remedy = {
    nixos: 'programs.fw16-synth.defaultProgram',
    elsewhere:
      'keyboard.program and keyboard.bank; fw16-synth soundfonts --json lists what there is.',
  };
  if (sound === undefined) return fail(name, `the SoundFont has no ${wanted}, nor another`, remedy);
  if (sound.bank === bank && sound.program === program) {
    return pass(name, `${sound.name} (bank ${bank}, program ${program})`);
  }
  return warn(name, `the SoundFont has no ${wanted}; ${sound.name} plays in its place`, remedy);
}

export function threadCheck(priority: number, wanted: number): Check {
  const name = 'realtime:thread';
  const figure = [priority, 'priority'] as const;
  if (priority > 0) return pass(name, `the thread that plays has priority ${priority}`, figure);
  if (wanted === 0) return pass(name, 'none is asked for (performance.realtime_priority is 0)');
  return warn(
    name,
    'the thread that plays is one among all: under load a note may come late',
    {
      nixos: 'programs.fw16-synth.enableRealtimeAudio = true;',
      elsewhere: 'sudo apt install rtkit, then log in anew.',
    },
    figure,
  );
}
