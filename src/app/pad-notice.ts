import type { LoadedConfig } from '../config/load.ts';
import type { Pad } from '../core/touch/pad.ts';

/** What is to be said of a pad that cannot do what the configuration asks of it. */
export function padNotice({ config, origins }: LoadedConfig, pad: Pad): string | undefined {
  if (!config.touchpad.enabled || pad.pressure !== undefined) return undefined;
  const asked = ['pressure_threshold', 'pressure'].filter(
    (key) => (origins.get(`touchpad.${key}`)?.from ?? 'default') !== 'default',
  );
  if (asked.length === 0) return undefined;
  const settings = asked.map((key) => `touchpad.${key}`).join(' and ');
  return `This touchpad feels no pressure: ${settings} changes nothing.`;
}
