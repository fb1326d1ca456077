/** What a change of people works with, and what comes of it. */
import type { Book } from '../book/book.ts';
import type { Event } from '../cases/event.ts';
import type { PeopleChange } from '../organization/changes.ts';
import type { Organization } from '../organization/organization.ts';
import type { Instant } from '../words/time.ts';

export type ChangingPeople = {
  book: Book;
  /** As its people have changed it. */
  organization: Organization;
  /** What holds now. */
  changes: readonly PeopleChange[];
  by: string;
  at: Instant;
  /** Of what is new. */
  id: string;
};

export type Changed = {
  event: Event;
  changes: readonly PeopleChange[];
  /** Ids of changes that hold no more. */
  ends: readonly string[];
  turns: readonly Turns[];
  /** People of whose changes alone it was worked out; all when left out. */
  about?: readonly string[];
};

/** Conversations that get a turn, because of what became of people. */
export type Turns = {
  /** From when on: now, or when it comes to be so. */
  due: Instant;
  /** Those that wait for an answer of one of these. */
  people?: readonly string[];
  /** And those of which one of these holds an open case. */
  holds?: boolean;
  /** Those whose question waits for somebody to come. */
  comes?: boolean;
};
