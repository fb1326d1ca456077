/** Cases: their commands, and looking at them. */
import { labelOf } from '../../core/book/form.ts';
import { capabilitiesOf, type Capability } from '../../core/cases/capabilities.ts';
import { COMMANDS, type Actor, type CommandName, type DoorCommand } from '../../core/cases/command.ts';
import { isOpen, type Case, type Conversation } from '../../core/cases/conversation.ts';
import { CUSTOMER, SAYSO, type Event } from '../../core/cases/event.ts';
import { nextCommand } from '../../core/cases/next-command.ts';
import type { Problems } from '../../core/cases/refusal.ts';
import { sentenceOf, type Teller } from '../../core/cases/timeline.ts';
import { answer } from '../../core/explain/answer.ts';
import type { Clock } from '../../core/explain/customer-time.ts';
import type { Input, Output } from '../../contract/operations.ts';
import { caseWire } from '../../contract/wire/case.ts';
import { wireInstant, type WhoOut } from '../../contract/wire/common.ts';
import { consider } from '../consider.ts';
import { handle, type Handled } from '../handle.ts';
import { unknownCase, unknownZone } from '../refusals.ts';
import { adviceOn } from '../replies.ts';
import { toldIn } from '../store/conversations.ts';
import { eventsAfter, listCases, type Filter, type Listed, type Recorded } from '../store/lists.ts';
import { untilKnown } from '../until-known.ts';
import { mayNotBringFlag } from './brought-flag.ts';
import { personOf, type Done, type Implementations, type Work } from './implementation.ts';
import { pageAfter, PAGE, placeOf, sequenceAfter } from './paging.ts';

type CommandOperation = `case.${CommandName}`;
type Looking = 'case.show' | 'case.record' | 'case.list' | 'case.mine' | 'case.inbox';

const actorOf = ({ by }: Work): Actor => (by.kind === 'person' ? by : { kind: 'customer' });

/** Names and the clock on the wall, for sentences. */
export const tellerOf = ({ inForce: { book, organization } }: Seen): Teller => ({
  name: (id) =>
    id === CUSTOMER ? 'the customer' : id === SAYSO ? 'Sayso' : (organization.people.get(id)?.name ?? id),
  zone: book.zone,
});

type Seen = Pick<Work, 'inForce'>;

/** Whose clock a reader wants times on; what they leave out is the organization's. */
export function clockOf(
  { inForce: { book } }: Seen,
  { time_zone: named, hour_cycle: hourCycle }: Pick<Input<'case.record'>, 'time_zone' | 'hour_cycle'>,
): Partial<Clock> | Problems {
  const zone = named === undefined ? undefined : book.zones(named);
  if (named !== undefined && !zone) return { problems: [unknownZone('time_zone', named)] };
  return { ...(zone && { zone }), ...(hourCycle && { hourCycle }) };
}

const whoOf =
  (work: Seen) =>
  (id: string): WhoOut => ({ id, name: tellerOf(work).name(id) });

/**
 * Of a complaint the agent hears first, and then their managers: the review is an operation of its own, and not for whoever
 * looks at the case.
 */
const OF_REVIEWS: ReadonlySet<Event['kind']> = new Set([
  'complained',
  'agent told',
  'agent answered',
  'review signed',
]);
export const ofReview = ({ kind }: Event): boolean => OF_REVIEWS.has(kind);

/** An event as it goes out, on its own. */
const happenedWire = (
  work: Seen,
  event: Event,
  clock?: Partial<Clock>,
): Omit<Output<'case.record'>['happened'][number], 'sequence'> => ({
  at: wireInstant(event.at),
  kind: event.kind,
  case: event.case,
  by: { ...whoOf(work)(event.by), kind: kindOf(work, event.by) },
  says: sentenceOf(event, { ...tellerOf(work), ...clock }),
});

/** Who acts: an AI agent has the same rules and a badge. */
const kindOf = ({ inForce: { organization } }: Seen, id: string): 'person' | 'ai' | 'customer' | 'sayso' =>
  id === CUSTOMER ? 'customer' : id === SAYSO ? 'sayso' : (organization.people.get(id)?.kind ?? 'person');

async function capabilities(
  work: Work,
  conversation: Conversation,
  id: string,
): Promise<readonly Capability[]> {
  const { engine, organization, salt, inForce } = work;
  const at = Math.max(work.at, conversation.changedAt);
  const found = await untilKnown(engine, organization, salt, (known) =>
    capabilitiesOf(conversation, id, { ...inForce, ...known }, at, actorOf(work)),
  );
  return found.capabilities;
}

const caseIn = (conversation: Conversation, id: string | null): Case => {
  const one = conversation.cases.find((other) => other.id === id);
  if (!one) throw new Error(`the case ${String(id)} is not in its conversation`);
  return one;
};

/** What came of a command. */
export const commandedWire = (
  work: Seen,
  { conversation, replayed, events, effects }: Extract<Handled, { done: true }>,
  one: Case,
): Pick<Output<CommandOperation>, 'case' | 'replayed' | 'happened' | 'said'> => ({
  case: caseWire(conversation, one, tellerOf(work).name),
  replayed,
  happened: events.filter((event) => !ofReview(event)).map((event) => happenedWire(work, event)),
  said: effects.flatMap((effect) => (effect.kind === 'tell customer' ? [effect.words] : [])),
});

/** Carries out one command on a case. */
const commandNamed =
  (name: CommandName) =>
  async (work: Work, input: { case?: string } & object): Promise<Done<CommandOperation> | Problems> => {
    const { case: id, ...rest } = input;
    const { engine, organization, key, version } = work;
    // Read by the schema of the operation, which is made of the command's.
    const command = { do: name, ...rest } as DoorCommand;
    const wrong = mayNotBringFlag(work, command);
    if (wrong) return wrong;
    const handled = await handle(engine, {
      organization,
      by: actorOf(work),
      command,
      ...(id !== undefined && { case: id }),
      ...(key !== undefined && { key }),
      ...(version !== undefined && { version }),
    });
    if (!handled.done) return { problems: [handled.refused] };
    const one = caseIn(handled.conversation, handled.case);
    const { by } = work;
    return {
      version: one.version,
      output: {
        ...commandedWire(work, handled, one),
        advice: by.kind === 'person' ? await adviceOn(engine, organization, one.id, by.id, command) : [],
        capabilities: [...(await capabilities(work, handled.conversation, one.id))],
      },
    };
  };

const commands = Object.fromEntries(
  (Object.keys(COMMANDS) as CommandName[]).map((name) => [`case.${name}`, commandNamed(name)]),
) as unknown as Implementations<CommandOperation>;

export const listedWire = (work: Seen, one: Listed): Output<'case.list'>['cases'][number] => ({
  id: one.id,
  conversation: one.conversation,
  type: one.type,
  stage: one.stage,
  open: one.open,
  ...(one.open && { asker: whoOf(work)(one.asker), owner: whoOf(work)(one.owner) }),
  waits_for: one.waitingFor.map(whoOf(work)),
  promised: one.promised === null ? null : wireInstant(one.promised),
  ...(one.incident !== null && { incident: one.incident }),
  opened_at: wireInstant(one.openedAt),
  label: labelOf(one.type),
  ...(one.granted ?? amountIn(work, one)),
  ...(one.said !== undefined && { said: one.said }),
  ...(one.answerBy !== undefined && { answer_by: wireInstant(one.answerBy) }),
  ...(one.fulfillBy !== undefined && { fulfill_by: wireInstant(one.fulfillBy) }),
  ...(one.open && {
    asked: one.asked.map(({ id, kind, askedBy, askedAt }) => ({
      id,
      kind,
      asked_by: whoOf(work)(askedBy),
      asked_at: wireInstant(askedAt),
    })),
  }),
});

/** How much is asked for, where that is a fact that is known. */
function amountIn(
  { inForce: { book } }: Seen,
  { type, facts }: Pick<Listed, 'type' | 'facts'>,
): { amount?: string; unit?: string } {
  const amount = book.types.get(type)?.amount;
  const fact = amount?.fact === undefined ? undefined : facts[amount.fact];
  const value = typeof fact === 'object' && fact !== null && 'value' in fact ? fact['value'] : fact;
  if (amount === undefined || (typeof value !== 'string' && typeof value !== 'number')) return {};
  return {
    amount: String(value),
    unit: amount.type.kind === 'money' ? amount.type.currency : amount.type.kind,
  };
}

/** One page of cases. */
async function list(
  work: Work,
  filter: Omit<Filter, 'most' | 'after'>,
  { most = PAGE, after }: { most?: number | undefined; after?: string | undefined },
): Promise<{ output: Output<'case.list'> } | Problems> {
  const place = pageAfter(after);
  if (place && 'problems' in place) return place;
  const found = await listCases(work.engine, work.organization, {
    ...filter,
    most: most + 1,
    ...(place && { after: place }),
  });
  const page = found.slice(0, most);
  const last = page.at(-1);
  return {
    output: {
      cases: page.map((one) => listedWire(work, one)),
      next: found.length > most && last ? placeOf(last) : null,
    },
  };
}

/** Closed cases are found by customer and incident alone: there is no list of what somebody decided. */
function filterOf({ owner, waiting_for: waitingFor, customer, incident }: Input<'case.list'>): Filter {
  const byOther = customer !== undefined || waitingFor !== undefined || incident !== undefined;
  return {
    ...(owner !== undefined && { owner }),
    ...(waitingFor !== undefined && { waitingFor }),
    ...(customer !== undefined && { customer }),
    ...(incident !== undefined && { incident }),
    ...((owner !== undefined || !byOther) && { open: true }),
  };
}

export const recordedWire = (
  work: Seen,
  { sequence, event }: Recorded,
  clock?: Partial<Clock>,
): Output<'case.record'>['happened'][number] => ({
  sequence,
  ...happenedWire(work, event, clock),
});

const looking: Implementations<Looking> = {
  'case.show': async (work, { case: id }) => {
    const seen = await consider(work.engine, work.organization, id);
    if (!seen) return { problems: [unknownCase(id)] };
    const { book } = seen;
    // What was granted counts from then on: asked again, it would be more of the same.
    const isAsked = isOpen(seen.case) && seen.case.answer?.kind !== 'yes';
    const told = await toldIn(work.engine, work.organization, seen.conversation.id);
    const last = told.at(-1);
    const able = [...(await capabilities(work, seen.conversation, id))];
    return {
      version: seen.case.version,
      output: {
        case: caseWire(seen.conversation, seen.case, tellerOf(work).name),
        decision:
          isAsked && seen.now
            ? (answer(book, seen.now.request, seen.now.decision) as Output<'case.show'>['decision'])
            : null,
        no: seen.now?.no ?? null,
        told: last ? { at: wireInstant(last.at), words: last.words } : null,
        capabilities: able,
        next_step: nextCommand(seen.case, isAsked ? seen.now?.decision : undefined, able) ?? null,
      },
    };
  },
  'case.record': async (work, { case: id, most = PAGE, after, ...wanted }) => {
    const from = sequenceAfter(after);
    if (typeof from === 'object') return from;
    const clock = clockOf(work, wanted);
    if ('problems' in clock) return clock;
    const seen = await consider(work.engine, work.organization, id);
    if (!seen) return { problems: [unknownCase(id)] };
    const events = await eventsAfter(work.engine, work.organization, {
      after: from,
      conversation: seen.conversation.id,
      most: most + 1,
    });
    const page = events.slice(0, most);
    return {
      output: {
        happened: page
          .filter(({ event }) => (event.case === id || event.case === null) && !ofReview(event))
          .map((recorded) => recordedWire(work, recorded, clock)),
        next: events.length > most ? String(page.at(-1)?.sequence) : null,
      },
    };
  },
  'case.list': (work, input) => list(work, filterOf(input), input),
  'case.mine': (work, input) => list(work, { owner: personOf(work).id, open: true }, input),
  'case.inbox': (work, input) => list(work, { waitingFor: personOf(work).id }, input),
};

export const cases: Implementations<CommandOperation | Looking> = { ...commands, ...looking };
