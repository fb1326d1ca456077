/** Three rounds of torture find nothing; and every check finds what is planted for it in what they left. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { check, CHECKS } from '../scripts/torture/checks.ts';
import { PLANTS } from '../scripts/torture/plants.ts';
import { type Outcome, torture } from '../scripts/torture/torture.ts';
import { SEED } from './seed.ts';

let outcome: Outcome | undefined;

test('three rounds: nothing is lost, doubled or otherwise wrong', async () => {
  const lines: string[] = [];
  outcome = await torture({ rounds: 3, seed: SEED, say: (line) => lines.push(line) });
  assert.deepEqual(outcome.violations, [], lines.join('\n'));
  assert.ok(outcome.acknowledged > 50, `only ${outcome.acknowledged} commands were acknowledged`);
  assert.ok(outcome.effects > 20, `only ${outcome.effects} effects were carried out`);
});

test('every check finds what is planted for it', async () => {
  assert.ok(outcome);
  assert.deepEqual(
    [...new Set(PLANTS.map((plant) => plant.check))].toSorted(),
    Object.keys(CHECKS).toSorted(),
  );
  for (const { check: by, what, plant } of PLANTS) {
    const evidence = structuredClone(outcome.evidence[0]);
    assert.ok(evidence);
    plant(evidence);
    const found = await check(evidence);
    assert.ok(
      found.some((violation) => violation.check === by),
      `${by} did not find: ${what}`,
    );
  }
});

test('interrupted, it leaves no process and no folder behind', async () => {
  const script = new URL('../scripts/torture.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, '--rounds', '50', '--seed', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    // In the middle of the first round, or, on a machine that is slow, while all of it is still starting.
    if (line.startsWith('torture:')) setTimeout(() => child.kill('SIGINT'), 4000);
  }
  assert.equal(await ended, 1);
  assert.match(lines.at(-1) ?? '', /^stopped early, seed 1: .*: 0 lost, 0 doubled$/);
  const prefix = `sayso-torture-${child.pid}-`;
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith(prefix)),
    [],
  );
  assert.deepEqual(commandsWith(prefix), []);
});

/** Command lines of running processes that name something; where the system shows them. */
function commandsWith(words: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandOf)
    .filter((command) => command.includes(words));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
