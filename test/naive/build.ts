/** Short ways to write compiled books, people and requests by hand. What is not said is the plainest there is. */
import type { Book, Consult, Fact, Grant, Line, RequestType } from '../../src/core/book/book.ts';
import { typeOf, type Comparison, type Expr, type Type, type Value } from '../../src/core/book/expression.ts';
import type { Given, Request } from '../../src/core/decide/request.ts';
import type { Organization, Person } from '../../src/core/organization/organization.ts';
import { UTC } from '../../src/core/words/time.ts';
import { print } from './print.ts';

export const YES_OR_NO: Type = { kind: 'yes or no' };
export const WHOLE: Type = { kind: 'whole number' };
export const USD = { kind: 'money', currency: 'USD' } as const;

/** Gives a node its text. `Omit` on a union would lose its members, so the node comes without text and is completed. */
export type Untexted<T = Expr> = T extends Expr ? Omit<T, 'text'> : never;
export function node(untexted: Untexted): Expr {
  const expr: Expr = { ...untexted, text: '' };
  return { ...expr, text: print(expr) };
}

export const literal = (value: Value, type: Type): Expr => node({ op: 'literal', value, type });
export const fact = (name: string, type: Type = YES_OR_NO, optional = false): Expr =>
  node({ op: 'fact', fact: name, path: [], type, optional });
export const compare = (left: Expr, comparison: Comparison, right: Expr | number): Expr =>
  node({
    op: 'compare',
    comparison,
    left,
    right: typeof right === 'number' ? literal(right, typeOf(left)) : right,
  });

export function declared(name: string, type: Type, more: Partial<Fact> = {}): Fact {
  return { name, type, optional: false, canChange: false, goodFaith: { kind: 'off' }, ...more };
}

export function aGrant(name: string, more: Partial<Grant> = {}): Grant {
  const whom =
    more.from === undefined && more.role === undefined && more.person === undefined ? { from: 'agent' } : {};
  return {
    id: `refund/may/${name}`,
    name,
    type: 'refund',
    function: 'orders',
    inForce: {},
    ensure: [],
    ...whom,
    ...more,
  };
}

export function aLine(name: string, kind: Line['kind'], more: Partial<Line> = {}): Line {
  return { id: `refund/red lines/${name}`, name, kind, inForce: {}, instead: [], ...more };
}

export const aConsult = (name: string, ask: Consult['ask'], more: Partial<Consult> = {}): Consult => ({
  id: `refund/consult/${name}`,
  name,
  ask,
  silence: 'go ahead',
  ...more,
});

export function aType(
  grants: readonly Grant[],
  facts: readonly Fact[] = [],
  more: Partial<RequestType> = {},
): RequestType {
  return {
    name: 'refund',
    means: {},
    saidAs: [],
    function: 'orders',
    needs: [],
    facts: new Map(facts.map((f) => [f.name, f])),
    lines: [],
    grants,
    consults: [],
    afterwards: new Map(),
    ...more,
  };
}

export const amountFact = declared('amount', USD);
export const theAmount: NonNullable<RequestType['amount']> = {
  type: USD,
  expr: fact('amount', USD),
  fact: 'amount',
  allThatFits: false,
};

export function aBook(types: readonly RequestType[], more: Partial<Book> = {}): Book {
  return {
    name: 'tiny',
    hash: '0000000000000000',
    inForce: {},
    currency: 'USD',
    zone: UTC,
    zones: (name) => (name === 'UTC' ? UTC : undefined),
    language: 'en',
    grades: ['assistant', 'agent', 'senior', 'lead', 'manager', 'director'],
    functions: ['orders', 'billing'],
    units: new Map(),
    management: 'manager',
    residual: [{ who: { role: 'duty' } }],
    policyOwner: { role: 'policy-owner' },
    signals: new Map(),
    facts: new Map(),
    counters: new Map(),
    tables: new Map(),
    rates: [],
    obligations: new Map(),
    alternatives: new Map(),
    triggers: new Map(),
    lines: [],
    called: new Map(),
    replies: [],
    types: new Map(types.map((t) => [t.name, t])),
    ...more,
  };
}

/** A person of one grade in the function `orders`. */
export function aPerson(id: string, grade: string, more: Partial<Person> = {}): Person {
  return {
    id,
    name: id,
    kind: 'person',
    grades: new Map([['orders', grade]]),
    grade,
    roles: [],
    channels: [],
    absences: [],
    delegations: [],
    languages: ['en'],
    customers: [],
    employed: {},
    ...more,
  };
}

export const aTeam = (...people: readonly Person[]): Organization => ({
  name: 'tiny',
  zone: UTC,
  hash: '0000000000000000',
  people: new Map(people.map((p) => [p.id, p])),
});

const isGiven = (v: Value | Given): v is Given =>
  typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof Map);

/** A request for a refund; a plain value is a known fact. */
export function aRequest(
  facts: Readonly<Record<string, Value | Given>> = {},
  more: Partial<Request> = {},
): Request {
  return {
    type: 'refund',
    customer: 'c1',
    subject: 's1',
    done: { agreed: [], consulted: [], grounds: [] },
    signals: [],
    asksForAPerson: false,
    relations: new Map(),
    ignored: [],
    facts: new Map(
      Object.entries(facts).map(([name, v]) => [name, isGiven(v) ? v : { value: v, claimed: false }]),
    ),
    ...more,
  };
}
