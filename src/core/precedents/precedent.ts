/** Precedents: the closest earlier decisions on like facts, shown as advice and never as a rule. */
import type { RequestType } from '../book/book.ts';
import { formatAmount, unitOf } from '../decide/situation.ts';
import { amountIn } from '../explain/amount.ts';
import { showFact } from '../explain/show.ts';
import type { Instant } from '../words/time.ts';
import { likenessOf, rangesOf, type Compared, type Likened, type Likeness } from './likeness.ts';

/** An earlier final answer, as it is on record. */
export type Decided = Likened & {
  case: string;
  /** When it was answered. */
  at: Instant;
  verdict: 'yes' | 'no';
  /** What was granted, in the amount's unit. */
  granted?: number;
  /** The alternative that was taken in place of the request. */
  alternative?: string;
  rule: string | null;
  /** Who decided: their role or grade, never their name. */
  role?: string;
  /** It went beyond the book and was approved afterwards; why, where that is still known. */
  ratified?: { because?: string };
};

export type Precedent = {
  decided: Decided;
  likeness: Likeness;
  verdict: 'yes' | 'no' | 'yes with a change';
  /** What was asked for and granted, decimal strings with their unit. */
  asked?: string;
  granted?: string;
  /** In what it differs from the request at hand, the amount first; none: in nothing that is known. */
  differs: readonly string[];
};

/** So many differences say enough; of the rest it is said how many there are. */
const MOST_DIFFERENCES = 6;

/**
 * The closest of some earlier decisions: most alike first, and the latest first among equals.
 * @param most how many at the most
 */
export function precedents(
  type: RequestType,
  request: Likened,
  decided: readonly Decided[],
  most: number,
): Precedent[] {
  const ranges = rangesOf([request, ...decided]);
  return decided
    .map((one) => ({ one, likeness: likenessOf(request, one, ranges) }))
    .toSorted(
      (a, b) =>
        b.likeness.deciding - a.likeness.deciding ||
        b.likeness.known - a.likeness.known ||
        b.one.at - a.one.at ||
        (a.one.case < b.one.case ? -1 : 1),
    )
    .slice(0, most)
    .map(({ one, likeness }) => ({
      decided: one,
      likeness,
      verdict: verdictOf(one),
      ...(one.amount !== undefined && { asked: amountText(type, one.amount) }),
      ...(one.granted !== undefined && { granted: amountText(type, one.granted) }),
      differs: differencesOf(type, request, one),
    }));
}

/** A yes to less than was asked, or to something else, is one with a change. */
function verdictOf({ verdict, granted, amount, alternative }: Decided): Precedent['verdict'] {
  const less = granted !== undefined && amount !== undefined && granted < amount;
  return verdict === 'yes' && (less || alternative !== undefined) ? 'yes with a change' : verdict;
}

/** An amount with its unit: "$180.00", "3 days". */
function amountText({ amount }: RequestType, units: number): string {
  return amount ? amountIn('en', formatAmount(amount.type, units), unitOf(amount.type)) : String(units);
}

/** In what a decision differs from a request, in words: "amount $180.00 instead of $150.00". */
function differencesOf(type: RequestType, request: Likened, decided: Decided): string[] {
  const amount =
    request.amount === decided.amount
      ? []
      : [differs('amount', said(type, decided.amount), said(type, request.amount))];
  const facts = [...new Set([...request.facts.keys(), ...decided.facts.keys()])]
    .filter((name) => name !== type.amount?.fact)
    .flatMap((name) => factDiffers(name, decided.facts.get(name), request.facts.get(name)));
  const compared = decided.deciding.flatMap(({ comparison, value }) => {
    const here = request.deciding.find((one) => one.comparison === comparison);
    return here && here.value !== value
      ? [`${comparison}: ${yesOrNo(value)} instead of ${yesOrNo(here.value)}`]
      : [];
  });
  const all = [...amount, ...compared, ...facts];
  const rest = all.length - MOST_DIFFERENCES;
  return rest > 1 ? [...all.slice(0, MOST_DIFFERENCES), `and ${rest} more`] : all;
}

const said = (type: RequestType, units: number | undefined): string | undefined =>
  units === undefined ? undefined : amountText(type, units);

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');

const differs = (what: string, then: string | undefined, now: string | undefined): string => {
  if (then === undefined) return `${what} not on record, here ${now ?? 'unknown'}`;
  return `${what} ${then} instead of ${now ?? 'unknown'}`;
};

function factDiffers(name: string, then: Compared | undefined, now: Compared | undefined): string[] {
  if (then?.value === now?.value) return [];
  return [differs(name, then && shown(then), now && shown(now))];
}

/** Plain numbers may be anybody's number: they are not shown. */
function shown({ type, value }: Compared): string {
  switch (type.kind) {
    case 'whole number':
    case 'decimal':
      return value === null ? 'none' : 'another number';
    case 'date':
    case 'instant':
      return value === null ? 'none' : `${String(value)} days before`;
    default:
      return showFact(type, value);
  }
}
