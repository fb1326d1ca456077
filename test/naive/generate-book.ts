/** Random small compiled books, drawn step by step; see generate.ts for what they are for. */
import type {
  Alternative,
  Amount,
  AmountType,
  Book,
  Consult,
  Counter,
  Fact,
  Grant,
  Line,
  Obligation,
  RequestType,
  Table,
  Who,
} from '../../src/core/book/book.ts';
import { typeOf, type Expr, type Type, type Value } from '../../src/core/book/expression.ts';
import { DAY, localDay, type Instant, type Zone } from '../../src/core/words/time.ts';
import { aBook, compare, declared, fact, literal, node, USD, WHOLE, YES_OR_NO } from './build.ts';
import type { Dice } from './generate.ts';

export type Options = {
  /** Also what the rules leave open (see the report): general grade apart from functions, several signals, … */
  edge?: boolean;
  /** Only facts whose completions can be listed, and no lists, dates or undeclared types. */
  small?: boolean;
  /** At least and at most so many people. */
  people?: readonly [number, number];
};

export const GRADES = ['assistant', 'agent', 'senior', 'lead', 'manager', 'director'];
export const FUNCTIONS = ['orders', 'billing'];
export const ROLES = ['duty', 'owner', 'policy-owner', 'care'];
export const UNITS = ['finance', 'legal', 'fraud'];
export const GROUNDS = ['long wait', 'our mistake'];
export const AT: Instant = 20_619 * DAY + 23 * 3_600_000;
export const ZONE: Zone = {
  name: 'Test/West',
  version: 'test',
  starts: [-Infinity],
  offsets: [-4 * 3_600_000],
};
export const EAST: Zone = {
  name: 'Test/East',
  version: 'test',
  starts: [-Infinity],
  offsets: [9 * 3_600_000],
};

const CATEGORY: Type = { kind: 'choice', values: ['apparel', 'electronics', 'gift card'] };
const KIND: Type = { kind: 'choice', values: ['new', 'used'] };
const ITEM: Type = {
  kind: 'shape',
  name: 'item',
  fields: new Map<string, Type>([
    ['kind', KIND],
    ['pieces', WHOLE],
  ]),
};
const ITEMS: Type = { kind: 'list', of: ITEM, least: 0, most: 3 };
const DATE: Type = { kind: 'date' };
export const CENTS = [0, 1, 1000, 2000, 3000, 5000, 7500, 10_000, 15_000, 20_000, 30_000];
const NUMBERS = [0, 1, 2, 3, 4];

/** A value of a type, or a field left out (unknown). */
export function valueOf(dice: Dice, type: Type): Value {
  switch (type.kind) {
    case 'yes or no':
      return dice.chance(50);
    case 'choice':
      return dice.pick(type.values);
    case 'money':
      return dice.pick(CENTS);
    case 'date':
      return localDay(ZONE, AT) - dice.int(0, 4);
    case 'list':
      return Array.from({ length: dice.int(type.least, type.most) }, () => valueOf(dice, type.of));
    case 'shape':
      return new Map(
        [...type.fields].filter(() => !dice.chance(12)).map(([name, of]) => [name, valueOf(dice, of)]),
      );
    default:
      return dice.pick(NUMBERS);
  }
}

// Facts

const BOOK_FACTS: readonly [string, Type][] = [
  ['verified', YES_OR_NO],
  ['damaged', YES_OR_NO],
  ['category', CATEGORY],
];
const OWN_FACTS: readonly [string, Type][] = [
  ['late', YES_OR_NO],
  ['pieces', WHOLE],
  ['gift', YES_OR_NO],
  ['delivered', DATE],
  ['items', ITEMS],
  ['price', USD],
];

function drawFact(dice: Dice, name: string, type: Type): Fact {
  const optional = name === 'gift' && dice.chance(60);
  return declared(name, type, {
    optional,
    canChange: dice.chance(30),
    ...(dice.chance(type.kind === 'yes or no' ? 20 : 6) ? { ifNotSaid: valueOf(dice, type) } : {}),
    ...(dice.chance(20) ? { knownBy: 'shop' } : {}),
    goodFaith: dice.chance(60)
      ? { kind: 'up to', minor: dice.pick([1000, 3000, 5000, 10_000, 30_000]) }
      : { kind: dice.chance(70) ? 'off' : 'never' },
  });
}

// Conditions: never on the amount fact

type Words = { facts: readonly Fact[]; tables: readonly Table[]; counters: readonly Counter[] };

const read = (f: Fact): Expr => fact(f.name, f.type, f.optional);

function comparison(dice: Dice, left: Expr, numbers: readonly number[] = NUMBERS): Expr {
  return compare(left, dice.pick(['<', '<=', '>', '>=', '==', '!='] as const), dice.pick(numbers));
}

function isOneOf(dice: Dice, left: Expr, values: readonly string[]): Expr {
  const type = typeOf(left);
  if (dice.chance(60)) {
    return node({
      op: 'compare',
      comparison: dice.pick(['==', '!='] as const),
      left,
      right: literal(dice.pick(values), type),
    });
  }
  const items = dice
    .some(values, 1)
    .slice(0, 2)
    .map((value) => literal(value, type));
  return node({
    op: 'in',
    element: left,
    list: node({ op: 'list', items, type: { kind: 'list', of: type, least: 0, most: 3 } }),
  });
}

const piece = (path: string, type: Type): Expr => node({ op: 'variable', name: 'i', path: [path], type });

function aboutItems(dice: Dice, list: Expr): Expr {
  const test = dice.chance(50)
    ? isOneOf(dice, piece('kind', KIND), ['new', 'used'])
    : comparison(dice, piece('pieces', WHOLE));
  const op = dice.pick(['all', 'exists', 'exists_one', 'filter', 'map', 'size'] as const);
  if (op === 'all' || op === 'exists' || op === 'exists_one') {
    return node({ op, list, variable: 'i', test, type: YES_OR_NO });
  }
  if (op === 'size')
    return comparison(dice, node({ op: 'call', function: 'size', args: [list], type: WHOLE }));
  if (op === 'filter') {
    const kept = node({ op, list, variable: 'i', test, type: ITEMS });
    return comparison(dice, node({ op: 'call', function: 'size', args: [kept], type: WHOLE }));
  }
  const counts: Type = { kind: 'list', of: WHOLE, least: 0, most: 3 };
  const all = node({ op: 'map', list, variable: 'i', result: piece('pieces', WHOLE), type: counts });
  if (dice.chance(30)) return node({ op: 'in', element: literal(dice.pick(NUMBERS), WHOLE), list: all });
  return comparison(
    dice,
    node({ op: 'call', function: dice.pick(['sum', 'min', 'max'] as const), args: [all], type: WHOLE }),
  );
}

function aboutNumber(dice: Dice, left: Expr): Expr {
  const type = typeOf(left);
  const two = literal(2, WHOLE);
  switch (dice.int(0, 6)) {
    case 4:
      return comparison(
        dice,
        node({ op: 'arithmetic', operator: dice.pick(['+', '-', '*'] as const), left, right: two, type }),
      );
    case 5:
      return comparison(
        dice,
        node({ op: 'call', function: dice.pick(['min', 'max'] as const), args: [left, two], type }),
      );
    case 6:
      return compare(
        node({ op: 'arithmetic', operator: '/', left: literal(4, WHOLE), right: left, type }),
        '>=',
        2,
      );
    default:
      return comparison(dice, left);
  }
}

function atom(dice: Dice, words: Words): Expr {
  if (words.counters.length > 0 && dice.chance(8)) {
    const counter = dice.pick(words.counters);
    const left = node({ op: 'counter', counter: counter.id, type: counter.of ?? WHOLE });
    return comparison(dice, left, counter.measure === 'total' ? CENTS : NUMBERS);
  }
  const about = dice.pick(words.facts);
  const left = read(about);
  const table = words.tables[0];
  if (about.optional) {
    const right = dice.chance(50) ? literal(null, { kind: 'any' }) : literal(dice.chance(50), about.type);
    return node({ op: 'compare', comparison: dice.pick(['==', '!='] as const), left, right });
  }
  switch (about.type.kind) {
    case 'yes or no':
      return left;
    case 'choice':
      if (table !== undefined && dice.chance(25)) {
        return comparison(dice, node({ op: 'table', table: table.name, keys: [left], type: table.type }));
      }
      return isOneOf(dice, left, about.type.values);
    case 'date':
      return comparison(dice, node({ op: 'call', function: 'days_since', args: [left], type: WHOLE }));
    case 'list':
      return aboutItems(dice, left);
    case 'money':
      return comparison(dice, left, CENTS);
    default:
      return aboutNumber(dice, left);
  }
}

function condition(dice: Dice, words: Words, depth: number): Expr {
  const kind = depth === 0 ? 0 : dice.int(0, 9);
  const part = (): Expr => condition(dice, words, depth - 1);
  switch (kind) {
    case 4:
      return node({ op: 'not', arg: part() });
    case 5:
    case 6:
      return node({ op: 'and', args: [part(), part()] });
    case 7:
      return node({ op: 'or', args: [part(), part()] });
    case 8:
      return node({ op: 'if', test: part(), then: part(), else: part(), type: YES_OR_NO });
    case 9:
      return node({ op: 'term', name: `term${dice.int(1, 3)}`, expr: part(), type: YES_OR_NO });
    default:
      return atom(dice, words);
  }
}

// Who

export function drawWho(dice: Dice, edge: boolean): Who {
  switch (dice.int(0, edge ? 5 : 4)) {
    case 0:
      return { role: dice.pick(ROLES) };
    case 1:
      return { function: dice.pick(FUNCTIONS), from: dice.pick(GRADES.slice(0, 5)) };
    case 2:
      return { from: dice.pick(GRADES.slice(1)) };
    case 3:
      return { unit: dice.pick(UNITS) };
    case 4:
      return { person: `p${dice.int(1, 6)}` };
    default:
      return { function: dice.pick(FUNCTIONS) };
  }
}

// Rules

const INSTEAD = ['later', 'less', 'favor'];
const instead = (dice: Dice): string[] => (dice.chance(40) ? dice.some(INSTEAD, 1) : []);

const dates = (dice: Dice): { from?: number; until?: number } => {
  const today = localDay(ZONE, AT);
  return {
    ...(dice.chance(7) ? { from: today + dice.int(-1, 1) } : {}),
    ...(dice.chance(7) ? { until: today + dice.int(-1, 1) } : {}),
  };
};

function drawLine(dice: Dice, id: string, words: Words, edge: boolean): Line {
  const kind = dice.pick(['policy', 'reserved', 'illegal', 'unachievable', 'unethical', 'policy'] as const);
  const name = id.slice(id.lastIndexOf('/') + 1);
  const waived = kind === 'reserved' || (kind === 'policy' && dice.chance(60));
  return {
    id,
    name,
    kind,
    inForce: dates(dice),
    instead: instead(dice),
    tell: { en: 'No.' },
    when: condition(dice, words, 1),
    ...(waived ? { admits: drawWho(dice, edge) } : {}),
  };
}

type ForGrants = { words: Words; amount: Amount | undefined; counters: readonly Counter[]; edge: boolean };

function drawGrant(dice: Dice, type: string, fn: string, n: number, from: ForGrants): Grant {
  const { words, amount, counters } = from;
  const limits = (measure: 'times' | 'total'): readonly Counter[] =>
    counters.filter((c) => c.measure === measure && c.types.includes(type));
  const name = `g${n}`;
  const grant: Grant = {
    id: `${type}/may/${name}`,
    name,
    type,
    inForce: dates(dice),
    function: dice.chance(20) ? 'any' : dice.chance(10) ? dice.pick(FUNCTIONS) : fn,
    ensure: ['noted', ...(dice.chance(30) ? ['told'] : [])],
  };
  if (dice.chance(85)) grant.from = dice.pick([...GRADES, 'assistant', 'agent', 'agent', 'senior']);
  else if (dice.chance(75)) grant.role = dice.pick(ROLES);
  else grant.person = `p${dice.int(1, 6)}`;
  if (dice.chance(55)) grant.when = condition(dice, words, 2);
  if (dice.chance(7)) grant.exception = dice.some(GROUNDS, 1);
  if (dice.chance(32)) {
    const units = dice.some(UNITS, 1);
    grant.also = { units, count: dice.int(1, units.length) };
  }
  const times = limits('times');
  if (times.length > 0 && dice.chance(35))
    grant.times = { max: dice.int(1, 3), counter: dice.pick(times).id };
  if (amount === undefined) return grant;
  const numbers = amount.type.kind === 'money' ? CENTS.slice(2) : [1, 2, 3, 4];
  if (dice.chance(70)) grant.upTo = dice.pick(numbers);
  if (dice.chance(8)) grant.atLeast = dice.pick(numbers);
  if (dice.chance(20)) grant.usual = dice.pick(numbers);
  if (amount.type.kind === 'money' && dice.chance(20)) {
    grant.share = { basisPoints: dice.pick([2500, 3333, 5000, 10_000]), of: fact('price', USD) };
  }
  const totals = limits('total');
  if (totals.length > 0 && dice.chance(35))
    grant.total = { max: dice.pick(numbers), counter: dice.pick(totals).id };
  return grant;
}

function drawAmount(dice: Dice, small: boolean, favor: boolean): Amount | undefined {
  if (dice.chance(15)) return undefined;
  const kind = dice.int(0, 9);
  const type: AmountType = kind >= 8 && !small ? { kind: 'minutes' } : USD;
  const amount = fact('amount', type);
  const price = fact('price', USD);
  const neverAbove = type.kind === 'money' && dice.chance(18) ? price : undefined;
  if (kind === 0 || kind === 1) {
    const half = node({ op: 'arithmetic', operator: '/', left: price, right: literal(2, WHOLE), type: USD });
    return { type: USD, expr: dice.chance(50) ? half : price, allThatFits: false };
  }
  return {
    type,
    expr: amount,
    fact: 'amount',
    allThatFits: !favor && dice.chance(25),
    ...(neverAbove === undefined ? {} : { neverAbove }),
  };
}

function drawCounters(dice: Dice, type: string, amount: Amount | undefined, edge: boolean): Counter[] {
  const per = (): Counter['per'] =>
    dice.pick(['customer', 'agent', 'unit', 'subject', ...(edge ? [{ fact: 'category' }] : [])] as const);
  const times: Counter = {
    id: `times of ${type}`,
    measure: 'times',
    types: [type],
    per: per(),
    window: { kind: 'within', ms: 90 * DAY },
  };
  if (amount === undefined) return [times];
  const total: Counter = {
    id: `total of ${type}`,
    measure: 'total',
    types: [type],
    per: per(),
    window: dice.chance(60)
      ? { kind: 'ever' }
      : { kind: 'this', period: dice.pick(['day', 'week', 'month'] as const) },
    of: amount.type,
  };
  return [times, total];
}

function drawType(
  dice: Dice,
  name: string,
  book: {
    facts: readonly Fact[];
    lines: readonly Line[];
    tables: readonly Table[];
    edge: boolean;
    small: boolean;
  },
): { type: RequestType; counters: Counter[] } {
  const { edge, small } = book;
  const amount = drawAmount(dice, small, name === 'favor');
  const own = OWN_FACTS.filter(([, type]) => !small || !['date', 'list'].includes(type.kind)).map(
    ([n, type]) => drawFact(dice, n, type),
  );
  const amountFact = amount?.fact === undefined ? [] : [declared('amount', amount.type, { canChange: true })];
  const counters = drawCounters(dice, name, amount, edge);
  // Per agent or unit a counter differs for every candidate; in a condition only where that is asked for.
  const shared = counters.filter((c) => edge || (c.per !== 'agent' && c.per !== 'unit'));
  const all = [...book.facts, ...own];
  const words: Words = {
    // Two to four facts, so that rules of one book meet on the same ones.
    facts: dice
      .some(
        all.filter((f) => f.name !== 'price' || dice.chance(30)),
        2,
      )
      .slice(0, 4),
    tables: book.tables,
    counters: small ? [] : shared,
  };
  const fn = name === 'favor' ? 'any' : dice.chance(12) ? 'any' : dice.pick(['orders', 'orders', 'billing']);
  const lines = [...book.lines];
  const lineCount = dice.pick([0, 0, 0, 0, 1, 1, 2]);
  for (let n = 1; n <= lineCount; n++) lines.push(drawLine(dice, `${name}/red lines/l${n}`, words, edge));
  if (dice.chance(4)) {
    lines.push({
      id: `${name}/never`,
      name: 'never',
      kind: dice.pick(['policy', 'illegal', 'unachievable'] as const),
      inForce: {},
      instead: [],
      tell: { en: 'No.' },
    });
  }
  const grants: Grant[] = [];
  const grantCount = dice.pick([0, 1, 2, 2, 3, 3, 4, 5]);
  for (let n = 1; n <= grantCount; n++)
    grants.push(drawGrant(dice, name, fn, n, { words, amount, counters, edge }));
  const consults: Consult[] = [];
  const consultCount = dice.pick([0, 0, 0, 0, 1, 1, 2]);
  for (let n = 1; n <= consultCount; n++) {
    consults.push({
      id: `${name}/consult/c${n}`,
      name: `c${n}`,
      ask: drawWho(dice, edge),
      silence: dice.pick(['go ahead', 'hold'] as const),
      ...(dice.chance(60) ? { when: condition(dice, words, 1) } : {}),
      ...(amount !== undefined && dice.chance(35)
        ? { above: amount.type.kind === 'money' ? dice.pick(CENTS) : 2 }
        : {}),
    });
  }
  const type: RequestType = {
    name,
    means: { en: name },
    saidAs: [],
    function: fn,
    needs: [],
    facts: new Map([...all, ...amountFact].map((f) => [f.name, f])),
    lines,
    grants,
    consults,
    afterwards: new Map(),
    ...(amount === undefined ? {} : { amount }),
  };
  if (dice.chance(30)) {
    type.otherwise = {
      id: `${name}/otherwise`,
      name: 'otherwise',
      kind: 'policy',
      inForce: {},
      instead: instead(dice),
      tell: { en: 'No.' },
    };
  }
  return { type, counters };
}

export function drawBook(dice: Dice, options: Options): Book {
  const edge = options.edge === true;
  const small = options.small === true;
  const facts = BOOK_FACTS.map(([name, type]) => drawFact(dice, name, type));
  const cells = new Map<string, Value>(
    ['apparel', 'electronics', 'gift card'].map((key) => [key, dice.pick(NUMBERS)]),
  );
  const tables: Table[] = [{ name: 'pieces_of', by: ['category'], type: WHOLE, cells }];
  const lines: Line[] = [];
  if (dice.chance(18)) lines.push(drawLine(dice, 'red lines/b1', { facts, tables, counters: [] }, edge));
  const names = ['refund', ...(dice.chance(60) ? ['favor'] : [])];
  const drawn = names.map((name) => drawType(dice, name, { facts, lines, tables, edge, small }));
  const counters = drawn.flatMap((d) => d.counters);
  const units = new Map<string, Who>(
    UNITS.map((unit) => [unit, { function: dice.pick(FUNCTIONS), from: dice.pick(GRADES.slice(0, 4)) }]),
  );
  const cleared = new Map<string, Grant>();
  for (const { type } of drawn) {
    if (!dice.chance(25)) continue;
    cleared.set(type.name, {
      id: 'special clients/cleared',
      name: 'cleared',
      type: type.name,
      from: 'assistant',
      function: type.function,
      inForce: {},
      ensure: ['noted'],
      ...(type.amount !== undefined && dice.chance(70)
        ? { upTo: type.amount.type.kind === 'money' ? 2000 : 2 }
        : {}),
    });
  }
  const obligations = new Map<string, Obligation>([
    ['noted', { name: 'noted', when: 'after', do: { en: 'Write it down.' } }],
    ['told', { name: 'told', when: 'after', do: { en: 'Tell finance.' }, tellUnit: 'finance' }],
  ]);
  const alternatives = new Map<string, Alternative>([
    ['later', { name: 'later', serves: [], tell: { en: 'Later.' } }],
    [
      'less',
      {
        name: 'less',
        serves: ['money'],
        do: { type: 'refund', with: new Map([['late', literal(true, YES_OR_NO)]]) },
      },
    ],
  ]);
  const upTo = (): { upTo?: number } => (dice.chance(60) ? { upTo: dice.pick(CENTS.slice(3)) } : {});
  return aBook(
    drawn.map((d) => d.type),
    {
      zone: dice.pick([ZONE, EAST]),
      grades: GRADES,
      functions: FUNCTIONS,
      units,
      residual: Array.from({ length: dice.int(1, 2) }, () => ({ who: drawWho(dice, edge), ...upTo() })),
      asksForAPerson: { function: 'orders', from: 'agent' },
      signals: new Map([
        ['distress', drawWho(dice, edge)],
        ['danger', { role: 'duty' }],
      ]),
      ...(dice.chance(85)
        ? {
            delegation: {
              from: dice.pick(['agent', 'lead']),
              to: dice.pick(['assistant', 'agent']),
              ...upTo(),
              ...(dice.chance(50) ? { atMostMs: 14 * DAY } : {}),
            },
          }
        : {}),
      specialClients: { accountOwner: 'care', silence: 'hold', criteria: [], cleared },
      facts: new Map(facts.map((f) => [f.name, f])),
      counters: new Map(counters.map((c) => [c.id, c])),
      tables: new Map(tables.map((t) => [t.name, t])),
      obligations,
      alternatives,
      lines,
    },
  );
}
