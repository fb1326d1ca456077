/** The organization held against a book: names that one has and the other lacks, and authority that nobody holds. */
import type { Book, Who } from '../book/book.ts';
import type { Path, Source } from '../book/yaml.ts';
import { sortProblems, type Problem } from '../words/problem.ts';
import { checkDelegation, unknownFunction } from './check-delegations.ts';
import type { Organization, Person } from './organization.ts';
import { fits, gradeIn } from './people.ts';
import { reportOn, type Report } from './report.ts';

/** A place in the book that names people. */
type Use = { where: string; who: Who };

type Context = {
  book: Book;
  organization: Organization;
  source: Source;
  report: Report;
  /** Everybody who fits, asked once for equal words. */
  whoFits: (who: Who) => readonly Person[];
};

/**
 * Checks an organization against a book.
 * @param source where the organization was read from, for the places (`compileOrganization` returns it)
 */
export function checkOrganization(book: Book, organization: Organization, source: Source): Problem[] {
  const known = new Map<string, Person[]>();
  const whoFits = (who: Who): readonly Person[] => {
    const key = JSON.stringify([who.from, who.function, who.role, who.unit, who.person]);
    const found =
      known.get(key) ?? [...organization.people.values()].filter((person) => fits(who, person, book));
    known.set(key, found);
    return found;
  };
  const context: Context = {
    book,
    organization,
    source,
    report: reportOn({ ...source, problems: [] }),
    whoFits,
  };
  for (const person of organization.people.values()) {
    checkNames(context, person);
    for (const index of person.delegations.keys()) checkDelegation(context, person, index);
  }
  const roles = new Set([...organization.people.values()].flatMap((person) => person.roles));
  checkResidual(context, roles);
  checkUses(context, roles);
  checkLoneVoices(context);
  for (const person of organization.people.values()) checkManagerGrade(context, person);
  return sortProblems(context.report.problems());
}

/** Grades and functions that the book does not know. */
function checkNames({ book, source, report }: Context, person: Person): void {
  const path = ['people', person.id];
  const unknownGrade = (at: Path, grade: string): void =>
    report.add(at, 'value', {
      code: 'unknown-grade',
      message: `The book "${book.name}" has no grade "${grade}".`,
      mend: report.suggest(grade, book.grades, `Grades: ${book.grades.join(', ')}.`),
    });
  if (person.grade !== undefined && !book.grades.includes(person.grade))
    unknownGrade([...path, 'grade'], person.grade);
  for (const [name, grade] of person.grades) {
    const at = functionPath(source, person.id, name);
    // A book without functions asks nobody for one.
    if (book.functions.length > 0 && !book.functions.includes(name)) unknownFunction(book, report, at, name);
    if (grade !== person.grade && !book.grades.includes(grade)) unknownGrade([...at, name], grade);
  }
}

/** Where a function stands in the list of a person. */
function functionPath(source: Source, id: string, name: string): Path {
  const data = source.data as { people?: Record<string, { functions?: unknown[] }> };
  const list = data.people?.[id]?.functions ?? [];
  const index = list.findIndex(
    (entry) => entry === name || (typeof entry === 'object' && entry !== null && Object.hasOwn(entry, name)),
  );
  return ['people', id, 'functions', ...(index < 0 ? [] : [index])];
}

const named = (where: string, who: Who | undefined): Use[] => (who ? [{ where, who }] : []);

/** Every place of the book that names people by more than a grant's grade. */
function usesOf(book: Book): Use[] {
  const types = [...book.types.values()];
  const lines = new Map(
    [
      ...book.lines,
      ...types.flatMap(({ lines: own, otherwise }) => [...own, ...(otherwise ? [otherwise] : [])]),
    ].map((line) => [line.id, line]),
  );
  return [
    ...book.residual.map(({ who }) => ({ where: 'residual authority', who })),
    ...named('policy owner', book.policyOwner),
    ...named('asks for a person', book.asksForAPerson),
    ...[...book.signals].map(([name, who]) => ({ where: `signals/${name}`, who })),
    ...[...book.triggers].flatMap(([name, { to }]) => named(`triggers/${name}`, to)),
    ...[...book.units.keys()].map((unit) => ({ where: `units/${unit}`, who: { unit } })),
    ...named(
      'special clients',
      book.specialClients?.accountOwner === undefined
        ? undefined
        : { role: book.specialClients.accountOwner },
    ),
    ...[...book.obligations].flatMap(([name, { tellUnit: unit }]) =>
      named(`obligations/${name}`, unit === undefined ? undefined : { unit }),
    ),
    ...[...lines.values()].flatMap(({ id, admits }) => named(id, admits)),
    ...types.flatMap(({ consults }) => consults.map(({ id, ask }) => ({ where: id, who: ask }))),
    ...types.flatMap(({ grants }) =>
      grants.flatMap(({ id, role, person, also }) => [
        ...named(id, role === undefined ? undefined : { role }),
        ...named(id, person === undefined ? undefined : { person }),
        ...(also?.units ?? []).map((unit) => ({ where: id, who: { unit } })),
      ]),
    ),
  ];
}

/** People, roles and units that the book counts on and that are not there. Equal ones are reported once. */
function checkUses(context: Context, roles: ReadonlySet<string>): void {
  const { organization, report, whoFits } = context;
  const residualHeld = context.book.residual.some(({ who }) => whoFits(who).length > 0);
  const missing = new Map<string, { what: Missing; where: string[] }>();
  for (const { where, who } of usesOf(context.book)) {
    const what = missingOf(organization, roles, whoFits, who);
    if (!what) continue;
    const entry = missing.get(`${what.code} ${what.name}`) ?? { what, where: [] };
    missing.set(`${what.code} ${what.name}`, { ...entry, where: [...entry.where, where] });
  }
  for (const { what, where } of missing.values()) {
    // That nobody decides the rest is said already, with the same people to add.
    if (!residualHeld && where.includes('residual authority')) continue;
    const places = `${where.slice(0, 3).join(', ')}${where.length > 3 ? ` and ${where.length - 3} more` : ''}`;
    report.add(['people'], 'key', {
      code: what.code,
      severity: what.code === 'unknown-person' ? 'error' : 'warning',
      message: `${what.sentence} The book needs it for: ${places}.`,
      mend: what.known ? report.suggest(what.name, what.known, what.mend) : what.mend,
    });
  }
}

type Missing = {
  code: string;
  name: string;
  sentence: string;
  mend: string;
  known?: ReadonlyMap<string, unknown> | ReadonlySet<string>;
};

function missingOf(
  organization: Organization,
  roles: ReadonlySet<string>,
  whoFits: Context['whoFits'],
  who: Who,
): Missing | undefined {
  const { person, role, unit } = who;
  if (person !== undefined && !organization.people.has(person)) {
    return {
      code: 'unknown-person',
      name: person,
      sentence: `There is nobody with the id "${person}".`,
      mend: 'Add them, or name somebody else in the book.',
      known: organization.people,
    };
  }
  if (role !== undefined && !roles.has(role)) {
    return {
      code: 'role-unheld',
      name: role,
      sentence: `Nobody holds the role "${role}".`,
      mend: `Give it to somebody: roles: [${role}]`,
      known: roles,
    };
  }
  if (whoFits(who).length > 0) return undefined;
  if (unit !== undefined) {
    return {
      code: 'unit-without-people',
      name: unit,
      sentence: `Nobody can speak for the unit "${unit}".`,
      mend: 'Add somebody with the grade and function that the book asks for.',
    };
  }
  return {
    code: 'nobody-fits',
    name: wordsOf(who),
    sentence: `Nobody is ${wordsOf(who)}.`,
    mend: 'Add somebody who is, or ask for less in the book.',
  };
}

function wordsOf({ from, function: functionName, role, unit, person }: Who): string {
  const parts = [
    person === undefined ? [] : [`the person ${person}`],
    from === undefined ? [] : [`of grade ${from} or higher`],
    functionName === undefined ? [] : [`in the function ${functionName}`],
    role === undefined ? [] : [`in the role ${role}`],
    unit === undefined ? [] : [`of the unit ${unit}`],
  ];
  return parts.flat().join(' ');
}

/** Somebody must decide what no rule decides, and at least one of them should be human. */
function checkResidual({ book, organization, report, whoFits }: Context, roles: ReadonlySet<string>): void {
  const holders = book.residual.flatMap(({ who }) => whoFits(who));
  const asked = book.residual.map(({ who }) => wordsOf(who)).join('; or ');
  if (holders.length === 0) {
    const [first] = book.residual.flatMap(({ who }) => missingOf(organization, roles, whoFits, who) ?? []);
    const mend = 'Give the role or grade to somebody on every shift.';
    report.add(['people'], 'key', {
      code: 'no-residual-authority',
      message: `Nobody has residual authority (${asked}), so nobody decides what no rule decides.`,
      mend: first?.known ? report.suggest(first.name, first.known, mend) : mend,
    });
  } else if (holders.every(({ kind }) => kind === 'ai')) {
    report.add(['people', holders[0]?.id ?? ''], 'key', {
      severity: 'warning',
      code: 'residual-only-ai',
      message: 'Only AI agents have residual authority: what no rule decides is then decided by no human.',
      mend: `Give it to a person as well (${asked}).`,
    });
  }
}

/** Units that one person alone speaks for, who may be the one who asks: nobody agrees with themselves. */
function checkLoneVoices({ book, report, whoFits }: Context): void {
  const found = new Map<string, { who: Who; person: Person; types: Set<string> }>();
  for (const type of book.types.values()) {
    const asked = [
      ...type.grants.flatMap(({ also }) => (also?.units ?? []).map((unit): Who => ({ unit }))),
      ...type.consults.map(({ ask }) => ask),
    ];
    for (const who of asked) {
      const [person, another] = whoFits(who);
      if (!person || another || (type.function !== 'any' && !person.grades.has(type.function))) continue;
      const entry = found.get(wordsOf(who)) ?? { who, person, types: new Set() };
      entry.types.add(type.name);
      found.set(wordsOf(who), entry);
    }
  }
  for (const { who, person, types } of found.values()) {
    const what = who.unit === undefined ? `is ${wordsOf(who)}` : `speaks for the unit ${who.unit}`;
    report.add(['people', person.id], 'key', {
      severity: 'notice',
      code: 'lone-voice',
      message: `Only "${person.id}" ${what}, and may be the asker of ${[...types].slice(0, 5).join(', ')}: then nobody is left to ask.`,
      mend: 'Let a second person fit.',
    });
  }
}

function checkManagerGrade({ book, organization, report }: Context, person: Person): void {
  const manager = organization.people.get(person.manager ?? '');
  if (!manager) return;
  const [own, above] = [gradeIn(person, 'any', book), gradeIn(manager, 'any', book)];
  if (own < 0 || above < 0 || above >= own) return;
  report.add(['people', person.id, 'manager'], 'value', {
    severity: 'notice',
    code: 'manager-below-report',
    message: `The manager "${manager.id}" (${book.grades[above] ?? ''}) has a lower grade than "${person.id}" (${book.grades[own] ?? ''}).`,
    mend: 'If it is meant, nothing; what a grade may grant is not asked of a lower one.',
  });
}
