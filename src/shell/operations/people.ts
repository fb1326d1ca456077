/** People: who is there, what they change about themselves, and how they are put in. */
import type { Person } from '../../core/organization/organization.ts';
import { employedAt, gradeIn } from '../../core/organization/people.ts';
import { mayChangeFor, type Change } from '../../core/people/changing.ts';
import { mayChangeBook } from '../../core/publish/right.ts';
import { isThere } from '../../core/reach/route.ts';
import type { Problem } from '../../core/words/problem.ts';
import type { Input, OperationName, Output } from '../../contract/operations.ts';
import { wireInstant } from '../../contract/wire/common.ts';
import {
  listedPersonWire,
  personWire,
  previewWire,
  problemWire,
  type PersonOut,
} from '../../contract/wire/people.ts';
import { peopleByHash } from '../in-force.ts';
import { changePeople } from '../people/change.ts';
import { importPeople, previewPeople } from '../people/import.ts';
import { load } from '../store/load.ts';
import { personOf, type Done, type Implementations, type Work } from './implementation.ts';
import { isId, PAGE, placeIn, placeText } from './paging.ts';
import { problem, type Problems, type Refusal } from '../../core/cases/refusal.ts';

type People = Extract<OperationName, `people.${string}` | 'me.show'>;
export const people: Implementations<People> = {
  'people.list': (work, input) => Promise.resolve(listed(work, input)),
  'people.show': async (work, { person: id }) => {
    const person = work.inForce.organization.people.get(id);
    return person
      ? { output: await shown(work, person) }
      : problem(
          'unknown-person',
          'person',
          `There is nobody with the id "${id}".`,
          'Look them up: people.list.',
        );
  },
  'me.show': async (work) => ({
    output: {
      person: await shown(work, personOf(work)),
      may_import: mayChangeBook(work.inForce.book, personOf(work), work.at),
    },
  }),
  'people.presence': (work, { person, state, until }) =>
    changed(work, { do: 'presence', person, state, ...(until !== undefined && { until }) }),
  'people.absence': (work, { person, from, until, reason }) =>
    changed(work, { do: 'absence', person, from, until, ...(reason !== undefined && { reason }) }),
  'people.absence-withdraw': (work, { person, id }) => changed(work, { do: 'withdraw absence', person, id }),
  'people.delegate': (work, { person, to, from, until, up_to: cap, functions }) =>
    changed(work, {
      do: 'delegate',
      person,
      to,
      from,
      until,
      ...(cap !== undefined && { up_to: cap }),
      ...(functions && { functions }),
    }),
  'people.delegation-withdraw': (work, { person, id }) =>
    changed(work, { do: 'withdraw delegation', person, id }),
  'people.preview': previewed,
  'people.import': imported,
};

const isPlace = (found: unknown): found is [string] =>
  Array.isArray(found) && found.length === 1 && isId(found[0]);

function listed(
  work: Work,
  { after, most = PAGE, ...filter }: Input<'people.list'>,
): Done<'people.list'> | Problems {
  const place = placeIn(after, isPlace);
  if (place && 'problems' in place) return place;
  const { organization } = work.inForce;
  const found = [...organization.people.values()]
    .filter((person) => employedAt(person, work.at) && fitsFilter(work, person, filter))
    .filter(({ id }) => place === undefined || id > place.place[0])
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const page = found.slice(0, most);
  const last = page.at(-1);
  return {
    output: {
      people: page.map((person) => listedPersonWire(organization, person, work.at)),
      next: last && found.length > page.length ? placeText([last.id]) : null,
    },
  };
}

function fitsFilter(
  { inForce: { book }, at }: Work,
  person: Person,
  filter: Omit<Input<'people.list'>, 'after' | 'most'>,
): boolean {
  const { words, function: within, grade, role, unit, manager, language, on_duty: duty } = filter;
  const least = grade === undefined ? 0 : book.grades.indexOf(grade);
  return (
    (words === undefined || `${person.id} ${person.name}`.toLowerCase().includes(words.toLowerCase())) &&
    (within === undefined || person.grades.has(within)) &&
    (grade === undefined || (least >= 0 && gradeIn(person, within ?? 'any', book) >= least)) &&
    (role === undefined || person.roles.includes(role)) &&
    (unit === undefined || person.unit === unit) &&
    (manager === undefined || person.manager === manager) &&
    (language === undefined || person.languages.includes(language)) &&
    (duty === undefined || isThere(person, at) === duty)
  );
}

async function shown(work: Work, person: Person): Promise<PersonOut> {
  const { engine, organization: id, at, inForce } = work;
  const loaded = await engine.database.use((pool) => load(pool, id, { at }));
  const hash = loaded?.people.findLast(({ since }) => since <= at)?.hash;
  return personWire({
    organization: inForce.organization,
    stated: hash === undefined ? inForce.organization : await peopleByHash(engine, id, hash, inForce.book),
    changes: loaded?.changes.list ?? [],
    person,
    at,
    mayChange: mayChangeFor(inForce.organization, personOf(work).id, person.id, at),
  });
}

const changed = (work: Work, change: Change): Promise<{ output: { id: string | null } } | Problems> =>
  changePeople(work.engine, work.organization, {
    by: personOf(work).id,
    change,
    ...(work.key !== undefined && { key: work.key }),
  }).then((done) => ('problems' in done ? done : { output: done }));

/** A text as it was sent: problems name its lines. */
const textOf = ({ text, format, since }: Input<'people.preview'>) => ({
  text,
  format,
  file: `people.${format}`,
  ...(since !== undefined && { since }),
});

async function previewed(
  { engine, organization, ...work }: Work,
  input: Input<'people.preview'>,
): Promise<{ output: Output<'people.preview'> } | Problems> {
  const found = await previewPeople(
    engine,
    organization,
    personOf({ engine, organization, ...work }).id,
    textOf(input),
  );
  if ('problems' in found) return found;
  if ('faults' in found) return { output: { ...NOTHING, problems: found.faults.map(problemWire) } };
  return {
    output: {
      importable: true,
      problems: found.warnings.map(problemWire),
      if_hash: found.ifHash,
      hash: found.hash,
      since: wireInstant(found.since),
      same: found.same,
      ...previewWire(found),
    },
  };
}

const NOTHING = {
  importable: false,
  if_hash: null,
  hash: null,
  since: null,
  same: false,
  differences: [],
  handed_on: [],
  unheld: [],
  says: [],
};

async function imported(
  work: Work,
  { if_hash: ifHash, ...input }: Input<'people.import'>,
): Promise<{ output: Output<'people.import'> } | Problems> {
  const found = await importPeople(work.engine, work.organization, personOf(work).id, {
    ...textOf(input),
    ...(ifHash !== undefined && { ifHash }),
    ...(work.key !== undefined && { key: work.key }),
  });
  if ('problems' in found) return found;
  if ('faults' in found) return { problems: found.faults.filter(isError).map(placed) };
  return { output: { ...found, since: wireInstant(found.since) } };
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** A problem of the text as a refusal: its place goes with the words. */
const placed = ({ code, line, column, words, message, mend }: Problem): Refusal => ({
  code: 'wrong-people',
  path: 'text',
  message: `${line > 0 ? `Line ${line}, column ${column}: ` : ''}${words === '' ? '' : `${words}: `}${message} (${code})`,
  mend,
});
