/**
 * The decision: a request, read through a book for one asker at one instant.
 * `decide(book, organization, tallies, request, asker, at)` is pure and total and always names a next step.
 */
import type { Book, Line } from '../book/book.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { fits } from '../organization/people.ts';
import { canonical, sha256 } from '../words/hash.ts';
import { formatInstant, MINUTE, type Instant } from '../words/time.ts';
import { alternativesOf, insteadOf } from './alternatives.ts';
import { ableIn, amountIn, headroomOf, rank, type Able } from './authority.ts';
import { missingFacts, unsureFacts } from './ask.ts';
import { nearestChange } from './change.ts';
import type { Agreement, Candidate, Decision } from './decision.ts';
import { candidate, candidates, free, humansMeantBy, nearestFirst, residualPeople } from './people.ts';
import { consultPeople, handoffMode, othersAble, readRules, type Outcome } from './reading.ts';
import { decidingOf, reasonsOf } from './reasons.ts';
import type { Request, Tallies } from './request.ts';
import { formatAmount, look, type Situation } from './situation.ts';
import { agreedUnits, speakersOf } from './units.ts';

const FIRST = 5;

/**
 * Decides one request.
 * @param tallies the ledger's totals by counter id; absent ones count as 0 and are listed as assumed
 * @param asker the id of a person of the organization
 * @throws if the asker is not in the organization: a well-formed request names one
 */
export function decide(book: Book, organization: Organization, tallies: Tallies, request: Request, asker: string, at: Instant): Decision {
  const person = organization.people.get(asker);
  if (!person) throw new Error(`the asker "${asker}" is not in the organization "${organization.name}"`);
  const { decision, situation } = decideAt(book, organization, tallies, request, person, at, true);
  return { ...decision, valid_until: validUntil(situation, decision) };
}

/**
 * Everybody whose authority covers a request, nearest first, the asker included.
 * Unknown facts count against (the worst reading), as for a hand-off.
 */
export function whoCan(book: Book, organization: Organization, tallies: Tallies, request: Request, asker: string, at: Instant): Candidate[] {
  const person = organization.people.get(asker);
  if (!person) throw new Error(`the asker "${asker}" is not in the organization "${organization.name}"`);
  const s = see(book, organization, tallies, request, person, at);
  if (s.lines.some(({ line, truth }) => !line.admits && truth.value !== false)) return [];
  const amount = amountIn(s, 'worst');
  const own = ableIn(s, person, 'worst', amount);
  const others = book.types.has(request.type) ? othersAble(s, 'worst', amount) : [];
  return candidates(s, [...(own ? [own] : []), ...others]);
}

type Decided = { decision: Decision; situation: Situation };

function decideAt(book: Book, organization: Organization, tallies: Tallies, request: Request, asker: Person, at: Instant, withAlternatives: boolean): Decided {
  const s = see(book, organization, tallies, request, asker, at);
  const best = readRules(s, 'best');
  const worst = readRules(s, 'worst');
  const base = baseOf(s);
  const finish = (decision: Decision, instead: readonly string[] = []): Decided => {
    const decideOther = (other: Request): Decision => decideAt(book, organization, tallies, other, asker, at, false).decision;
    const alternatives = withAlternatives && decision.verdict !== 'grant' ? alternativesOf(s, instead, decideOther) : [];
    const change = decision.verdict === 'grant' ? undefined : nearestChange(s);
    return { situation: s, decision: { ...decision, alternatives, ...(change && { nearest_change: change }), assumed: [...s.assumed.values()] } };
  };

  const called = transferOf(s);
  if (called) {
    if (worst.level !== 'grant') return finish({ ...base, verdict: 'handoff', mode: 'transfer', rule: called.rule, ...whoOf(called.people) });
    const granted = granting(s, base, worst);
    return finish({ ...granted, obligations: [{ name: 'transfer', when: 'before', people: called.people.slice(0, FIRST) }, ...granted.obligations] });
  }
  if (best.level !== worst.level) return undetermined(s, base, best, worst, finish);
  switch (worst.level) {
    case 'grant':
    case 'consult':
      return finish(granting(s, base, worst));
    case 'handoff':
      return finish(handing(s, base, worst), s.type?.otherwise ? insteadOf([s.type.otherwise]) : []);
    case 'gap':
      return finish(gapping(s, base, worst.gap), s.type?.otherwise ? insteadOf([s.type.otherwise]) : []);
    default:
      return declining(s, base, best, finish);
  }
}

type Finish = (decision: Decision, instead?: readonly string[]) => Decided;

/** What every decision carries, whatever the verdict. */
function baseOf(s: Situation): Decision {
  const type = s.type?.amount?.type;
  const room = type ? headroomOf(s, s.asker, 'worst') : 0;
  const blocked = s.lines.some(({ line, truth }) => !line.admits && truth.value !== false && line.name !== 'never above');
  const key = standingKey(s);
  return {
    verdict: 'ask', rule: null, type: s.request.type, asker: s.asker.id, at: formatInstant(s.at),
    ...(type && s.asked.kind === 'known' && { amount: formatAmount(type, s.asked.units) }),
    ...(type && { unit: type.kind === 'money' ? type.currency : type.kind }),
    reasons: reasonsOf(s), deciding: decidingOf(s), assumed: [], missing: [],
    headroom: !type ? null : blocked ? formatAmount(type, 0) : room === Infinity ? 'unlimited' : formatAmount(type, room),
    who: [], who_total: 0, obligations: [], alternatives: [], ignored: [...s.request.ignored],
    standing_key: key, valid_until: null,
    book: { name: s.book.name, hash: s.book.hash, in_force: s.inForce, time_zone_data: s.book.zone.version },
  };
}

const whoOf = (people: readonly Candidate[]): Pick<Decision, 'who' | 'who_total'> => ({ who: people.slice(0, FIRST), who_total: people.length });

/** L2 step 0: whom a signal, or the wish for a person, takes the case to; undefined: nobody, or the asker is one of them. */
function transferOf(s: Situation): { rule: string; people: Candidate[] } | undefined {
  const raised = [...s.book.signals.keys(), ...s.request.signals].filter((name, i, all) => s.request.signals.includes(name) && all.indexOf(name) === i);
  const calls = [
    ...raised.map((name) => ({ rule: `signals/${name}`, who: s.book.signals.get(name) })),
    ...(s.request.asksForAPerson ? [{ rule: 'asks for a person', who: s.book.asksForAPerson }] : []),
  ];
  const open = calls.filter(({ who }) => !who || s.asker.kind !== 'person' || !fits(who, s.asker, s.book));
  const [first] = open;
  if (!first) return undefined;
  const named = open.flatMap(({ rule, who }) => nearestFirst(s, who ? humansMeantBy(s, who) : []).map((person) => candidate(s, person, rule)));
  const people = named.filter((one, i) => named.findIndex((other) => other.id === one.id) === i);
  if (people.length > 0) return { rule: first.rule, people };
  const residual = residualPeople(s);
  const humans = residual.filter((person) => person.kind === 'person');
  return { rule: first.rule, people: (humans.length > 0 ? humans : residual).map((person) => candidate(s, person, first.rule)) };
}

/** The request as its type, or as a favor where that grants an undeclared one. */
function see(book: Book, organization: Organization, tallies: Tallies, request: Request, asker: Person, at: Instant): Situation {
  const plain = look(book, organization, tallies, request, asker, at);
  return plain.type ? plain : (byFavor(plain) ?? plain);
}

/** An undeclared type is decided on the favor allowance, where that grants it on what is said (L8). */
function byFavor(s: Situation): Situation | undefined {
  if (!s.book.types.has('favor')) return undefined;
  const favor = look(s.book, s.organization, s.tallies, s.request, s.asker, s.at, 'favor');
  return favor.asked.kind !== 'all that fits' && readRules(favor, 'worst').level === 'grant' && readRules(favor, 'best').level === 'grant' ? favor : undefined;
}

/** Grant, or consult first. */
function granting(s: Situation, base: Decision, outcome: Extract<Outcome, { level: 'grant' | 'consult' }>): Decision {
  const { own, consults } = outcome;
  const decision: Decision = { ...base, ...carriedBy(s, own), verdict: outcome.level, rule: own.fit.grant.id };
  if (s.asked.kind === 'all that fits' && s.type?.amount && own.room !== Infinity) decision.amount = formatAmount(s.type.amount.type, own.room);
  const [consult] = consults;
  if (!consult) return decision;
  const asked = consultPeople(s, consult);
  const people = asked.length > 0 ? nearestFirst(s, asked) : residualPeople(s);
  const found = people.map((person) => candidate(s, person, consult.id));
  return {
    ...decision, ...whoOf(found), rule: consult.id,
    consult: { rule: consult.id, people: found.slice(0, FIRST), silence: consult.silence, ...(consult.withinMs !== undefined && { within_minutes: consult.withinMs / MINUTE }) },
  };
}

/** Usual amount, obligations and delegation of the grant that a yes would use. */
function carriedBy(s: Situation, able: Able): Pick<Decision, 'obligations'> & Partial<Decision> {
  const { grant, authority } = able.fit;
  const type = s.type?.amount?.type;
  return {
    ...(grant.usual !== undefined && type && { usual: formatAmount(type, grant.usual) }),
    ...(authority.holder.id !== authority.acting.id && { who: [candidate(s, authority.acting, grant.id, authority.holder)], who_total: 1 }),
    obligations: grant.ensure.flatMap((name) => {
      const obligation = s.book.obligations.get(name);
      if (!obligation) return [];
      const shown = obligation.shownBy === undefined ? undefined : s.fact(obligation.shownBy) === true;
      return [{ name, when: obligation.when, ...(shown !== undefined && { done: shown }), ...(obligation.tellUnit !== undefined && { tell_unit: obligation.tellUnit }) }];
    }),
  };
}

function handing(s: Situation, base: Decision, outcome: Extract<Outcome, { level: 'handoff' }>): Decision {
  const { own, mode } = outcome;
  if (!own) {
    const found = candidates(s, outcome.able);
    const first = outcome.able.find((one) => one.person.id === found[0]?.id);
    return { ...base, ...(first && carriedBy(s, first)), verdict: 'handoff', mode, rule: found[0]?.rule ?? null, ...whoOf(found) };
  }
  const agree = agreementOf(s, own);
  return { ...base, ...carriedBy(s, own), verdict: 'handoff', mode, rule: own.fit.grant.id, agree, ...whoOf(agree.people) };
}

/** The units that still have to say yes, and who can for each. */
function agreementOf(s: Situation, own: Able): Agreement {
  const { grant, authority } = own.fit;
  const also = grant.also ?? { count: 0, units: [] };
  const agreed = [...agreedUnits(s, also, authority).keys()];
  const units = also.units.filter((unit) => !agreed.includes(unit));
  const speakers = nearestFirst(s, [...new Set(units.flatMap((unit) => speakersOf(s, unit, authority)))]);
  return { units, count: also.count, agreed, people: speakers.map((person) => candidate(s, person, grant.id)) };
}

function gapping(s: Situation, base: Decision, gap: NonNullable<Decision['gap']>): Decision {
  const people = residualPeople(s).map((person) => candidate(s, person, 'residual authority'));
  return { ...base, verdict: 'handoff', mode: handoffMode(s), rule: 'residual authority', gap, ...whoOf(people) };
}

/** A decline is explained from the best reading: what holds even there. */
function declining(s: Situation, base: Decision, outcome: Outcome, finish: Finish): Decided {
  const lines = 'lines' in outcome ? outcome.lines : [];
  const rule = lines[0]?.id ?? null;
  if (outcome.level === 'special') return finish({ ...base, verdict: 'handoff', mode: handoffMode(s), rule, ...specialCare(s, lines) }, insteadOf(lines));
  const settled = lines.find((line) => line.settled)?.settled;
  const certain = lines.some((line) => line.kind === 'illegal' || line.kind === 'unachievable');
  const atOnce = settled !== undefined || certain;
  const management = s.special && lines.some((line) => line.kind === 'illegal') ? specialPeople(s) : [];
  return finish({
    ...base, verdict: 'decline', rule,
    obligations: management.length > 0 ? [{ name: 'tell management', when: 'after', people: management.slice(0, FIRST) }] : [],
    decline: {
      lines: lines.map((line) => line.id), at_once: atOnce,
      ...(settled && { settled: { by: settled.by, on: formatInstant(settled.on * 86_400_000).slice(0, 10) } }),
      agreement: atOnce ? [] : agreeingToDecline(s),
    },
  }, insteadOf(lines));
}

/** A decline that is not sure needs the asker's manager, or somebody with more authority (R23). */
function agreeingToDecline(s: Situation): Candidate[] {
  const own = rank(s.book, s.asker);
  const people = free(s).filter((person) => person.id === s.asker.manager || rank(s.book, person) > own);
  return (people.length > 0 ? nearestFirst(s, people) : residualPeople(s)).slice(0, FIRST).map((person) => candidate(s, person, 'agreement to a decline'));
}

/** The account owner and management, asked in parallel with a question to the client (L30). */
function specialPeople(s: Situation): Candidate[] {
  const owner = s.request.special?.owner;
  const role = s.book.specialClients?.accountOwner;
  const owners = free(s).filter((person) => (owner === undefined ? role !== undefined && person.roles.includes(role) : person.id === owner));
  const from = s.book.management === undefined ? Infinity : s.book.grades.indexOf(s.book.management);
  const management = free(s).filter((person) => rank(s.book, person) >= from);
  const rest = nearestFirst(s, management).filter((person) => !owners.includes(person));
  const people = [...nearestFirst(s, owners), ...rest];
  return (people.length > 0 ? people : residualPeople(s)).map((person) => candidate(s, person, 'special clients'));
}

function specialCare(s: Situation, lines: readonly Line[]): Partial<Decision> {
  const care = s.book.specialClients;
  return {
    ...whoOf(specialPeople(s)),
    special_client: { silence: care?.silence ?? 'hold', ask_client: true, ...(care?.answerWithinMs !== undefined && { deadline_minutes: care.answerWithinMs / MINUTE }) },
    decline: { lines: lines.map((line) => line.id), at_once: false, agreement: [] },
  };
}

/** The readings differ: ask; when nothing can be asked, consult; nobody to consult: a gap (L15). */
function undetermined(s: Situation, base: Decision, best: Outcome, worst: Outcome, finish: Finish): Decided {
  const missing = missingFacts(s, best);
  if (missing.length > 0) return finish({ ...base, verdict: 'ask', missing }, 'lines' in worst ? insteadOf(worst.lines) : []);
  const able = candidates(s, othersAble(s, 'best', amountIn(s, 'best')));
  if (able.length === 0) return finish(gapping(s, base, s.type ? 'no rule' : 'unknown type'));
  const facts = unsureFacts(s);
  return finish({ ...base, verdict: 'consult', rule: able[0]?.rule ?? null, ...whoOf(able), consult: { rule: able[0]?.rule ?? '', people: able.slice(0, FIRST), facts } });
}

/** Equal for the same no: customer, subject, type, book and what each deciding comparison came to (L33). */
function standingKey(s: Situation): string | null {
  if (s.request.customer === undefined) return null;
  const truths = Object.fromEntries(decidingOf(s).map(({ comparison, value }) => [comparison, value]));
  return sha256(canonical({ customer: s.request.customer, subject: s.request.subject ?? null, type: s.request.type, book: s.book.hash, deciding: truths })).slice(0, 32);
}

const MOST_INSTANTS = 8;

/** The first instant at which a date or window that was read would change the answer. */
function validUntil(s: Situation, decision: Decision): string | null {
  const same = fingerprint(decision);
  let instants = [...s.changes];
  let from = s.at;
  for (let i = 0; i < MOST_INSTANTS; i++) {
    const next = Math.min(...instants.filter((instant) => instant > from));
    if (next === Infinity) return null;
    const later = decideAt(s.book, s.organization, s.tallies, s.request, s.asker, next, false);
    if (i === MOST_INSTANTS - 1 || fingerprint(later.decision) !== same) return formatInstant(next);
    from = next;
    instants = [...later.situation.changes];
  }
  return null;
}

const fingerprint = (d: Decision): string =>
  JSON.stringify([d.verdict, d.mode, d.rule, d.gap, d.amount, d.headroom, d.missing, d.who.map((one) => [one.id, one.rule]), d.who_total]);
