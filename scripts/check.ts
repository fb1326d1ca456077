// `npm run check`: everything a tool can say about the repository, in one go. All steps run, also after a failure.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Where to begin when it fails; left out where the tool's own output says it best. */
  readonly mend?: string;
}

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
  readonly tookMs: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));

// Named, because without a folder oxlint reads node_modules too.
const linted = ['src', 'test', 'scripts', 'sdk', 'web', 'run.mjs', 'sayso.mjs'];

const steps: readonly Step[] = [
  {
    name: 'format',
    command: ['node_modules/oxfmt/bin/oxfmt', '--check'],
    mend: 'npm run format',
  },
  { name: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--type-aware', '-f', 'agent', ...linted] },
  {
    name: 'page types',
    command: ['node_modules/typescript/bin/tsc', '-p', 'web', '--noEmit', '--pretty', 'false'],
  },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'] },
  {
    // In a browser, too.
    name: 'client types',
    command: ['node_modules/typescript/bin/tsc', '-p', 'sdk', '--noEmit', '--pretty', 'false'],
  },
  { name: 'architecture', command: ['--test', '--test-reporter=dot', 'test/architecture.test.ts'] },
  { name: 'generated', command: ['scripts/generate.ts', '--check'], mend: 'npm run generate' },
  {
    name: 'unused',
    command: ['node_modules/knip/bin/knip.js', '--no-progress'],
    mend: 'delete what knip names, or use it',
  },
];

process.exitCode = await check();

async function check(): Promise<0 | 1> {
  const waiting = [...steps];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const outcome = await run(step);
      report(step, outcome);
      if (!outcome.passed) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), steps.length) }, worker));
  console.log(failed === 0 ? '\nAll checks passed.' : `\n${failed} of ${steps.length} checks failed.`);
  return failed === 0 ? 0 : 1;
}

function run(step: Step): Promise<Outcome> {
  const startMs = performance.now();
  return new Promise((resolve) => {
    // Node 24 is the one that runs this script: run.mjs chose it.
    const child = spawn(process.execPath, step.command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: string[] = [];
    const end = (passed: boolean): void =>
      resolve({ passed, output: chunks.join('').trim(), tookMs: performance.now() - startMs });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    }
    child.on('error', (problem) => {
      chunks.push(problem.message);
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

function report(step: Step, { passed, output, tookMs }: Outcome): void {
  const seconds = `${(tookMs / 1000).toFixed(1)} s`;
  const remark = remarkOn(step, passed, output);
  console.log(
    [passed ? 'ok  ' : 'FAIL', step.name.padEnd(13), seconds.padStart(6), remark].join('  ').trimEnd(),
  );
  if (!passed) console.log(`\n${output.replace(/^(?=.)/gm, '      ')}\n`);
}

/** Warnings do not fail the check, so their number is said where it would otherwise be lost. */
function remarkOn(step: Step, passed: boolean, output: string): string {
  if (!passed) return step.mend ? `mend it: ${step.mend}` : '';
  const warnings = [...output.matchAll(/: warning /g)].length;
  return warnings === 0 ? '' : `${warnings} warnings (npm run lint shows them)`;
}
