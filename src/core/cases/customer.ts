/** Words to the customer: in their language, without internal names. */
import type { Book } from '../book/book.ts';
import { caseWords, type CaseSentence, type Parts } from '../explain/case-words.ts';
import type { Zone } from '../words/time.ts';
import type { Case } from './conversation.ts';
import type { Effect } from './effect.ts';
import type { Turn } from './turn.ts';

/** The zone of a customer's clock, by its name; the book's where nobody said. */
export const customerZone = ({ zone, zones }: Pick<Book, 'zone' | 'zones'>, name: string | undefined): Zone =>
  (name === undefined ? undefined : zones(name)) ?? zone;

type CustomerMatter = Extract<Effect, { kind: 'tell customer' }>['matter'];

/** Sends the customer words. */
export function tellCustomer(turn: Turn, one: Case, matter: CustomerMatter, words: string): void {
  turn.effect({
    kind: 'tell customer',
    case: one.id,
    words,
    language: turn.language(one),
    matter,
    report: true,
  });
}

/** One of the product's own sentences in the customer's language. */
export const sentence = (turn: Turn, one: Case, which: CaseSentence, parts?: Parts): string =>
  caseWords(turn.book, turn.language(one), which, turn.at, { zone: turn.zone(one), ...parts });
