/** The books and people that are in use: compiled once a version, found by their content's hash. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Book } from '../core/book/book.ts';
import { compileBook } from '../core/book/compile.ts';
import { checkOrganization } from '../core/organization/check.ts';
import { withChanges, type PeopleChange } from '../core/organization/changes.ts';
import { compileOrganization } from '../core/organization/compile.ts';
import type { Organization } from '../core/organization/organization.ts';
import { organizationFromCsv } from '../core/organization/people-csv.ts';
import { hasErrors, type Problem } from '../core/words/problem.ts';
import type { PeopleTextOf } from './store/load.ts';
import { zones } from './zones.ts';

/** So many compiled versions are kept at hand: some hundred kilobytes each, and some ten milliseconds to make anew. */
const MOST_KEPT = 500;

/**
 * Compiled versions by the hashes of their texts. What they hold never changes, so they may be kept; whoever comes while
 * one is being compiled waits for that.
 */
export class InUse {
  private readonly books = new Map<string, Promise<Book>>();
  private readonly people = new Map<string, Promise<Organization>>();
  private readonly asChanged = new Map<string, { at: number; organization: Organization }>();

  /** The compiled book of a text, from what is kept or by `read`. */
  book(hash: string, read: () => Promise<string>): Promise<Book> {
    return kept(this.books, hash, async () => {
      const text = await read();
      // Whoever else is served has their turn before each: many may be compiled one after the other.
      await nextTurn();
      return bookOf(hash, text);
    });
  }

  /**
   * The compiled people of a text, with the book that they work by.
   * @param id the organization's: two may have the same text, and other names
   */
  organization(
    id: string,
    hash: string,
    book: Book,
    read: () => Promise<PeopleTextOf>,
  ): Promise<Organization> {
    return kept(this.people, `${id} ${hash} ${book.zone.name}`, async () => {
      const { text, format, name } = await read();
      return peopleOf(hash, text, format, { name, timeZone: book.zone.name });
    });
  }

  /**
   * People as they changed themselves. Kept as long as nobody changes anything more.
   * @param id the organization's: two may have the same text
   */
  changed(
    id: string,
    people: Organization,
    { at, list }: { at: number; list: readonly PeopleChange[] },
  ): Organization {
    if (list.length === 0) return people;
    const key = `${id} ${people.hash} ${people.zone.name}`;
    const before = this.asChanged.get(key);
    if (before?.at === at) return before.organization;
    const organization = withChanges(people, list);
    this.asChanged.delete(key);
    this.asChanged.set(key, { at, organization });
    const [oldest] = this.asChanged.keys();
    if (this.asChanged.size > MOST_KEPT && oldest !== undefined) this.asChanged.delete(oldest);
    return organization;
  }
}

function kept<T>(all: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const before = all.get(key);
  const found = before ?? find();
  // In the order of their last use, so that the first is the one to go.
  all.delete(key);
  all.set(key, found);
  const [oldest] = all.keys();
  if (all.size > MOST_KEPT && oldest !== undefined) all.delete(oldest);
  // What could not be read is read anew by the next who asks.
  if (!before) found.catch(() => all.delete(key));
  return found;
}

/** Stored texts were checked when they were stored: what does not compile now is ours. */
function bookOf(hash: string, text: string): Book {
  const { book, problems } = compileBook(hash, text, zones);
  if (!book) throw new Error(`the stored book ${hash} does not compile: ${first(problems)}`);
  return book;
}

function peopleOf(
  hash: string,
  text: string,
  format: 'yaml' | 'csv',
  about: { name: string; timeZone: string },
): Organization {
  const { organization, problems } =
    format === 'csv' ? organizationFromCsv(hash, text, zones, about) : compileOrganization(hash, text, zones);
  if (!organization) throw new Error(`the stored people ${hash} do not compile: ${first(problems)}`);
  return organization;
}

const first = (problems: readonly Problem[]): string => problems[0]?.message ?? 'no reason given';

/** What is wrong with a book and its people before they are stored; both compiled when nothing is. */
export function checkTexts(
  book: { file: string; text: string },
  people: { file: string; text: string; format: 'yaml' | 'csv' },
): { problems: Problem[] } | { book: Book; organization: Organization } {
  const compiledBook = compileBook(book.file, book.text, zones);
  if (!compiledBook.book) return { problems: compiledBook.problems };
  const checked = checkPeople(compiledBook.book, people);
  if ('problems' in checked) return checked;
  return { book: compiledBook.book, organization: checked.organization };
}

/** What is wrong with people under a book; compiled when nothing is, with what is worth knowing. */
export function checkPeople(
  book: Book,
  people: { file: string; text: string; format: 'yaml' | 'csv' },
): { problems: Problem[] } | { organization: Organization; warnings: Problem[] } {
  const { organization, source, problems } =
    people.format === 'csv'
      ? organizationFromCsv(people.file, people.text, zones, {
          name: people.file,
          timeZone: book.zone.name,
        })
      : compileOrganization(people.file, people.text, zones);
  if (!organization) return { problems };
  const found = checkOrganization(book, organization, source);
  return hasErrors(found) ? { problems: found } : { organization, warnings: [...problems, ...found] };
}
