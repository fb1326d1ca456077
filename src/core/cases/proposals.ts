/**
 * What may be offered before anyone asks: what a trigger proposes, decided for whoever would offer it. Only what they may
 * grant by themselves now is a proposal to them.
 */
import { PROMISE_TRIGGER, type Book, type Trigger } from '../book/book.ts';
import { writeValue } from '../book/values.ts';
import type { Alternative } from '../decide/decision.ts';
import { offer, speaker } from '../explain/say.ts';
import type { Json } from '../words/hash.ts';
import { ownAuthority } from './authority.ts';
import { NOTHING_SAID, type Case, type RawRequest } from './conversation.ts';
import { Refused, type Turn } from './turn.ts';

export type Proposal = Pick<
  Alternative,
  'name' | 'kind' | 'type' | 'verdict' | 'amount' | 'unit' | 'if' | 'who'
> & {
  /** What can be said to the customer. */
  say: string;
  /** The facts of the request that it is, as they would be sent; words alone are none. */
  facts?: Readonly<Record<string, Json>>;
};

export type Proposals = {
  /** What they may offer now, in the book's order. */
  now: Proposal[];
  /** What takes somebody else, or a fact that is not known. */
  beyond: Proposal[];
};

type Facts = Readonly<Record<string, Json>>;

/**
 * What a trigger proposes to whoever holds a case.
 * @param facts what was reported; they win over those of the case and of the book
 */
export function proposalsOf(turn: Turn, one: Case, trigger: Trigger, facts: Facts): Proposals {
  const all = trigger.propose.flatMap(
    (name) => proposal(turn, one, name, { ...(trigger.facts as Facts), ...facts }) ?? [],
  );
  return {
    now: all.filter(({ verdict }) => verdict === 'grant'),
    beyond: all.filter(({ verdict }) => verdict !== 'grant'),
  };
}

function proposal(turn: Turn, one: Case, name: string, facts: Facts): Proposal | undefined {
  const own = turn.book.alternatives.get(name);
  const type = turn.book.types.get(own?.do?.type ?? (own ? '' : name));
  if (!type) {
    const words: Alternative = { name, kind: 'tell', verdict: 'grant' };
    return own?.tell ? { ...words, say: turn.offer(one, words) } : undefined;
  }
  // How much somebody asked for is another matter than how much is offered.
  const { [type.amount?.fact ?? '']: _, ...known } = one.request.facts;
  const request: RawRequest = {
    ...one.request,
    ...NOTHING_SAID,
    type: type.name,
    facts: { ...known, ...facts },
  };
  const probe = { ...one, request };
  const instead = unlessRefused(() => turn.instead(probe, name));
  if (!instead) return undefined;
  const decision = turn.decide(probe, one.asker, instead);
  const { verdict, amount, unit, missing, who } = decision;
  if (verdict === 'decline' || Number(amount ?? 1) === 0) return undefined;
  const offered: Alternative = {
    name,
    kind: 'do',
    type: type.name,
    // A gap that is theirs to decide is theirs to offer.
    verdict: ownAuthority(decision) ? 'grant' : verdict,
    ...(amount !== undefined && { amount }),
    ...(unit !== undefined && { unit }),
    ...(missing.length > 0 && { if: missing }),
    ...(verdict === 'handoff' && who.length > 0 && { who }),
  };
  const sent = [...instead.facts].flatMap(([fact, given]): [string, Json][] => {
    const declared = type.facts.get(fact);
    if (!declared || 'unsure' in given) return [];
    const value = writeValue(declared.type, given.value);
    return [[fact, given.claimed ? { value, claimed: true } : value]];
  });
  return {
    ...offered,
    say: offer(speaker(turn.book, instead, decision), offered),
    facts: Object.fromEntries(sent),
  };
}

/** What can't be read by the book of now is proposed to nobody. */
function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** As many offers as somebody takes in at a glance. */
const MOST_SAID = 3;

/** Offers as a colleague is told them; undefined: there are none. */
const offersInWords = (begin: string, says: readonly string[]): string | undefined =>
  says.length === 0
    ? undefined
    : `${begin} ${[...new Set(says)]
        .slice(0, MOST_SAID)
        .map((words) => `“${words}”`)
        .join(' ')}`;

/**
 * What happened outside with what may be offered because of it, as a colleague is told it; undefined: nothing may be.
 * @param about whose it is, where no case says so
 */
export function proposalWords(
  { language }: Pick<Book, 'language'>,
  { name, means }: Trigger,
  now: readonly Proposal[],
  about: readonly string[] = [],
): string | undefined {
  const what = (means?.[language] ?? name).replace(/[.!?]?$/, '.');
  const whose = about.length === 0 ? '' : ` (${about.join(', ')})`;
  return offersInWords(
    `${what} Before anyone asks${whose}, you may offer:`,
    now.map(({ say }) => say),
  );
}

/** What the owner of a case may offer while a promise can still be kept. */
export function offersBeforeBreach(turn: Turn, one: Case): string | undefined {
  const says = unlessRefused(() => {
    const trigger = turn.book.triggers.get(PROMISE_TRIGGER);
    const decision = one.answer ? undefined : turn.decide(one);
    const yes = decision && ownAuthority(decision);
    return [
      ...(yes ? [turn.sayYes(turn.request(one), decision, yes.rule, false)] : []),
      ...(decision?.alternatives ?? [])
        .filter(({ verdict }) => verdict === 'grant')
        .map((each) => turn.offer(one, each)),
      ...(trigger ? proposalsOf(turn, one, trigger, {}).now.map(({ say }) => say) : []),
    ];
  });
  return offersInWords('You may offer now:', says ?? []);
}
