/** The no: only when it is sure, with its rule, the customer's words and what can be done instead. */
import type { Decision } from '../decide/decision.ts';
import { isSpecialAt } from '../decide/request.ts';
import type { Person } from '../organization/organization.ts';
import { gradeIn } from '../organization/people.ts';
import { DAY, parseInstant, type Instant } from '../words/time.ts';
import type { Answer, Case } from './conversation.ts';
import { sentence, tellCustomer } from './customer.ts';
import { keepPromise } from './promises.ts';
import { withdrawQuestions } from './questions.ts';
import { hashOf, standingScope, type StandingAnswer, type Turn } from './turn.ts';

/** A no stands this long, unless something that it depends on changes sooner. */
const STANDS_MS = 90 * DAY;

type Refusing = {
  decision: Decision;
  by: string;
  rule: string | null;
  agreedBy?: string;
  /** The no of another case that this one points at: it stands until the same time. */
  standing?: Pick<StandingAnswer, 'case' | 'until'>;
  /** Acknowledging words for the customer; the product's own when left out. */
  words?: string | undefined;
  /** What the customer is told; what the lines tell when left out. */
  tell?: string | undefined;
  /** The alternative that is offered first. */
  offer?: string | undefined;
  because?: string;
};

/**
 * Below management nobody says no to a special client, illegal lines apart: a decline that their own decision is shows
 * that it is such a line (L30). Refused with who says it instead.
 */
export function ofManagement(turn: Turn, one: Case): void {
  const { book, by } = turn;
  const from = book.management === undefined ? Infinity : book.grades.indexOf(book.management);
  const isManagement = (person: Person): boolean => gradeIn(person, 'any', book) >= from;
  if (!isSpecialAt(turn.request(one), turn.at) || isManagement(turn.person(by))) return;
  if (turn.decide(one, by).verdict === 'decline') return;
  const those = [...turn.organization.people.values()].filter(isManagement).map(({ id }) => id);
  throw turn.refused(
    'needs-management',
    'by',
    'Only management says no to a special client.',
    `Hand the case to them: hand_over to ${those.slice(0, 5).join(', ')}. Or pass the question on: pass.`,
  );
}

/** Says no: the one final answer. The case closes as declined; an appeal or new facts open it again. */
export function sayNo(turn: Turn, caseId: string, refusing: Refusing): void {
  const one = turn.case(caseId);
  if (one.answer)
    throw turn.refused(
      'already-answered',
      '',
      `This case has its answer already: ${one.answer.kind}, by ${turn.nameOf(one.answer.by)}.`,
      'Look at it: sayso case show.',
    );
  ofManagement(turn, one);
  const { by, rule, agreedBy, standing, because } = refusing;
  const decision = offeredFirst(turn, one, refusing.decision, refusing.offer);
  const scope = standingScope(one.request);
  if (scope !== undefined) turn.read.add(scope);
  const validUntil = decision.valid_until === null ? undefined : parseInstant(decision.valid_until);
  const stands = Math.min(turn.at + STANDS_MS, validUntil ?? Infinity);
  const until = standing ? Math.min(standing.until ?? Infinity, stands) : stands;
  const answerLines = decision.decline?.lines ?? [];
  const words = [
    ...(refusing.words === undefined ? [] : [refusing.words]),
    ...(standing ? [standingWords(turn, one, answerLines, until)] : []),
  ].join(' ');
  const tell = turn.sayNo(one, decision, {
    ...(words !== '' && { acknowledge: words }),
    ...(refusing.tell !== undefined && { told: refusing.tell }),
  });
  const answer: Omit<Extract<Answer, { kind: 'no' }>, 'tell'> = {
    kind: 'no',
    by,
    at: turn.at,
    rule,
    lines: answerLines,
    book: turn.book.hash,
    about: hashOf(turn, one.request).about,
    standingKey: decision.standing_key,
    until,
    alternatives: decision.alternatives.map(({ name }) => name),
    ...(agreedBy !== undefined && { agreedBy }),
    ...(standing && { standsFrom: standing.case }),
  };
  turn.emit('declined', caseId, {
    answer,
    deciding: decision.deciding,
    personal: { tell, ...(because !== undefined && { words: because }) },
  });
  tellCustomer(turn, turn.case(caseId), 'answer', tell);
  withdrawQuestions(turn, caseId, [
    'approval',
    'agreement',
    'consult',
    'decline',
    'special client',
    'transfer',
  ]);
  // People whom a no is told to: management, where an illegal wish came from a special client.
  for (const { people } of decision.obligations)
    for (const { id } of people ?? [])
      turn.effect({ kind: 'tell person', case: caseId, person: id, matter: 'told', report: false });
  turn.emit('closed', caseId, { as: 'declined' });
  keepPromise(turn);
}

/** The decision with the alternative that an approver offered before the others, while it can be granted. */
function offeredFirst(turn: Turn, one: Case, decision: Decision, offer: string | undefined): Decision {
  const first = offer === undefined ? undefined : turn.alternative(one, decision, offer);
  const others = decision.alternatives.filter(({ name }) => name !== offer);
  return { ...decision, alternatives: first ? [first, ...others] : others };
}

/** That the same was answered before, and until when it stands; what is illegal is so for good. */
function standingWords(turn: Turn, one: Case, lines: readonly string[], until: Instant): string {
  const known = [...turn.book.lines, ...(turn.book.types.get(one.request.type)?.lines ?? [])];
  const illegal = known.some(({ id, kind }) => kind === 'illegal' && lines.includes(id));
  return illegal
    ? sentence(turn, one, 'answered before')
    : sentence(turn, one, 'stands until', { time: until });
}
