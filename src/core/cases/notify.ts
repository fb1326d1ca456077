/** Messages to colleagues about a case. */
import type { Matter } from './effect.ts';
import type { Turn } from './turn.ts';

/** A word to a person, on their preferred channel; once for whatever happens about the same matter at the same moment. */
export function notify(turn: Turn, caseId: string, person: string, matter: Matter, question?: string): void {
  const told = turn.effects.some(
    (effect) =>
      effect.kind === 'tell person' &&
      effect.case === caseId &&
      effect.person === person &&
      effect.matter === matter,
  );
  if (told) return;
  turn.effect({
    kind: 'tell person',
    case: caseId,
    person,
    matter,
    report: false,
    ...(question !== undefined && { question }),
  });
}

/** Whoever serves the customer hears that there is an answer. */
export function tellAsker(turn: Turn, caseId: string, question?: string): void {
  const { asker } = turn.case(caseId);
  if (asker !== turn.by) notify(turn, caseId, asker, 'answered', question);
}
