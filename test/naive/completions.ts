/**
 * L3 from first principles: every completion of what is unknown, each decided two-valued.
 *
 * THEOREM (sound direction). Let the product determine level X (grant, consult, handoff, gap, special or decline)
 * because its best and its worst reading agree. Then every completion of the unknown facts has level X. For strong
 * Kleene is sound (what it calls true or false stays so whatever the unknown turns out to be), the level of L2 does
 * not fall when a line or consult becomes false or a grant true, and so every completion lies between the readings.
 * `all that fits` fits in: the asker's headroom lies between those of the readings, the asker is able at each of them,
 * and `above` of a consult is unknown where it differs between them (ADR 7).
 *
 * Where it says nothing ({@link checkSound} answers "not applicable"):
 * - `ask`: nothing is determined;
 * - `transfer`: by ADR 4 learning a fact may make it a grant with the same transfer;
 * - undeclared types: by ADR 13 the favor allowance counts only on what is said, so a fact may make a gap a grant;
 * - `consult` or `gap` by ADR 3 (nothing left to ask): not an agreement of the readings. From a level alone it cannot
 *   be told from a real one, so it is left out wherever the oracle's own verdict came that way;
 * - a completion that is itself not two-valued (a division by zero, a missing cell).
 *
 * CONVERSE. If every completion has level X, the product determines X as well, provided that in the rules read no
 * fact occurs twice (amounts count: two limits on one amount are two occurrences) and the domain of each unknown
 * fact lets its comparison come out both ways. Then every rule's truth varies by itself, and both readings are
 * themselves completions. With a repeated fact three-valued logic is weaker: `late` for one grant and `!late` for
 * another is a grant in every completion, and still an `ask`.
 */
import type { Book, RequestType } from '../../src/core/book/book.ts';
import type { Expr, Value } from '../../src/core/book/expression.ts';
import type { Given, Request, Tallies } from '../../src/core/decide/request.ts';
import { NO_TALLIES } from '../../src/core/decide/request.ts';
import type { Organization } from '../../src/core/organization/organization.ts';
import type { Instant } from '../../src/core/words/time.ts';
import { factsIn, UNKNOWN } from './evaluate.ts';
import { allThatFits } from './authority.ts';
import { isTwoValued, naiveDecide, type Level } from './naive.ts';
import { factValue, type World } from './world.ts';

export type Domains = ReadonlyMap<string, readonly Value[]>;

/** Every fact that the rules of a type read, one entry an occurrence. */
export function factsRead(book: Book, type: RequestType): string[] {
  const exprs: (Expr | undefined)[] = [
    ...type.lines.map((line) => line.when),
    ...type.grants.flatMap((grant) => [grant.when, grant.share?.of]),
    ...type.consults.map((consult) => consult.when),
    type.otherwise?.when,
    type.amount?.neverAbove,
  ];
  const facts = exprs.flatMap((expr) => (expr === undefined ? [] : factsIn(expr, book)));
  // The amount is read once by every rule that limits it.
  const limits =
    type.grants.flatMap((g) => [g.upTo, g.atLeast, g.share, g.total]).filter((limit) => limit !== undefined)
      .length +
    type.consults.filter((c) => c.above !== undefined).length +
    (type.amount?.neverAbove === undefined ? 0 : 1);
  for (let i = 0; i < limits; i++)
    if (type.amount !== undefined) facts.push(...factsIn(type.amount.expr, book));
  for (const grant of type.grants) {
    for (const limit of [grant.times, grant.total]) {
      const per = limit === undefined ? undefined : book.counters.get(limit.counter)?.per;
      if (typeof per === 'object') facts.push(per.fact);
    }
  }
  return facts;
}

/** A domain for every fact of a small book: all values, or the given whole numbers and money amounts; none for others. */
export function domainsOf(
  type: RequestType,
  numbers: readonly number[],
  money: readonly number[],
): Map<string, Value[]> {
  const domains = new Map<string, Value[]>();
  for (const fact of type.facts.values()) {
    const none: Value[] = fact.optional ? [null] : [];
    if (fact.type.kind === 'yes or no') domains.set(fact.name, [false, true, ...none]);
    if (fact.type.kind === 'choice') domains.set(fact.name, [...fact.type.values, ...none]);
    if (fact.type.kind === 'money') domains.set(fact.name, [...money, ...none]);
    if (['whole number', 'minutes', 'hours', 'days'].includes(fact.type.kind))
      domains.set(fact.name, [...numbers, ...none]);
  }
  return domains;
}

/** The facts that a request leaves unknown and that the rules read. */
export function unknownFacts(
  book: Book,
  request: Request,
  tallies: Tallies = NO_TALLIES,
  at: Instant = 0,
): string[] {
  const type = book.types.get(request.type);
  if (type === undefined) return [];
  const organization: Organization = { name: '', zone: book.zone, people: new Map(), hash: '' };
  const w: World = { book, organization, tallies, request, askerId: '', at, type };
  const read = new Set(factsRead(book, type));
  return [...type.facts.keys()].filter(
    (name) =>
      read.has(name) && factValue(w, name) === UNKNOWN && !(allThatFits(w) && type.amount?.fact === name),
  );
}

/** Every completion of the unknown facts that are read; a fact without a domain stays as it is. */
export function* completions(
  book: Book,
  request: Request,
  domains: Domains,
  tallies: Tallies = NO_TALLIES,
  at: Instant = 0,
): Generator<Request> {
  const names = unknownFacts(book, request, tallies, at).filter((name) => domains.has(name));
  function* fill(facts: ReadonlyMap<string, Given>, left: readonly string[]): Generator<Request> {
    const [name, ...rest] = left;
    if (name === undefined) {
      yield { ...request, facts };
      return;
    }
    for (const value of domains.get(name) ?? []) {
      yield* fill(new Map([...facts, [name, { value, claimed: false }]]), rest);
    }
  }
  yield* fill(request.facts, names);
}

export type Situation = {
  book: Book;
  organization: Organization;
  tallies: Tallies;
  request: Request;
  askerId: string;
  at: Instant;
};

const decide = (s: Situation, request: Request): Level =>
  naiveDecide(s.book, s.organization, s.tallies, request, s.askerId, s.at).level;

const twoValued = (s: Situation, request: Request): boolean =>
  isTwoValued(s.book, s.organization, s.tallies, request, s.askerId, s.at);

/** The levels of all completions with one completion of each, and whether the converse of the theorem holds here. */
export function byCompletions(
  s: Situation,
  domains: Domains,
): { levels: Map<Level, Request>; exact: boolean } {
  const levels = new Map<Level, Request>();
  for (const request of completions(s.book, s.request, domains, s.tallies, s.at)) {
    if (!twoValued(s, request)) continue;
    const level = decide(s, request);
    if (!levels.has(level)) levels.set(level, request);
  }
  const type = s.book.types.get(s.request.type);
  const unknown = unknownFacts(s.book, s.request, s.tallies, s.at);
  const read = type === undefined ? [] : factsRead(s.book, type).filter((name) => unknown.includes(name));
  return { levels, exact: new Set(read).size === read.length };
}

/** Whether the theorem speaks about this situation at all. */
export function applies(s: Situation, level: Level): boolean {
  const type = s.book.types.get(s.request.type);
  if (type === undefined || level === 'ask' || level === 'transfer') return false;
  return !(level === 'consult' || level === 'gap') || twoValued(s, s.request);
}

/**
 * Checks the sound direction for a decision of the product: undefined when it holds, 'not applicable', or a
 * completion that has another level.
 */
export function checkSound(
  product: { level: Level },
  s: Situation,
  domains: Domains,
): undefined | 'not applicable' | { completion: Request; level: Level } {
  if (!applies(s, product.level)) return 'not applicable';
  for (const [level, completion] of byCompletions(s, domains).levels) {
    if (level !== product.level) return { completion, level };
  }
  return undefined;
}
