/** Random well-typed conditions over the facts of `conditions.ts`, as text, and random values for these facts. */
import * as fc from 'fast-check';
import type { Value } from '../src/core/book/expression.ts';
import { dayOf } from '../src/core/words/time.ts';
import { shape } from './conditions.ts';

type Text = fc.Arbitrary<string>;

const comparison = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const equality = fc.constantFrom('==', '!=');
const small = fc.integer({ min: -3, max: 6 }).map(String);
const texts = ["'gift card'", "'shoes'", "''", "'💥'"];

/** `rich`: also what CEL itself does not know (money, dates, null, lists of shapes). */
export function conditions(depth: number, rich: boolean, variables: readonly string[] = []): Text {
  const bool = (): Text => conditions(depth - 1, rich, variables);
  const int = (): Text => whole(depth - 1, rich, variables);
  const list = (): Text => numbers(depth - 1, rich, variables);
  const leaves: Text[] = [
    fc.constantFrom('damaged', 'verified', 'true', 'false'),
    fc
      .tuple(whole(0, rich, variables), comparison, whole(0, rich, variables))
      .map((parts) => parts.join(' ')),
    fc
      .tuple(fc.constant('order.status'), equality, fc.constantFrom("'pending'", "'delivered'"))
      .map((p) => p.join(' ')),
    fc.constantFrom(
      "order.status in ['pending', 'cancelled']",
      'count in numbers',
      'membership != order.status',
    ),
    fc.tuple(equality, fc.constantFrom(...texts)).map(([op, text]) => `category ${op} ${text}`),
    fc
      .tuple(fc.constantFrom('startsWith', 'endsWith', 'contains'), fc.constantFrom(...texts))
      .map(([name, text]) => `category.${name}(${text})`),
  ];
  if (rich) leaves.push(...richLeaves());
  const plain = fc.oneof(
    ...leaves.filter((_, i) => i !== 3),
    fc.constantFrom("order.status in ['pending', 'cancelled']", 'count in numbers'),
  );
  if (depth <= 0) return plain;
  const variable = `v${variables.length}`;
  const body = conditions(depth - 1, rich, [...variables, variable]);
  return fc.oneof(
    plain,
    fc.tuple(bool(), fc.constantFrom('&&', '||'), bool()).map(([a, op, b]) => `(${a} ${op} ${b})`),
    bool().map((a) => `!(${a})`),
    fc.tuple(bool(), bool(), bool()).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(int(), comparison, int()).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(bool(), equality, bool()).map(([a, op, b]) => `((${a}) ${op} (${b}))`),
    fc.tuple(int(), list()).map(([a, b]) => `(${a} in ${b})`),
    fc.tuple(list(), equality, list()).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(list(), fc.constantFrom('all', 'exists', 'exists_one'), body)
      .map(([a, macro, test]) => `${a}.${macro}(${variable}, ${test})`),
  );
}

function richLeaves(): Text[] {
  return [
    fc.constantFrom(
      'gift',
      'gift == null',
      'reason == null',
      'tip != null',
      "reason == 'late'",
      "reason.contains('a')",
    ),
    fc.constantFrom(
      'items.all(i, i.new.available)',
      'items.exists(i, !i.same_product)',
      'items[0].same_product',
    ),
    fc.constantFrom(
      'items.filter(i, i.same_product) == items',
      'items == other_items',
      'items[1].new == items[0].new',
    ),
    fc.constantFrom(
      'items.exists_one(i, i.price > usd(5))',
      'sum(items.map(i, i.price)) > usd(9)',
      'items[0] in other_items',
    ),
    fc.constantFrom(
      'items.map(i, i.new).exists(o, o.available)',
      'extras.all(e, e.same_product)',
      'size(extras) == 1',
    ),
    fc.tuple(comparison, small).map(([op, n]) => `days_since(order.delivered) ${op} ${n}`),
    fc
      .tuple(comparison, fc.constantFrom('usd(5)', 'tip', 'tip * 0.5', 'max(tip, usd(7))'))
      .map(([op, x]) => `order.value ${op} ${x}`),
    fc.constantFrom(
      '(damaged ? items : other_items).exists(i, i.new.available)',
      'min(items.map(i, i.bought)) < order.delivered',
    ),
  ];
}

function whole(depth: number, rich: boolean, variables: readonly string[]): Text {
  const leaf = fc.oneof(
    small,
    fc.constantFrom('count', 'limit', 'size(numbers)', 'size(category)', ...variables),
  );
  if (depth <= 0) return leaf;
  const int = (): Text => whole(depth - 1, rich, variables);
  return fc.oneof(
    leaf,
    fc.tuple(int(), fc.constantFrom('+', '-', '*', '/', '%'), int()).map(([a, op, b]) => `(${a} ${op} ${b})`),
    int().map((a) => `(-(${a}))`),
    fc.tuple(conditions(depth - 1, rich, variables), int(), int()).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    numbers(depth - 1, rich, variables).map((a) => `size(${a})`),
    fc
      .tuple(numbers(depth - 1, rich, variables), fc.integer({ min: 0, max: 2 }))
      .map(([a, i]) => `${a}[${i}]`),
  );
}

function numbers(depth: number, rich: boolean, variables: readonly string[]): Text {
  const int = (): Text => whole(depth - 1, rich, variables);
  if (depth <= 0) return fc.constantFrom('numbers', '[1, 2]', '[count, limit]', '[3]');
  const variable = `v${variables.length}`;
  const inside = [...variables, variable];
  const list = (): Text => numbers(depth - 1, rich, variables);
  return fc.oneof(
    fc.constant('numbers'),
    fc.array(int(), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .tuple(list(), conditions(depth - 1, rich, inside))
      .map(([a, test]) => `${a}.filter(${variable}, ${test})`),
    fc.tuple(list(), whole(depth - 1, rich, inside)).map(([a, result]) => `${a}.map(${variable}, ${result})`),
  );
}

const option = fc
  .record({ available: fc.boolean(), price: fc.integer({ min: 0, max: 1000 }) }, { requiredKeys: [] })
  .map(shape);
const day = fc.integer({ min: dayOf(2026, 5, 10), max: dayOf(2026, 5, 25) });
const item = fc
  .record(
    { new: option, same_product: fc.boolean(), price: fc.integer({ min: 0, max: 1000 }), bought: day },
    { requiredKeys: [] },
  )
  .map(shape);

const none = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

/** All facts that CEL can have too, known. */
export const plainFacts = fc.record({
  damaged: fc.boolean(),
  verified: fc.boolean(),
  count: fc.integer({ min: -3, max: 6 }),
  limit: fc.integer({ min: -3, max: 6 }),
  category: fc.constantFrom('gift card', 'shoes', '', '💥', 'gift'),
  numbers: fc.array(fc.integer({ min: -3, max: 6 }), { maxLength: 4 }),
  'order.status': fc.constantFrom('pending', 'delivered', 'cancelled'),
});

/** Any facts; every one, and every field of a shape, may be absent. */
export const someFacts: fc.Arbitrary<Record<string, Value>> = fc.record(
  {
    damaged: fc.boolean(),
    verified: fc.boolean(),
    count: fc.integer({ min: -3, max: 6 }),
    limit: fc.integer({ min: -3, max: 6 }),
    category: fc.constantFrom('gift card', 'shoes', ''),
    numbers: fc.array(fc.integer({ min: -3, max: 6 }), { maxLength: 4 }),
    'order.status': fc.constantFrom('pending', 'delivered', 'cancelled'),
    'order.value': fc.integer({ min: 0, max: 2000 }),
    'order.delivered': day,
    gift: none(fc.boolean()),
    reason: none(fc.constantFrom('late', 'wrong')),
    tip: none(fc.integer({ min: 0, max: 2000 })),
    items: fc.array(item, { minLength: 1, maxLength: 3 }),
    other_items: fc.array(item, { maxLength: 2 }),
    extras: none(fc.array(item, { maxLength: 2 })),
  },
  { requiredKeys: [] },
);

/** Short sources, parted by semicolons and lines. */
export const forms = (text: string): string[] => text.trim().split(/\s*[;\n]\s*/);

/** Sources by the type that they give; a hole in braces names the type that it wants. */
const FORMS: Readonly<Record<string, string>> = {
  bool: `
    damaged; verified; gift; true; recent; items[0].same_product; reason == null
    !({bool}); ({bool} && {bool}); ({bool} || {bool}); ({bool} ? {bool} : {bool}); ({bool} {eq} {bool})
    ({int} {cmp} {int}); ({int} {cmp} {double}); ({double} {cmp} {double}); ({double} {eq} {int})
    ({usd} {cmp} {usd}); ({usd} {eq} {usd}); ({eur} {cmp} {eur}); ({usd} in [{usd}])
    ({date} {cmp} {date}); ({instant} {cmp} {instant}); ({duration} {cmp} {duration})
    ({text} {cmp} {text}); ({choice} {eq} {choice}); ({choice} in [{choice}, {choice}]); ({text} in [{text}, {text}])
    {text}.contains({text}); {text}.startsWith({text}); {choice}.endsWith({text}); ({optional} {eq} null)
    ({int} in {numbers}); ({int} in [{int}, {int}]); ({numbers} {eq} {numbers}); ({numbers} in [{numbers}])
    ({item} in {items}); ({item} {eq} {item}); ({items} {eq} {items})
    {items}.all(i, {ofItem}); {items}.exists(i, {ofItem}); {items}.exists_one(i, {ofItem})
    {numbers}.all(n, {ofNumber}); {numbers}.exists(n, {ofNumber})`,
  ofItem: `
    i.same_product; i.new.available; i.price > usd(9); i.nothing; i
    (i.price {cmp} {usd}); (i.bought {cmp} {date}); (i {eq} {item}); (i in {items})
    ({ofItem} && {bool}); !({ofItem}); (i.price {cmp} {any})`,
  ofNumber: `
    n > 1; (n {cmp} {int}); (n in {numbers}); ({ofNumber} || {bool}); (n + {int} > {int}); (n {cmp} {any})`,
  int: `
    count; limit; 3; -2; wait; opening; refunds; free_bags[membership][cabin]
    ({int} + {int}); ({int} - {int}); ({int} * {int}); ({int} / {int}); ({int} % {int}); -({int})
    size({items}); {numbers}.size(); size({text}); sum({numbers}); min({int}, {int}); max({numbers})
    days_since({date}); days_since({instant}); hours_since({instant}); {date}.getDayOfWeek(); ({date} - {date})
    int({double}); int({int}); ({bool} ? {int} : {int}); {numbers}[{int}]`,
  double: `
    rating; 1.5; double(count); ({double} + {double}); ({double} / {double}); -({double}); double({int})
    max({double}, {double})`,
  usd: `
    order.value; tip; worth; usd(12.5); refunded; items[0].price
    ({usd} + {usd}); ({usd} - {usd}); ({usd} * {int}); ({double} * {usd}); ({usd} / {int}); -({usd})
    to_usd({eur}); sum({items}.map(i, i.price)); min({usd}, {usd}); ({bool} ? {usd} : {usd})
    max({items}.filter(i, {ofItem}).map(i, i.new.price))`,
  eur: 'eur_value; eur(3); ({eur} + {eur}); ({eur} * {int}); ({bool} ? {eur} : {eur})',
  text: "category; reason; wish; 'gift card'; ({text} + {text}); ({text} + {choice}); ({bool} ? {text} : {choice})",
  choice: "order.status; membership; cabin; 'pending'; 'gold'; ({bool} ? {choice} : {choice})",
  date: `
    order.delivered; returned; date('2026-01-31'); items[0].bought
    ({date} + {int}); ({date} - {int}); date({instant}); min({date}, {date}); max({items}.map(i, i.bought))`,
  instant:
    "order.placed_at; timestamp('2026-01-31T09:00:00Z'); ({instant} + {duration}); ({instant} - {duration})",
  duration: "duration('36h'); ({instant} - {instant}); ({duration} + {duration}); -({duration})",
  items: `
    items; other_items; extras; {items}.filter(i, {ofItem}); ({bool} ? {items} : {items}); [{item}, {item}]`,
  numbers: `
    numbers; [1, 2]; [{int}, {int}]; {numbers}.map(n, n * {int}); {numbers}.filter(n, {ofNumber})
    {items}.map(i, days_since(i.bought)); ({bool} ? {numbers} : {numbers})`,
  item: 'items[0]; other_items[1]; {items}[{int}]; ({bool} ? {item} : {item})',
  optional: 'gift; reason; tip; returned; extras; wish',
  any: `
    nothing; null; extra; order; free_bags; amount; i; 1u; b'x'; {1: 2}; has(order.value)
    {bool}; {int}; {double}; {usd}; {eur}; {text}; {date}; {instant}; {duration}; {items}; {numbers}; {item}`,
  cmp: '==; !=; <; <=; >; >=',
  eq: '==; !=',
};

const HOLE = /\{([a-zA-Z]+)\}/;
const depthIdentifier = fc.createDepthIdentifier();

const written = fc.letrec<Record<string, string>>((tie) => {
  const hole = (type: string): Text =>
    type === 'cmp' || type === 'eq'
      ? tie(type)
      : fc.oneof({ weight: 24, arbitrary: tie(type) }, { weight: 1, arbitrary: tie('any') });
  // Every other part is what a hole wants.
  const form = (text: string): Text =>
    fc
      .tuple(...text.split(HOLE).map((part, i) => (i % 2 === 0 ? fc.constant(part) : hole(part))))
      .map((parts) => parts.join(''));
  return Object.fromEntries(
    Object.entries(FORMS).map(([type, text]) => {
      const ends = forms(text).filter((one) => !HOLE.test(one));
      const open = forms(text).filter((one) => HOLE.test(one));
      return [
        type,
        fc.oneof(
          { maxDepth: 5, depthIdentifier },
          { weight: 3, arbitrary: fc.constantFrom(...ends) },
          ...open.map((one) => ({ weight: 1, arbitrary: form(one) })),
        ),
      ];
    }),
  );
});

/**
 * Expressions of a type of `FORMS`, over the facts of `conditions.ts` and the terms `recent`, `worth` and `wish`:
 * well-typed but for a hole in 25 that holds something of any type, or nothing that there is.
 */
export function expressions(type: string): Text {
  const result = written[type];
  if (result === undefined) throw new Error(`no forms of ${type}`);
  return result;
}
