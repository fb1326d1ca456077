/** What two versions of the people differ in, person by person, in words that a manager reads. */
import { canonical, type Json } from '../words/hash.ts';
import { formatMoney } from '../words/money.ts';
import { wallTime, type Instant, type Zone } from '../words/time.ts';
import type { Calendar, Organization, Person } from '../organization/organization.ts';

/** One thing about a person. Null: there is none. */
export type FieldChange = { field: string; from: string | null; to: string | null };

export type Difference = {
  person: string;
  name: string;
  what: 'comes' | 'leaves' | 'changes';
  /** Of somebody who comes all that is said of them; of somebody who leaves nothing. */
  fields: readonly FieldChange[];
};

/** What is said of somebody: for comparing, and in words. */
type Field = { value: Json; words: string };

/** Everybody who comes, leaves or changes, in the order of the people as they will be; those who leave last. */
export function differencesOf(before: Organization | undefined, after: Organization): Difference[] {
  const known = before?.people ?? new Map<string, Person>();
  const found: Difference[] = [];
  for (const person of after.people.values()) {
    const was = known.get(person.id);
    const fields = changesOf(
      was && before ? fieldsOf(was, before.zone) : new Map<string, Field>(),
      fieldsOf(person, after.zone),
    );
    if (!was || fields.length > 0)
      found.push({ person: person.id, name: person.name, what: was ? 'changes' : 'comes', fields });
  }
  for (const { id, name } of known.values())
    if (!after.people.has(id)) found.push({ person: id, name, what: 'leaves', fields: [] });
  return found;
}

function changesOf(before: ReadonlyMap<string, Field>, after: ReadonlyMap<string, Field>): FieldChange[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((field) => {
    const [from, to] = [before.get(field), after.get(field)];
    if (canonical(from?.value ?? null) === canonical(to?.value ?? null)) return [];
    const same = from !== undefined && from.words === to?.words;
    return [{ field, from: from?.words ?? null, to: same ? `${to.words} (changed)` : (to?.words ?? null) }];
  });
}

const list = (items: readonly string[]): Field | undefined =>
  items.length === 0 ? undefined : { value: [...items], words: items.join('; ') };

const one = (text: string | undefined): Field | undefined =>
  text === undefined ? undefined : { value: text, words: text };

/** All that is said of a person, without what is not. */
function fieldsOf(person: Person, zone: Zone): Map<string, Field> {
  const time = (at: Instant): string => wallTime(zone, at);
  const span = ({ from, until }: { from: Instant; until: Instant }): string =>
    `${time(from)} until ${time(until)}`;
  const instant = (at: Instant | undefined): Field | undefined =>
    at === undefined ? undefined : { value: at, words: time(at) };
  const { grades, channels, calendar, absences, delegations, employed } = person;
  const fields: Record<string, Field | undefined> = {
    name: one(person.name),
    kind: one(person.kind === 'ai' ? 'AI agent' : 'person'),
    manager: one(person.manager),
    grade: one(person.grade),
    functions: list([...grades].map(([name, grade]) => `${name}: ${grade}`).toSorted()),
    roles: list(person.roles),
    unit: one(person.unit),
    channels: list(channels.map(({ kind, address }) => `${kind}: ${address}`)),
    calendar: calendar && { value: contentOf(calendar), words: calendar.name },
    languages: list(person.languages),
    'customer numbers': list(person.customers),
    absences: list(absences.map(span)),
    delegations: list(
      delegations.map(
        ({ to, upTo, functions, span: when }) =>
          `${to}${upTo ? ` up to ${formatMoney(upTo.minor, upTo.currency)}` : ''}${functions ? ` for ${functions.join(', ')}` : ''} from ${span(when)}`,
      ),
    ),
    'employed from': instant(employed.from),
    'employed until': instant(employed.until),
  };
  return new Map(
    Object.entries(fields).flatMap(([field, value]) => (value ? [[field, value] as const] : [])),
  );
}

const contentOf = ({ name, zone, week, holidays }: Calendar): Json => ({
  name,
  zone: zone.name,
  week: week.map((day) => day.map(({ from, until }) => ({ from, until }))),
  holidays: [...holidays].toSorted((a, b) => a - b),
});

/** A difference in a sentence. */
export function differenceInWords({ name, what, fields }: Difference): string {
  if (what === 'leaves') return `${name} leaves.`;
  const said = fields.filter(({ field }) => what === 'changes' || SHOWN_OF_NEW.includes(field));
  const words = said.map(({ field, from, to }) =>
    what === 'comes' ? `${field} ${to ?? 'none'}` : `${field} ${from ?? 'none'} → ${to ?? 'none'}`,
  );
  return `${name}${what === 'comes' ? ' comes' : ''}${words.length > 0 ? `: ${words.join(', ')}` : ''}.`;
}

const SHOWN_OF_NEW: readonly string[] = ['grade', 'functions', 'roles', 'manager', 'unit', 'employed from'];
