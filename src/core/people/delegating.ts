/** A delegation that somebody gives: held against the book and against the others, as those of the people's text are. */
import { isFault, readMoney } from '../book/phrases.ts';
import type { Source } from '../book/yaml.ts';
import { withChanges, type GivenDelegation } from '../organization/changes.ts';
import { checkDelegation } from '../organization/check-delegations.ts';
import { delegationCircles } from '../organization/circles.ts';
import type { Organization, Person, Span } from '../organization/organization.ts';
import { employedAt, gradeIn } from '../organization/people.ts';
import { reportOn } from '../organization/report.ts';
import type { Problem } from '../words/problem.ts';
import { type ChangingPeople } from './given.ts';
import { refused, type Refusal } from '../cases/refusal.ts';

/** As it is wanted. */
type Wanted = { to: string; up_to?: string; functions?: readonly string[] } & Span;

/** The delegation, when the book lets these two, this much and this long. */
export function newDelegation(
  given: ChangingPeople,
  person: Person,
  { to, up_to: cap, functions, from, until }: Wanted,
): GivenDelegation | { refused: Refusal } {
  const fault = parties(given, person, to, until);
  if (fault) return fault;
  const money = cap === undefined ? undefined : readMoney(cap);
  if (isFault(money)) return refused('wrong-money', 'up_to', money.fault, money.mend);
  if (money && money.minor <= 0)
    return refused(
      'wrong-money',
      'up_to',
      'A delegation up to nothing gives nothing.',
      'Name an amount above zero.',
    );
  const wanted: GivenDelegation = {
    kind: 'delegation',
    id: given.id,
    person: person.id,
    to,
    ...(money && { upTo: money }),
    ...(functions && { functions: [...new Set(functions)] }),
    from,
    until,
  };
  return held(given, person, wanted) ?? wanted;
}

/** Who gives it to whom; undefined: they may. */
function parties(
  { organization, by, book, at }: ChangingPeople,
  person: Person,
  to: string,
  until: number,
): { refused: Refusal } | undefined {
  const delegate = organization.people.get(to);
  if (!delegate || !employedAt(delegate, at) || (delegate.employed.until ?? Infinity) < until)
    return refused(
      'unknown-delegate',
      'to',
      `Nobody with the id "${to}" works here for so long.`,
      'Name somebody who does: sayso people list.',
    );
  if (to === person.id)
    return refused('delegation-to-oneself', 'to', 'Nobody acts for themself.', 'Name somebody else.');
  if (by === person.id) return undefined;
  const acting = organization.people.get(by);
  if (to === by || !acting || gradeIn(acting, 'any', book) < gradeIn(person, 'any', book))
    return refused(
      'not-yours',
      'person',
      'A manager gives no authority to themself, and none that is beyond their own grade.',
      `Let ${person.name} do it, or a manager with at least their grade, for somebody else.`,
    );
  return undefined;
}

/** What the book, or another delegation, has against it; undefined: nothing. */
function held(
  { book, organization }: ChangingPeople,
  person: Person,
  wanted: GivenDelegation,
): { refused: Refusal } | undefined {
  const then = withChanges(organization, [wanted]);
  const giver = then.people.get(person.id) ?? person;
  const report = reportOn(NO_TEXT);
  checkDelegation({ book, organization: then, report }, giver, giver.delegations.length - 1);
  const [problem] = report.problems();
  if (problem) return refused(problem.code, problem.words, problem.message, problem.mend);
  return circleOf(then, person.id);
}

function circleOf({ people }: Organization, giver: string): { refused: Refusal } | undefined {
  const circles = delegationCircles(new Map([...people].map(([id, { delegations }]) => [id, delegations])));
  const circle = circles?.find(({ ids }) => ids.includes(giver));
  if (circles && !circle) return undefined;
  const who = circle ? `: ${[...circle.ids, circle.ids[0]].join(' → ')}` : '';
  return refused(
    'delegation-circle',
    'to',
    `These people would act for each other in a circle at the same time${who}.`,
    'Delegate to somebody outside the circle, or at another time.',
  );
}

/** Findings are about what was sent: `words` holds the name of the key. */
const NO_TEXT: Source = {
  file: '',
  data: undefined,
  problems: [],
  problem: (path, _at, problem): Problem => ({
    line: 0,
    column: 0,
    ...problem,
    file: '',
    words: keyOf(path[4]),
  }),
};

const keyOf = (key: string | number | undefined): string =>
  key === 'up to' ? 'up_to' : key === 'for' ? 'functions' : String(key ?? 'person');
