/** A decision for the one who serves: what to do in one line, then why, and what to say. */
import type { Book } from '../book/book.ts';
import type { Candidate } from '../decide/decision.ts';
import { meant } from '../words/spelling.ts';
import type { Answer } from './answer.ts';

/** "12.50 USD", "3 days", as a book writes it; a plain number has no unit. */
const withUnit = (amount: string | undefined, unit: string | undefined): string =>
  amount === undefined ? '…' : unit === undefined || unit === 'whole number' ? amount : `${amount} ${unit}`;

/** The lines of the text. */
export function forAgent(book: Book, given: Answer): string[] {
  const lines = [headline(given)];
  const add = (label: string, text: string | undefined): void => {
    if (text !== undefined && text !== '') lines.push(`  ${label.padEnd(9)} ${text}`);
  };
  for (const reason of why(book, given)) add('Why', reason);
  if (given.mode === 'agree') add('Ask', people(given.who));
  if (given.also) add('Then', unitsAgree(given.also));
  add('You may', ownLimit(given));
  for (const words of exceptions(book, given)) add('Or', words);
  for (const one of given.obligations) add(one.when === 'before' ? 'Before' : 'After', obligationWords(one));
  for (const { ask, path, fact, known_by } of given.missing)
    add(ask === undefined ? 'Look up' : 'Ask', ask ?? `${path ?? fact} (${known_by ?? ''})`);
  for (const alternative of given.alternatives) add('Instead', alternative.say);
  add('Nearest', nearest(given));
  if (given.verdict === 'decline' && given.decline && !given.decline.at_once)
    add('First', `have ${people(given.decline.agreement)} agree to this no`);
  add('Not read', notRead(book, given));
  add('Say', `“${given.say}”`);
  return lines;
}

/** One sentence: may I, and if not, what now. */
function headline(given: Answer): string {
  const asked =
    given.amount === undefined ? given.type : `${given.type}, ${withUnit(given.amount, given.unit)}`;
  switch (given.verdict) {
    case 'grant': {
      const transfer = given.obligations.find(({ name }) => name === 'transfer');
      return transfer
        ? `BRING IN ${people(transfer.people ?? [])} at once; and YES, you may: ${asked}.`
        : `YES, you may: ${asked}.`;
    }
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
  if (given.next_step === 'grant') return `YOU decide this, no rule does: ${asked}.`;
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
const agreeing = ({ agree }: Answer): string =>
  unitsAgree({ units: agree?.units ?? [], count: (agree?.count ?? 0) - (agree?.agreed.length ?? 0) });

function unitsAgree({ units, count }: { units: readonly string[]; count: number }): string {
  if (units.length === 1) return `${units.join('')} agrees`;
  return `${count === units.length ? '' : `${count} of `}${units.join(', ')} agree`;
}

/** The first person in full, the others by name. */
function people(who: readonly Candidate[]): string {
  const [first, ...others] = who;
  if (!first) return 'nobody';
  const parts = [
    first.role ?? first.grade,
    first.for === undefined ? undefined : `for ${first.for}`,
    presence(first),
  ];
  const more = others.map((one) => [one.name, presence(one)].filter(Boolean).join(' '));
  return `${[first.name, ...parts].filter(Boolean).join(', ')}${more.length > 0 ? ` (or ${more.join(', ')})` : ''}`;
}

const presence = (one: Candidate): string | undefined =>
  one.away_until !== undefined
    ? `[away until ${one.away_until.slice(0, 10)}]`
    : one.off_duty
      ? '[off duty]'
      : undefined;

/** The rule that carries it, and before it the line that keeps it from the asker. */
function why(book: Book, given: Answer): string[] {
  if (given.gap !== undefined) {
    const near = given.gap === 'unknown type' ? meant(given.type, book.types.keys()) : undefined;
    return [`no rule decides it (${given.gap})${near === undefined ? '' : `; did you mean ${near}?`}`];
  }
  if (given.verdict === 'ask') return ['the answer hangs on it'];
  const settled = given.decline?.settled;
  const rule = `${given.rule ?? ''}${settled ? `; settled by ${settled.by} on ${settled.on}` : ''}`;
  const lines = given.reasons.filter(
    ({ rule: id, outcome }) =>
      outcome === 'holds' && id !== given.rule && /(^|\/)(red lines|reserved)\//.test(id),
  );
  return [...(given.verdict === 'handoff' ? lines.map((line) => line.rule) : []), rule];
}

function ownLimit(given: Answer): string | undefined {
  if (given.headroom === null || given.headroom === 'unlimited' || Number(given.headroom) <= 0)
    return undefined;
  const usual =
    given.verdict === 'grant' && given.usual !== undefined
      ? ` (usual ${withUnit(given.usual, given.unit)})`
      : '';
  return `${given.verdict === 'grant' ? 'up to' : 'yourself up to'} ${withUnit(given.headroom, given.unit)}${usual}`;
}

/** Grants that wait only for grounds to be stated. */
function exceptions(book: Book, given: Answer): string[] {
  const waiting = given.reasons.filter(({ because }) => because === 'exception').map(({ rule }) => rule);
  const grants = book.types.get(given.type)?.grants ?? [];
  return grants
    .filter((grant) => waiting.includes(grant.id) && given.verdict !== 'grant')
    .map((grant) => `by exception, if you can state: ${(grant.exception ?? []).join(', ')} (${grant.id})`);
}

const obligationWords = (one: Answer['obligations'][number]): string =>
  `${one.do ?? one.name}${one.done === true ? ' (done)' : ''}${one.people?.[0] ? `: ${people(one.people)}` : ''}`;

function nearest({ nearest_change: change, unit }: Answer): string | undefined {
  switch (change?.kind) {
    case undefined:
      return undefined;
    case 'limit':
      return `up to ${withUnit(change.value, unit)} you may (${change.rule})`;
    case 'date':
      return `from ${change.value ?? ''} on you may (${change.rule})`;
    case 'comparison':
      return `you may if ${change.comparison} (${change.rule})`;
  }
}

/** What was sent and not read, with what was most likely meant. */
function notRead(book: Book, given: Answer): string {
  const facts = [...(book.types.get(given.type)?.facts ?? book.facts).keys()];
  return given.ignored
    .map((path) => {
      const near = path.startsWith('facts.') ? meant(path.slice('facts.'.length), facts) : undefined;
      return near === undefined ? path : `${path} (did you mean ${near}?)`;
    })
    .join(', ');
}
