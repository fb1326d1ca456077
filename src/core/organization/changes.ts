/**
 * What people change about themselves several times a day, laid over the text that is put in twice a year: who is here,
 * who is away, who acts for whom. Whoever decides or routes sees one organization, and need not know of the two.
 */
import { canonical, sha256 } from '../words/hash.ts';
import type { Instant } from '../words/time.ts';
import type { Delegation, Organization, Person, Span } from './organization.ts';

/** How somebody says where they are. */
export const PRESENCES = ['here', 'away', 'off duty'] as const;
export type PresenceState = (typeof PRESENCES)[number];

/** Why somebody is away, where they want to say. Never anything about their health. */
export const ABSENCE_REASONS = ['vacation', 'training', 'business trip', 'parental leave', 'other'] as const;
export type AbsenceReason = (typeof ABSENCE_REASONS)[number];

type Change<Kind extends string> = { kind: Kind; id: string; person: string };

export type Presence = Change<'presence'> & { state: PresenceState } & Span;
export type NotedAbsence = Change<'absence'> & Span & { reason?: AbsenceReason };
export type GivenDelegation = Change<'delegation'> & Span & Omit<Delegation, 'span'>;
/** Somebody whom the people no longer name, and who was their manager: it is who takes their work over. */
export type Left = Change<'left'> & { manager: string };

/** A change that holds: of what was replaced or withdrawn nothing is left. */
export type PeopleChange = Presence | NotedAbsence | GivenDelegation | Left;

/**
 * An organization as its people have changed it, in the order of the record. What is about somebody who is not there,
 * or gives authority to somebody who is not there, changes nothing.
 */
export function withChanges(organization: Organization, changes: readonly PeopleChange[]): Organization {
  if (changes.length === 0) return organization;
  const people = new Map(organization.people);
  const left = new Map<string, string>();
  const byPerson = Map.groupBy(changes, ({ person }) => person);
  for (const [id, own] of byPerson) {
    const person = people.get(id);
    if (person) people.set(id, changed(person, own, organization));
    else for (const one of own) if (one.kind === 'left') left.set(id, one.manager);
  }
  const hash = sha256(canonical([organization.hash, changes])).slice(0, 16);
  return { ...organization, people, left, hash };
}

function changed(person: Person, own: readonly PeopleChange[], { people }: Organization): Person {
  const said = own.findLast((one) => one.kind === 'presence');
  const here = said?.state === 'here' ? spanOf(said) : undefined;
  const away = own.flatMap((one) =>
    one.kind === 'absence' || (one === said && said.state !== 'here') ? [spanOf(one)] : [],
  );
  const absences = [...person.absences, ...away];
  return {
    ...person,
    absences: here ? absences.flatMap((absence) => without(absence, here)) : absences,
    delegations: [
      ...person.delegations,
      ...own.flatMap((one) => (one.kind === 'delegation' && people.has(one.to) ? [delegationOf(one)] : [])),
    ],
    ...(here && { here }),
  };
}

const spanOf = ({ from, until }: Span): Span => ({ from, until });

export const delegationOf = ({ to, upTo, functions, from, until }: GivenDelegation): Delegation => ({
  to,
  ...(upTo && { upTo }),
  ...(functions && { functions }),
  span: { from, until },
});

/** What is left of a span when another is taken out. */
const without = (span: Span, { from, until }: Span): Span[] =>
  [
    { from: span.from, until: Math.min(span.until, from) },
    { from: Math.max(span.from, until), until: span.until },
  ].filter((part) => part.from < part.until);

/** Whether a change can still matter at an instant. */
export const mattersAt = (change: PeopleChange, at: Instant): boolean =>
  change.kind === 'left' || change.until > at;
