import type { Config } from '../config/schema.ts';
import type { ListedDevice } from './keyboards.ts';
import { openMidi } from './midi.ts';

/** What of MIDI could be played, as the command `devices` lists it; or why nothing can. */
export type SurveyedMidi =
  | { readonly ok: true; readonly ports: readonly ListedDevice[] }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

export function surveyMidi({ midi }: Config, open = openMidi): SurveyedMidi {
  const opened = open({ input: false, output: false });
  if (!opened.ok) return opened;
  const surveyed = opened.ports.survey(midi.portFilter);
  opened.ports.close();
  const ports = surveyed.map(({ port: { client, port, clientName, portName }, isChosen }) => {
    const why = whyNot(midi, isChosen);
    return {
      path: 'midi',
      name: `${clientName}:${portName}`,
      id: `${client}:${port}`,
      plays: why === '',
      why,
      keyboard: null,
    };
  });
  return { ok: true, ports };
}

function whyNot({ inputEnabled, autoConnect }: Config['midi'], isChosen: boolean): string {
  if (!inputEnabled) return 'midi.input_enabled is off';
  if (!isChosen) return 'left out by midi.port_filter';
  return autoConnect ? '' : 'plays once it is connected (midi.auto_connect is off)';
}
