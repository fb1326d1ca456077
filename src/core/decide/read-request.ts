/** From what came in at a door to a request that `decide` can read, or to the caller's problems. */
import type { Book, Fact } from '../book/book.ts';
import { show } from '../book/values.ts';
import { nearestZone } from '../organization/zone-names.ts';
import { meant } from '../words/spelling.ts';
import { parseInstant } from '../words/time.ts';
import {
  isObject,
  MOST_DEPTH,
  MOST_KEYS,
  own,
  readText,
  tooBig,
  type Fail,
  type Raw,
  type RequestProblem,
} from './raw.ts';
import { readFacts } from './read-facts.ts';
import { readTallies } from './read-tallies.ts';
import { typeMeant, type Relation, type Request, type Tallies } from './request.ts';

const TEXTS = ['id', 'type', 'customer', 'subject', 'need', 'conversation', 'language'] as const;
const FIELDS: ReadonlySet<string> = new Set([
  ...TEXTS,
  'time_zone',
  'facts',
  'tallies',
  'done',
  'signals',
  'asks_for_a_person',
  'special',
  'relations',
]);
const MOST_PROBLEMS = 50;
const SIGNALS = ['danger', 'distress', 'vulnerability', 'data breach', 'safety matter', 'legal matter'];
const RELATIONS: readonly Relation[] = ['family', 'friendship', 'money'];

/** Reads parsed JSON as a request and its tallies. Unknown fields and facts are listed as ignored, never an error. */
export function readRequest(
  book: Book,
  raw: unknown,
): { request: Request; tallies: Tallies } | { problems: RequestProblem[] } {
  const problems: RequestProblem[] = [];
  const fail: Fail = (code, path, message, mend) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ code, path, message, mend });
    return undefined;
  };
  if (!isObject(raw)) {
    // A list may be nested too deep to be shown.
    const message = `A request is a JSON object; this is ${Array.isArray(raw) ? 'a list' : show(raw)}.`;
    return {
      problems: [{ code: 'not-an-object', path: '', message, mend: 'Send { "type": …, "facts": { … } }.' }],
    };
  }
  if (tooBig(raw)) {
    const message = `The request is nested more than ${MOST_DEPTH} levels deep or has more than ${MOST_KEYS} parts.`;
    return {
      problems: [{ code: 'too-large', path: '', message, mend: 'Send only the facts of this request.' }],
    };
  }
  const ignored = Object.keys(raw).filter((key) => !FIELDS.has(key));
  const request = readFields(book, raw, ignored, fail);
  refuseNegative(book, request, fail);
  const tallies = readTallies(book, own(raw, 'tallies'), ignored, fail);
  return problems.length > 0 ? { problems } : { request, tallies };
}

function readFields(book: Book, raw: Raw, ignored: string[], fail: Fail): Request {
  const texts = new Map(TEXTS.map((key) => [key, readText(textOf(raw, key), key, fail)]));
  const type = texts.get('type') ?? '';
  const said = own(raw, 'type') ?? '';
  if (typeof said === 'string' && said.trim() === '') {
    fail(
      'no-type',
      'type',
      'The request has no type.',
      'Say what the customer asks for: "type": "refund"; any words will do.',
    );
  }
  const special = readSpecial(own(raw, 'special'), fail);
  const timeZone = readZone(book, own(raw, 'time_zone'), fail);
  return {
    type,
    facts: readFacts(factsFor(book, type), own(raw, 'facts'), ignored, fail),
    done: readDone(own(raw, 'done'), grounds(book, type), ignored, fail),
    signals: readSignals(own(raw, 'signals'), fail),
    asksForAPerson: readYesOrNo(own(raw, 'asks_for_a_person'), fail),
    relations: readRelations(own(raw, 'relations'), fail),
    ...(special && { special }),
    ...(timeZone !== undefined && { timeZone }),
    ignored,
    ...Object.fromEntries([...texts].filter(([key, text]) => key !== 'type' && text !== undefined)),
  };
}

/** The facts that a type declares; an undeclared one is decided on those of the book and of the favor allowance. */
function factsFor(book: Book, type: string): ReadonlyMap<string, Fact> {
  const declared = book.types.get(type);
  return declared ? declared.facts : new Map([...book.facts, ...(book.types.get('favor')?.facts ?? [])]);
}

/** A text field; a conversation may be the object that a helpdesk sends, with its id. */
function textOf(raw: Raw, key: string): unknown {
  const value = own(raw, key);
  return key === 'conversation' && isObject(value) ? own(value, 'id') : value;
}

function readYesOrNo(raw: unknown, fail: Fail): boolean {
  if (raw !== undefined && raw !== null && typeof raw !== 'boolean') {
    fail(
      'wrong-type',
      'asks_for_a_person',
      `${show(raw)} is neither true nor false.`,
      'Send true when the customer asks for a person.',
    );
  }
  return raw === true;
}

/** The customer's time zone, by a name that there is. */
function readZone({ zones }: Book, raw: unknown, fail: Fail): string | undefined {
  const name = readText(raw, 'time_zone', fail);
  if (name === undefined || zones(name)) return name;
  const near = nearestZone(name, meant);
  return fail(
    'unknown-time-zone',
    'time_zone',
    `There is no time zone ${show(name)}.`,
    near
      ? `Did you mean "${near}"?`
      : 'Write one as "Region/Place", such as "Europe/Berlin" or "Asia/Tokyo".',
  );
}

function refuseNegative(book: Book, request: Request, fail: Fail): void {
  const name = typeMeant(book, request.type)?.amount?.fact;
  const given = name === undefined ? undefined : request.facts.get(name);
  if (given && 'value' in given && typeof given.value === 'number' && given.value < 0) {
    fail('negative-amount', `facts.${name}`, 'The amount is below nothing.', 'Send an amount of at least 0.');
  }
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

/** The grounds that a type's grants by exception know. */
const grounds = (book: Book, type: string): ReadonlySet<string> =>
  new Set((book.types.get(type)?.grants ?? []).flatMap((grant) => grant.exception ?? []));

function readDone(raw: unknown, known: ReadonlySet<string>, ignored: string[], fail: Fail): Request['done'] {
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
  const stated = items('grounds').flatMap((item, i) => readText(item, `done.grounds[${i}]`, fail) ?? []);
  for (const ground of stated) if (!known.has(ground)) ignored.push(`done.grounds: ${ground}`);
  return { agreed, consulted, grounds: stated };
}
