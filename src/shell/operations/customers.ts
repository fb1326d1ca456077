/** Customers: flags, preferences, and what stands beside the verdict. */
import { CUSTOMER } from '../../core/cases/event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import type { Flag, Preferences } from '../../core/customers/record.ts';
import type { Output } from '../../contract/operations.ts';
import { wireInstant, type WhoOut } from '../../contract/wire/common.ts';
import { customerHistory, preferencesOf, tellPreferences } from '../customers/customers.ts';
import { flagCustomer, listFlags, viewFlag, withdrawFlag } from '../customers/special-clients.ts';
import { conversationById } from '../store/conversations.ts';
import { tellerOf } from './cases.ts';
import { personOf, type Implementations, type Work } from './implementation.ts';

type Customers =
  | 'special-client.set'
  | 'special-client.show'
  | 'special-client.withdraw'
  | 'special-client.list'
  | 'customer.preferences'
  | 'customer.set-preferences'
  | 'customer.history'
  | 'page.preferences'
  | 'page.set-preferences';

const who = (work: Work, id: string): WhoOut => ({ id, name: tellerOf(work).name(id) });

const flagWire = (
  work: Work,
  { owner, until, criteria, setBy, setAt }: Flag,
): Output<'special-client.set'> => ({
  criteria: [...criteria],
  owner: owner === undefined ? null : who(work, owner),
  until: wireInstant(until),
  set_by: who(work, setBy),
  set_at: wireInstant(setAt),
});

const about = (work: Work, customer: string): Parameters<typeof flagCustomer>[2] => ({
  by: personOf(work),
  customer,
  ...(work.key !== undefined && { key: work.key }),
});

/** Whose conversation a customer is in. */
async function customerOf({ engine, organization, by }: Work): Promise<string | Problems> {
  const conversation =
    by.kind === 'customer' ? await conversationById(engine, organization, by.conversation) : undefined;
  const customer = conversation?.cases.flatMap(({ request }) => request.customer ?? [])[0];
  return (
    customer ??
    problem(
      'no-customer',
      '',
      'Nobody has noted yet who you are.',
      'Tell whoever serves you under which number you are a customer.',
    )
  );
}

/** A customer reads of themself what they can tell themself. */
function withoutNote(preferences: Preferences): Omit<Preferences, 'note'> {
  const { note: _, ...own } = preferences;
  return own;
}

export const customers: Implementations<Customers> = {
  'special-client.set': async (work, { customer, ...flag }) => {
    const set = await flagCustomer(work.engine, work.organization, about(work, customer), flag);
    return 'problems' in set ? set : { output: flagWire(work, set.flag) };
  },
  'special-client.show': async (work, { customer }) => {
    const seen = await viewFlag(work.engine, work.organization, about(work, customer));
    return 'problems' in seen ? seen : { output: { flag: seen.flag && flagWire(work, seen.flag) } };
  },
  'special-client.withdraw': async (work, { customer, because }) => {
    const done = await withdrawFlag(work.engine, work.organization, about(work, customer), because);
    return 'problems' in done ? done : { output: done };
  },
  'special-client.list': async (work) => {
    const listed = await listFlags(work.engine, work.organization, personOf(work));
    if ('problems' in listed) return listed;
    return {
      output: {
        flagged: listed.flagged.map(({ customer, flag }) => ({ customer, flag: flagWire(work, flag) })),
      },
    };
  },
  'customer.preferences': async ({ engine, organization }, { customer }) => ({
    output: await preferencesOf(engine, organization, customer),
  }),
  'customer.set-preferences': async (work, { customer, ...told }) => {
    const sent = { ...about(work, customer), by: personOf(work).id };
    const done = await tellPreferences(work.engine, work.organization, sent, told);
    return 'problems' in done ? done : { output: done.preferences };
  },
  'customer.history': async (work, { customer }) => {
    const found = await customerHistory(work.engine, work.organization, customer);
    if ('problems' in found) return found;
    return {
      output: {
        promises: found.promises.map((one) => ({ ...one, due: wireInstant(one.due) })),
        granted: found.granted.map(({ at, due, carriedOut, ...one }) => ({
          ...one,
          at: wireInstant(at),
          carried_out: carriedOut,
          ...(due !== undefined && { due: wireInstant(due) }),
        })),
        open: found.open.map(({ owner, openedAt, ...one }) => ({
          ...one,
          owner: who(work, owner),
          opened_at: wireInstant(openedAt),
        })),
        preferences: found.preferences,
      },
    };
  },
  'page.preferences': async (work) => {
    const customer = await customerOf(work);
    if (typeof customer !== 'string') return customer;
    return { output: withoutNote(await preferencesOf(work.engine, work.organization, customer)) };
  },
  'page.set-preferences': async (work, told) => {
    const customer = await customerOf(work);
    if (typeof customer !== 'string') return customer;
    const sent = { by: CUSTOMER, customer, ...(work.key !== undefined && { key: work.key }) };
    const done = await tellPreferences(work.engine, work.organization, sent, told);
    return 'problems' in done ? done : { output: withoutNote(done.preferences) };
  },
};
