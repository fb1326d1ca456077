/** Something happened outside: the owner hears what they may offer, before the customer has to ask. */
import type { CommandOf } from '../command.ts';
import { isOpen } from '../conversation.ts';
import { SAYSO } from '../event.ts';
import { proposalsOf, proposalWords } from '../proposals.ts';
import type { Turn } from '../turn.ts';

/** What a trigger proposes to the owner of a case. Where they may grant nothing of it, nothing happens here. */
export function happened(turn: Turn, caseId: string | null, command: CommandOf<'outside_event'>): void {
  const one = turn.conversation.cases.find(({ id }) => id === caseId);
  const trigger = turn.book.triggers.get(command.trigger);
  if (!one || !isOpen(one) || !trigger) return;
  const { now } = proposalsOf(turn, one, trigger, command.facts);
  const words = proposalWords(turn.book, trigger, now);
  if (words === undefined) return;
  turn.emit(
    'proposed',
    one.id,
    { trigger: trigger.name, event: command.event, proposals: now.map(({ name }) => name) },
    SAYSO,
  );
  turn.effect({
    kind: 'tell person',
    case: one.id,
    person: one.owner,
    matter: 'proposal',
    words,
    report: false,
  });
}
