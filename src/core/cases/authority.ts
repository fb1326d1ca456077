/** By what authority somebody may say yes to a case now. */
import type { Candidate, Decision } from '../decide/decision.ts';
import { decidesAlone } from '../decide/next-step.ts';
import type { Request } from '../decide/request.ts';
import type { Case } from './conversation.ts';
import type { Turn } from './turn.ts';

/** The authority that a yes rests on. */
export type Authority = { by: string; for?: string; rule: string };

/**
 * By what authority a person other than the asker may say yes to a request now; undefined: by none.
 * Nobody approves what they asked approval for.
 */
export function authorityOf(
  turn: Turn,
  one: Case,
  person: string,
  request: Request,
  askedBy: readonly string[] = [],
): Candidate | undefined {
  if (person === one.asker || askedBy.includes(person)) return undefined;
  return turn.mayAnswer(one, request).find(({ id }) => id === person);
}

/** By what authority the asker may say yes alone; undefined: by none. */
export function ownAuthority(decision: Decision): Authority | undefined {
  const [first] = decision.who;
  if (decision.verdict === 'grant' && decision.rule !== null) {
    const lent = first?.id === decision.asker ? first.for : undefined;
    return { by: decision.asker, rule: decision.rule, ...(lent !== undefined && { for: lent }) };
  }
  return first && decidesAlone(decision) ? { by: decision.asker, rule: first.rule } : undefined;
}

/** A request without its signals: whom they call hides which units a yes needs. */
export const withoutSignals = (request: Request): Request => ({
  ...request,
  signals: [],
  asksForAPerson: false,
});
