/**
 * The statements of a life, as `handle()` sends them, captured from a run and written as a script for pgbench: the same
 * calls with the same steps. Only what must differ from life to life is put in: the organization, the life's ids, the
 * keys that are made of them, and the ledger's sequence number that was read.
 */
import type { QueryConfig } from 'pg';
import type { Engine } from '../../src/shell/engine.ts';
import { handle } from '../../src/shell/handle.ts';
import { KINDS_OF_LIVES, lifeOf } from './mix.ts';
import { organization } from './server.ts';

/** A captured life: its script, and how many commands and entries of the ledger it comes to. */
export type Script = { text: string; commands: number; entries: number };

/** What `load.ts` and `record.ts` send with a statement. */
type Value = string | number | null | readonly string[];
type Statement = { text: string; values: readonly Value[] };

/** Stand for what differs. Digits only where ids are digits, and as long as what replaces them. */
const LIFE = '777000777000';
const AT_LIFE = '@life@';
const AT_ORGANIZATION = '@org@';
const AT_READ = '@read@';

/** Lives one life of each kind and writes down what it sends. */
export async function capture(engine: Engine): Promise<Script[]> {
  const scripts: Script[] = [];
  for (let n = 0; n < KINDS_OF_LIVES; n++) scripts.push(await captureLife(engine, n));
  return scripts;
}

async function captureLife(engine: Engine, n: number): Promise<Script> {
  const statements: Statement[] = [];
  const id = `${LIFE}${n}`;
  const where = organization(n);
  const listening = heard(engine, statements);
  const acts = lifeOf(n, id);
  let entries = 0;
  let names: string[] = [];
  let known: string | undefined;
  for (const [i, { by, command }] of acts.entries()) {
    const handled = await handle(listening, {
      organization: where,
      by: { kind: 'person', id: by },
      command,
      key: `${id}-${i}`,
      ...(known !== undefined && { case: known }),
    });
    if (!handled.done) throw new Error(`${command.do}: ${JSON.stringify(handled.refused)}`);
    entries += handled.events.length;
    known ??= handled.case ?? undefined;
    names = [known ?? '', handled.conversation.id];
  }
  const own = ownWords(statements, [id, ...names]);
  const lines = statements.map((statement) => written(statement, where, own));
  return { text: `${HEAD}${lines.join('\n')}\n`, commands: acts.length, entries };
}

const HEAD = '\\set life random(100000000000, 999999999999)\n\\set org random(0, :organizations - 1)\n';

/** The engine, with every statement written down. */
const heard = (engine: Engine, statements: Statement[]): Engine => ({
  ...engine,
  database: {
    ...engine.database,
    use: (work) =>
      engine.database.use((pool) =>
        work(
          new Proxy(pool, {
            get: (target, name) =>
              name === 'query'
                ? (query: Statement | string, values: unknown[]) => {
                    // What has no name is no part of every command: a book's text, read once a process.
                    if (typeof query === 'string') return target.query(query, values);
                    statements.push(query);
                    return target.query(query as QueryConfig);
                  }
                : (Reflect.get(target, name) as unknown),
          }),
        ),
      ),
  },
});

/** What is replaced in a life's statements, the longest first: its ids, and keys that are hashes of them. */
function ownWords(statements: readonly Statement[], ids: readonly string[]): Map<string, string> {
  const all = statements.map(({ values }) => values.map(String).join('\n')).join('\n');
  const keys = new Set<string>();
  for (const { values } of statements)
    for (const value of values) for (const key of String(value).matchAll(KEY)) keys.add(key[1] ?? key[0]);
  for (const list of all.matchAll(LISTED)) for (const key of list[0].matchAll(HASH)) keys.add(key[0]);
  const own = [...ids, ...keys].toSorted((a, b) => b.length - a.length);
  return new Map(own.map((word) => [word, lifeLike(word)]));
}

/** Keys of totals and standing answers, and of the customer, in steps and in what is wanted. */
const HASH = /[0-9a-f]{40}(?:[0-9a-f]{24})?/g;
const KEY = /"(?:key|customerKey)":"([0-9a-f]{40}(?:[0-9a-f]{24})?)"/g;
const LISTED = /"reads":\[[^\]]*\]|^[0-9a-f]{40}(?:,[0-9a-f]{40})*$/gm;

/** A word of the same length with the life's number at its end. */
const lifeLike = (word: string): string =>
  `${word.slice(0, Math.max(1, word.length - LIFE.length))}${AT_LIFE}`;

/** A statement with its values as literals. */
function written({ text, values }: Statement, where: string, own: ReadonlyMap<string, string>): string {
  const filled = text.replaceAll(/\$(\d+)/g, (_, n: string) => literal(values[Number(n) - 1], where, own));
  // What a step says that it was read at is what this life has read.
  return text.includes('sayso.load(') ? `${filled} \\gset` : `${filled};`;
}

function literal(value: Value | undefined, where: string, own: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return String(value);
  const isArray = typeof value !== 'string';
  let text = isArray ? `{${value.map((one) => `"${one}"`).join(',')}}` : value;
  if (text === where) text = AT_ORGANIZATION;
  text = text.replace(/"readAt":\d+/, `"readAt":${AT_READ}`).replaceAll(`"${where}"`, `"${AT_ORGANIZATION}"`);
  for (const [word, put] of own) text = text.replaceAll(word, put);
  // pgbench takes a colon before a name for a variable, within quotes too.
  const quoted = `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`;
  const replacing: [string, string][] = [
    [AT_LIFE, ':life'],
    [AT_ORGANIZATION, "'org' || :org"],
    [AT_READ, ':read_at'],
  ];
  const put = replacing
    .filter(([mark]) => text.includes(mark))
    .reduce((sql, [mark, by]) => `replace(${sql}, '${mark}', ${by})`, quoted);
  return isArray ? `${put}::text[]` : text.startsWith('{') || text.startsWith('[') ? `${put}::jsonb` : put;
}
