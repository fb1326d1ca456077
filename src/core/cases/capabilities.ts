/**
 * What somebody may do next with a case, and why not. Each command is tried as it would be sent, and nothing of it is kept:
 * there is no second place that knows what is allowed.
 */
import { HOUR, type Instant } from '../words/time.ts';
import { advance } from './advance.ts';
import type { Actor, CommandName, DoorCommand } from './command.ts';
import type { Case, Conversation } from './conversation.ts';
import type { Refusal } from './refusal.ts';
import type { Given, Wanted } from './turn.ts';

export type Capability = { do: CommandName; may: boolean; because?: Omit<Refusal, 'path'> };

/** What is tried: each command with as little as it needs. */
function tries({ book, organization }: Given, one: Case, by: Actor, at: Instant): DoorCommand[] {
  const words = '…';
  const type = book.types.get(one.request.type);
  const other = [...organization.people.values()].find(
    ({ id, kind }) => kind === 'person' && id !== one.owner && (by.kind !== 'person' || id !== by.id),
  );
  const alternative = one.offered.at(-1) ?? [...book.alternatives.keys()][0] ?? words;
  const [review] = one.reviews.filter(({ outcome }) => !outcome);
  return [
    { do: 'grant' },
    { do: 'ask' },
    { do: 'transfer' },
    { do: 'decline' },
    { do: 'answer', say: 'yes' },
    { do: 'advise', words },
    { do: 'pass' },
    { do: 'accept' },
    { do: 'tell', need: type?.needs[0] ?? words },
    { do: 'ask_customer', words },
    { do: 'restate', need: words },
    { do: 'offer', alternative },
    { do: 'take', alternative },
    { do: 'update', words },
    { do: 'promise', by: at + HOUR },
    { do: 'hold' },
    { do: 'resume' },
    { do: 'fulfill' },
    { do: 'supervisor' },
    { do: 'signal', signal: 'distress' },
    ...(other ? [{ do: 'hand_over' as const, to: other.id, because: 'skill' as const }] : []),
    { do: 'release' },
    { do: 'over_promise', words },
    { do: 'ratify', words },
    { do: 'correct', error: words },
    { do: 'appeal', words },
    { do: 'reopen', facts: {} },
    { do: 'close', as: 'withdrawn', words },
    { do: 'warn' },
    { do: 'end_contact', because: 'abuse' },
    { do: 'complain', words },
    ...(review
      ? [
          { do: 'respond' as const, words },
          { do: 'sign' as const, outcome: 'upheld' as const },
        ]
      : []),
  ];
}

/** Of a case, for whoever looks at it. */
export function capabilitiesOf(
  conversation: Conversation,
  caseId: string,
  given: Given,
  at: Instant,
  by: Actor,
): { capabilities: readonly Capability[] } | { wanted: Wanted } {
  const one = conversation.cases.find(({ id }) => id === caseId);
  if (!one) return { capabilities: [] };
  const capabilities: Capability[] = [];
  for (const command of tries(given, one, by, at)) {
    const outcome = advance(conversation, caseId, command, by, given, at);
    if ('wanted' in outcome) return outcome;
    if ('refused' in outcome) {
      const { path: _, ...because } = outcome.refused;
      capabilities.push({ do: command.do, may: false, because });
    } else capabilities.push({ do: command.do, may: true });
  }
  return { capabilities };
}
