/** What an outcome of `advance` writes: rows and entries. */
import type { Outcome } from '../core/cases/advance.ts';
import {
  isOpen,
  stageOf,
  stands,
  waitingFor,
  type Case,
  type Conversation,
} from '../core/cases/conversation.ts';
import type { Effect } from '../core/cases/effect.ts';
import type { Event } from '../core/cases/event.ts';
import { countedBy } from '../core/cases/totals.ts';
import { standingScope } from '../core/cases/turn.ts';
import type { Instant } from '../core/words/time.ts';
import type { Engine } from './engine.ts';
import { entryOf } from './entries.ts';
import type { Loaded } from './store/load.ts';
import type { StepWithMore } from './store/record.ts';
import type { CaseRow, EffectRow, StandingRow, Step, TallyRow } from './store/step.ts';
import { customerKey, storedKey, storedTotal } from './store/wanted.ts';

/** What came of a command, with when its conversation's time has come next. */
export type Advanced = Extract<Outcome, { events: readonly Event[] }> & { due: Instant | null };

/** Of the salt of a personal value. */
export const SALT_BYTES = 16;

/** The step that stores an outcome. */
export function stepOf(
  engine: Engine,
  given: {
    organization: string;
    at: Instant;
    loaded: Loaded;
    outcome: Advanced;
    command?: NonNullable<Step['command']>;
  },
): Step {
  const { organization, at, loaded, outcome, command } = given;
  const { conversation, events, effects, reads } = outcome;
  const { salt } = loaded;
  const cause = engine.observed.cause();
  const place = { organization, conversation: conversation.id };
  const customerOf = (id: string | null): string | null => {
    const one = conversation.cases.find((other) => other.id === id) ?? conversation.cases[0];
    return customerKey(salt, one?.request.customer);
  };
  return {
    organization,
    at,
    readAt: loaded.readAt,
    reads: reads.map((key) => storedKey(salt, key)),
    ...(command && { command }),
    conversations: [
      {
        id: conversation.id,
        version: loaded.conversation?.version ?? 0,
        state: conversation,
        due: outcome.due,
      },
    ],
    cases: changedCases(conversation, events).map((one) => caseRow(conversation, one, salt)),
    entries: events.map((event) => entryOf(event, place, engine.random(SALT_BYTES), customerOf(event.case))),
    effects: effects.map((effect) => effectRow(effect, conversation.id, at, cause)),
    tallies: events.flatMap((event) => tallyRows(event, salt)),
    standing: events.flatMap((event) => standingRows(event, conversation, salt)),
  };
}

/** Cases with events of their own; all open ones where their common promise changed. */
function changedCases(conversation: Conversation, events: readonly Event[]): Case[] {
  const ids = new Set(events.map((event) => event.case));
  return conversation.cases.filter((one) => ids.has(one.id) || (ids.has(null) && isOpen(one)));
}

/** A case's row: what it is found by. */
export const caseRow = (conversation: Conversation, one: Case, salt: string): CaseRow => ({
  id: one.id,
  conversation: conversation.id,
  type: one.request.type.slice(0, 200),
  customerKey: customerKey(salt, one.request.customer),
  open: isOpen(one),
  stage: stageOf(one),
  asker: one.asker,
  owner: one.owner,
  waitingFor: waitingFor(one),
  promised: isOpen(one) ? (conversation.promise?.due ?? null) : null,
  incident: one.incident ?? null,
  openedAt: one.openedAt,
});

const effectRow = (effect: Effect, conversation: string, at: Instant, cause?: string): EffectRow => ({
  key: effect.key,
  conversation,
  case: effect.case ?? null,
  kind: effect.kind,
  // Which trace it belongs to is no part of what is recorded; whoever delivers it takes it off again.
  body: cause === undefined ? effect : { ...effect, cause },
  due: effect.due ?? at,
});

/** What an event changes in the running totals. */
export const tallyRows = (event: Event, salt: string): TallyRow[] =>
  countedBy(event).map(({ at, times, amount, ...key }) => ({
    key: storedTotal(salt, key),
    times,
    amount,
    at,
  }));

/** A final answer stands for the same customer, subject, type and deciding facts; one that is reopened does not. */
function standingRows(event: Event, conversation: Conversation, salt: string): StandingRow[] {
  const one = conversation.cases.find(({ id }) => id === event.case);
  const scope = one && standingScope(one.request);
  if (!one || scope === undefined) return [];
  const row = { key: storedKey(salt, scope), conversation: conversation.id, case: one.id };
  if (event.kind === 'answer reopened') return one.answer ? [] : [{ ...row, answer: null, until: null }];
  if (event.kind !== 'granted' && event.kind !== 'declined') return [];
  if (!stands(event.answer)) return [{ ...row, answer: null, until: null }];
  const { kind, standingKey } = event.answer;
  return [
    {
      ...row,
      answer: { kind, standingKey },
      until: event.answer.kind === 'no' ? event.answer.until : null,
    },
  ];
}

/** A step that no command on a case makes: entries of the organization, and what comes with them. */
export const stepOn = (
  { organization, at, readAt }: Pick<Step, 'organization' | 'at' | 'readAt'>,
  more: Pick<StepWithMore, 'entries'> & Partial<StepWithMore>,
): StepWithMore => ({
  organization,
  at,
  readAt,
  reads: [],
  conversations: [],
  cases: [],
  effects: [],
  tallies: [],
  standing: [],
  ...more,
});

/** For what rests on nothing that others could change. */
export const ON_NOTHING = Number.MAX_SAFE_INTEGER;
