/** What comes of it when other people come into force: who comes, leaves and changes, and what becomes of their work. */
import type { Book, Grant, Who } from '../book/book.ts';
import { successorOf } from '../cases/succession.ts';
import { withChanges, type Left, type PeopleChange } from '../organization/changes.ts';
import type { Organization } from '../organization/organization.ts';
import { employedAt, fits } from '../organization/people.ts';
import { wallTime, type Instant } from '../words/time.ts';
import { differenceInWords, differencesOf, type Difference } from './differences.ts';
import type { Turns } from './given.ts';

/** What is handed on of somebody who leaves. */
export type HandedOn = {
  from: string;
  /** Who takes the open cases over; null: nobody works here who could. */
  to: string | null;
  /** When: the people come into force, or the employment ends. */
  at: Instant;
  cases: number;
  /** Questions that wait for their answer, and go to the next who can answer. */
  questions: number;
};

export type PeoplePreview = {
  differences: readonly Difference[];
  handedOn: readonly HandedOn[];
  /** Ids of grants that somebody could say yes by, and nobody any more. */
  unheld: readonly string[];
  /** All of it, a sentence each. */
  words: readonly string[];
};

/** Old people, new ones, and when these come into force. */
export type Replacing = {
  book: Book;
  /** In force by then; undefined: nobody was. */
  before: Organization | undefined;
  after: Organization;
  since: Instant;
  /** What people changed about themselves, which goes on. */
  changes: readonly PeopleChange[];
};

/** Whoever the new people name no more: who was their manager, so that it is known who takes their work over. */
export const leftOf = ({ before, after }: Pick<Replacing, 'before' | 'after'>): Omit<Left, 'id'>[] =>
  [...(before?.people.values() ?? [])].flatMap(({ id, manager }) =>
    after.people.has(id) || manager === undefined ? [] : [{ kind: 'left' as const, person: id, manager }],
  );

/** Everybody who leaves by what the new people say, and when. */
function leavingOf({ before, after, since }: Omit<Replacing, 'book' | 'changes'>): Map<string, Instant> {
  const found = new Map<string, Instant>();
  for (const id of new Set([...(before?.people.keys() ?? []), ...after.people.keys()])) {
    const person = after.people.get(id);
    const until = person ? person.employed.until : since;
    if (until !== undefined) found.set(id, Math.max(since, until));
  }
  return found;
}

/** The conversations that get a turn when somebody leaves, and then: what is theirs is handed on. */
export function turnsOfLeaving(replacing: Omit<Replacing, 'book' | 'changes'>): Turns[] {
  const byTime = Map.groupBy(leavingOf(replacing), ([, at]) => at);
  return [...byTime].map(([due, people]) => ({ due, people: people.map(([id]) => id), holds: true }));
}

/** Those who leave because of the new people: the others were known to leave before. */
export function newlyLeaving(replacing: Omit<Replacing, 'book' | 'changes'>): [string, Instant][] {
  const { before, since } = replacing;
  return [...leavingOf(replacing)].filter(([id, at]) => {
    const until = before?.people.get(id)?.employed.until;
    return before?.people.has(id) === true && (until === undefined || (until > since && until !== at));
  });
}

/** @param work how many open cases each of those who leave holds, and how many questions wait for them, now */
export function previewOf(
  replacing: Replacing,
  work: ReadonlyMap<string, { holds: number; asked: number }>,
): PeoplePreview {
  const { book, before, after, changes } = replacing;
  const left = leftOf(replacing).map((one) => ({ ...one, id: one.person }));
  const organization = withChanges(after, [...changes, ...left]);
  const handedOn = newlyLeaving(replacing).flatMap(([id, at]): HandedOn[] => {
    const { holds = 0, asked = 0 } = work.get(id) ?? {};
    if (holds + asked === 0) return [];
    const to = holds === 0 ? null : (successorOf(id, { book, organization, at }) ?? null);
    return [{ from: id, to, at, cases: holds, questions: asked }];
  });
  const differences = differencesOf(before, after);
  const unheld = unheldOf(replacing);
  const said = { ...replacing, differences, handedOn, unheld };
  return { differences, handedOn, unheld, words: wordsOf(said) };
}

const whoOf = ({ role, person, from, function: within }: Grant): Who =>
  role !== undefined
    ? { role }
    : person !== undefined
      ? { person }
      : { ...(from !== undefined && { from }), function: within };

function unheldOf({ book, before, after, since }: Replacing): string[] {
  if (!before) return [];
  const isHeld = (grant: Grant, { people }: Organization): boolean =>
    [...people.values()].some((person) => employedAt(person, since) && fits(whoOf(grant), person, book));
  return [...book.types.values()]
    .flatMap(({ grants }) => grants)
    .filter((grant) => isHeld(grant, before) && !isHeld(grant, after))
    .map(({ id }) => id);
}

function wordsOf(preview: Replacing & Omit<PeoplePreview, 'words'>): string[] {
  const { before, after, since, differences, handedOn, unheld } = preview;
  const name = (id: string): string => after.people.get(id)?.name ?? before?.people.get(id)?.name ?? id;
  const when = (at: Instant): string => (at > since ? ` at ${wallTime(after.zone, at)}` : '');
  const zone =
    before && before.zone.name !== after.zone.name
      ? [`The time zone ${before.zone.name} → ${after.zone.name}.`]
      : [];
  const words = [
    ...zone,
    ...differences.map(differenceInWords),
    ...handedOn.flatMap(({ from, to, at, cases, questions }) => [
      ...(cases === 0
        ? []
        : [
            to === null
              ? `${many(cases, 'open case')} of ${name(from)} can be handed to nobody${when(at)}.`
              : `${many(cases, 'open case')} of ${name(from)} ${cases === 1 ? 'is' : 'are'} handed to ${name(to)}${when(at)}.`,
          ]),
      ...(questions === 0
        ? []
        : [
            `${many(questions, 'question')} to ${name(from)} ${questions === 1 ? 'goes' : 'go'} to the next who can answer${when(at)}.`,
          ]),
    ]),
    ...unheld.map((grant) => `Nobody may say yes by ${grant} any more.`),
  ];
  return words.length > 0 ? words : ['Nobody comes, leaves or changes.'];
}

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
