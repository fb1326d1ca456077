/** Conversations and their promises, for colleagues; and the customer's own page. */
import { capabilitiesOf } from '../../core/cases/capabilities.ts';
import { considered } from '../../core/cases/advance.ts';
import type { CommandName, DoorCommand } from '../../core/cases/command.ts';
import { isOpen, type Case, type Conversation } from '../../core/cases/conversation.ts';
import { customerPage, type CustomerPage, type SeenCase } from '../../core/cases/customer-page.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import { managerLine } from '../../core/organization/people.ts';
import { DAY } from '../../core/words/time.ts';
import type { OperationName, Output } from '../../contract/operations.ts';
import { caseWire } from '../../contract/wire/case.ts';
import { wireInstant } from '../../contract/wire/common.ts';
import { contactConversation, handle } from '../handle.ts';
import { customerPageLink } from '../links/links.ts';
import { conversationById, promisedBy, toldIn, type PlaceOfPromise } from '../store/conversations.ts';
import { recordOfConversation } from '../store/lists.ts';
import { untilKnown } from '../until-known.ts';
import { tellerOf } from './cases.ts';
import { personOf, type Done, type Implementations, type Work } from './implementation.ts';
import { isId, isInstant, PAGE, placeIn, placeText } from './paging.ts';

type PageCommand = Extract<OperationName, `page.${CommandName}`>;
type Conversations =
  | 'conversation.show'
  | 'conversation.find'
  | 'promise.list'
  | 'page.link'
  | 'page.show'
  | PageCommand;

/** For so long a link to a customer's page is good. */
const PAGE_LINK_MS = 90 * DAY;

const unknown = (id: string): Problems =>
  problem(
    'unknown-conversation',
    '',
    `There is no conversation "${id}".`,
    'Look it up with one of its cases.',
  );

const promiseWire = (
  work: Work,
  { id, promise, cases }: Conversation,
): Output<'conversation.show'>['promise'] =>
  promise
    ? {
        conversation: id,
        due: wireInstant(promise.due),
        by: { id: promise.by, name: tellerOf(work).name(promise.by) },
        broken: promise.broken,
        holding: promise.held,
        cases: cases.filter(isOpen).map((one) => one.id),
      }
    : null;

async function shown(work: Work, id: string): Promise<{ output: Output<'conversation.show'> } | Problems> {
  const conversation = await conversationById(work.engine, work.organization, id);
  if (!conversation) return unknown(id);
  const { name } = tellerOf(work);
  return {
    output: {
      promise: promiseWire(work, conversation),
      cases: conversation.cases.map((one) => caseWire(conversation, one, name)),
    },
  };
}

/** What a customer may do with a case, and what the book says of it. */
async function seenByCustomer(work: Work, conversation: Conversation, one: Case): Promise<SeenCase> {
  const { engine, organization, salt, inForce } = work;
  const at = Math.max(work.at, conversation.changedAt);
  const found = await untilKnown(engine, organization, salt, (known) => {
    const given = { ...inForce, ...known };
    const able = capabilitiesOf(conversation, one.id, given, at, { kind: 'customer' });
    if ('wanted' in able) return able;
    const looked = considered(conversation, one.id, given, at);
    if ('wanted' in looked) return looked;
    return {
      may: able.capabilities.filter(({ may }) => may).map((each) => each.do),
      looked: 'decision' in looked ? looked : undefined,
    };
  });
  return found;
}

/** The customer's page of a conversation. */
export async function pageOf(work: Work, conversation: Conversation, here?: string): Promise<CustomerPage> {
  const { engine, organization, inForce } = work;
  const seen = new Map<string, SeenCase>();
  for (const one of conversation.cases) seen.set(one.id, await seenByCustomer(work, conversation, one));
  const [events, told] = [
    await recordOfConversation(engine, organization, conversation.id),
    await toldIn(engine, organization, conversation.id),
  ];
  return customerPage(
    conversation,
    inForce,
    seen,
    { events: events.map(({ event }) => event), told },
    work.at,
    here,
  );
}

const pageWire = (page: CustomerPage): Output<'page.show'> => ({
  language: page.language,
  time_zone: page.timeZone,
  next_update: page.nextUpdate && { at: wireInstant(page.nextUpdate.at), says: page.nextUpdate.says },
  cases: page.cases.map(({ askedAt, fulfillBy, fulfilledAt, offers, may, ...rest }) => ({
    ...rest,
    asked_at: wireInstant(askedAt),
    ...(fulfillBy !== undefined && { fulfill_by: wireInstant(fulfillBy) }),
    ...(fulfilledAt !== undefined && { fulfilled_at: wireInstant(fulfilledAt) }),
    offers: [...offers],
    may: [...may],
  })),
  history: page.history.map(({ at, ...rest }) => ({ at: wireInstant(at), ...rest })),
});

function ownConversation({ by }: Work): string {
  if (by.kind !== 'customer') throw new Error('a page of customers was called by a person');
  return by.conversation;
}

const pageCommand =
  (name: CommandName) =>
  async (
    work: Work,
    { case: id, ...rest }: { case: string } & object,
  ): Promise<Done<PageCommand> | Problems> => {
    const { engine, organization, key } = work;
    const handled = await handle(engine, {
      organization,
      by: { kind: 'customer' },
      // Read by the schema of the operation, which is made of the command's.
      command: { do: name, ...rest } as DoorCommand,
      case: id,
      conversation: ownConversation(work),
      ...(key !== undefined && { key }),
    });
    if (!handled.done) return { problems: [handled.refused] };
    return { output: pageWire(await pageOf(work, handled.conversation)) };
  };

const isPlace = (found: unknown): found is [number, string] =>
  Array.isArray(found) && found.length === 2 && isInstant(found[0]) && isId(found[1]);

export const conversations: Implementations<Conversations> = {
  'conversation.show': (work, { conversation }) => shown(work, conversation),
  'conversation.find': (work, contact) => shown(work, contactConversation(work.organization, contact)),
  'promise.list': async (work, { team, most = PAGE, after }) => {
    const { id } = personOf(work);
    const { organization } = work.inForce;
    const owners = [...organization.people.keys()].filter(
      (other) => other === id || (team === true && managerLine(organization, other).includes(id)),
    );
    const place = placeIn(after, isPlace);
    if (place && 'problems' in place) return place;
    const from: PlaceOfPromise | undefined = place && { due: place.place[0], conversation: place.place[1] };
    const found = await promisedBy(work.engine, work.organization, owners, most + 1, from);
    const page = found.slice(0, most);
    const last = page.at(-1);
    return {
      output: {
        promises: page.flatMap((one) => promiseWire(work, one) ?? []),
        next: found.length > most && last?.promise ? placeText([last.promise.due, last.id]) : null,
      },
    };
  },
  'page.link': async (work, { conversation: id }) => {
    const { links } = work.engine;
    const url = links?.publicUrl();
    if (!links || url === undefined)
      return problem(
        'no-links',
        '',
        'This service does not know at which address customers reach it.',
        'Say so in the configuration: public_url.',
      );
    const conversation = await conversationById(work.engine, work.organization, id);
    if (!conversation) return unknown(id);
    const until = work.at + PAGE_LINK_MS;
    const link = { organization: work.organization, conversation: id };
    return {
      output: {
        url: await customerPageLink(links.secret, url, link, until),
        good_until: wireInstant(until),
      },
    };
  },
  'page.show': async (work) => {
    const id = ownConversation(work);
    const conversation = await conversationById(work.engine, work.organization, id);
    return conversation ? { output: pageWire(await pageOf(work, conversation)) } : unknown(id);
  },
  'page.say': pageCommand('say'),
  'page.rate': pageCommand('rate'),
  'page.tell': pageCommand('tell'),
  'page.take': pageCommand('take'),
  'page.appeal': pageCommand('appeal'),
  'page.complain': pageCommand('complain'),
  'page.close': pageCommand('close'),
  'page.reopen': pageCommand('reopen'),
  'page.supervisor': pageCommand('supervisor'),
};
