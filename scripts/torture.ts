// `npm run torture -- --rounds N [--seed S]`: see scripts/torture/torture.ts. Exits with 1 when anything was lost, doubled
// or otherwise wrong, and says what, where, and by which seed it is repeated.
import { parseArgs } from 'node:util';
import { stopping, whole } from './torture/arguments.ts';
import { torture } from './torture/torture.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' } },
});
const rounds = whole('rounds', values.rounds);
const seed = whole('seed', values.seed);

console.log(`torture: ${rounds} rounds, seed ${seed}`);
const { violations, acknowledged, effects, repeats, again } = await torture({
  rounds,
  seed,
  say: (line) => console.log(line),
  signal: stopping,
});
const reasons = [...again].toSorted(([, a], [, b]) => b - a).map(([why, times]) => `${times} × ${why}`);
console.log(`sent again: ${reasons.join(', ')}`);
const of = (kind: string): number => violations.filter((violation) => violation.kind === kind).length;
const done = `${stopping.aborted ? 'stopped early' : `${rounds} rounds`}, seed ${seed}: ${acknowledged} commands acknowledged, ${effects} effects carried out (${repeats} came again)`;
console.log(
  violations.length === 0
    ? `${done}: 0 lost, 0 doubled`
    : `${done}; wrong: lost ${of('lost')}, doubled ${of('doubled')}, otherwise ${of('wrong')}`,
);
// Outright: where something hangs, its client would keep this process waiting.
process.exit(violations.length > 0 || stopping.aborted ? 1 : 0);
