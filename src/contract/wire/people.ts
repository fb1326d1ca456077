/** People as they go out. */
import { z } from 'zod';
import { delegationOf, type AbsenceReason, type PeopleChange } from '../../core/organization/changes.ts';
import type { Delegation, Organization, Person, Span } from '../../core/organization/organization.ts';
import { awayUntil, onDuty } from '../../core/organization/presence.ts';
import type { PeoplePreview } from '../../core/people/preview.ts';
import { nextOnDuty } from '../../core/reach/duty.ts';
import { formatMoney } from '../../core/words/money.ts';
import type { Problem } from '../../core/words/problem.ts';
import type { Instant } from '../../core/words/time.ts';
import { instantOut, whoOut, wireInstant, type WhoOut } from './common.ts';

const LISTED_PERSON = {
  id: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'ai agent']),
  manager: whoOut.optional(),
  grade: z.string().optional(),
  functions: z.array(z.strictObject({ function: z.string(), grade: z.string() })),
  roles: z.array(z.string()),
  unit: z.string().optional(),
  languages: z.array(z.string()),
  on_duty: z.boolean().meta({ description: 'They can be reached now: at work, and not away.' }),
  away_until: instantOut.optional().meta({ description: 'They are away until then.' }),
  next_on_duty: instantOut
    .optional()
    .meta({ description: 'When they are there next; left out when they are, or nobody can say.' }),
  employed_from: instantOut.optional(),
  employed_until: instantOut.optional(),
};

export const listedPersonOut = z
  .strictObject(LISTED_PERSON)
  .meta({ id: 'ListedPerson', description: 'A person or AI agent, with whether they are there now.' });
export type ListedPersonOut = z.input<typeof listedPersonOut>;

const absenceOut = z.strictObject({
  id: z
    .string()
    .nullable()
    .meta({ description: "To withdraw it by; null: it stands in the people's text.", examples: [null] }),
  from: instantOut,
  until: instantOut,
  reason: z
    .string()
    .optional()
    .meta({ description: 'For the person and their managers alone.', examples: ['vacation'] }),
});

const delegationOut = z.strictObject({
  id: z.string().nullable(),
  from: instantOut,
  until: instantOut,
  to: whoOut.optional(),
  for: whoOut.optional(),
  up_to: z.string().optional(),
  functions: z.array(z.string()).optional(),
});

export const personOut = z
  .strictObject({
    ...LISTED_PERSON,
    presence: z
      .strictObject({ state: z.enum(['here', 'away', 'off duty']), from: instantOut, until: instantOut })
      .nullable()
      .meta({ description: 'What they said last of where they are, as long as it holds.' }),
    channels: z.array(z.strictObject({ kind: z.string(), address: z.string() })),
    absences: z.array(absenceOut).meta({ description: 'Those that are not over.' }),
    delegations: z
      .array(delegationOut)
      .meta({ description: 'Authority that they gave, and that is not over.' }),
    acts_for: z.array(delegationOut).meta({ description: 'Authority that others gave them.' }),
    may_change: z
      .boolean()
      .meta({ description: 'The caller may change presence, absences and delegations of this person.' }),
  })
  .meta({ id: 'Person', description: 'A person or AI agent.' });
export type PersonOut = z.input<typeof personOut>;

const who = ({ people }: Organization, id: string): WhoOut => ({ id, name: people.get(id)?.name ?? id });

export function listedPersonWire(organization: Organization, person: Person, at: Instant): ListedPersonOut {
  const { id, name, kind, manager, grade, grades, roles, unit, languages, employed } = person;
  const away = awayUntil(person, at);
  const isThere = away === undefined && onDuty(person, at);
  const next = isThere ? undefined : nextOnDuty(person, at);
  return {
    id,
    name,
    kind: kind === 'ai' ? 'ai agent' : 'person',
    ...(manager !== undefined && { manager: who(organization, manager) }),
    ...(grade !== undefined && { grade }),
    functions: [...grades].map(([of, own]) => ({ function: of, grade: own })),
    roles: [...roles],
    ...(unit !== undefined && { unit }),
    languages: [...languages],
    on_duty: isThere,
    ...(away !== undefined && { away_until: wireInstant(away) }),
    ...(next !== undefined && { next_on_duty: wireInstant(next) }),
    ...(employed.from !== undefined && { employed_from: wireInstant(employed.from) }),
    ...(employed.until !== undefined && { employed_until: wireInstant(employed.until) }),
  };
}

/** What a person's page is made of. */
export type Showing = {
  /** As its people have changed it. */
  organization: Organization;
  /** As its text says. */
  stated: Organization;
  changes: readonly PeopleChange[];
  person: Person;
  at: Instant;
  /** Whoever looks may change it, and reads why somebody is away. */
  mayChange: boolean;
};

const spanWire = ({ from, until }: Span): { from: string; until: string } => ({
  from: wireInstant(from),
  until: wireInstant(until),
});

export function personWire(showing: Showing): PersonOut {
  const { organization, stated, changes, person, at, mayChange } = showing;
  const own = changes.filter((one) => one.person === person.id);
  const said = own.findLast((one) => one.kind === 'presence');
  const reason = (one: { reason?: AbsenceReason }): { reason?: AbsenceReason } =>
    mayChange && one.reason !== undefined ? { reason: one.reason } : {};
  const absences = [
    ...(stated.people.get(person.id)?.absences ?? []).map((span) => ({ id: null, span, why: {} })),
    ...own.flatMap((one) => (one.kind === 'absence' ? [{ id: one.id, span: one, why: reason(one) }] : [])),
  ];
  return {
    ...listedPersonWire(organization, person, at),
    presence: said && said.until > at ? { state: said.state, ...spanWire(said) } : null,
    channels: person.channels.map(({ kind, address }) => ({ kind, address })),
    absences: absences
      .filter(({ span }) => span.until > at)
      .map(({ id, span, why }) => ({ id, ...spanWire(span), ...why })),
    delegations: given(showing, person).map(({ to, ...one }) => ({ ...one, to: who(organization, to) })),
    acts_for: [...organization.people.values()].flatMap((giver) =>
      given(showing, giver).flatMap(({ to, ...one }) =>
        to === person.id ? [{ ...one, for: who(organization, giver.id) }] : [],
      ),
    ),
    may_change: mayChange,
  };
}

type Given = {
  id: string | null;
  from: string;
  until: string;
  to: string;
  up_to?: string;
  functions?: string[];
};

/** What somebody gave and is not over; what the text says has no id. */
function given({ stated, changes, at }: Showing, giver: Person): Given[] {
  const wire = (id: string | null, { to, upTo, functions, span }: Delegation): Given[] =>
    span.until <= at
      ? []
      : [
          {
            id,
            ...spanWire(span),
            to,
            ...(upTo && { up_to: formatMoney(upTo.minor, upTo.currency) }),
            ...(functions && { functions: [...functions] }),
          },
        ];
  return [
    ...(stated.people.get(giver.id)?.delegations ?? []).flatMap((one) => wire(null, one)),
    ...changes.flatMap((one) =>
      one.kind === 'delegation' && one.person === giver.id ? wire(one.id, delegationOf(one)) : [],
    ),
  ];
}

/** A problem of a text with its place, as `sayso check` says it. */
export const problemOut = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'notice']),
  line: z.number().int(),
  column: z.number().int(),
  words: z.string(),
  message: z.string(),
  mend: z.string(),
});
export type ProblemOut = z.input<typeof problemOut>;

export const problemWire = ({ code, severity, line, column, words, message, mend }: Problem): ProblemOut => ({
  code,
  severity,
  line,
  column,
  words,
  message,
  mend,
});

const differenceOut = z.strictObject({
  person: z.string(),
  name: z.string(),
  what: z.enum(['comes', 'leaves', 'changes']),
  fields: z.array(
    z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
  ),
});

const handedOnOut = z.strictObject({
  from: z.string(),
  to: z.string().nullable().meta({ description: 'Who takes the open cases over; null: nobody could.' }),
  at: instantOut,
  cases: z.number().int(),
  questions: z.number().int(),
});

export const previewOut = z
  .strictObject({
    importable: z.boolean().meta({ description: 'No problem is an error.' }),
    problems: z.array(problemOut),
    if_hash: z
      .string()
      .nullable()
      .meta({ description: 'Send it along with the import: what is imported is what was previewed.' }),
    hash: z.string().nullable().meta({ description: 'Of the text.' }),
    since: instantOut.nullable(),
    same: z.boolean().meta({ description: 'The same text is in force already.' }),
    differences: z.array(differenceOut),
    handed_on: z.array(handedOnOut),
    unheld: z.array(z.string()).meta({ description: 'Grants by which nobody may say yes any more.' }),
    says: z.array(z.string()).meta({ description: 'All of it, a sentence each.' }),
  })
  .meta({ id: 'PeoplePreview', description: 'What will change when people come into force.' });
export type PreviewOut = z.input<typeof previewOut>;

export const previewWire = ({
  differences,
  handedOn,
  unheld,
  words,
}: PeoplePreview): Pick<PreviewOut, 'differences' | 'handed_on' | 'unheld' | 'says'> => ({
  differences: differences.map(({ fields, ...one }) => ({ ...one, fields: [...fields] })),
  handed_on: handedOn.map(({ at, ...one }) => ({ ...one, at: wireInstant(at) })),
  unheld: [...unheld],
  says: [...words],
});
