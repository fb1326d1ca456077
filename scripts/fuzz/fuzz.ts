/** Many requests over all operations against a service that runs: none may end in a fault, hang, or say what was not agreed. */
import { operations } from '../../src/contract/operations.ts';
import type { Operation } from '../../src/contract/operation.ts';
import { shapesOf } from '../../src/contract/shapes.ts';
import { Random } from '../torture/random.ts';
import { codeOf, whatIsWrong } from './judge.ts';
import { mutated } from './mutate.ts';
import { Pool } from './pool.ts';
import { Requests } from './requests.ts';
import { Client, type Came, type Sent } from './send.ts';
import type { Story, Tell } from './stories.ts';
import { Values } from './values.ts';

export type FuzzOptions = {
  address: string;
  requests: number;
  seed: number;
  concurrency: number;
  now: () => number;
  /** Ids of people and AI agents. */
  people: readonly [string, ...string[]];
  /** Of these, who may do more than others: they call more often. */
  leaders: readonly [string, ...string[]];
  /** Requests that the book knows. */
  golden: readonly [object, ...object[]];
  /** Makes tokens: of a person, and of the customer of a conversation. */
  token: (person: string) => Promise<string>;
  pageToken: (conversation: string) => Promise<string>;
  /** Of others: what was not made here, has expired, or names who is not there. */
  strangers: readonly [string, ...string[]];
  /** Answers that are known before it begins. */
  known: readonly unknown[];
  /** Told now and then, between requests that know nothing of each other. */
  stories: readonly [Story, ...Story[]];
  /** Called from time to time. */
  onProgress?: (done: number) => void;
};

export type Fault = { what: string; operation: string; count: number; sent: Sent; text: string };

export type Fuzzed = {
  /** How often an operation was answered with a status; `other`: with method, address or headers changed. */
  counts: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** How often which problem came, by operation. */
  problems: ReadonlyMap<string, ReadonlyMap<string, number>>;
  faults: readonly Fault[];
  requests: number;
  ms: number;
};

/** What reads the whole ledger is asked for once in so many times. */
const SELDOM: Readonly<Record<string, number>> = { 'ledger.verify': 50, 'record.export': 10 };
const CUSTOMERS = 30;
/** How often a story is told in place of a request, and how often one of its requests is changed. */
const TOLD = 0.02;
const CHANGED_IN_STORY = 0.08;

/** Sends them; what it found. Operations take turns, so that each has as many. */
export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const random = new Random(options.seed);
  const pool = new Pool(random);
  for (const one of options.known) pool.learn(one);
  const shapes = shapesOf();
  const values = new Values(shapes.named, {
    at: (key, operation) => pool.of(key, operation),
    person: () => random.of(options.people),
    now: options.now,
    request: () => requestOf(options, random),
  });
  const requests = new Requests(random, pool, callersOf(options, random, pool), values);
  const client = new Client(options.address, options.concurrency);
  const found: Found = { counts: new Map(), problems: new Map(), faults: new Map() };
  const send = (name: string, sent: Sent): Promise<unknown> => sendOne(client, pool, found, name, sent);
  const table = operations();
  const startMs = performance.now();
  let begun = 0;

  const begin = (): void => {
    begun += 1;
    if (begun % 5000 === 0) options.onProgress?.(begun);
  };
  const byName: ReadonlyMap<string, Operation> = new Map(table);
  const tell: Tell = async (as, name, input) => {
    const operation = byName.get(name);
    if (!operation) throw new Error(`a story tells of ${name}, which is no operation`);
    begin();
    const about = random.chance(CHANGED_IN_STORY) ? mutated(input, random) : input;
    const token = await (typeof as === 'string' ? options.token(as) : options.pageToken(as.customer));
    const authorization = `Bearer ${token}`;
    return send(name, requests.assembled(name, operation, about, { authorization }));
  };
  const worker = async (): Promise<void> => {
    while (begun < options.requests) {
      if (random.chance(TOLD)) {
        await random.of(options.stories)(tell, random);
        continue;
      }
      begin();
      const [name, operation] = nextOf(table, begun, random);
      await send(name, await requests.next(name, operation, shapes.operations.get(name)?.input ?? {}));
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  client.close();
  return { ...found, faults: [...found.faults.values()], requests: begun, ms: performance.now() - startMs };
}

type Found = {
  counts: Map<string, Map<number, number>>;
  problems: Map<string, Map<string, number>>;
  faults: Map<string, Fault>;
};

/** Sends one, and looks at what comes: the answer where it was taken. */
async function sendOne(
  client: Client,
  pool: Pool,
  { counts, problems, faults }: Found,
  name: string,
  sent: Sent,
): Promise<unknown> {
  const operationName = sent.operation ?? 'other';
  let what: string | undefined;
  let came: Came | undefined;
  let answer: unknown;
  try {
    came = await client.send(sent);
    what = whatIsWrong(sent, came);
    if (came.status < 300 && sent.operation !== undefined) {
      answer = JSON.parse(came.text || 'null');
      pool.learn(answer, name);
    }
  } catch (error) {
    what = `no answer: ${error instanceof Error ? error.message : String(error)}`;
  }
  countIn(counts, operationName, came?.status ?? 0);
  if (came && came.status >= 400) countIn(problems, operationName, codeOf(came.text));
  if (what === undefined) return answer;
  const known = faults.get(`${name} ${what}`);
  if (known) known.count += 1;
  else faults.set(`${name} ${what}`, { what, operation: name, count: 1, sent, text: came?.text ?? '' });
  return answer;
}

function countIn<Key>(counts: Map<string, Map<Key, number>>, name: string, key: Key): void {
  const by = counts.get(name) ?? new Map<Key, number>();
  counts.set(name, by);
  by.set(key, (by.get(key) ?? 0) + 1);
}

type Table = readonly (readonly [string, Operation])[];

function nextOf(table: Table, turn: number, random: Random): readonly [string, Operation] {
  const found = table[turn % table.length];
  const seldom = found ? (SELDOM[found[0]] ?? 1) : 1;
  if (found && (seldom === 1 || random.chance(1 / seldom))) return found;
  return nextOf(table, turn + random.whole(1, table.length), random);
}

/** A request that the book knows, mostly of one of a few customers, so that totals, repeats and standing answers come up. */
function requestOf({ golden }: FuzzOptions, random: Random): object {
  const request = structuredClone(random.of(golden)) as Record<string, unknown>;
  if (random.chance(0.8)) request['customer'] = `c-${random.whole(1, CUSTOMERS)}`;
  if (random.chance(0.5)) request['subject'] = `o-${random.whole(1, CUSTOMERS)}`;
  if (random.chance(0.9)) delete request['special'];
  if (random.chance(0.9)) delete request['tallies'];
  return request;
}

/** Mostly somebody who works here; now and then a customer, a stranger, or nobody. */
function callersOf(
  { people, leaders, token, pageToken, strangers }: FuzzOptions,
  random: Random,
  pool: Pool,
): ConstructorParameters<typeof Requests>[2] {
  const tokens = new Map<string, string>();
  return {
    some: async ({ by }, about) => {
      if (random.chance(0.02)) return undefined;
      if (random.chance(0.02)) return `Bearer ${random.of(strangers)}`;
      const isKnown = typeof about === 'string' && random.chance(0.9);
      const conversation = (isKnown ? pool.conversationOf(about) : undefined) ?? pool.of('conversation');
      const isCustomer = random.chance(by.includes('person') ? 0.03 : 0.9);
      if (isCustomer && conversation !== undefined) return `Bearer ${await pageToken(conversation)}`;
      const near = isKnown && random.chance(0.8) ? pool.personOf(about) : undefined;
      const person = near ?? random.of(random.chance(0.4) ? leaders : people);
      const known = tokens.get(person) ?? (await token(person));
      tokens.set(person, known);
      return `Bearer ${known}`;
    },
  };
}
