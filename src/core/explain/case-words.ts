/** The product's own sentences to a customer while a case goes on, by language. No internal names. */
import type { Book } from '../book/book.ts';
import { formatWall } from '../words/time.ts';
import type { Instant } from '../words/time.ts';

export type CaseSentence =
  | 'hold'
  | 'holding reply'
  | 'next update'
  | 'reminder'
  | 'last reminder'
  | 'unanswered'
  | 'late'
  | 'special client'
  | 'warning'
  | 'contact goes on'
  | 'stands'
  | 'correction'
  | 'repaired'
  | 'carried out';

type Sentences = Readonly<Record<CaseSentence, string>>;

const CATALOG: Readonly<Record<string, Sentences>> = {
  en: {
    hold: 'Let me take a moment to look at this properly. I am back with you by {time}.',
    'holding reply': 'We are still on it and have not forgotten you. You will hear from us by {time}.',
    'next update': 'You will hear from us by {time}.',
    reminder: 'We are waiting for your answer, so that we can go on for you. Whenever it suits you.',
    'last reminder':
      'We have not heard from you yet. If we do not hear from you by {time}, we close this for now; a word from you opens it again.',
    unanswered: 'We have closed this for now, as we have not heard from you. A word from you opens it again.',
    late: 'We said that you would hear from us by now, and we are sorry that you had to wait. You will hear from us by {time}.',
    'special client': 'We want to find the best way for you. What would help you most?',
    warning: 'I would like to help you. For that I need us to speak with each other with respect.',
    'contact goes on':
      'We end this conversation here. Your request goes on, and you will hear from us by {time}.',
    stands: 'We looked at this before, and the answer is still the same.',
    correction: 'We were wrong before, and we are sorry. The answer is yes.',
    repaired: 'What you were told went further than it could. This is what we do instead:',
    'carried out': 'It is done.',
  },
};

/** A sentence in a language, else in the book's, else in English; times on the wall of the book's zone. */
export function caseWords(
  book: Book,
  language: string | undefined,
  sentence: CaseSentence,
  time?: Instant,
): string {
  const spoken = [language, language?.slice(0, 2), book.language].find(
    (one) => one !== undefined && CATALOG[one] !== undefined,
  );
  const text = CATALOG[spoken ?? 'en']?.[sentence] ?? '';
  return text.replace('{time}', time === undefined ? '…' : formatWall(book.zone, time));
}
