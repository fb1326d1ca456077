/** What a request comes to: the verdict with all that somebody needs to act on it, explanations apart. */
import type { Line } from '../book/book.ts';
import { fits } from '../organization/people.ts';
import { formatDay, MINUTE } from '../words/time.ts';
import { missingFacts, unsureFacts } from './ask.ts';
import { ableIn, amountIn, type Able } from './able.ts';
import type { Agreement, Candidate, Decision } from './decision.ts';
import { free, rank } from './eligible.ts';
import {
  candidate,
  candidates,
  decidesTheRest,
  humansMeantBy,
  nearestFirst,
  residualPeople,
} from './people.ts';
import { consultPeople, gapOf, handoffMode, othersAble, readRules, type Outcome } from './reading.ts';
import { formatAmount, type Situation } from './situation.ts';
import { agreementOf, openUnits } from './units.ts';

/** How many people an answer names. */
export const FIRST = 5;

type Always = 'verdict' | 'rule' | 'missing' | 'who' | 'who_total' | 'obligations';
type Sometimes =
  | 'mode'
  | 'gap'
  | 'amount'
  | 'usual'
  | 'agree'
  | 'also'
  | 'consult'
  | 'decline'
  | 'special_client';
export type Settled = Pick<Decision, Always> & Partial<Pick<Decision, Sometimes>>;

/** The verdict, and the names of the alternatives that the rules behind it offer. */
export type Settlement = {
  settled: Settled;
  instead: readonly string[];
  /** What both readings come to, where the answer follows from that: another one is another answer. */
  level?: Outcome['level'];
};

/** Reads the rules twice (L3) and says what follows. */
export function settle(s: Situation): Settlement {
  const worst = readRules(s, 'worst');
  // Nothing is better than a grant: then the best reading is one as well.
  const best = worst.level === 'grant' ? worst : readRules(s, 'best');
  const called = transferOf(s);
  if (called) return { settled: transferring(s, called, worst), instead: [] };
  if (best.level !== worst.level) return undetermined(s, best, worst);
  const otherwise = s.type?.otherwise?.instead ?? [];
  switch (worst.level) {
    case 'grant':
    case 'consult':
      return { settled: granting(s, worst), instead: [], level: worst.level };
    case 'handoff':
      return { settled: handing(s, worst), instead: otherwise, level: worst.level };
    case 'gap':
      return { settled: gapping(s), instead: otherwise, level: worst.level };
    default: {
      // A decline is explained from the best reading: what holds even there.
      const lines = 'lines' in best ? best.lines : worst.lines;
      return {
        settled: best.level === 'special' ? caring(s, lines) : declining(s, lines),
        instead: insteadOf(lines),
      };
    }
  }
}

/** What every answer carries. */
function plain(s: Situation, verdict: Decision['verdict'], rule: string | null): Settled {
  const amount =
    s.amount && s.asked.kind === 'known' ? { amount: formatAmount(s.amount.type, s.asked.units) } : {};
  return { verdict, rule, ...amount, missing: [], who: [], who_total: 0, obligations: [] };
}

/** All of them; what `decide` shows is cut to the first. */
const whoOf = (people: readonly Candidate[]): Pick<Decision, 'who' | 'who_total'> => ({
  who: [...people],
  who_total: people.length,
});
const insteadOf = (lines: readonly Line[]): string[] => lines.flatMap((line) => line.instead);

type Called = { rule: string; people: Candidate[] };

/** L2 step 0: whom a signal, or the wish for a person, takes the case to; undefined: nobody, or the asker is one of them. */
function transferOf(s: Situation): Called | undefined {
  const raised = [...new Set([...s.book.signals.keys(), ...s.request.signals])].filter((name) =>
    s.request.signals.includes(name),
  );
  const calls = [
    ...raised.map((name) => ({ rule: `signals/${name}`, who: s.book.signals.get(name) })),
    ...(s.request.asksForAPerson ? [{ rule: 'asks for a person', who: s.book.asksForAPerson }] : []),
  ];
  const open = calls.filter(({ who }) => !who || s.asker.kind !== 'person' || !fits(who, s.asker, s.book));
  const [first] = open;
  if (!first) return undefined;
  const named = open.flatMap(({ rule, who }) =>
    nearestFirst(s, who ? humansMeantBy(s, who) : []).map((person) => candidate(s, person, rule)),
  );
  const people = named.filter((one, i) => named.findIndex((other) => other.id === one.id) === i);
  if (people.length > 0) return { rule: first.rule, people };
  const residual = residualPeople(s);
  const humans = residual.filter((person) => person.kind === 'person');
  return {
    rule: first.rule,
    people: (humans.length > 0 ? humans : residual).map((person) => candidate(s, person, first.rule)),
  };
}

/** A signal never waits for a fact; what the asker may grant on what is known stays granted. */
function transferring(s: Situation, called: Called, worst: Outcome): Settled {
  if (worst.level !== 'grant')
    return { ...plain(s, 'handoff', called.rule), mode: 'transfer', ...whoOf(called.people) };
  const granted = granting(s, worst);
  return {
    ...granted,
    obligations: [
      { name: 'transfer', when: 'before', people: called.people.slice(0, FIRST) },
      ...granted.obligations,
    ],
  };
}

/** Grant, or consult first. */
function granting(
  s: Situation,
  { level, own, consults }: Extract<Outcome, { level: 'grant' | 'consult' }>,
): Settled {
  const decision: Settled = { ...plain(s, level, own.fit.grant.id), ...carriedBy(s, own) };
  if (s.asked.kind === 'all that fits' && s.amount && own.room !== Infinity)
    decision.amount = formatAmount(s.amount.type, own.room);
  const [consult] = consults;
  if (!consult) return decision;
  const asked = consultPeople(s, consult);
  const people = asked.length > 0 ? nearestFirst(s, asked) : residualPeople(s);
  const found = people.map((person) => candidate(s, person, consult.id));
  return {
    ...decision,
    ...whoOf(found),
    rule: consult.id,
    consult: {
      rule: consult.id,
      people: found.slice(0, FIRST),
      silence: consult.silence,
      ...(consult.withinMs !== undefined && { within_minutes: consult.withinMs / MINUTE }),
    },
  };
}

/** Usual amount, obligations and delegation of the grant that a yes would use. */
function carriedBy(s: Situation, able: Able): Pick<Settled, 'obligations'> & Partial<Settled> {
  const { grant, authority } = able.fit;
  return {
    ...(grant.usual !== undefined && s.amount && { usual: formatAmount(s.amount.type, grant.usual) }),
    ...(authority.holder.id !== authority.acting.id && {
      who: [candidate(s, authority.acting, grant.id, authority.holder)],
      who_total: 1,
    }),
    obligations: grant.ensure.flatMap((name) => {
      const obligation = s.book.obligations.get(name);
      if (!obligation) return [];
      const shown = obligation.shownBy === undefined ? undefined : s.fact(obligation.shownBy) === true;
      return [
        {
          name,
          when: obligation.when,
          ...(shown !== undefined && { done: shown }),
          ...(obligation.tellUnit !== undefined && { tell_unit: obligation.tellUnit }),
        },
      ];
    }),
  };
}

function handing(s: Situation, { own, able: others, mode }: Extract<Outcome, { level: 'handoff' }>): Settled {
  if (!own) {
    const able = others();
    const found = candidates(s, able);
    const first = able.find((one) => one.person.id === found[0]?.id);
    return {
      ...plain(s, 'handoff', found[0]?.rule ?? null),
      ...(first && carriedBy(s, first)),
      ...(first && alsoOf(s, first)),
      mode,
      ...whoOf(found),
    };
  }
  const agree = agreementIn(s, own);
  return {
    ...plain(s, 'handoff', own.fit.grant.id),
    ...carriedBy(s, own),
    mode,
    agree,
    ...whoOf(agree.people),
  };
}

/** The units that have to agree once whoever is asked first has said yes. */
function alsoOf(s: Situation, able: Able): Partial<Settled> {
  const { grant, authority } = able.fit;
  const open = openUnits(s, grant, authority);
  return open > 0 ? { also: { units: agreementIn(s, able).units, count: open } } : {};
}

/** What the grant that somebody's yes would use waits for. */
function agreementIn(s: Situation, { fit: { grant, authority } }: Able): Agreement {
  const also = grant.also ?? { count: 0, units: [] };
  const { agreed, units, people } = agreementOf(s, also, authority);
  const found = nearestFirst(s, people).map((person) => candidate(s, person, grant.id));
  return { units, count: also.count, agreed, people: found };
}

/**
 * The units that the asker's yes waits for. Unknown facts count against it, as they do where somebody is found able: a yes
 * that some completion of them would let through is none yet.
 */
export function unitsFor(s: Situation): Agreement | undefined {
  const own = ableIn(s, s.asker, 'worst', amountIn(s, 'worst'));
  return own && openUnits(s, own.fit.grant, own.fit.authority) > 0 ? agreementIn(s, own) : undefined;
}

function gapping(s: Situation): Settled {
  const others = residualPeople(s).filter((person) => person.id !== s.asker.id);
  const deciders = decidesTheRest(s) || others.length === 0 ? [s.asker, ...others] : others;
  const people = deciders.map((person) => candidate(s, person, 'residual authority'));
  return {
    ...plain(s, 'handoff', 'residual authority'),
    mode: handoffMode(s),
    gap: gapOf(s),
    ...whoOf(people),
  };
}

function declining(s: Situation, lines: readonly Line[]): Settled {
  const settled = lines.find((line) => line.settled)?.settled;
  const illegal = lines.some((line) => line.kind === 'illegal');
  const atOnce = settled !== undefined || illegal || lines.some((line) => line.kind === 'unachievable');
  const management = s.special && illegal ? specialPeople(s) : [];
  return {
    ...plain(s, 'decline', lines[0]?.id ?? null),
    obligations:
      management.length > 0
        ? [{ name: 'tell management', when: 'after', people: management.slice(0, FIRST) }]
        : [],
    decline: {
      lines: lines.map((line) => line.id),
      at_once: atOnce,
      ...(settled && { settled: { by: settled.by, on: formatDay(settled.on) } }),
      agreement: atOnce ? [] : agreeingToDecline(s),
    },
  };
}

/** A decline that is not sure needs the asker's manager, or somebody with more authority (R23). */
function agreeingToDecline(s: Situation): Candidate[] {
  const own = rank(s.book, s.asker);
  const people = free(s).filter((person) => person.id === s.asker.manager || rank(s.book, person) > own);
  return (people.length > 0 ? nearestFirst(s, people) : residualPeople(s)).map((person) =>
    candidate(s, person, 'agreement to a decline'),
  );
}

/** The account owner and management, asked in parallel with a question to the client (L30). */
function specialPeople(s: Situation): Candidate[] {
  const owner = s.request.special?.owner;
  const role = s.book.specialClients?.accountOwner;
  const owners = free(s).filter((person) =>
    owner === undefined ? role !== undefined && person.roles.includes(role) : person.id === owner,
  );
  const from = s.book.management === undefined ? Infinity : s.book.grades.indexOf(s.book.management);
  const management = free(s).filter((person) => rank(s.book, person) >= from && !owners.includes(person));
  const people = [...nearestFirst(s, owners), ...nearestFirst(s, management)];
  return (people.length > 0 ? people : residualPeople(s)).map((person) =>
    candidate(s, person, 'special clients'),
  );
}

/** A decline that a special client does not get from staff. */
function caring(s: Situation, lines: readonly Line[]): Settled {
  const care = s.book.specialClients;
  return {
    ...plain(s, 'handoff', lines[0]?.id ?? null),
    mode: handoffMode(s),
    ...whoOf(specialPeople(s)),
    special_client: {
      silence: care?.silence ?? 'hold',
      ask_client: true,
      ...(care?.answerWithinMs !== undefined && { deadline_minutes: care.answerWithinMs / MINUTE }),
    },
    decline: { lines: lines.map((line) => line.id), at_once: false, agreement: [] },
  };
}

/** The readings differ: ask; when nothing can be asked, consult; nobody to consult: a gap (L15). */
function undetermined(s: Situation, best: Outcome, worst: Outcome): Settlement {
  const missing = missingFacts(s, best);
  if (missing.length > 0)
    return {
      settled: { ...plain(s, 'ask', null), missing },
      instead: 'lines' in worst ? insteadOf(worst.lines) : [],
    };
  const able = s.type ? candidates(s, othersAble(s, 'best', amountIn(s, 'best'))) : [];
  const [first] = able;
  if (!first) return { settled: gapping(s), instead: s.type?.otherwise?.instead ?? [] };
  const consult = { rule: first.rule, people: able.slice(0, FIRST), facts: unsureFacts(s) };
  return { settled: { ...plain(s, 'consult', first.rule), ...whoOf(able), consult }, instead: [] };
}
