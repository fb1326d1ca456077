// `npm run failover -- [--rounds N] [--seconds S] [--seed S] [--control]`: see scripts/failover/failover.ts. Exits with 1
// when anything was lost or otherwise wrong, or a node did not come back; with --control when nothing was lost.
import { parseArgs } from 'node:util';
import { failover } from './failover/failover.ts';
import { stopping, whole } from './torture/arguments.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
    seed: { type: 'string' },
    control: { type: 'boolean', default: false },
  },
});
const rounds = whole('rounds', values.rounds);
const seconds = whole('seconds', values.seconds);
const seed = whole('seed', values.seed);
const isControl = values.control;

console.log(
  `failover: ${rounds} rounds of ${seconds} s, seed ${seed}, ${isControl ? 'the standby is not waited for' : 'a synchronous standby'}`,
);
const { found, acknowledged, lost, gaps } = await failover({
  rounds,
  seconds,
  seed,
  isControl,
  say: (line) => console.log(line),
  signal: stopping,
});
const longest = Math.max(0, ...gaps.map(({ gapMs }) => gapMs));
console.log(
  `${stopping.aborted ? 'stopped early' : `${rounds} rounds`}, seed ${seed}: ${lost} of ${acknowledged} acknowledged commands lost, ${isControl ? 'as expected' : `${found.length - lost} things otherwise wrong`}; longest gap ${(longest / 1000).toFixed(2)} s`,
);
const isRight = isControl ? lost > 0 : found.length === 0;
if (isControl && !isRight) console.log('Nothing was lost: then the checks would not see it either.');
// Outright: where something hangs, its client would keep this process waiting.
process.exit(isRight && !stopping.aborted ? 0 : 1);
