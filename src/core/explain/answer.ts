/** The answer that a door prints: the decision, with the book's words where it only has rule keys. */
import type { Book } from '../book/book.ts';
import type { Alternative, Decision, Missing } from '../decide/decision.ts';
import type { Request } from '../decide/request.ts';
import { offer, question, say, speaker, words } from './say.ts';

export type Answer = Omit<Decision, 'missing' | 'obligations' | 'alternatives'> & {
  id?: string;
  language: string;
  missing: (Missing & { ask?: string })[];
  /** What it is called, and the fact of type "yes or no" that shows it done. */
  obligations: (Decision['obligations'][number] & { do?: string; shown_by?: string })[];
  alternatives: (Alternative & { say: string })[];
  /** What the asker can say to the customer; no internal names. */
  say: string;
};

/** Puts the book's words beside a decision, in the language wanted, else the request's, else the book's. */
export function answer(book: Book, request: Request, decision: Decision, language?: string): Answer {
  const voice = speaker(book, request, decision, language);
  return {
    ...(request.id !== undefined && { id: request.id }),
    ...decision,
    language: voice.language,
    missing: decision.missing.map((missing) =>
      missing.known_by !== undefined && !missing.claimed
        ? missing
        : { ...missing, ask: question(voice, missing.fact, missing.claimed === true) },
    ),
    obligations: decision.obligations.map((obligation) => {
      const declared = book.obligations.get(obligation.name);
      if (!declared) return obligation;
      const { do: what, shownBy } = declared;
      return {
        ...obligation,
        do: words(voice, what),
        ...(shownBy !== undefined && { shown_by: shownBy }),
      };
    }),
    alternatives: decision.alternatives.map((alternative) => ({
      ...alternative,
      say: offer(voice, alternative),
    })),
    say: say(voice),
  };
}
