/** How much the units may do by the measure of systemd, and that docs/security.md explains all of it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { projectFile } from '../support/program.ts';

const EXPOSED_AT_MOST = 4;
const SYSTEM_UNIT = 'etc/systemd/system/fw16-synth@.service';
const UNITS = [
  ['guide', `tests/nix/golden/guide/${SYSTEM_UNIT}`],
  ['everything', `tests/nix/golden/everything/${SYSTEM_UNIT}`],
  ['home', 'tests/nix/golden/home/.config/systemd/user/fw16-synth.service'],
  ['packaged', 'packaging/systemd/fw16-synth.service'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'fw16-exposure-'));
after(() => rmSync(folder, { recursive: true }));

for (const [name, path] of UNITS) {
  test(`the unit of ${name} is exposed to little, and what remains is explained`, {
    skip: analyzeMissing(),
  }, () => {
    const { level, remains, said } = exposure(name, path);
    console.log(`  ${name}: exposure ${level}`);
    assert.ok(level < EXPOSED_AT_MOST, said);
    assert.ok(remains.length > 5);
    const unexplained = remains.filter((directive) => !explained.includes(directive));
    assert.deepEqual(unexplained, []);
  });
}

const security = readFileSync(projectFile('docs/security.md'), 'utf8');
const [, table = ''] = /## What its units may still do\n(.*?)\n## /s.exec(security) ?? [];
const explained = [...table.matchAll(/^\| (.+?) \| /gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, directive = '']) => directive.replace('\\|', '|')),
);

function exposure(name: string, path: string) {
  const unit = join(folder, `fw16-synth@${name}.service`);
  const text = readFileSync(projectFile(path), 'utf8').replace(/\/nix\/store\/e*-/g, '/usr/');
  // The systemd of a user runs nothing as root, and has no capability to give away.
  const ofUser = '[Service]\nUser=1000\nCapabilityBoundingSet=';
  writeFileSync(unit, path.includes('system/') ? text : text.replace('[Service]', ofUser));
  const argv = ['security', '--offline=true', '--no-pager', unit];
  const { stdout } = spawnSync('systemd-analyze', argv, { encoding: 'utf8' });
  const [, level] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
  const remains = [...stdout.matchAll(/^✗ (.+?)=? {2,}/gmu)].map(([, directive = '']) => directive);
  return { level: Number(level), remains, said: stdout };
}

function analyzeMissing(): string | false {
  return spawnSync('systemd-analyze', ['--version']).status === 0
    ? false
    : 'needs systemd-analyze: apt install systemd';
}
