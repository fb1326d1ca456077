// `npm run fuzz:http -- --requests 100000 --seed 1`: requests by schema and changed ones over all operations; 1 where any is
// answered with a fault, not at all, or otherwise than the table says, or where the ledger or a case does not hold afterwards.
import { parseArgs } from 'node:util';
import { faultText, fuzzRun, type FuzzRun } from '../test/fuzzing.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const run = await fuzzRun({
  requests: Number(values.requests),
  seed: Number(values.seed),
  onProgress: (done) =>
    console.error(`${done} sent, ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB in use`),
});
print(run);
process.exitCode = run.faults.length + run.broken.length + run.own.length > 0 ? 1 : 0;

function print({ counts, problems, faults, broken, own, requests, ms, openCases }: FuzzRun): void {
  const classes = ['2xx', '3xx', '4xx', '5xx', 'none'];
  console.log(`${'operation'.padEnd(28)}${classes.map((one) => one.padStart(8)).join('')}`);
  for (const [operation, byStatus] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const sums = classes.map((one) =>
      [...byStatus]
        .filter(([status]) => (status === 0 ? 'none' : `${Math.floor(status / 100)}xx`) === one)
        .reduce((sum, [, count]) => sum + count, 0),
    );
    const often = [...(problems.get(operation) ?? [])].toSorted(([, a], [, b]) => b - a).slice(0, 3);
    console.log(
      `${operation.padEnd(28)}${sums.map((sum) => String(sum).padStart(8)).join('')}  ${often.map(([code, count]) => `${code} ${count}`).join(', ')}`,
    );
  }
  const seconds = ms / 1000;
  console.log(
    `\n${requests} requests over ${counts.size - 1} operations in ${seconds.toFixed(0)} s (${(requests / seconds).toFixed(0)} a second); ${openCases} cases open at the end.`,
  );
  for (const fault of faults) console.log(`\n${faultText(fault)}`);
  for (const one of broken.slice(0, 20)) console.log(`\ndoes not hold: ${one}`);
  for (const one of [...new Set(own)].slice(0, 20)) console.log(`\nthe service noticed: ${one}`);
  console.log(
    faults.length + broken.length + own.length === 0
      ? 'No fault, nothing undeclared, the ledger verifies, each open case has its owner and its promise.'
      : `\n${faults.length} kinds of faults, ${broken.length} broken, ${own.length} noticed by the service.`,
  );
}
