/** What commands ask of a case before they do anything. Each refuses with the way to go on. */
import type { Case, Question, QuestionKind } from './conversation.ts';
import { openQuestions } from './conversation.ts';
import { CUSTOMER } from './event.ts';
import { peopleFor } from './questions.ts';
import { DAY, type Instant } from '../words/time.ts';
import type { Turn } from './turn.ts';

/** The case, open. */
export function opened(turn: Turn, caseId: string): Case {
  const one = turn.case(caseId);
  if (one.closed)
    throw turn.refused(
      'case-closed',
      'case',
      `Case ${caseId} is closed: ${one.closed.as}.`,
      'What has changed since then reopens it: reopen; a no is looked at once more by: appeal.',
    );
  return one;
}

/** The case, open and without an answer yet. */
export function unanswered(turn: Turn, caseId: string): Case {
  const one = opened(turn, caseId);
  if (one.answer)
    throw turn.refused(
      'already-answered',
      'case',
      `Case ${caseId} has its answer already: ${one.answer.kind}, by ${turn.nameOf(one.answer.by)}.`,
      'Look at it: sayso case show. What has changed since then reopens it: reopen.',
    );
  return one;
}

/** The case, for the one who holds it. */
export function mine(turn: Turn, one: Case): Case {
  if (turn.by !== one.owner)
    throw turn.refused(
      'not-yours',
      'by',
      `Case ${one.id} is with ${turn.nameOf(one.owner)}.`,
      `Take it over first: hand_over to ${turn.by}.`,
    );
  return one;
}

/** The question that is meant: by its id, or the only open one of these kinds that is theirs to answer. */
export function questionMeant(
  turn: Turn,
  one: Case,
  id: string | undefined,
  kinds: readonly QuestionKind[],
): Question {
  const open = openQuestions(one).filter(({ kind }) => kinds.includes(kind));
  if (id !== undefined) {
    const found = one.questions.find((question) => question.id === id);
    if (!found)
      throw turn.refused(
        'unknown-question',
        'question',
        `Case ${one.id} has no question "${id}".`,
        open.length > 0
          ? `Open: ${open.map((question) => question.id).join(', ')}.`
          : 'Nothing is being asked.',
      );
    if (found.closed)
      throw turn.refused(
        'question-closed',
        'question',
        `Question "${id}" is over: ${found.closed.how}, by ${found.closed.by}.`,
        'Look at the case: sayso case show.',
      );
    if (!kinds.includes(found.kind))
      throw turn.refused(
        'other-question',
        'question',
        `Question "${id}" asks for ${found.kind}.`,
        found.kind === 'consult'
          ? 'Give a view: advise.'
          : found.kind === 'transfer'
            ? 'Take it over: accept.'
            : 'Answer it: answer.',
      );
    return found;
  }
  const asked = open.filter(({ asked: people }) => people.includes(turn.by));
  const theirs =
    asked.length > 0 ? asked : open.filter((question) => peopleFor(turn, one, question).includes(turn.by));
  const [only, ...more] = theirs.length > 0 ? theirs : open;
  if (!only)
    throw turn.refused(
      'nothing-asked',
      'question',
      `Nothing of this kind is being asked in case ${one.id}.`,
      'Look at the case: sayso case show.',
    );
  if (more.length > 0)
    throw turn.refused(
      'which-question',
      'question',
      `Case ${one.id} has ${more.length + 1} open questions.`,
      `Name one: ${[only, ...more].map((question) => question.id).join(', ')}.`,
    );
  return only;
}

/** Nobody waits longer than this for an update. */
const FARTHEST_MS = 90 * DAY;

/** An instant that is still to come, and not out of sight. */
export function ahead(turn: Turn, path: string, instant: Instant): Instant {
  if (instant <= turn.at)
    throw turn.refused('in-the-past', path, 'This is for later than now.', 'Name a later instant.');
  if (instant > turn.at + FARTHEST_MS)
    throw turn.refused('too-far', path, 'Nobody waits that long.', 'Name an instant within 90 days.');
  return instant;
}

/** A person acts, not the customer. */
export function staffOnly(turn: Turn): void {
  if (turn.by === CUSTOMER)
    throw turn.refused('not-for-customers', 'by', 'Only staff can do this.', 'Ask whoever serves you.');
}

/** Whoever asked, or serves the customer, does not answer their own question. */
export function notOwn(turn: Turn, one: Case, question: Question): void {
  if (turn.by === one.asker || turn.by === question.askedBy)
    throw turn.refused(
      'own-question',
      'by',
      'Nobody approves what they asked approval for.',
      `Somebody else answers: ${question.asked.join(', ')}.`,
    );
}
