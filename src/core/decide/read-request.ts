/** From what came in at a door to a request that `decide` can read, or to the caller's problems. */
import type { AmountType, Book, Counter, Fact } from '../book/book.ts';
import type { Type, Value } from '../book/expression.ts';
import { readValue, show } from '../book/values.ts';
import { meant } from '../words/spelling.ts';
import { parseInstant } from '../words/time.ts';
import {
  goodFaithCounter,
  subjectCounter,
  type Given,
  type Relation,
  type Request,
  type Tallies,
} from './request.ts';

/** What is wrong with a request: a stable code, the path to it, why, and how to mend it. */
export type RequestProblem = { code: string; path: string; message: string; mend: string };

const FIELDS = [
  'id',
  'type',
  'facts',
  'customer',
  'subject',
  'need',
  'conversation',
  'tallies',
  'done',
  'signals',
  'asks_for_a_person',
  'special',
  'relations',
  'language',
] as const;
const SIGNALS = ['danger', 'distress', 'vulnerability', 'data breach', 'safety matter', 'legal matter'];
const RELATIONS: readonly Relation[] = ['family', 'friendship', 'money'];
const MOST_DEPTH = 32;
const MOST_KEYS = 5000;
const MOST_TEXT = 2000;

type Raw = Readonly<Record<string, unknown>>;
const isObject = (raw: unknown): raw is Raw => typeof raw === 'object' && raw !== null && !Array.isArray(raw);
const own = (raw: Raw, key: string): unknown => (Object.hasOwn(raw, key) ? raw[key] : undefined);

/** Reads parsed JSON as a request and its tallies. Unknown fields and facts are listed as ignored, never an error. */
export function readRequest(
  book: Book,
  raw: unknown,
): { request: Request; tallies: Tallies } | { problems: RequestProblem[] } {
  const problems: RequestProblem[] = [];
  const fail = (code: string, path: string, message: string, mend: string): undefined => {
    if (problems.length < 50) problems.push({ code, path, message, mend });
  };
  if (!isObject(raw)) {
    fail(
      'not-an-object',
      '',
      `A request is a JSON object; this is ${show(raw)}.`,
      'Send { "type": …, "facts": { … } }.',
    );
    return { problems };
  }
  if (tooBig(raw)) {
    fail(
      'too-large',
      '',
      `The request is nested more than ${MOST_DEPTH} levels deep or has more than ${MOST_KEYS} parts.`,
      'Send only the facts of this request.',
    );
    return { problems };
  }
  const text = (key: string): string | undefined => readText(own(raw, key), key, fail);
  const type = text('type');
  if (type === undefined && problems.length === 0)
    fail(
      'no-type',
      'type',
      'The request has no type.',
      'Say what the customer asks for: "type": "refund"; any words will do.',
    );
  const declared = book.types.get(type ?? '') ?? book.types.get('favor');
  const facts =
    book.types.has(type ?? '') || !declared
      ? (book.types.get(type ?? '')?.facts ?? book.facts)
      : new Map([...book.facts, ...declared.facts]);
  const ignored = Object.keys(raw).filter((key) => !(FIELDS as readonly string[]).includes(key));
  const asksForAPerson = own(raw, 'asks_for_a_person');
  if (asksForAPerson !== undefined && typeof asksForAPerson !== 'boolean')
    fail(
      'wrong-type',
      'asks_for_a_person',
      `${show(asksForAPerson)} is neither true nor false.`,
      'Send true when the customer asks for a person.',
    );
  const special = readSpecial(own(raw, 'special'), fail);
  const request: Request = {
    type: type ?? '',
    facts: readFacts(facts, own(raw, 'facts'), ignored, fail),
    done: readDone(own(raw, 'done'), fail),
    signals: readSignals(own(raw, 'signals'), fail),
    asksForAPerson: asksForAPerson === true,
    relations: readRelations(own(raw, 'relations'), fail),
    ...(special && { special }),
    ignored,
    ...Object.fromEntries(
      ['id', 'customer', 'subject', 'need', 'conversation', 'language'].flatMap((key) => {
        const value =
          key === 'conversation' && isObject(own(raw, key))
            ? conversationId(own(raw, key) as Raw)
            : text(key);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
  };
  const amount = declared?.amount;
  if (amount?.fact !== undefined) {
    const given = request.facts.get(amount.fact);
    if (given && 'value' in given && typeof given.value === 'number' && given.value < 0)
      fail(
        'negative-amount',
        `facts.${amount.fact}`,
        'The amount is below nothing.',
        'Send an amount of at least 0.',
      );
  }
  const tallies = readTallies(book, own(raw, 'tallies'), ignored, fail);
  return problems.length > 0 ? { problems } : { request, tallies };
}

type Fail = (code: string, path: string, message: string, mend: string) => undefined;

/** A conversation's id, from the object that a helpdesk sends. */
const conversationId = (raw: Raw): string | undefined => {
  const id = own(raw, 'id');
  return typeof id === 'string' ? id.slice(0, MOST_TEXT) : undefined;
};

function readText(value: unknown, path: string, fail: Fail): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string')
    return fail('wrong-type', path, `${show(value)} is no text.`, 'Send a text.');
  if (value.length > MOST_TEXT)
    return fail('too-large', path, `The text has ${value.length} characters.`, `Send at most ${MOST_TEXT}.`);
  return value;
}

/** Facts by their declared names, nested ("order": {"status": …}) or dotted ("order.status"). */
function readFacts(
  facts: ReadonlyMap<string, Fact>,
  raw: unknown,
  ignored: string[],
  fail: Fail,
): Map<string, Given> {
  const given = new Map<string, Given>();
  if (raw === undefined || raw === null) return given;
  if (!isObject(raw)) {
    fail(
      'wrong-type',
      'facts',
      `${show(raw)} are no facts.`,
      'Send an object: "facts": { "amount": "20.00" }.',
    );
    return given;
  }
  const inner = prefixesOf(facts);
  const walk = (node: Raw, path: string): void => {
    for (const [key, value] of Object.entries(node)) {
      const name = path === '' ? key : `${path}.${key}`;
      const fact = facts.get(name);
      if (fact) {
        const read = readGiven(fact, value, `facts.${name}`, fail);
        if (read && given.has(name))
          fail('said-twice', `facts.${name}`, `"${name}" is said twice.`, 'Send it once, nested or dotted.');
        else if (read) given.set(name, read);
      } else if (inner.has(name) && isObject(value)) walk(value, name);
      else ignored.push(`facts.${name}`);
    }
  };
  walk(raw, '');
  return given;
}

const prefixes = new WeakMap<ReadonlyMap<string, Fact>, ReadonlySet<string>>();

/** "order" and "order.shipment" for a fact "order.shipment.date". */
function prefixesOf(facts: ReadonlyMap<string, Fact>): ReadonlySet<string> {
  let found = prefixes.get(facts);
  if (!found) {
    const all = new Set<string>();
    for (const name of facts.keys()) {
      const parts = name.split('.');
      for (let length = 1; length < parts.length; length++) all.add(parts.slice(0, length).join('.'));
    }
    found = all;
    prefixes.set(facts, found);
  }
  return found;
}

const WRAPPER = new Set(['value', 'claimed', 'source', 'at', 'unsure']);

/** A value, or { value, claimed?, source?, at? }, or { unsure: true }. */
function readGiven(fact: Fact, raw: unknown, path: string, fail: Fail): Given | undefined {
  if (isObject(raw) && isWrapper(fact.type, raw)) {
    if (own(raw, 'unsure') === true) return { unsure: true };
    const claimed = own(raw, 'claimed');
    if (claimed !== undefined && typeof claimed !== 'boolean')
      return fail(
        'wrong-type',
        `${path}.claimed`,
        `${show(claimed)} is neither true nor false.`,
        'Send true for what the customer says, unproved.',
      );
    const value = readFactValue(fact, own(raw, 'value'), path, fail);
    if (value === undefined) return undefined;
    const source = readText(own(raw, 'source'), `${path}.source`, fail);
    const at = own(raw, 'at');
    const instant = typeof at === 'string' ? parseInstant(at) : undefined;
    if (at !== undefined && instant === undefined)
      return fail('wrong-type', `${path}.at`, `${show(at)} is no instant.`, 'Send "2026-01-31T09:00:00Z".');
    return {
      value,
      claimed: claimed === true,
      ...(source !== undefined && { source }),
      ...(instant !== undefined && { at: instant }),
    };
  }
  const value = readFactValue(fact, raw, path, fail);
  return value === undefined ? undefined : { value, claimed: false };
}

function isWrapper(type: Type, raw: Raw): boolean {
  const keys = Object.keys(raw);
  const fields = type.kind === 'shape' && (type.fields.has('value') || type.fields.has('unsure'));
  return (
    !fields &&
    keys.every((key) => WRAPPER.has(key)) &&
    (Object.hasOwn(raw, 'value') || own(raw, 'unsure') === true)
  );
}

function readFactValue(fact: Fact, raw: unknown, path: string, fail: Fail): Value | undefined {
  if (raw === null)
    return fact.optional
      ? null
      : fail(
          'null-fact',
          path,
          `"${fact.name}" is null, which means none, and this fact is not optional.`,
          'Leave it out when it is unknown.',
        );
  if (raw === undefined)
    return fail(
      'no-value',
      path,
      `"${fact.name}" has no value.`,
      'Send { "value": … } or { "unsure": true }.',
    );
  const read = readValue(fact.type, raw);
  if ('fault' in read) return fail('wrong-value', `${path}${read.path}`, read.fault, read.mend);
  return read.value;
}

function readSignals(raw: unknown, fail: Fail): string[] {
  if (raw === undefined || raw === null) return [];
  const list = Array.isArray(raw) ? raw : [raw];
  return list.flatMap((signal, i) => {
    if (typeof signal === 'string' && SIGNALS.includes(signal)) return [signal];
    const near = typeof signal === 'string' ? meant(signal, SIGNALS) : undefined;
    fail(
      'unknown-signal',
      `signals[${i}]`,
      `${show(signal)} is no signal.`,
      near ? `Did you mean "${near}"?` : `Send one of: ${SIGNALS.join(', ')}.`,
    );
    return [];
  });
}

function readSpecial(raw: unknown, fail: Fail): Request['special'] | undefined {
  if (raw === undefined || raw === null || raw === false) return undefined;
  if (raw === true) return {};
  if (!isObject(raw))
    return fail(
      'wrong-type',
      'special',
      `${show(raw)} is no flag.`,
      'Send true, or { "owner": PERSON, "until": INSTANT }.',
    );
  const owner = readText(own(raw, 'owner'), 'special.owner', fail);
  const until = own(raw, 'until');
  const instant =
    typeof until === 'string'
      ? parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(until) ? `${until}T23:59:59Z` : until)
      : undefined;
  if (until !== undefined && until !== null && instant === undefined)
    return fail(
      'wrong-type',
      'special.until',
      `${show(until)} is no end date.`,
      'Send "2026-12-31" or an instant.',
    );
  return { ...(owner !== undefined && { owner }), ...(instant !== undefined && { until: instant }) };
}

function readRelations(raw: unknown, fail: Fail): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  if (raw === undefined || raw === null) return relations;
  const entries: [unknown, unknown, string][] = Array.isArray(raw)
    ? raw.map((item, i) => [
        isObject(item) ? own(item, 'person') : undefined,
        isObject(item) ? own(item, 'kind') : undefined,
        `relations[${i}]`,
      ])
    : isObject(raw)
      ? Object.entries(raw).map(([person, kind]) => [person, kind, `relations.${person}`])
      : [[undefined, undefined, 'relations']];
  for (const [person, kind, path] of entries) {
    const relation = RELATIONS.find((known) => known === kind);
    if (typeof person !== 'string' || !relation)
      fail(
        'wrong-type',
        path,
        'This does not say who is bound to the customer, and how.',
        'Send { "PERSON": "family" }, "friendship" or "money".',
      );
    else relations.set(person, relation);
  }
  return relations;
}

function readDone(raw: unknown, fail: Fail): Request['done'] {
  const none = { agreed: [], consulted: [], grounds: [] };
  if (raw === undefined || raw === null) return none;
  if (!isObject(raw)) {
    fail(
      'wrong-type',
      'done',
      `${show(raw)} does not say what is done.`,
      'Send { "agreed": [{ "unit", "by" }], "consulted": [RULE], "grounds": [TEXT] }.',
    );
    return none;
  }
  const items = (key: string): unknown[] => {
    const list = own(raw, key);
    if (list === undefined || list === null) return [];
    if (Array.isArray(list)) return list;
    fail('wrong-type', `done.${key}`, `${show(list)} is no list.`, 'Send a list.');
    return [];
  };
  const agreed = items('agreed').flatMap((item, i) => {
    const unit = isObject(item) ? own(item, 'unit') : undefined;
    const by = isObject(item) ? own(item, 'by') : undefined;
    if (typeof unit === 'string' && typeof by === 'string') return [{ unit, by }];
    fail(
      'wrong-type',
      `done.agreed[${i}]`,
      'This does not say which unit agreed, and by whom.',
      'Send { "unit": "finance", "by": PERSON }.',
    );
    return [];
  });
  const consulted = items('consulted').flatMap((item, i) => {
    const rule = typeof item === 'string' ? item : isObject(item) ? own(item, 'rule') : undefined;
    const silent = isObject(item) && own(item, 'silent') === true;
    if (typeof rule === 'string') return [{ rule, silent }];
    fail(
      'wrong-type',
      `done.consulted[${i}]`,
      'This does not name the consult.',
      'Send the name of the consult, or { "rule": NAME, "silent": true }.',
    );
    return [];
  });
  const grounds = items('grounds').flatMap((item, i) => readText(item, `done.grounds[${i}]`, fail) ?? []);
  return { agreed, consulted, grounds };
}

/** Totals by counter id; amounts as decimals in the counter's unit, per person or unit as an object. */
function readTallies(book: Book, raw: unknown, ignored: string[], fail: Fail): Tallies {
  const tallies = new Map<string, number | Map<string, number>>();
  if (raw === undefined || raw === null) return tallies;
  if (!isObject(raw)) {
    fail('wrong-type', 'tallies', `${show(raw)} are no tallies.`, 'Send { "COUNTER": 2 }.');
    return tallies;
  }
  const units = counterTypes(book);
  for (const [id, value] of Object.entries(raw)) {
    const type = units.get(id);
    if (!type) {
      ignored.push(`tallies.${id}`);
      continue;
    }
    const one = (item: unknown, path: string): number | undefined => {
      const read = readValue(type, item);
      if ('fault' in read) return fail('wrong-value', path, read.fault, read.mend);
      if (typeof read.value === 'number' && read.value >= 0) return read.value;
      return fail('wrong-value', path, 'A total is at least 0.', 'Send what was granted so far.');
    };
    if (isObject(value)) {
      const each = new Map<string, number>();
      for (const [key, item] of Object.entries(value)) {
        const read = one(item, `tallies.${id}.${key}`);
        if (read !== undefined) each.set(key, read);
      }
      tallies.set(id, each);
    } else {
      const read = one(value, `tallies.${id}`);
      if (read !== undefined) tallies.set(id, read);
    }
  }
  return tallies;
}

const known = new WeakMap<Book, ReadonlyMap<string, AmountType>>();

/** Every counter that a book reads, the built-in ones too, with the unit of its total. */
export function counterTypes(book: Book): ReadonlyMap<string, AmountType> {
  let types = known.get(book);
  if (!types) {
    const all = new Map<string, AmountType>(
      [...book.counters.values()].map((counter: Counter) => [
        counter.id,
        counter.of ?? { kind: 'whole number' },
      ]),
    );
    for (const type of book.types.values()) {
      if (type.amount) all.set(subjectCounter(type.name), type.amount.type);
      for (const fact of type.facts.values())
        if (fact.goodFaith.kind === 'up to')
          all.set(goodFaithCounter(fact.name), { kind: 'money', currency: book.currency });
    }
    types = all;
    known.set(book, types);
  }
  return types;
}

/** Whether parsed JSON is too deep or too large to walk; found without recursion. */
function tooBig(raw: unknown): boolean {
  const waiting: { node: unknown; depth: number }[] = [{ node: raw, depth: 0 }];
  let keys = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.node !== 'object' || next.node === null) continue;
    if (next.depth > MOST_DEPTH) return true;
    for (const child of Object.values(next.node)) {
      keys += 1;
      if (keys > MOST_KEYS) return true;
      waiting.push({ node: child, depth: next.depth + 1 });
    }
  }
  return false;
}
