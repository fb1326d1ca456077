/** Who fits what the book says of people, and how far they stand from each other. */
import type { Book, Who } from '../book/book.ts';
import type { Instant } from '../words/time.ts';
import type { Organization, Person } from './organization.ts';

/**
 * The place of a person's grade in the book's order, -1 for none. In `any` function it is their highest,
 * the general one included; within a function only the one they hold there counts (L24).
 */
export function gradeIn(person: Person, functionName: string, book: Pick<Book, 'grades'>): number {
  if (functionName !== 'any') return book.grades.indexOf(person.grades.get(functionName) ?? '');
  let highest = book.grades.indexOf(person.grade ?? '');
  for (const grade of person.grades.values()) highest = Math.max(highest, book.grades.indexOf(grade));
  return highest;
}

/**
 * Whether a person fits all that is given of a `Who`. A grade without a function is the highest they hold
 * anywhere; a function without a grade is any grade of the book in it. A unit is whoever the book says
 * speaks for it; for one that it does not describe, the people of that unit.
 * INVARIANT: what names nobody fits nobody; authority never comes from an empty text.
 */
export function fits(who: Who, person: Person, book: Pick<Book, 'grades' | 'units'>): boolean {
  return fitsWithin(who, person, book, []);
}

function fitsWithin(
  who: Who,
  person: Person,
  book: Pick<Book, 'grades' | 'units'>,
  inside: readonly string[],
): boolean {
  const { from, function: functionName, role, unit, person: id } = who;
  if ([from, functionName, role, unit, id].every((part) => part === undefined)) return false;
  if (id !== undefined && person.id !== id) return false;
  if (role !== undefined && !person.roles.includes(role)) return false;
  if (from !== undefined || functionName !== undefined) {
    const least = from === undefined ? 0 : book.grades.indexOf(from);
    if (least < 0 || gradeIn(person, functionName ?? 'any', book) < least) return false;
  }
  if (unit === undefined) return true;
  const speakers = book.units.get(unit);
  if (!speakers) return person.unit === unit;
  // A unit that is described by itself describes nobody.
  return !inside.includes(unit) && fitsWithin(speakers, person, book, [...inside, unit]);
}

/** Whether somebody works here at an instant. */
export const employedAt = (person: Person, at: Instant): boolean =>
  (person.employed.from === undefined || person.employed.from <= at) &&
  (person.employed.until === undefined || at < person.employed.until);

/** The ids of those above a person, the nearest first. */
export function managerLine(organization: Organization, id: string): string[] {
  const line: string[] = [];
  const managerOf = (one: string): string | undefined =>
    organization.people.get(one)?.manager ?? organization.left?.get(one);
  const seen = new Set<string>();
  // A compiled organization has no circles; those who left may close one, and one made by hand must not hang us.
  for (let above = managerOf(id); above !== undefined && !seen.has(above); above = managerOf(above)) {
    seen.add(above);
    if (organization.people.has(above)) line.push(above);
  }
  return line;
}

/** The reporting lines as a tree: managers before their reports, and each one's depth (a root has 1). */
type Tree = { order: readonly Person[]; depth: ReadonlyMap<string, number> };

/** Made once an organization, which never changes. */
const trees = new WeakMap<Organization, Tree>();

function treeOf(organization: Organization): Tree {
  const known = trees.get(organization);
  if (known) return known;
  const reports = new Map<string, Person[]>();
  const order: Person[] = [];
  for (const person of organization.people.values()) {
    const above = person.manager;
    if (above === undefined || !organization.people.has(above)) order.push(person);
    else listIn(reports, above).push(person);
  }
  const depth = new Map(order.map((root) => [root.id, 1]));
  for (const person of order) {
    for (const report of reports.get(person.id) ?? []) {
      depth.set(report.id, (depth.get(person.id) ?? 0) + 1);
      order.push(report);
    }
  }
  const tree = { order, depth };
  trees.set(organization, tree);
  return tree;
}

function listIn(lists: Map<string, Person[]>, key: string): Person[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/**
 * Steps up and down the reporting lines from one person to everybody, in one pass. Roots are joined by one
 * more level above them (L31), so two roots are two steps apart. Empty when there is no such person.
 */
export function distancesFrom(organization: Organization, id: string): Map<string, number> {
  const { order, depth } = treeOf(organization);
  const own = depth.get(id);
  const distances = new Map<string, number>();
  if (own === undefined) return distances;
  const upward = new Map([id, ...managerLine(organization, id)].map((above, steps) => [above, steps]));
  for (const person of order) {
    const above = person.manager === undefined ? undefined : distances.get(person.manager);
    distances.set(person.id, upward.get(person.id) ?? (above ?? own) + 1);
  }
  return distances;
}

/** Steps between two people as in {@link distancesFrom}; `Infinity` when one of them does not exist. */
export function distance(organization: Organization, a: string, b: string): number {
  const { depth } = treeOf(organization);
  const [depthA, depthB] = [depth.get(a), depth.get(b)];
  if (depthA === undefined || depthB === undefined) return Infinity;
  const steps = new Map([a, ...managerLine(organization, a)].map((above, i) => [above, i]));
  const line = [b, ...managerLine(organization, b)];
  const meeting = line.findIndex((above) => steps.has(above));
  return meeting < 0 ? depthA + depthB : meeting + (steps.get(line[meeting] ?? '') ?? 0);
}
