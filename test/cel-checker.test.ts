/**
 * Our checker of types against cel-js's own. Ours speaks of a book's types (money, choices, units, optional facts),
 * theirs of CEL's; the book's types are made known to theirs here, so that both can read the same sources:
 * what ours accepts, theirs accepts as well, and gives it the same type.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it, mock } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Environment as Cel, ParseError } from '@marcbachmann/cel-js';
import * as fc from 'fast-check';
import { parseExpression, type Environment } from '../src/core/book/cel.ts';
import { compileBook } from '../src/core/book/compile.ts';
import { children, typeOf, type Expr, type Type } from '../src/core/book/expression.ts';
import { readYaml } from '../src/core/book/yaml.ts';
import { zones } from '../src/shell/zones.ts';
import { environment } from './conditions.ts';
import { conditions, expressions, forms } from './random-conditions.ts';

const INSTANT = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

/** Units are whole numbers and choices are texts to CEL: there ours is stricter. */
function celType(type: Type): string {
  switch (type.kind) {
    case 'yes or no':
      return 'bool';
    case 'whole number':
    case 'minutes':
    case 'hours':
    case 'days':
      return 'int';
    case 'decimal':
      return 'double';
    case 'text':
    case 'choice':
      return 'string';
    case 'date':
      return 'date';
    case 'instant':
      return INSTANT;
    case 'duration':
      return DURATION;
    case 'money':
      return type.currency;
    case 'list':
      return `list<${celType(type.of)}>`;
    case 'shape':
      return `shape.${type.name}`;
    case 'any':
      return 'dyn';
  }
}

/** Every type inside a type, inner ones first. */
function inside(type: Type): Type[] {
  if (type.kind === 'list') return [...inside(type.of), type];
  if (type.kind === 'shape') return [...[...type.fields.values()].flatMap(inside), type];
  return [type];
}

const unused = (): never => assert.fail('only types are checked here');
const COMPARISONS = ['==', '<', '<=', '>', '>='];
const ordered = (name: string): string[] => COMPARISONS.map((op) => `${name} ${op} ${name}`);

function moneyOperators(money: string): string[] {
  return [
    ...ordered(money),
    ...['+', '-'].map((op) => `${money} ${op} ${money}`),
    ...['int', 'double'].flatMap((number) => [
      `${money} * ${number}: ${money}`,
      `${number} * ${money}: ${money}`,
    ]),
    `${money} / int: ${money}`,
    `-${money}`,
  ];
}

/** What CEL has and cel-js leaves out for values that are not `dyn`: numbers of both kinds are equal or not. */
const lists = (depth: number, of: string): string => (depth === 0 ? of : `list<${lists(depth - 1, of)}>`);
const NUMBERS = [0, 1, 2].flatMap((depth) => {
  const [whole, decimal] = [lists(depth, 'int'), lists(depth, 'double')];
  return [`${whole} == ${decimal}`, `${whole} in list<${decimal}>`, `${decimal} in list<${whole}>`];
});
const DATES = [
  ...ordered('date'),
  'date + int: date',
  'date - int: date',
  'date - date: int',
  `-${DURATION}`,
];
const DATE_FUNCTIONS = [
  'date(string): date',
  `date(${INSTANT}): date`,
  'days_since(date): int',
  `days_since(${INSTANT}): int`,
  `hours_since(${INSTANT}): int`,
  ...['getFullYear', 'getMonth', 'getDate', 'getDayOfWeek'].map((name) => `date.${name}(): int`),
];

/** The same facts, tables, counters, rates and functions for cel-js. */
function celOf({ facts, tables, counters, currency, rates }: Environment): Cel {
  const cel = new Cel();
  const all = [...facts.values(), ...[...counters.values()].map((type) => ({ type }))].flatMap(({ type }) =>
    inside(type),
  );
  const currencies = new Set([currency, ...rates.flatMap(({ from, to }) => [from, to])]);
  for (const type of all) if (type.kind === 'money') currencies.add(type.currency);

  for (const name of ['date', ...currencies]) cel.registerType(name, { fields: {} });
  const operators = [...NUMBERS, ...DATES, ...[...currencies].flatMap(moneyOperators)];
  for (const type of new Map(all.map((one) => [celType(one), one])).values()) {
    if (type.kind !== 'shape') continue;
    const fields = Object.fromEntries([...type.fields].map(([name, field]) => [name, celType(field)]));
    cel.registerType(celType(type), { fields });
    operators.push(`${celType(type)} == ${celType(type)}`);
  }
  // null is of no type: what is optional may be compared with it, so its type may.
  const optional = [...facts.values()].filter((fact) => fact.optional).map(({ type }) => celType(type));
  operators.push(...[...new Set(optional)].map((name) => `${name} == null`));
  for (const operator of operators) cel.registerOperator(operator, unused);

  const addable = ['int', 'double', ...currencies];
  const functions = [
    ...DATE_FUNCTIONS,
    ...addable.map((name) => `sum(list<${name}>): ${name}`),
    ...[...addable, 'date'].flatMap((name) =>
      ['min', 'max'].flatMap((extreme) => [
        `${extreme}(${name}, ${name}): ${name}`,
        `${extreme}(list<${name}>): ${name}`,
      ]),
    ),
    ...[...currencies].flatMap((code) =>
      ['int', 'double'].map((number) => `${code.toLowerCase()}(${number}): ${code}`),
    ),
    ...rates.map(({ from, to }) => `to_${to.toLowerCase()}(${from}): ${to}`),
  ];
  for (const signature of functions) cel.registerFunction(signature, unused);

  for (const [name, schema] of schemas(facts)) {
    if (typeof schema === 'string') cel.registerVariable(name, schema);
    else cel.registerVariable({ name, schema });
  }
  for (const [name, type] of counters) cel.registerVariable(name, celType(type));
  for (const { name, by, type } of tables.values()) {
    cel.registerVariable(
      name,
      by.reduce((of) => `map<string, ${of}>`, celType(type)),
    );
  }
  return cel;
}

type Schema = { [name: string]: string | Schema };

/** Dotted names as nested objects: `order.status` is a field of `order`. */
function schemas(facts: Environment['facts']): [string, string | Schema][] {
  const root: Schema = {};
  for (const [name, { type }] of facts) {
    const parts = name.split('.');
    let at = root;
    for (const part of parts.slice(0, -1)) {
      const next = (at[part] ??= {});
      assert.ok(typeof next !== 'string', `${name} lies inside another fact`);
      at = next;
    }
    at[parts.at(-1) ?? ''] = celType(type);
  }
  return Object.entries(root);
}

/** Ours and theirs over the same names. */
type World = { ours: Environment; theirs: Cel };

/** A world with its terms, each compiled once those that it names are. */
function world(base: Environment, sources: Record<string, string>): World {
  const ours = { ...base, terms: new Map<string, Expr>() };
  const theirs = celOf(base);
  let open = Object.entries(sources);
  while (open.length > 0) {
    const left = open.filter(([name, source]) => {
      const read = parseExpression(source, ours, undefined);
      if ('faults' in read) return true;
      const checked = theirs.check(source);
      assert.ok(checked.valid, `${name}: ${source}`);
      ours.terms.set(name, read.expr);
      theirs.registerVariable(name, checked.type ?? '');
      return false;
    });
    assert.ok(left.length < open.length, `these terms have faults: ${JSON.stringify(left)}`);
    open = left;
  }
  return { ours, theirs };
}

type Tally = { accepted: number; refused: number; looser: number; stricter: Map<string, number> };

const tally = (): Tally => ({ accepted: 0, refused: 0, looser: 0, stricter: new Map() });

/**
 * Where ours is not to be measured by theirs: `x in [1, 2.5]`, since every item needs to be comparable with x alone,
 * and a length of time plus an instant, an instant to us and to CEL, which cel-js takes for a length of time.
 */
function beyond(expr: Expr): boolean {
  if (expr.op === 'in' && expr.list.op === 'list') {
    if (new Set(expr.list.items.map((item) => celType(typeOf(item)))).size > 1) return true;
  }
  if (expr.op === 'arithmetic' && expr.operator === '+' && typeOf(expr.left).kind === 'duration') {
    if (typeOf(expr.right).kind === 'instant') return true;
  }
  return children(expr).some(beyond);
}

/** What ours accepts, theirs accepts too, as the same type. Whether ours accepts it. */
function compare(source: string, { ours, theirs }: World, count: Tally): boolean {
  const read = parseExpression(source, ours, undefined);
  const { valid, type, error } = theirs.check(source);
  if ('faults' in read) {
    const code = read.faults[0]?.code ?? 'none';
    if (valid) count.stricter.set(code, (count.stricter.get(code) ?? 0) + 1);
    else count.refused++;
    return false;
  }
  const wanted = celType(typeOf(read.expr));
  const agrees = valid && type === (wanted === 'list<dyn>' ? 'list' : wanted);
  if (!agrees && beyond(read.expr)) {
    count.looser++;
    return true;
  }
  assert.ok(agrees, `${source} is ${wanted} to us, to cel-js ${type ?? error?.message}`);
  count.accepted++;
  return true;
}

const summary = (count: Tally): string =>
  JSON.stringify({ ...count, stricter: Object.fromEntries(count.stricter) });

function atLeast(count: Tally, accepted: number, refused: number, stricter: number): void {
  const sum = [...count.stricter.values()].reduce((a, b) => a + b, 0);
  assert.ok(
    count.accepted >= accepted && count.refused >= refused && sum >= stricter && count.looser * 20 < accepted,
    `says too little: ${summary(count)}`,
  );
}

const sample = world(environment, {
  recent: 'days_since(order.delivered) <= 30',
  worth: 'order.value - usd(5)',
  wish: 'reason',
});

describe('the shipped books', () => {
  const books = fileURLToPath(new URL('../books', import.meta.url));
  const names = readdirSync(books, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of names) {
    it(`${name}: every condition, term and computed value is what CEL says it is`, () => {
      const text = readFileSync(`${books}/${name}/book.yaml`, 'utf8');
      const spy = mock.method(Cel.prototype, 'parse');
      const { book } = compileBook('book.yaml', text, zones);
      const sources = new Set(spy.mock.calls.map((call) => call.arguments[0]));
      spy.mock.restore();
      assert.ok(book && sources.size > 0);
      const { terms = {} } = readYaml('book.yaml', text).data as {
        terms?: Record<string, string | string[]>;
      };
      const base: Environment = {
        facts: book.facts,
        terms: new Map(),
        tables: book.tables,
        counters: new Map(
          [...book.counters]
            .filter(([id]) => !id.includes(' '))
            .map(([id, { of }]) => [id, of ?? { kind: 'whole number' }]),
        ),
        currency: book.currency,
        rates: book.rates,
        forbidden: new Map(),
      };
      const named = Object.fromEntries(
        Object.entries(terms).map(([term, raw]) => [
          term,
          [raw]
            .flat()
            .map((part) => `(${part})`)
            .join(' && '),
        ]),
      );
      const worlds = [base.facts, ...[...book.types.values()].map(({ facts }) => facts)].map((facts) =>
        world({ ...base, facts }, named),
      );
      const count = tally();
      for (const source of sources) {
        // In the request type where it stands, and in all others, where it may name what is not there.
        const accepted = worlds.filter((one) => compare(source, one, count)).length;
        assert.ok(accepted > 0, `no request type of ${name} accepts ${source}`);
      }
      assert.equal(count.looser, 0);
    });
  }
});

/** One or more values of every type, and names of nothing. */
const ATOMS = forms(`
  damaged; true; recent; gift; count; 1; wait; opening; days_since(order.delivered)
  rating; 1.5; category; reason; wish; 'pending'; order.status; membership
  order.value; worth; tip; usd(5); eur_value; jpy(7); refunds; refunded
  order.delivered; returned; date('2026-01-31'); order.placed_at; duration('36h')
  items; other_items; extras; numbers; [1, 2]; [1.5]; ['pending']; items.map(i, i.price)
  items[0]; items[0].new; extra; null; free_bags; order; nothing
`);
const OPERATORS = forms('==; !=; <; <=; >; >=; +; -; *; /; %; in; &&; ||');
const FUNCTIONS = forms(`
  size; sum; min; max; days_since; hours_since; date; timestamp; duration; int; double
  usd; eur; to_usd; to_eur; to_jpy; nothing
`);
const METHODS = forms('size; getFullYear; getMonth; getDate; getDayOfWeek; sum');
const TESTS = forms('contains; startsWith; endsWith');
const MACROS = forms('all; exists; exists_one; filter; map');
const BODIES = forms('x; x == x; x > 1; x.price > usd(5); x.new.available');
const FIELDS = forms('price; new; new.available; status; nothing');

/** Every operator, function and macro over every atom, and every pair of them. */
function* everyForm(): Generator<string> {
  for (const a of ATOMS) {
    yield* [a, `!${a}`, `-${a}`, `(${a})[0]`, `[${a}]`, `free_bags[${a}][cabin]`];
    yield* FUNCTIONS.map((name) => `${name}(${a})`);
    yield* METHODS.map((name) => `(${a}).${name}()`);
    yield* FIELDS.map((name) => `(${a}).${name}`);
    yield* MACROS.flatMap((name) => BODIES.map((body) => `(${a}).${name}(x, ${body})`));
    for (const b of ATOMS) {
      yield* OPERATORS.map((op) => `${a} ${op} ${b}`);
      yield* [`damaged ? ${a} : ${b}`, `[${a}, ${b}]`, `(${a})[${b}]`, `min(${a}, ${b})`, `max(${a}, ${b})`];
      yield* [`${a} in [${b}]`, `[${a}] == [${b}]`, `[${a}] in [[${b}]]`, `${a} ? true : ${b}`];
      yield* TESTS.map((name) => `(${a}).${name}(${b})`);
    }
  }
}

it('every operator, function and macro over values of every type', () => {
  const count = tally();
  for (const source of everyForm()) compare(source, sample, count);
  atLeast(count, 2500, 40_000, 1500);
});

it('5,000 random expressions, well-typed and not', () => {
  const count = tally();
  const source = fc.oneof(
    { weight: 3, arbitrary: expressions('bool') },
    { weight: 1, arbitrary: expressions('any') },
    { weight: 1, arbitrary: conditions(3, true) },
  );
  fc.assert(
    fc.property(source, (text) => void compare(text, sample, count)),
    { numRuns: 5000, seed: 20_260_801 },
  );
  atLeast(count, 3000, 600, 250);
});

describe('what else cel.ts relies on', () => {
  // `cel.test.ts` pins the tree of each kind of node; a new version of cel-js must be read again if one of these changes.
  type Ast = { op: string; args: unknown };
  const parser = new Cel({ limits: { maxAstNodes: 40, maxDepth: 10 } });
  const parse = (source: string): Ast => parser.parse(source).ast;

  it('a binary operator is the op of its node', () => {
    for (const op of ['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'in']) {
      assert.equal(parse(`a ${op} b`).op, op);
    }
  });

  it('has and a method that is no macro are calls; what a macro expands to does not show', () => {
    assert.deepEqual(
      [parse('has(a.b)').op, parse('a.f(b)').op, parse('a.map(b, b)').op],
      ['call', 'rcall', 'rcall'],
    );
  });

  it('whole numbers are BigInt, decimals are not; bytes and unsigned numbers are objects', () => {
    const { args: bytes } = parse("b'x'");
    const { args: unsigned } = parse('1u');
    assert.deepEqual([parse('1').args, parse('1.0').args, parse('null').args], [1n, 1, null]);
    assert.ok(
      bytes instanceof Uint8Array && typeof unsigned === 'object' && !(unsigned instanceof Uint8Array),
    );
  });

  it('texts and comments end where the brackets are scanned again', () => {
    for (const source of ["'(\\')'", "'''('''", "r'('", '"(" // )(', 'a // (((']) {
      assert.ok(['value', 'id'].includes(parse(source).op), source);
    }
    assert.throws(() => parse("r'\\'"), ParseError);
  });

  it('an error has its code and its range', () => {
    const errors = ['a = 1', 'as == 1', "'x", "'a\nb'", '"""a', 'x.all(1, i)', 'a &&', '('.repeat(11)].map(
      (source) => {
        try {
          return parse(source).op;
        } catch (error) {
          return error instanceof ParseError && [error.code, error.range?.start, error.range?.end];
        }
      },
    );
    assert.deepEqual(errors, [
      ['unexpected_character', 2, 3],
      ['reserved_identifier', 0, 2],
      ['unterminated_string', 0, 2],
      ['newline_in_string', 2, 3],
      ['unterminated_triple_quoted_string', 0, 4],
      ['invalid_macro_argument', 6, 7],
      ['unexpected_token', 4, 4],
      ['limit_exceeded', 10, 10],
    ]);
  });

  it('takes a length of time plus an instant for a length of time, a slip of theirs', () => {
    assert.equal(sample.theirs.check("duration('1h') + order.placed_at").type, DURATION);
    assert.equal(sample.theirs.check("order.placed_at + duration('1h')").type, INSTANT);
  });
});
