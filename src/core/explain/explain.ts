/** A decision in words for one of three readers: the agent who serves, the policy owner, the customer. */
import type { Book } from '../book/book.ts';
import type { Candidate, Decision, Reason } from '../decide/decision.ts';
import type { Request } from '../decide/request.ts';
import { answer, type Answer } from './answer.ts';
import { withUnit } from './say.ts';

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
      return forAgent(given).join('\n');
    case 'policy owner':
      return [...forAgent(given), '', ...forPolicyOwner(given)].join('\n');
  }
}

/** One sentence: may I, and if not, what now. */
function headline(given: Answer): string {
  const asked =
    given.amount === undefined ? given.type : `${given.type}, ${withUnit(given.amount, given.unit)}`;
  switch (given.verdict) {
    case 'grant':
      return `YES, you may: ${asked}.`;
    case 'consult':
      return given.consult?.facts
        ? `ASK A COLLEAGUE what nobody is sure of (${given.consult.facts.join(', ')}): ${people(given.who)}.`
        : `YES, after a word with ${people(given.who)}: ${asked}.`;
    case 'ask':
      return `FIRST find out: ${given.missing.map((missing) => missing.path ?? missing.fact).join(', ')}.`;
    case 'decline':
      return `NO: ${asked}.`;
    case 'handoff':
      return handoffLine(given, asked);
  }
}

function handoffLine(given: Answer, asked: string): string {
  switch (given.mode) {
    case 'agree':
      return `YES, once ${agreeing(given)}: ${asked}.`;
    case 'transfer':
      return `BRING IN ${people(given.who)} at once: ${asked}.`;
    case 'advise':
      return `${people(given.who)} decides, since you know this customer: ${asked}.`;
    default:
      return given.special_client
        ? `ASK ${people(given.who)}, and the client what would help: ${asked}.`
        : `${people(given.who)} can decide: ${asked}.`;
  }
}

/** "finance agrees", "2 of finance, legal, fraud agree". */
function agreeing({ agree }: Answer): string {
  const open = (agree?.count ?? 0) - (agree?.agreed.length ?? 0);
  const units = agree?.units ?? [];
  return units.length === 1
    ? `${units.join('')} agrees`
    : `${open === units.length ? '' : `${open} of `}${units.join(', ')} agree`;
}

/** The first person in full, the others counted. */
function people(who: readonly Candidate[]): string {
  const [first] = who;
  if (!first) return 'nobody';
  const role = first.role ?? first.grade;
  const more =
    who.length > 1
      ? ` (or ${who
          .slice(1)
          .map((one) => one.name)
          .join(', ')})`
      : '';
  return `${first.name}${role === undefined ? '' : `, ${role}`}${first.for === undefined ? '' : `, for ${first.for}`}${more}`;
}

function forAgent(given: Answer): string[] {
  const lines = [headline(given)];
  const add = (label: string, text: string | undefined): void => {
    if (text !== undefined && text !== '') lines.push(`  ${label.padEnd(9)} ${text}`);
  };
  add('Why', why(given));
  if (given.mode === 'agree') add('Ask', people(given.who));
  if (given.headroom !== null && given.headroom !== 'unlimited' && Number(given.headroom) > 0)
    add(
      'You may',
      `${given.verdict === 'grant' ? 'up to' : 'yourself up to'} ${withUnit(given.headroom, given.unit)}${given.usual === undefined || given.verdict !== 'grant' ? '' : ` (usual ${withUnit(given.usual, given.unit)})`}`,
    );
  for (const when of ['before', 'after'] as const) {
    for (const one of given.obligations)
      if (one.when === when)
        add(
          when === 'before' ? 'Before' : 'After',
          `${one.do ?? one.name}${one.done === true ? ' (done)' : ''}${one.people?.[0] ? `: ${people(one.people)}` : ''}`,
        );
  }
  for (const missing of given.missing)
    add(
      missing.ask === undefined ? 'Look up' : 'Ask',
      missing.ask ?? `${missing.path ?? missing.fact} (${missing.known_by ?? ''})`,
    );
  for (const alternative of given.alternatives) add('Instead', alternative.say);
  if (given.nearest_change) add('Nearest', nearest(given));
  if (given.decline && !given.decline.at_once && given.verdict === 'decline')
    add('First', `have ${people(given.decline.agreement)} agree to this no`);
  add('Say', `“${given.say}”`);
  return lines;
}

function why(given: Answer): string | undefined {
  if (given.gap !== undefined) return `no rule decides it (${given.gap})`;
  if (given.verdict === 'ask') return 'the answer hangs on it';
  if (given.decline?.settled)
    return `${given.rule ?? ''}; settled by ${given.decline.settled.by} on ${given.decline.settled.on}`;
  return given.rule ?? undefined;
}

function nearest(given: Answer): string {
  const change = given.nearest_change;
  if (!change) return '';
  if (change.kind === 'limit') return `up to ${withUnit(change.value, given.unit)} you may (${change.rule})`;
  return change.kind === 'date'
    ? `from ${change.value ?? ''} on you may (${change.rule})`
    : `you may if ${change.comparison} (${change.rule})`;
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
    ...(given.ignored.length > 0 ? [`Not read: ${given.ignored.join(', ')}`] : []),
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
