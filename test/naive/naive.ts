/**
 * The oracle of the decision: L1–L31 and ADR 0002, written as plainly as they are and apart from the product.
 * Everything is computed again at every step by looping over all people, delegations and grants.
 */
import type { Book, Line, RequestType, Who } from '../../src/core/book/book.ts';
import type { Gap, Mode, Verdict } from '../../src/core/decide/decision.ts';
import type { Request, Tallies } from '../../src/core/decide/request.ts';
import type { Organization, Person } from '../../src/core/organization/organization.ts';
import type { Instant } from '../../src/core/words/time.ts';
import {
  amountIn,
  conditionTruth,
  fittingGrants,
  grantsOf,
  groundsStated,
  isAble,
  isSpecial,
  limitsTruth,
  linesThatHold,
  lineTruth,
  mostPairs,
  openConsults,
  othersAble,
  reaches,
  soft,
  speakersFor,
  type AmountNow,
  type Reading,
} from './authority.ts';
import { askable } from './ask.ts';
import { UNKNOWN } from './evaluate.ts';
import {
  everybody,
  fits,
  grantedBefore,
  highest,
  nearest,
  personOf,
  rank,
  related,
  undeclared,
  type World,
} from './world.ts';

export type Level = 'grant' | 'consult' | 'handoff' | 'gap' | 'special' | 'decline' | 'ask' | 'transfer';

export type Naive = {
  level: Level;
  verdict: Verdict;
  mode?: Mode;
  /** The rule that carries it: of a grant or agreement the grant, of a consult the consult, of a decline the line. */
  rule?: string;
  /** The facts that an ask is for, sorted. */
  asks?: string[];
  /** Ids of all who would be asked or handed to, sorted; empty for a grant, a decline and an ask. */
  who: string[];
  gap?: Gap;
};

/** What L2 comes to in one reading, apart from signals. */
type Outcome = {
  level: 'grant' | 'consult' | 'handoff' | 'gap' | 'special' | 'decline';
  agree?: boolean;
  rule?: string;
  illegal?: boolean;
};

const ids = (people: readonly Person[]): string[] => people.map((p) => p.id).sort();

export function naiveDecide(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  askerId: string,
  at: Instant,
): Naive {
  const w = worldOf(book, organization, tallies, request, askerId, at);
  const best = read(w, 'best');
  const worst = read(w, 'worst');
  const transfer = transferTo(w);
  if (transfer !== undefined) {
    return worst.level === 'grant'
      ? { level: 'grant', verdict: 'grant', ...ruled(worst.rule), who: [] }
      : { level: 'transfer', verdict: 'handoff', mode: 'transfer', who: ids(transfer) };
  }
  if (best.level === worst.level) return determined(w, best, worst);
  const asks = askable(w, best.level, best.agree === true).sort();
  if (asks.length > 0) return { level: 'ask', verdict: 'ask', who: [], asks };
  // ADR 3: nothing can be asked; the nearest person able in the best reading says, nobody: a gap.
  const first = nearest(w, othersAble(w, 'best'))[0];
  return first === undefined ? gapOf(w) : { level: 'consult', verdict: 'consult', who: [first.id] };
}

/** Everybody able in the worst reading, the asker too. */
export function naiveWho(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  askerId: string,
  at: Instant,
): string[] {
  const w = worldOf(book, organization, tallies, request, askerId, at);
  const asker = personOf(w, askerId);
  if (undeclared(w)) return asker !== undefined && read(w, 'worst').level === 'grant' ? [askerId] : [];
  // A hard line that holds for the asker declines the request, whoever else could.
  const lines = linesThatHold(w, asker, 'worst', amountIn(w, 'worst'));
  if (lines.some((line) => !soft(line))) return [];
  return ids(everybody(w).filter((p) => isAble(w, p, 'worst')));
}

/** Whether a yes of theirs waits for units: in the worst reading each grant that fits them does. */
export function naiveWaits(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  askerId: string,
  at: Instant,
): boolean {
  const w = worldOf(book, organization, tallies, request, askerId, at);
  const asker = personOf(w, askerId);
  const found = asker === undefined ? [] : fittingGrants(w, asker, 'worst', amountIn(w, 'worst'));
  return found.length > 0 && found.every(({ open }) => open > 0);
}

/** Whether best and worst reading agree, so that nothing unknown matters. */
export function isTwoValued(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  askerId: string,
  at: Instant,
): boolean {
  const w = worldOf(book, organization, tallies, request, askerId, at);
  return read(w, 'best').level === read(w, 'worst').level;
}

const ruled = (rule: string | undefined): { rule?: string } => (rule === undefined ? {} : { rule });

function worldOf(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  askerId: string,
  at: Instant,
): World {
  const nothing: RequestType = {
    name: request.type,
    means: {},
    saidAs: [],
    function: 'any',
    needs: [],
    facts: book.facts,
    lines: book.lines.filter((line) => line.types === undefined),
    grants: [],
    consults: [],
    afterwards: new Map(),
  };
  const w: World = { book, organization, tallies, request, askerId, at, type: nothing };
  const declared = book.types.get(request.type);
  if (declared !== undefined) return { ...w, type: declared };
  const favor = book.types.get('favor');
  return favor === undefined ? w : { ...w, type: favor };
}

// L2, steps 1 to 6, in one reading

function read(w: World, reading: Reading): Outcome {
  const outcome = undeclared(w) ? readUndeclared(w, reading) : readDeclared(w, reading);
  if (outcome.level !== 'decline') return outcome;
  // L30: not for illegal lines, and not where the asker is of management.
  const asker = personOf(w, w.askerId);
  const management = rank(w.book, w.book.management);
  const below = asker === undefined || management < 0 || highest(w.book, asker) < management;
  return isSpecial(w) && below && outcome.illegal !== true ? { ...outcome, level: 'special' } : outcome;
}

const KINDS = ['illegal', 'unethical', 'unachievable', 'policy', 'reserved'];

/** L36: by kind, then book order. */
const cited = (lines: readonly Line[]): Line[] =>
  KINDS.flatMap((kind) => lines.filter((line) => line.kind === kind));

function readDeclared(w: World, reading: Reading): Outcome {
  const asker = personOf(w, w.askerId);
  const amount = amountIn(w, reading);
  const lines = linesThatHold(w, asker, reading, amount);

  const hard = cited(lines.filter((line) => !soft(line)))[0];
  if (hard !== undefined) return { level: 'decline', rule: hard.id, illegal: hard.kind === 'illegal' };

  const fit = asker === undefined ? undefined : fittingGrants(w, asker, reading, amount)[0];
  if (fit !== undefined) {
    if (fit.open > 0) return { level: 'handoff', agree: true, rule: fit.grant.id };
    const consult = openConsults(w, reading)[0];
    return consult === undefined
      ? { level: 'grant', rule: fit.grant.id }
      : { level: 'consult', rule: consult.id };
  }

  if (othersAble(w, reading).length > 0) return { level: 'handoff' };

  const red = lines.filter((line) => line.kind !== 'reserved')[0];
  if (red !== undefined) return { level: 'decline', rule: red.id };

  const otherwise = w.type.otherwise;
  if (otherwise !== undefined && otherwiseHolds(w, otherwise, reading)) {
    return { level: 'decline', rule: otherwise.id, illegal: otherwise.kind === 'illegal' };
  }
  return { level: 'gap' };
}

function otherwiseHolds(w: World, otherwise: Line, reading: Reading): boolean {
  const truth = lineTruth(w, otherwise, personOf(w, w.askerId));
  const given = truth === UNKNOWN ? reading === 'worst' : truth;
  const someGrant = grantsOf(w).some((grant) => {
    if (!groundsStated(w, grant)) return false;
    const condition = conditionTruth(w, grant, personOf(w, w.askerId));
    return condition === UNKNOWN ? reading === 'best' : condition;
  });
  return given && !someGrant;
}

/** L8, ADR 13: book-wide lines, and the favor allowance where it grants on what is said. */
function readUndeclared(w: World, reading: Reading): Outcome {
  const asker = personOf(w, w.askerId);
  const bookWide = w.book.lines
    .filter((line) => line.types === undefined)
    .filter((line) => {
      const truth = lineTruth(w, line, asker);
      return truth === UNKNOWN ? reading === 'worst' : truth;
    });
  const hard = cited(bookWide.filter((line) => !soft(line)))[0];
  if (hard !== undefined) return { level: 'decline', rule: hard.id, illegal: hard.kind === 'illegal' };
  const said = w.type.amount === undefined || typeof scopeAmount(w) === 'number';
  const favor = readDeclared(w, 'worst');
  if (said && favor.level === 'grant') return favor;
  const red = bookWide.filter((line) => line.kind !== 'reserved')[0];
  if (red !== undefined) return { level: 'decline', rule: red.id };
  return { level: 'gap' };
}

/** The amount as said, `all that fits` apart. */
function scopeAmount(w: World): AmountNow {
  const amount = w.type.amount;
  if (amount === undefined) return 'none';
  return amountIn({ ...w, type: { ...w.type, amount: { ...amount, allThatFits: false } } }, 'worst');
}

// L2, step 0

/** Those to whom signals or the wish for a person take the customer; undefined: no need to. */
function transferTo(w: World): Person[] | undefined {
  const named: Who[] = [];
  for (const signal of w.request.signals) {
    // A signal that the book names nobody for goes to residual authority (ADR 5): nobody fits an unknown person.
    named.push(w.book.signals.get(signal) ?? { person: '' });
  }
  if (w.request.asksForAPerson) named.push(w.book.asksForAPerson ?? { person: '' });
  const takes = (who: Who, p: Person): boolean => p.kind === 'person' && fits(w.book, who, p);
  const asker = personOf(w, w.askerId);
  const pending = named.filter((who) => asker === undefined || !takes(who, asker));
  if (pending.length === 0) return undefined;
  const found = everybody(w).filter(
    (p) => p.id !== w.askerId && !related(w, p) && pending.some((who) => takes(who, p)),
  );
  if (found.length > 0) return found;
  const people = residual(w).filter((p) => p.kind === 'person');
  return people.length > 0 ? people : residual(w);
}

// What is determined

function determined(w: World, best: Outcome, worst: Outcome): Naive {
  const asker = personOf(w, w.askerId);
  const approval: Mode = asker !== undefined && related(w, asker) ? 'advise' : 'approval';
  switch (worst.level) {
    case 'grant':
      return { level: 'grant', verdict: 'grant', ...ruled(worst.rule), who: [] };
    case 'consult':
      return { level: 'consult', verdict: 'consult', ...ruled(worst.rule), who: ids(consulted(w)) };
    case 'handoff': {
      if (worst.agree === true) {
        return {
          level: 'handoff',
          verdict: 'handoff',
          mode: 'agree',
          ...ruled(worst.rule),
          who: ids(agreeing(w)),
        };
      }
      const able = othersAble(w, 'worst');
      return {
        level: 'handoff',
        verdict: 'handoff',
        mode: approval,
        who: ids(able.length > 0 ? able : othersAble(w, 'best')),
      };
    }
    case 'gap':
      return gapOf(w);
    case 'special':
      return {
        level: 'special',
        verdict: 'handoff',
        mode: approval,
        ...ruled(best.rule),
        who: ids(carers(w)),
      };
    case 'decline':
      return { level: 'decline', verdict: 'decline', ...ruled(best.rule), who: [] };
  }
}

/** Those whose view the first open consult rule asks; nobody: residual authority (ADR 16). */
function consulted(w: World): Person[] {
  const consult = openConsults(w, 'worst')[0];
  const found = everybody(w).filter(
    (p) => consult !== undefined && fits(w.book, consult.ask, p) && p.id !== w.askerId && !related(w, p),
  );
  return found.length > 0 ? found : residual(w);
}

/** ADR 24: those whose yes makes one unit more with a person of its own; where no single one does, all who may still say one. */
function agreeing(w: World): Person[] {
  const asker = personOf(w, w.askerId);
  const fit = asker === undefined ? undefined : fittingGrants(w, asker, 'worst', amountIn(w, 'worst'))[0];
  if (asker === undefined || fit === undefined) return [];
  const units = fit.grant.also?.units ?? [];
  const could = units.flatMap((unit) =>
    speakersFor(w, unit, asker, fit.authority).map((by) => ({ unit, by })),
  );
  const isSaid = (a: { unit: string; by: string }): boolean =>
    w.request.done.agreed.some((b) => a.unit === b.unit && a.by === b.by);
  const pairs = (yeses: readonly { unit: string; by: string }[]): number =>
    mostPairs(units, (unit) => yeses.filter((yes) => yes.unit === unit).map(({ by }) => by));
  const said = could.filter(isSaid);
  const unsaid = could.filter((yes) => !isSaid(yes));
  const counting = unsaid.filter((yes) => pairs([...said, yes]) > pairs(said));
  const wanted = (counting.length > 0 ? counting : unsaid).map(({ by }) => by);
  return everybody(w).filter((p) => wanted.includes(p.id));
}

/** Who decides for a special client: management, and the account owner named with the flag, else the book's role. */
function carers(w: World): Person[] {
  const owner = w.request.special?.owner;
  const role = w.book.specialClients?.accountOwner;
  const found = everybody(w).filter(
    (p) =>
      isManagement(w, p) ||
      (owner !== undefined ? p.id === owner : role !== undefined && p.roles.includes(role)),
  );
  const free = found.filter((p) => p.id !== w.askerId && !related(w, p));
  return free.length > 0 ? free : residual(w);
}

function isManagement(w: World, p: Person): boolean {
  const management = rank(w.book, w.book.management);
  return management >= 0 && highest(w.book, p) >= management;
}

// Gaps and residual authority

function gapOf(w: World): Naive {
  const asker = personOf(w, w.askerId);
  return {
    level: 'gap',
    verdict: 'handoff',
    mode: asker !== undefined && related(w, asker) ? 'advise' : 'approval',
    who: ids([
      ...new Set([
        ...(asker !== undefined && !related(w, asker) && namedForTheRest(w).includes(asker) ? [asker] : []),
        ...residual(w),
      ]),
    ]),
    gap: reasonOf(w),
  };
}

/** ADR 22, on what is known (the worst reading). */
function reasonOf(w: World): Gap {
  if (undeclared(w)) return 'unknown type';
  const amount = amountIn(w, 'worst');
  const open = grantsOf(w).filter((grant) => groundsStated(w, grant));
  for (const grant of open) {
    for (const p of everybody(w)) {
      if (!reaches(w, grant, p)) continue;
      if (conditionTruth(w, grant, p) === true && limitsTruth(w, grant, { holder: p }, amount) === false) {
        return 'above every limit';
      }
    }
  }
  const covers = open.filter(
    (grant) => conditionTruth(w, grant, undefined) === true && limitsTruth(w, grant, {}, amount) === true,
  );
  const unheld = covers.some((grant) => !everybody(w).some((p) => reaches(w, grant, p)));
  return unheld ? 'nobody holds the grade' : 'no rule';
}

/** ADR 15: those named whose amount fits, else the managers above them, …, never nobody. */
function residual(w: World): Person[] {
  const free = (people: readonly Person[]): Person[] =>
    everybody(w).filter((p) => people.includes(p) && p.id !== w.askerId && !related(w, p));
  const steps: Person[][] = [
    namedForTheRest(w),
    humans(everybody(w).filter((p) => isManagement(w, p))),
    humans(everybody(w).filter((p) => fits(w.book, w.book.policyOwner, p))),
    humans(everybody(w).filter((p) => p.manager === undefined)),
    humans(everybody(w)),
    everybody(w),
  ];
  for (const step of steps) if (free(step).length > 0) return free(step);
  return everybody(w).filter((p) => p.id === w.askerId);
}

const humans = (people: readonly Person[]): Person[] => people.filter((p) => p.kind === 'person');

/** Those whom the book names for what no rule decides, and the managers of those whose amount it passes. */
function namedForTheRest(w: World): Person[] {
  const said = amountIn(w, 'worst');
  const type = w.type.amount?.type;
  const money = type?.kind === 'money' && type.currency === w.book.currency;
  const amount = money && typeof said === 'number' ? grantedBefore(w) + said : undefined;

  const named: Person[] = [];
  for (const entry of w.book.residual) {
    for (const p of everybody(w)) {
      if (!fits(w.book, entry.who, p)) continue;
      const enough = entry.upTo === undefined || amount === undefined || amount <= entry.upTo;
      if (enough) named.push(p);
      else named.push(...managersOf(w, p));
    }
  }
  return named;
}

/** Everybody above a person, up the line. */
function managersOf(w: World, p: Person): Person[] {
  const found: Person[] = [];
  const above = (one: Person): Person | undefined => w.organization.people.get(one.manager ?? '');
  for (let next = above(p); next !== undefined && !found.includes(next); next = above(next)) found.push(next);

  return found;
}
