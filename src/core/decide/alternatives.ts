/** What can be offered instead, each decided one level deep (L32). */
import type { Alternative as BookAlternative, RequestType } from '../book/book.ts';
import { typeName, type Value } from '../book/expression.ts';
import { headroomOf } from './able.ts';
import type { Alternative } from './decision.ts';
import type { Given, Request } from './request.ts';
import { FIRST, type Settled } from './settle.ts';
import { formatAmount, unitOf, type Situation } from './situation.ts';

/** Decides another request of the same asker: without alternatives of its own. */
export type DecideOther = (request: Request) => Settled;

/** Alternatives of some lines, and the part of the amount that fits, best first. */
export function alternativesOf(
  s: Situation,
  names: readonly string[],
  decideOther: DecideOther,
): Alternative[] {
  const part = partOf(s, decideOther);
  const listed = [...new Set(names)].flatMap((name) => alternativeOf(s, name, decideOther) ?? []);
  const all = [...(part ? [part] : []), ...listed];
  return all
    .map((alternative, i) => ({ alternative, i }))
    .sort((a, b) => orderOf(a.alternative) - orderOf(b.alternative) || a.i - b.i)
    .map(({ alternative }) => alternative);
}

/** Serves the need, then grantable now, then by others; ties: book order. */
const orderOf = (alternative: Alternative): number =>
  (alternative.serves_need ? 0 : 10) + { grant: 0, consult: 1, ask: 1, handoff: 2 }[alternative.verdict];

/** An alternative of the book, or a request type named as one. */
const named = (s: Situation, name: string): BookAlternative | undefined =>
  s.book.alternatives.get(name) ??
  (s.book.types.has(name) ? { name, serves: [], do: { type: name, with: new Map() } } : undefined);

/** The request that an alternative makes instead of this one; undefined where it is words alone. */
export function alternativeRequest(s: Situation, name: string): Request | undefined {
  const { do: action } = named(s, name) ?? {};
  const target = action && s.book.types.get(action.type);
  if (!action || !target) return undefined;
  const facts = carried(s, target, new Map());
  for (const [fact, expr] of action.with) {
    const { value } = s.valueOf(expr, s.asker);
    if (value === undefined) facts.delete(fact);
    else facts.set(fact, { value, claimed: false });
  }
  return asking(s, target.name, facts);
}

/** One alternative by name, as the asker could offer it; undefined: it could not be granted. */
export function alternativeOf(s: Situation, name: string, decideOther: DecideOther): Alternative | undefined {
  const alternative = named(s, name);
  if (!alternative) return undefined;
  const serves =
    s.request.need !== undefined && alternative.serves.includes(s.request.need)
      ? { serves_need: true as const }
      : {};
  if (!alternative.do) return { name, kind: 'tell', verdict: 'grant', ...serves };
  const target = s.book.types.get(alternative.do.type);
  const request = alternativeRequest(s, name);
  if (!target || !request || isSame(s, request)) return undefined;
  const decision = decideOther(request);
  const { then } = alternative.do;
  const offered = offer(name, 'do', target, decision);
  if (!offered) return undefined;
  if (then === undefined) return { ...offered, ...serves };
  return secondStep(s, target, request, then, decideOther) ? { ...offered, ...serves, then } : undefined;
}

/** Whether the second step is open once the first has changed what it says it changes. */
function secondStep(
  s: Situation,
  first: RequestType,
  request: Request,
  then: string,
  decideOther: DecideOther,
): boolean {
  const next = s.book.types.get(then);
  if (!next) return false;
  const changed = new Map<string, Given>();
  for (const [fact, expr] of first.afterwards) {
    const { value } = s.valueOf(expr, s.asker);
    if (value !== undefined) changed.set(fact, { value, claimed: false });
  }
  return (
    decideOther(
      asking({ ...s, request }, next.name, carried({ ...s, request, facts: first.facts }, next, changed)),
    ).verdict !== 'decline'
  );
}

/** Same-named facts of the same type carry over; what an action changed wins. */
function carried(s: Situation, target: RequestType, changed: ReadonlyMap<string, Given>): Map<string, Given> {
  const facts = new Map<string, Given>();
  for (const [name, fact] of target.facts) {
    const given = changed.get(name) ?? s.request.facts.get(name);
    const here = s.facts.get(name);
    if (given && (changed.has(name) || (here && typeName(here.type) === typeName(fact.type))))
      facts.set(name, given);
  }
  return facts;
}

/** Agreements and grounds were given for the first request, not for this one. */
const asking = (s: Situation, type: string, facts: ReadonlyMap<string, Given>): Request => ({
  ...s.request,
  type,
  facts,
  done: { agreed: [], consulted: [], grounds: [] },
  signals: [],
  asksForAPerson: false,
  ignored: [],
});

/** Whether nothing that is read is different from the first request. */
const isSame = (s: Situation, other: Request): boolean =>
  s.request.type === other.type &&
  [...s.facts.keys()].every((name) => sameGiven(s.request.facts.get(name), other.facts.get(name)));

function sameGiven(a: Given | undefined, b: Given | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if ('unsure' in a || 'unsure' in b) return 'unsure' in a && 'unsure' in b;
  return a.claimed === b.claimed && sameValue(a.value, b.value);
}

function sameValue(a: Value, b: Value): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => sameValue(item as Value, b[i] as Value));
  if (a instanceof Map && b instanceof Map)
    return (
      a.size === b.size &&
      [...a].every(([key, value]) => b.has(key) && sameValue(value as Value, b.get(key) as Value))
    );
  return a === b;
}

/** A declined alternative drops out; one that asks stays as "if …". */
function offer(
  name: string,
  kind: 'do' | 'part',
  type: RequestType,
  decision: Settled,
): Alternative | undefined {
  if (decision.verdict === 'decline') return undefined;
  return {
    name,
    kind,
    type: type.name,
    verdict: decision.verdict,
    ...(decision.rule !== null && { rule: decision.rule }),
    ...(decision.amount !== undefined && {
      amount: decision.amount,
      ...(type.amount && { unit: unitOf(type.amount.type) }),
    }),
    ...(decision.missing.length > 0 && { if: decision.missing }),
    ...(decision.verdict === 'handoff' && decision.who.length > 0 && { who: decision.who.slice(0, FIRST) }),
  };
}

/** The same request at what the asker may grant; where they may grant nothing, at what can be at all. */
function partOf(s: Situation, decideOther: DecideOther): Alternative | undefined {
  const amount = s.type?.amount;
  if (!s.type || !amount || amount.fact === undefined || s.asked.kind !== 'known' || s.asked.units === 0)
    return undefined;
  const headroom = headroomOf(s, s.asker, 'worst');
  const ceiling = amount.neverAbove ? s.valueOf(amount.neverAbove, s.asker).value : undefined;
  const units = headroom > 0 ? headroom : typeof ceiling === 'number' ? ceiling - s.before : 0;
  if (units <= 0 || units >= s.asked.units) return undefined;
  const facts = new Map(s.request.facts).set(amount.fact, { value: units, claimed: false });
  const offered = offer(
    'part',
    'part',
    s.type,
    decideOther({ ...asking(s, s.request.type, facts), done: s.request.done }),
  );
  return offered && { ...offered, amount: formatAmount(amount.type, units) };
}
