/** The one table of operations: what every door offers, and in which words. */
import type { z } from 'zod';
import type { Operation } from './operation.ts';
import { books } from './operations/books.ts';
import { cases } from './operations/cases.ts';
import { conversations } from './operations/conversations.ts';
import { customers } from './operations/customers.ts';
import { decisions } from './operations/decisions.ts';
import { notices } from './operations/notices.ts';
import { people } from './operations/people.ts';
import { precedents } from './operations/precedents.ts';
import { records } from './operations/records.ts';
import { replies } from './operations/replies.ts';
import { triggers } from './operations/triggers.ts';

export const OPERATIONS = {
  ...decisions,
  ...cases,
  ...conversations,
  ...people,
  ...precedents,
  ...records,
  ...replies,
  ...customers,
  ...triggers,
  ...books,
  ...notices,
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof OPERATIONS;

/** What an operation gets, read. */
export type Input<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]['input']>;
/** What it answers. */
export type Output<Name extends OperationName> = z.input<(typeof OPERATIONS)[Name]['output']>;

/** The operations, with their names. */
export const operations = (): [OperationName, Operation][] =>
  Object.entries(OPERATIONS) as unknown as [OperationName, Operation][];

/** What the first word of a name is about: a group of commands, a section of a reference. */
export const NOUNS: Readonly<Record<string, string>> = {
  decide: 'may I? – asked without a case',
  who: 'who can?',
  remit: 'what I may grant',
  find: 'request types from what a customer says',
  case: 'cases: opened, asked, answered, kept, closed',
  conversation: 'conversations: the cases of one contact, and their one promise',
  promise: 'promises to customers: what is owed, by when',
  page: "the customer's page",
  review: 'stand-behind reviews, and duty met',
  record: 'your own record: what counts for you',
  ledger: 'the append-only record of every event',
  grant: 'what other systems granted',
  'set-aside': 'what failed so often that it rests',
  people: 'who works here, who is there, who stands in for whom',
  me: 'who you are here',
  book: 'the book in use: drafts, publishing, rolling back, emergency notices',
  'special-client': 'customers under special care; each look is on the record',
  customer: 'what is known of a customer: preferences, history',
  trigger: 'what happened outside, and what may be offered before anyone asks',
  reply: 'words to a customer, checked before they are sent',
  precedent: 'earlier decisions on like facts: advice, never a rule',
};
