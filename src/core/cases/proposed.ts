/** What a trigger proposes to somebody where there is no case: nothing is kept of it. */
import type { Trigger } from '../book/book.ts';
import type { Json } from '../words/hash.ts';
import type { Instant } from '../words/time.ts';
import { settled } from './advance.ts';
import { draft, ofKnown } from './commands/opening.ts';
import { NOTHING_SAID } from './conversation.ts';
import { newConversation } from './evolve.ts';
import { proposalsOf, type Proposals } from './proposals.ts';
import type { Refusal } from './refusal.ts';
import { Turn, type Given, type Wanted } from './turn.ts';

/** What happened outside, and to whom. */
export type Happened = {
  trigger: Trigger;
  customer?: string;
  subject?: string;
  facts: Readonly<Record<string, Json>>;
};

/** What a person may offer because of it, now. */
export function proposed(
  { trigger, customer, subject, facts }: Happened,
  person: string,
  given: Given,
  at: Instant,
): Proposals | { refused: Refusal } | { wanted: Wanted } {
  const turn = new Turn(newConversation(''), given, { kind: 'person', id: person }, at);
  return settled(() => {
    turn.colleague(person, 'by');
    const request = {
      ...NOTHING_SAID,
      type: trigger.name,
      ...(customer !== undefined && { customer }),
      ...(subject !== undefined && { subject }),
    };
    return proposalsOf(turn, draft('', ofKnown(turn, request), person, at), trigger, facts);
  });
}
