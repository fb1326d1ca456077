/** An emergency notice: what it may be, and the text of a book with it. */
import type { Book } from '../book/book.ts';
import type { Json } from '../words/hash.ts';
import type { Problem } from '../words/problem.ts';
import { HOUR, type Instant } from '../words/time.ts';
import type { History, Notice } from './history.ts';
import { refusal, type Refusal } from '../cases/refusal.ts';

export const MOST_HOURS = 72;
/** At one time; more of them are a change of the book. */
const MOST_NOTICES = 20;
const NAME = /^[A-Za-z][A-Za-z0-9 _-]{0,59}$/;

/** What somebody gives: for which types, a grant as it would stand in the book, until when, and why. */
export type Giving = {
  name: string;
  types: readonly string[];
  gives: Readonly<Record<string, Json>>;
  until: Instant;
  because: string;
};

/** Why a notice can't be given as it is, the book apart. */
export function noticeFault(giving: Giving, history: History, since: Instant): Refusal | undefined {
  const { name, until } = giving;
  if (!NAME.test(name))
    return refusal(
      'bad-name',
      'name',
      'A notice is called by a letter and up to 59 more letters, digits, spaces, "-" and "_".',
      'Name what happened: "storm in the north".',
    );
  const open = history.notices.filter((one) => one.until > since);
  if (open.some((one) => one.name === name))
    return refusal('name-taken', 'name', `A notice called "${name}" is in force.`, 'Take another name.');
  if (open.length >= MOST_NOTICES)
    return refusal(
      'too-many-notices',
      'name',
      `${MOST_NOTICES} notices are in force already.`,
      'End one of them, or publish what they give in a new book.',
    );
  if (until <= since)
    return refusal(
      'in-the-past',
      'until',
      'It would be over before it begins.',
      'Name a later end, or leave it out.',
    );
  if (until - since > MOST_HOURS * HOUR)
    return refusal(
      'too-long',
      'until',
      `An emergency notice lasts ${MOST_HOURS} hours at most.`,
      'Name an earlier end; what lasts longer is published with a second person.',
    );
  return undefined;
}

/** Why the book, with the notice on it, does not give what was meant: what has an amount needs a cap. */
export function capFault(book: Book, { name, types }: Giving): Refusal | undefined {
  const open = types.find((type) => {
    const found = book.types.get(type);
    return found?.amount && found.grants.some(({ id, upTo }) => id === ruleOf(type, name) && !upTo);
  });
  return open === undefined
    ? undefined
    : refusal('no-cap', 'up_to', `"${open}" has an amount, and the notice no cap.`, 'Say up to how much.');
}

/** The rule that a notice is for a type. */
export const ruleOf = (type: string, name: string): string => `${type}/notices/${name}`;

/** Whether a book has notices in it. */
export const hasNotices = ({ types }: Pick<Book, 'types'>): boolean =>
  [...types.values()].some(({ grants }) => grants.some(({ notice }) => notice));

/** A notice is given, and ends by itself: nobody writes one. */
export const WRITTEN_NOTICE: Pick<Problem, 'code' | 'severity' | 'message' | 'mend'> = {
  code: 'written-notice',
  severity: 'error',
  message: 'Emergency notices are not written into a book: Sayso puts them in and takes them out.',
  mend: 'Remove this section; give the notice, or write what is to last under its request type.',
};

/** A book's text with notices on it; the text itself without any. */
export function withNotices(
  text: string,
  notices: readonly Pick<Notice, 'name' | 'types' | 'gives'>[],
): string {
  if (notices.length === 0) return text;
  const section = JSON.stringify(
    Object.fromEntries(notices.map(({ name, types, gives }) => [name, { for: types, ...gives }])),
  );
  const end = text.trimEnd();
  // A book written as JSON.
  if (end.startsWith('{') && end.endsWith('}')) return `${end.slice(0, -1)}, "notices": ${section} }\n`;
  return `${end}\n\n# Put in by Sayso, and taken out when they end.\nnotices: ${section}\n`;
}
