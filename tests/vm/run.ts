/**
 * The whole instrument on a real kernel: boots a guest, installs into it what a user would, plays it,
 * and prints what each scenario heard or saw.
 *
 *   ./check --vm [--list] [--faults] [--keep FOLDER] [PART OF A NAME]...
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS } from './faulty.ts';
import { Guest } from './guest.ts';
import { preparedImage } from './image/image.ts';
import { Machine } from './machine.ts';
import { writePayload } from './payload.ts';
import { type Finding, findingLine, reportOf } from './report.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    /** Keeps what was heard, the journal and the metrics there. */
    keep: { type: 'string' },
    /** Then also plays builds that are broken on purpose, and wants them found out. */
    faults: { type: 'boolean', default: false },
  },
});

const chosen = SCENARIOS.filter(({ name }) => {
  return positionals.length === 0 || positionals.some((part) => name.includes(part));
});

if (values.list) for (const { name } of SCENARIOS) console.log(name);
else process.exitCode = (await run()).every(({ failure }) => failure === undefined) ? 0 : 1;

async function run(): Promise<Finding[]> {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'fw16-synth-vm-'));
  const image = preparedImage(say);
  const payload = join(folder, 'payload');
  writePayload(payload, values.faults ? FAULTS : []);
  say('Booting the guest');
  const machine = await Machine.boot(image, payload, folder);
  try {
    say(`Installing in the guest, ${seconds(began)} s after the start`);
    const guest = new Guest(machine);
    await guest.install();
    const findings = await play(guest);
    if (values.faults) findings.push(...(await findFaults(guest)));
    if (values.keep !== undefined) await keep(guest, values.keep);
    console.log(reportOf(findings, seconds(began)));
    return findings;
  } finally {
    await machine.stop();
    if (values.keep === undefined) rmSync(folder, { recursive: true });
    else say(`What was heard is in ${join(folder, 'heard.wav')}`);
  }
}

async function play(guest: Guest): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const scenario of chosen) {
    const finding = await found(scenario, guest);
    findings.push(finding);
    say(findingLine(finding));
    // What follows is to find it as it was, whatever this one has left.
    if (finding.failure !== undefined) await guest.restart();
  }
  return findings;
}

/** Each broken build takes the place of the program, and its scenario must not pass. */
async function findFaults(guest: Guest): Promise<Finding[]> {
  const program = '/nix/store/fw16-synth/lib/fw16-synth/dist/program';
  const findings: Finding[] = [];
  for (const { name, foundBy } of FAULTS) {
    const scenario = SCENARIOS.find((each) => each.name === foundBy);
    if (scenario === undefined) throw new Error(`no scenario is called "${foundBy}"`);
    await guest.machine.sh(`mount --bind /payload/faults/${name} ${program}`);
    await guest.restart();
    const { failure, seconds: took } = await found(scenario, guest);
    await guest.machine.sh(`umount -l ${program}`);
    const finding: Finding = {
      name: `${name} is found out`,
      seconds: took,
      ...(failure === undefined
        ? { what: '', failure: `it passes: ${foundBy}` }
        : { what: `${foundBy}: ${failure.split('\n')[0]}` }),
    };
    findings.push(finding);
    say(findingLine(finding));
  }
  return findings;
}

async function found({ name, run: show }: Scenario, guest: Guest): Promise<Finding> {
  const begun = performance.now();
  try {
    const what = await show(guest);
    return { name, what, seconds: seconds(begun) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { name, what: '', failure, seconds: seconds(begun) };
  }
}

async function keep(guest: Guest, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'journal.txt'),
    await guest.machine.sh('journalctl -o short-monotonic'),
  );
  const metrics = await guest.machine.run('curl -s localhost:8080/metrics');
  writeFileSync(join(folder, 'metrics.txt'), metrics.out);
  writeFileSync(join(folder, 'status.json'), JSON.stringify(await guest.status(), null, 2));
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}

function say(line: string): void {
  console.error(line);
}
