import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment } from '../event.ts';
import { cancel, createAgenda, DUE, firstDue, isPlanned, planTick, replan } from './agenda.ts';
import { createClock, setClockTempo } from './clock.ts';

test('what ends comes before what begins at the same moment', () => {
  const agenda = createAgenda();
  agenda.us[DUE.arpeggioStep] = 1000;
  agenda.us[DUE.arpeggioEnd] = 1000;
  agenda.us[DUE.click] = 2000;
  assert.equal(firstDue(agenda), DUE.arpeggioEnd);
  cancel(agenda, DUE.arpeggioEnd);
  assert.equal(isPlanned(agenda, DUE.arpeggioEnd), false);
  assert.equal(firstDue(agenda), DUE.arpeggioStep);
});

test('another tempo moves what goes by the beat and nothing else', () => {
  const [agenda, clock] = [createAgenda(), createClock(120, true)];
  agenda.ticks[DUE.arpeggioStep] = 960;
  planTick(agenda, clock, DUE.arpeggioStep);
  agenda.us[DUE.strum] = 500_000;
  setClockTempo(clock, 60, moment(0));
  replan(agenda, clock);
  assert.equal(Math.round(agenda.us[DUE.arpeggioStep]!), 1e6);
  assert.equal(agenda.us[DUE.strum], 500_000);
});
