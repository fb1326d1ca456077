// `npm run bench:decide [book folder]`: how long a decision takes, by request type, on the cases of a book.
// Machines differ: `× loop` is the median against an empty loop of LOOP turns on the same machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileBook } from '../src/core/book/compile.ts';
import { decide } from '../src/core/decide/decide.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import { readCases, type Case } from '../src/core/trial/read.ts';
import { zones } from '../src/shell/zones.ts';

const ROUNDS = 200;
const WARMING = 40;
const LOOP = 100_000;

const folder = process.argv[2] ?? fileURLToPath(new URL('../books/shop', import.meta.url));
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');

const { book } = compileBook('book.yaml', textOf('book.yaml'), zones);
const { organization } = compileOrganization('people.yaml', textOf('people.yaml'), zones);
if (!book || !organization) throw new Error(`${folder} has errors: npx sayso check says which`);
const { cases } = readCases('cases.yaml', textOf('cases.yaml'), book, organization);
if (!cases) throw new Error(`${folder}/cases.yaml has errors: npx sayso test says which`);

const microseconds = (run: () => void): number => {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1000;
};

const at = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** How long an empty loop takes; the least of several, for nothing makes it faster than it is. */
const loop = Math.min(
  ...Array.from({ length: 50 }, () =>
    microseconds(() => {
      for (let i = 0; i < LOOP; i++);
    }),
  ),
);

const decideOne = ({ tallies, request, asker, at: instant }: Case): void => {
  decide(book, organization, tallies, request, asker, instant);
};

const times = new Map<string, number[]>();
for (let round = 0; round < WARMING + ROUNDS; round++) {
  for (const one of cases) {
    const took = microseconds(() => decideOne(one));
    if (round < WARMING) continue;
    const name = book.types.has(one.request.type) ? one.request.type : '(undeclared)';
    const list = times.get(name) ?? [];
    times.set(name, list);
    list.push(took);
  }
}

const row = (name: string, list: readonly number[]): string => {
  const sorted = [...list].sort((a, b) => a - b);
  const [median, p99] = [at(sorted, 0.5), at(sorted, 0.99)];
  return `${name.padEnd(28)}${median.toFixed(0).padStart(8)}${p99.toFixed(0).padStart(8)}${(median / loop).toFixed(2).padStart(9)}`;
};

console.log(`${cases.length} cases of ${book.name}, ${organization.people.size} people, ${ROUNDS} rounds`);
console.log(
  `${'request type'.padEnd(28)}${'median µs'.padStart(8)}${'p99'.padStart(7)}${'× loop'.padStart(9)}`,
);
for (const [name, list] of times) console.log(row(name, list));
console.log(row('all', [...times.values()].flat()));
