/**
 * Questions to people: opened with a route, tried step by step, moved on in silence, closed once.
 * Every person on a route has a say on the question, so no step is a hollow hop.
 */
import { managerLine } from '../organization/people.ts';
import { PATIENCE_MINUTES, patienceEnds, route } from '../reach/route.ts';
import { MINUTE, type Instant } from '../words/time.ts';
import { openQuestions, type Case, type Question, type QuestionKind } from './conversation.ts';
import { SAYSO } from './event.ts';
import type { Decision } from '../decide/decision.ts';
import { hashOf, recordOf, type Turn } from './turn.ts';

type Opening = {
  kind: QuestionKind;
  people: readonly string[];
  decision: Decision;
  unit?: string;
  rule?: string;
  facts?: readonly string[];
  onYes?: Question['onYes'];
  deadline?: Instant;
  silence?: Question['silence'];
  words?: string;
};

/** Asks a question; the first step of its route is tried at once. Returns its id. */
export function openQuestion(turn: Turn, caseId: string, opening: Opening): string {
  const one = turn.case(caseId);
  const skipped = skippedBy(turn, one, opening.people);
  const id = `${one.id}/q${one.questions.length + 1}`;
  const found = route({ people: opening.people, skipped }, turn.organization, turn.at);
  const { unit, rule, facts, deadline, silence, words, decision } = opening;
  turn.emit('asked', caseId, {
    question: {
      id,
      kind: opening.kind,
      ...(unit !== undefined && { unit }),
      ...(rule !== undefined && { rule }),
      ...(facts && { facts }),
      askedBy: one.asker,
      askedAt: turn.at,
      about: hashOf(turn.book, one.request).about,
      ...(decision.amount !== undefined && { amount: decision.amount }),
      onYes: opening.onYes ?? 'grant',
      route: found,
      step: -1,
      patienceUntil: turn.at,
      asked: [],
      passed: [],
      ...(deadline !== undefined && { deadline }),
      ...(silence && { silence }),
    },
    skipped: found.told,
    decision: recordOf(decision),
    ...(words !== undefined && { personal: { words } }),
  });
  // Those who were skipped on the way up are told, not asked.
  for (const person of found.told)
    turn.effect({ kind: 'tell person', case: caseId, person, matter: 'told', question: id, report: false });
  if (opening.kind === 'special client') askAll(turn, caseId, id);
  else tryNext(turn, caseId, id);
  return id;
}

/** The managers between the asker and the person asked first, who are passed over. */
function skippedBy(turn: Turn, one: Case, people: readonly string[]): string[] {
  const line = managerLine(turn.organization, one.asker);
  const first = line.findIndex((id) => people.includes(id));
  return first > 0 ? line.slice(0, first) : [];
}

/** A question by its id, as it is now. */
export const questionOf = (turn: Turn, caseId: string, id: string): Question | undefined =>
  turn.case(caseId).questions.find((question) => question.id === id);

/**
 * The next step of a question's route: sent when its person is there, waited for when they come on duty later. At the
 * end of the route a new one is made: never a silent wait.
 */
export function tryNext(turn: Turn, caseId: string, id: string): void {
  const question = questionOf(turn, caseId, id);
  if (!question || question.closed) return;
  const { steps } = question.route;
  let next = question.step + 1;
  while (steps[next] && question.passed.includes(steps[next]?.person ?? '')) next += 1;
  const step = steps[next];
  if (!step) {
    reroute(turn, caseId, question);
    return;
  }
  if (step.from !== undefined && step.from > turn.at) {
    waitUntil(turn, caseId, question, next, step.from);
    return;
  }
  send(turn, caseId, id, next);
}

function waitUntil(turn: Turn, caseId: string, question: Question, step: number, until: Instant): void {
  turn.emit('question waits', caseId, { question: question.id, step: step - 1, until }, SAYSO);
}

function send(turn: Turn, caseId: string, id: string, stepIndex: number): void {
  const question = questionOf(turn, caseId, id);
  const step = question?.route.steps[stepIndex];
  if (!step) return;
  turn.emit(
    'question sent',
    caseId,
    {
      question: id,
      step: stepIndex,
      person: step.person,
      channel: step.channel,
      patienceUntil: patienceEnds({ ...step, from: turn.at }, turn.at),
    },
    SAYSO,
  );
  turn.effect({
    kind: 'tell person',
    case: caseId,
    person: step.person,
    channel: step.channel,
    address: step.address,
    matter: 'question',
    question: id,
    report: true,
  });
}

/** Account owner and management are asked in parallel, each on their first channel. */
function askAll(turn: Turn, caseId: string, id: string): void {
  const steps = questionOf(turn, caseId, id)?.route.steps ?? [];
  for (const [index, { person }] of steps.entries())
    if (steps.findIndex((other) => other.person === person) === index) send(turn, caseId, id, index);
}

function reroute(turn: Turn, caseId: string, question: Question): void {
  const people = peopleFor(turn, turn.case(caseId), question);
  const without = [...question.passed, ...question.asked];
  const fresh = people.filter((id) => !question.passed.includes(id));
  const found = route({ people: fresh.length > 0 ? fresh : people, without }, turn.organization, turn.at);
  const [first] = found.steps;
  const from = first?.from !== undefined && first.from > turn.at ? first.from : turn.at;
  // Nobody can be asked as things are: it is looked at again, and not at once and for ever.
  const patienceUntil = first ? from : turn.at + PATIENCE_MINUTES * MINUTE;
  turn.emit('rerouted', caseId, { question: question.id, route: found, patienceUntil }, SAYSO);
  if (!first) return;
  if (from > turn.at) waitUntil(turn, caseId, question, 0, from);
  else if (question.kind === 'special client') askAll(turn, caseId, question.id);
  else send(turn, caseId, question.id, 0);
}

const ids = (people: readonly { id: string }[]): string[] => people.map(({ id }) => id);

/** Who has a say on a question now; those on its route when nobody else can be found. */
export function peopleFor(turn: Turn, one: Case, question: Question): string[] {
  const now = ((): string[] => {
    switch (question.kind) {
      case 'approval':
      case 'special client':
        return ids(turn.mayAnswer(one));
      case 'agreement':
        return ids(turn.decide(one).agree?.people ?? []).filter((id) => turn.speaksFor(id, question.unit ?? ''));
      case 'decline':
        return ids(turn.mayAgreeToDecline(one));
      case 'consult':
        return ids(turn.decide(one).consult?.people ?? []);
      case 'transfer':
        return ids(turn.decide(one).who);
      case 'appeal':
      case 'over-promise':
      case 'ratification':
        return [];
    }
  })();
  const left = now.filter((id) => id !== one.asker && id !== question.askedBy);
  return left.length > 0 ? left : [...new Set(question.route.steps.map(({ person }) => person))];
}

/** Closes a question; whoever was waiting to answer hears that it is over. */
export function closeQuestion(
  turn: Turn,
  caseId: string,
  id: string,
  how: NonNullable<Question['closed']>['how'],
): void {
  const question = questionOf(turn, caseId, id);
  if (!question || question.closed) return;
  turn.emit('question closed', caseId, { question: id, how });
  for (const person of question.asked)
    if (person !== turn.by && !question.passed.includes(person))
      turn.effect({
        kind: 'tell person',
        case: caseId,
        person,
        matter: 'question withdrawn',
        question: id,
        report: false,
      });
}

/** Closes all open questions, of some kinds or of all. */
export function withdrawQuestions(turn: Turn, caseId: string, kinds?: readonly QuestionKind[]): void {
  for (const { id, kind } of openQuestions(turn.case(caseId)))
    if (!kinds || kinds.includes(kind)) closeQuestion(turn, caseId, id, 'withdrawn');
}

/** Time has come to a question: its deadline, or the end of a step's patience. */
export function questionDue(turn: Turn, caseId: string, id: string): 'silence' | undefined {
  const question = questionOf(turn, caseId, id);
  if (!question || question.closed) return undefined;
  if (question.deadline !== undefined && turn.at >= question.deadline) {
    if (question.silence === 'go ahead') return 'silence';
    turn.emit('deadline passed', caseId, { question: id }, SAYSO);
    turn.effect({
      kind: 'tell person',
      case: caseId,
      person: turn.case(caseId).owner,
      matter: 'breach',
      question: id,
      report: false,
    });
  }
  if (turn.at < question.patienceUntil) return undefined;
  const silent = question.asked.at(-1);
  const next = question.route.steps[question.step + 1];
  if (silent !== undefined && next?.person !== silent && question.step >= 0)
    turn.emit('silence noted', caseId, { question: id, person: silent }, SAYSO);
  if (question.kind === 'special client') {
    const now = questionOf(turn, caseId, id);
    if (now) reroute(turn, caseId, now);
  } else tryNext(turn, caseId, id);
  return undefined;
}
