/** Messages to colleagues about a case. */
import type { Matter } from './effect.ts';
import type { Turn } from './turn.ts';

/** A word to a person, on their preferred channel. */
export function notify(turn: Turn, caseId: string, person: string, matter: Matter, question?: string): void {
  turn.effect({
    kind: 'tell person',
    case: caseId,
    person,
    matter,
    report: false,
    ...(question !== undefined && { question }),
  });
}

/** A breach: once for everything of a case that breaks at the same moment. */
export function breach(turn: Turn, caseId: string, person: string): void {
  const told = turn.effects.some(
    (effect) =>
      effect.kind === 'tell person' &&
      effect.case === caseId &&
      effect.person === person &&
      effect.matter === 'breach',
  );
  if (!told) notify(turn, caseId, person, 'breach');
}

/** Whoever serves the customer hears that there is an answer. */
export function tellAsker(turn: Turn, caseId: string, question?: string): void {
  const { asker } = turn.case(caseId);
  if (asker !== turn.by) notify(turn, caseId, asker, 'answered', question);
}
