/** From the text of people.yaml (or what `people-csv.ts` makes of a table) to people, or to problems with places. */
import { readYaml, type Path, type Source } from '../book/yaml.ts';
import { zodProblems } from '../book/zod-problems.ts';
import { canonical, sha256, type Json } from '../words/hash.ts';
import { hasErrors, sortProblems, type Problem } from '../words/problem.ts';
import { meant } from '../words/spelling.ts';
import { UTC, type Zone, type Zones } from '../words/time.ts';
import { readCalendar } from './calendar.ts';
import type { Organization, Person } from './organization.ts';
import { readPerson, type Context } from './person.ts';
import { checkDelegations, checkManagers, checkShared } from './relations.ts';
import { reportOn, type Report } from './report.ts';
import { PeopleFile } from './schema.ts';
import { nearestZone } from './zone-names.ts';

const MAX_PEOPLE = 100_000;

/** `organization` is there iff no problem is an error. `source` finds the place of later findings. */
export type CompiledOrganization = {
  organization: Organization | undefined;
  problems: Problem[];
  source: Source;
};

/**
 * Compiles the text of an organization file.
 * @param file the name that problems carry
 * @param zones finds a time zone's transitions
 */
export const compileOrganization = (file: string, text: string, zones: Zones): CompiledOrganization =>
  compileSource(readYaml(file, text), zones);

/** Compiles what a reader made of a file: the same checks for YAML and CSV. */
export function compileSource(source: Source, zones: Zones): CompiledOrganization {
  const report = reportOn(source);
  const done = (organization?: Organization): CompiledOrganization => {
    const problems = sortProblems(report.problems());
    return { organization: hasErrors(problems) ? undefined : organization, problems, source };
  };
  if (hasErrors(source.problems) || !hasRoom(source.data, report)) return done();
  const parsed = PeopleFile.safeParse(source.data);
  if (!parsed.success) {
    source.problems.push(...zodProblems(source, parsed.error, PeopleFile));
    return done();
  }
  const context: Context = {
    report,
    data: parsed.data,
    ids: Object.keys(parsed.data.people),
    zones,
    zone: UTC,
    calendars: new Map(),
  };
  context.zone = readZone(context, ['time zone'], parsed.data['time zone']);
  readCalendars(context);
  const people = readPeople(context);
  checkManagers(context);
  checkDelegations(context, people);
  checkShared(context, people);
  const content = { name: parsed.data.organization, zone: context.zone, people };
  return done({ ...content, hash: hashOf(content) });
}

function hasRoom(data: unknown, report: Report): boolean {
  const people: unknown =
    typeof data === 'object' && data !== null && 'people' in data ? data.people : undefined;
  if (typeof people !== 'object' || people === null || Object.keys(people).length <= MAX_PEOPLE) return true;
  report.add(['people'], 'key', {
    code: 'too-many-people',
    message: 'There are more than 100,000 people in this file.',
    mend: 'Keep those who serve customers or are asked by somebody who does.',
  });
  return false;
}

function readZone(context: Context, path: Path, name: string): Zone {
  const zone = context.zones(name);
  if (zone) return zone;
  const near = nearestZone(name, meant);
  context.report.add(path, 'value', {
    code: 'unknown-time-zone',
    message: `There is no time zone "${name}".`,
    mend:
      near === undefined
        ? 'Write an IANA name such as Europe/Berlin or America/New_York.'
        : `Did you mean "${near}"?`,
  });
  return context.zone;
}

function readCalendars(context: Context): void {
  for (const [name, data] of Object.entries(context.data.calendars ?? {})) {
    const path = ['calendars', name];
    const own = data['time zone'];
    const zone = own === undefined ? context.zone : readZone(context, [...path, 'time zone'], own);
    context.calendars.set(name, readCalendar(context.report, path, name, data, zone));
  }
}

function readPeople(context: Context): Map<string, Person> {
  const people = new Map<string, Person>();
  for (const [id, data] of Object.entries(context.data.people)) people.set(id, readPerson(context, id, data));
  if (people.size === 0) {
    context.report.add(['people'], 'key', {
      code: 'nobody',
      message: 'There is nobody in this organization.',
      mend: 'Add for example: mia: { name: Mia Chen, grade: agent, functions: [orders] }',
    });
  }
  return people;
}

/** The content alone counts: not its form, order of people, comments or layout. */
function hashOf({ name, zone, people }: Omit<Organization, 'hash'>): string {
  const record: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const [id, person] of people) record[id] = contentOf(person);
  return sha256(canonical({ name, zone: zone.name, people: record })).slice(0, 16);
}

function contentOf(person: Person): Json {
  const { id: _, calendar, grades, employed, delegations, ...rest } = person;
  return {
    ...rest,
    grades: [...grades].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    calendar: calendar
      ? {
          name: calendar.name,
          zone: calendar.zone.name,
          week: calendar.week,
          holidays: [...calendar.holidays].toSorted((a, b) => a - b),
        }
      : null,
    employed: { ...employed },
    delegations: delegations.map(({ to, upTo, functions, span }) => ({
      to,
      upTo: upTo ?? null,
      functions: functions ?? null,
      span,
    })),
  };
}
