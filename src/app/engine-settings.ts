import type { Config } from '../config/schema.ts';
import type { EngineSettings } from '../engine/settings.ts';
import { configuredTuning } from './tuning.ts';

/** What the engine is told of the configuration. */
export function engineSettings({ audio }: Config): EngineSettings {
  return {
    sampleRate: audio.sampleRate,
    bufferSize: audio.bufferSize,
    periods: audio.periods,
    gainDb: audio.gainDb,
    polyphony: audio.polyphony,
    reverb: audio.reverb,
    chorus: audio.chorus,
    tuningHz: audio.tuningHz,
  };
}

/**
 * The same with the tuning that is configured.
 *
 * @throws Problem when a file of it cannot be read
 */
export function tunedSettings(config: Config): EngineSettings {
  return { ...engineSettings(config), tuning: configuredTuning(config) };
}
