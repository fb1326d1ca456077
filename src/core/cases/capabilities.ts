/**
 * What somebody may do next with a case, and why not. Each command is tried as it would be sent, and nothing of it is kept:
 * there is no second place that knows what is allowed.
 */
import { HOUR, type Instant } from '../words/time.ts';
import { advance } from './advance.ts';
import type { Actor, CommandName, DoorCommand } from './command.ts';
import { hearsOf } from './commands/complaining.ts';
import type { Case, Conversation } from './conversation.ts';
import type { Refusal } from './refusal.ts';
import type { Given, Wanted } from './turn.ts';

export type Capability = { do: CommandName; may: boolean; because?: Omit<Refusal, 'path'> };

/** What is tried: each command with as little as it needs; with each alternative, since any is enough. */
function tries({ book, organization }: Given, one: Case, by: Actor, at: Instant): DoorCommand[] {
  const words = '…';
  const type = book.types.get(one.request.type);
  const other = [...organization.people.values()].find(
    ({ id, kind }) => kind === 'person' && id !== one.owner && (by.kind !== 'person' || id !== by.id),
  );
  const withNo = one.answer?.kind === 'no' ? one.answer.alternatives : [];
  const alternatives = new Set([...withNo, ...one.offered.toReversed(), 'part', ...book.alternatives.keys()]);
  // To whom a review is nothing, it is not told either that there is one.
  const review = one.reviews.find(
    (each) => !each.outcome && by.kind === 'person' && hearsOf(organization, each, by.id),
  );
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
    ...[...alternatives].map((alternative) => ({ do: 'offer' as const, alternative })),
    ...[...alternatives].map((alternative) => ({ do: 'take' as const, alternative })),
    { do: 'update', words },
    { do: 'say', words },
    { do: 'rate', service: 5 },
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
  const capabilities = new Map<CommandName, Capability>();
  for (const command of tries(given, one, by, at)) {
    const known = capabilities.get(command.do);
    if (known?.may) continue;
    const outcome = advance(conversation, caseId, command, by, given, at);
    if ('wanted' in outcome) return outcome;
    const able = capabilityOf(command.do, 'refused' in outcome ? outcome.refused : undefined);
    // Of several ways any is enough; where there is none, what is said first of one that is there tells more.
    if (able.may || !known || known.because?.code === NO_ALTERNATIVE.code) capabilities.set(command.do, able);
  }
  return { capabilities: [...capabilities.values()] };
}

/** Where none of them can be granted, no single one is to be blamed. */
const NO_ALTERNATIVE = {
  code: 'unknown-alternative',
  message: 'Nothing else can be granted here instead.',
  mend: 'See who can say yes: ask.',
};

function capabilityOf(name: CommandName, refused: Refusal | undefined): Capability {
  if (!refused) return { do: name, may: true };
  const { path: _, ...because } = refused;
  return { do: name, may: false, because: because.code === NO_ALTERNATIVE.code ? NO_ALTERNATIVE : because };
}
