/** A decision in words for one of three readers: the agent who serves, the policy owner, the customer. */
import type { Book } from '../book/book.ts';
import type { Decision, Reason } from '../decide/decision.ts';
import type { Request } from '../decide/request.ts';
import { answer, type Answer } from './answer.ts';
import { forAgent } from './for-agent.ts';

export type Reader = 'agent' | 'policy owner' | 'customer';

/** The text for a reader; for a customer it holds no person, rule, grade or comparison. */
export function explain(
  book: Book,
  request: Request,
  decision: Decision,
  reader: Reader,
  language?: string,
): string {
  const given = answer(book, request, decision, language);
  switch (reader) {
    case 'customer':
      return given.say;
    case 'agent':
      return forAgent(book, given).join('\n');
    case 'policy owner':
      return [...forAgent(book, given), '', ...forPolicyOwner(given)].join('\n');
  }
}

function forPolicyOwner(given: Answer): string[] {
  const known = given.assumed.filter((one) => one.because !== 'no tally');
  return [
    `Book ${given.book.name} ${given.book.hash}${given.book.in_force ? '' : ' (not in force)'}, at ${given.at}, valid until ${given.valid_until ?? 'a fact or the book changes'}`,
    ...given.reasons.map((reason) => `  ${mark(reason)} ${reason.rule}${detail(reason)}`),
    ...(known.length > 0
      ? [
          `Assumed: ${known.map((one) => `${one.fact} = ${JSON.stringify(one.value)} (${one.because})`).join(', ')}`,
        ]
      : []),
    ...(given.standing_key === null ? [] : [`Standing key ${given.standing_key}`]),
  ];
}

const mark = (reason: Reason): string => ({ holds: '✓', fails: '✗', unknown: '?' })[reason.outcome];

function detail(reason: Reason): string {
  const parts = [
    ...(reason.because === undefined ? [] : [reason.because]),
    ...(reason.comparisons ?? []).map((one) => `${one.comparison} is ${String(one.value)}`),
    ...(reason.unknown ? [`unknown: ${reason.unknown.join(', ')}`] : []),
  ];
  return parts.length > 0 ? `: ${parts.join('; ')}` : '';
}
