/**
 * Questions to people: opened with a route, tried step by step, moved on in silence, closed once.
 * Every person on a route has a say on the question, so no step is a hollow hop.
 */
import { typeMeant } from '../decide/request.ts';
import { employedAt, managerLine } from '../organization/people.ts';
import {
  isThere,
  PATIENCE_MINUTES,
  patienceEnds,
  route,
  type Route,
  type RouteQuestion,
  type RouteStep,
} from '../reach/route.ts';
import { amountIn } from '../explain/amount.ts';
import { MINUTE, type Instant } from '../words/time.ts';
import {
  askedNow,
  LASTING,
  openQuestions,
  type Case,
  type Question,
  type QuestionKind,
} from './conversation.ts';
import { SAYSO } from './event.ts';
import type { Candidate, Decision } from '../decide/decision.ts';
import { ownAuthority } from './authority.ts';
import { notify } from './notify.ts';
import { holdingReply } from './promises.ts';
import { hasCome, hasGone } from './presence.ts';
import { ASKS } from './timeline.ts';
import { isStated } from './totals.ts';
import { hashOf, recordOf, type Turn } from './turn.ts';

type Opening = {
  kind: QuestionKind;
  people: readonly string[];
  decision: Decision;
  unit?: string;
  rule?: string;
  facts?: readonly string[];
  /** How much is asked about; the decision's amount when left out. */
  amount?: string | undefined;
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
  const found = routeNow(turn, opening.kind, { people: opening.people, skipped });
  const { unit, rule, facts, deadline, silence, words, decision } = opening;
  const amount = opening.amount ?? decision.amount;
  turn.emit('asked', caseId, {
    question: {
      id,
      kind: opening.kind,
      ...(unit !== undefined && { unit }),
      ...(rule !== undefined && { rule }),
      ...(facts && { facts }),
      askedBy: one.asker,
      askedAt: turn.at,
      about: hashOf(turn, one.request).about,
      ...(amount !== undefined && { amount }),
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
  tryNext(turn, caseId, id);
  return id;
}

/** The managers between the asker and the person asked first, who are passed over. */
function skippedBy(turn: Turn, one: Case, people: readonly string[]): string[] {
  const line = managerLine(turn.organization, one.asker);
  const first = line.findIndex((id) => people.includes(id));
  return first > 0 ? line.slice(0, first) : [];
}

/** A question by its id, as it is now. */
const questionOf = (turn: Turn, caseId: string, id: string): Question | undefined =>
  turn.case(caseId).questions.find((question) => question.id === id);

/**
 * The next step of a question's route whose person is there; when nobody on it is, a new route is made, which waits for
 * whoever comes on duty first: never a silent wait.
 */
export function tryNext(turn: Turn, caseId: string, id: string): void {
  const question = questionOf(turn, caseId, id);
  if (!question || question.closed) return;
  if (isMoot(turn, turn.case(caseId), question)) {
    closeQuestion(turn, caseId, id, 'withdrawn');
    notify(turn, caseId, turn.case(caseId).owner, 'reminder');
    return;
  }
  const [first] = question.route.steps;
  if (question.step < 0 && first?.from !== undefined && first.from > turn.at) {
    waitUntil(turn, caseId, id, first.from);
    return;
  }
  const next = nextThere(turn, turn.case(caseId), question);
  if (next === undefined) reroute(turn, caseId, question);
  else sendFrom(turn, caseId, id, next);
}

/** Whoever serves the customer can decide it alone by now: asking on would add nothing. */
const isMoot = (turn: Turn, one: Case, { kind }: Question): boolean =>
  kind === 'approval' && ownAuthority(turn.decide(one)) !== undefined;

/** The first step that is left and whose person can be reached now, has a say still, and did not pass. */
function nextThere(turn: Turn, one: Case, question: Question): number | undefined {
  const { step, passed } = question;
  const people = peopleFor(turn, one, question);
  const found = question.route.steps.findIndex(({ person: id }, i) => {
    const person = turn.organization.people.get(id);
    return (
      i > step &&
      person !== undefined &&
      people.includes(id) &&
      !passed.includes(id) &&
      isThere(person, turn.at)
    );
  });
  return found < 0 ? undefined : found;
}

const waitUntil = (turn: Turn, caseId: string, question: string, until: Instant): void =>
  turn.emit('question waits', caseId, { question, step: -1, until }, SAYSO);

/** Sends a step. A special client's question goes to two people at a time: account owner and management. */
function sendFrom(turn: Turn, caseId: string, id: string, index: number): void {
  send(turn, caseId, id, index);
  const question = questionOf(turn, caseId, id);
  if (question?.kind !== 'special client') return;
  const next = nextThere(turn, turn.case(caseId), question);
  const { steps } = question.route;
  if (next !== undefined && steps[next]?.person !== steps[index]?.person) send(turn, caseId, id, next);
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
    words: questionWords(turn, turn.case(caseId), question),
    report: true,
  });
}

/** What whoever is asked reads: who asks for what, how much, and why. */
function questionWords(turn: Turn, one: Case, { kind, unit, askedBy, amount, words }: Question): string {
  const name = turn.organization.people.get(askedBy)?.name ?? askedBy;
  const type = typeMeant(turn.book, one.request.type)?.amount?.type;
  const of =
    amount === undefined
      ? ''
      : `, ${amountIn('en', amount, type?.kind === 'money' ? type.currency : type?.kind)}`;
  const why = words === undefined ? '' : ` “${words}”`;
  const what = one.request.type.replaceAll('_', ' ');
  return `${name} asks ${ASKS[kind]}${unit === undefined ? '' : ` (${unit})`}: ${what}${of}.${why}`;
}

/** Steps so that two people at a time are tried on their first channel, then on their second, then the next two. */
function inPairs(steps: readonly RouteStep[]): RouteStep[] {
  const people = [...new Set(steps.map(({ person }) => person))];
  const pairs = people.flatMap((_, i) => (i % 2 === 0 ? [people.slice(i, i + 2)] : []));
  return pairs.flatMap((pair) => {
    const each = pair.map((id) => steps.filter(({ person }) => person === id));
    const most = Math.max(...each.map(({ length }) => length));
    return Array.from({ length: most }, (_, i) => each.flatMap((own) => own[i] ?? [])).flat();
  });
}

/** The route of a question of a kind, as things stand now. */
function routeNow(turn: Turn, kind: QuestionKind, question: RouteQuestion): Route {
  const found = route(question, turn.organization, turn.at);
  return kind === 'special client' ? { ...found, steps: inPairs(found.steps) } : found;
}

function reroute(turn: Turn, caseId: string, question: Question): void {
  const people = peopleFor(turn, turn.case(caseId), question);
  const { id, kind, passed, asked } = question;
  const found = routeNow(turn, kind, { people, without: passed, asked });
  const [first] = found.steps;
  // Nobody can be asked as things are: it is looked at again, and not at once and for ever.
  const from = first ? Math.max(first.from ?? turn.at, turn.at) : turn.at + PATIENCE_MINUTES * MINUTE;
  turn.emit('rerouted', caseId, { question: id, route: found, patienceUntil: from }, SAYSO);
  if (!first) return;
  if (from > turn.at) waitUntil(turn, caseId, id, from);
  else sendFrom(turn, caseId, id, 0);
}

const ids = (people: readonly { id: string }[]): string[] => people.map(({ id }) => id);

/** Who has a say on a question now. Nobody else is asked: it would be a hollow hop. */
export function peopleFor(turn: Turn, one: Case, question: Question): string[] {
  const asked = [...new Set(question.route.steps.map(({ person }) => person))];
  const now = ((): string[] => {
    switch (question.kind) {
      case 'approval':
      case 'special client':
        return ids(turn.mayAnswer(one));
      case 'agreement':
        return speakersFor(turn, one, question.unit ?? '');
      case 'decline':
        return ids(turn.mayAgreeToDecline(one));
      case 'consult':
        return ids(turn.decide(one).consult?.people ?? []);
      case 'transfer': {
        const decision = turn.decide(one);
        const units = decision.agree?.people ?? [];
        return ids([...calledBy(decision), ...units, ...turn.mayAnswer(one)]);
      }
      case 'appeal':
      case 'over-promise':
      case 'ratification': {
        const here = asked.filter((id) => turn.worksHere(id));
        return here.length > 0 ? here : standIns(turn, one);
      }
    }
  })();
  return now.filter((id) => id !== one.asker && id !== question.askedBy);
}

/** Who speaks for a unit, whoever says the yes that waits for it: they themself do not. */
function speakersFor(turn: Turn, one: Case, unit: string): string[] {
  const yes = one.approvals.find(({ used }) => used === undefined);
  return [...turn.organization.people.values()]
    .filter((person) => employedAt(person, turn.at) && turn.speaksFor(person.id, unit))
    .flatMap(({ id }) => (id === yes?.by || id === yes?.for ? [] : [id]));
}

/** Those above the asker, for whoever was asked and has left; nobody above: anybody else. */
function standIns(turn: Turn, one: Case): string[] {
  const above = managerLine(turn.organization, one.asker).filter((id) => turn.worksHere(id));
  return above.length > 0 ? above : turn.anybodyElse();
}

/** Whom a signal, or the wish for a person, calls. */
export const calledBy = ({ mode, who, obligations }: Decision): readonly Candidate[] =>
  mode === 'transfer' ? who : (obligations.find(({ name }) => name === 'transfer')?.people ?? []);

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

/** Closes open questions: those of some kinds, or all that do not outlive the case. */
export function withdrawQuestions(turn: Turn, caseId: string, kinds?: readonly QuestionKind[]): void {
  for (const { id, kind } of openQuestions(turn.case(caseId)))
    if (kinds ? kinds.includes(kind) : !LASTING.includes(kind)) closeQuestion(turn, caseId, id, 'withdrawn');
}

/** Time has come to a question: its deadline, or the end of a step's patience. */
export function questionDue(turn: Turn, caseId: string, id: string): 'silence' | undefined {
  const question = questionOf(turn, caseId, id);
  if (!question || question.closed) return undefined;
  if (question.deadline !== undefined && turn.at >= question.deadline) {
    if (question.silence === 'go ahead' && silenceCounts(turn, caseId, question)) return 'silence';
    turn.emit('deadline passed', caseId, { question: id }, SAYSO);
    notify(turn, caseId, turn.case(caseId).owner, 'breach');
    // A special client hears by then, whoever was silent.
    if (question.kind === 'special client') holdingReply(turn, turn.case(caseId));
  }
  const gone = hasGone(turn, question);
  if (turn.at < question.patienceUntil && !gone) {
    const waits = askedNow(question) === undefined;
    if (waits && hasCome(turn, question, peopleFor(turn, turn.case(caseId), question)))
      reroute(turn, caseId, question);
    return undefined;
  }
  // Whoever is not there is not silent.
  const silent = gone ? undefined : askedNow(question);
  const next = question.route.steps[question.step + 1];
  if (silent !== undefined && next?.person !== silent && question.kind !== 'special client')
    turn.emit('silence noted', caseId, { question: id, person: silent }, SAYSO);
  tryNext(turn, caseId, id);
  return undefined;
}

/** What nobody may lift is not said by silence either: an unethical or unachievable line. */
function isForbidden(turn: Turn, one: Case, { reasons }: Decision): boolean {
  const lines = [...turn.book.lines, ...(typeMeant(turn.book, one.request.type)?.lines ?? [])];
  const hard = lines.filter(({ kind }) => kind !== 'policy' && kind !== 'reserved').map(({ id }) => id);
  return reasons.some(({ rule, outcome }) => outcome !== 'fails' && hard.includes(rule));
}

/** What silence means for a special client is asked of the book again: the case may be another one by now. */
function silenceCounts(turn: Turn, caseId: string, { kind }: Question): boolean {
  if (kind !== 'special client') return true;
  const one = turn.case(caseId);
  const decision = turn.decide(one);
  return (
    decision.special_client?.silence === 'go ahead' &&
    isStated(turn.book, one.request.type, decision) &&
    !isForbidden(turn, one, decision) &&
    turn.standing(one, decision)?.kind !== 'no'
  );
}
