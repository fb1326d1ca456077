/** What is stored of customers: read, changed with an event on the ledger, and looked at, which is one as well. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DoorCommand } from '../../core/cases/command.ts';
import type { Event } from '../../core/cases/event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import { unstorable } from '../../core/cases/unstorable.ts';
import type { Now } from '../../core/customers/flag.ts';
import { historyOf, type History } from '../../core/customers/history.ts';
import { readPreferences, withTold, type Told } from '../../core/customers/preferences.ts';
import { newRecord, type CustomerRecord, type Preferences } from '../../core/customers/record.ts';
import type { Person } from '../../core/organization/organization.ts';
import { employedAt } from '../../core/organization/people.ts';
import { sha256, type Json } from '../../core/words/hash.ts';
import { untilNotOvertaken } from '../attempts.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { handle } from '../handle.ts';
import { loadInForce } from '../in-force.ts';
import { keyReused } from '../refusals.ts';
import { SALT_BYTES, stepOn } from '../step-of.ts';
import {
  conversationsWith,
  recordCustomer,
  storedCustomer,
  type StoredCustomer,
} from '../store/customers.ts';
import { listCases } from '../store/lists.ts';
import { load } from '../store/load.ts';
import type { Step } from '../store/step.ts';
import { customerKey } from '../store/wanted.ts';

/** Who asks, and about whom; with the client's idempotency key. */
export type About = { by: Person; customer: string; key?: string };

const MOST_CUSTOMER = 200;
/** As many open cases of a customer get their turn when something is told of them. */
const MOST_CASES = 100;

export type Here = Now & {
  organizationId: string;
  salt: string;
  readAt: number;
  /** What was carried out under the idempotency key before. */
  replay: { hash: string; result: Json } | null;
};

/** Book and people of now, and what is stored of a customer; or why not. */
export async function here(engine: Engine, organization: string, key?: string): Promise<Here | Problems> {
  const at = engine.clock.nowOrRefuse();
  const now = await loadInForce(engine, organization, { at, ...(key !== undefined && { key }) });
  if ('refused' in now) return { problems: [now.refused] };
  const { loaded, ...versions } = now;
  const { salt, readAt, replay } = loaded;
  return { ...versions, at, organizationId: organization, salt, readAt, replay };
}

/** What can't be a customer's number. */
export function wrongCustomer(customer: string): Problems | undefined {
  const [wrong] = unstorable(customer);
  if (wrong) return { problems: [{ ...wrong, path: 'customer' }] };
  return customer.trim() !== '' && customer.length <= MOST_CUSTOMER
    ? undefined
    : problem(
        'wrong-value',
        'customer',
        `A customer number has 1 to ${MOST_CUSTOMER} characters.`,
        'Send the number that your systems know them by.',
      );
}

/** A command under its idempotency key, for a step; nothing without one. */
export const commandUnder = (
  key: string | undefined,
  hash: string,
  result: Json = null,
): Pick<Step, 'command'> => (key === undefined ? {} : { command: { key, hash, result } });

/** What was sent, as an idempotency key is held against it. */
export const hashOfSent = (...sent: readonly unknown[]): string => sha256(JSON.stringify(sent));

type Changed = { event: Event; record: CustomerRecord };

/** Changes what is stored of a customer: read, decided, and written with its event, until nobody else came between. */
export async function change(
  engine: Engine,
  organization: string,
  { customer, key: sentKey, hash }: { customer: string; key?: string; hash: string },
  decided: (before: CustomerRecord, now: Here) => Changed | Problems | undefined,
): Promise<{ record: CustomerRecord } | Problems> {
  const wrong = wrongCustomer(customer);
  if (wrong) return wrong;
  return untilNotOvertaken<{ record: CustomerRecord } | Problems>(async () => {
    const now = await here(engine, organization, sentKey);
    if ('problems' in now) return now;
    if (now.replay && now.replay.hash !== hash) return { problems: [keyReused()] };
    const key = customerKey(now.salt, customer) ?? '';
    const stored: StoredCustomer = (await storedCustomer(engine, organization, key)) ?? {
      record: newRecord(customer),
      version: 0,
    };
    if (now.replay) return { record: stored.record };
    const changed = decided(stored.record, now);
    if (!changed) return { record: stored.record };
    if ('problems' in changed) return changed;
    const place = { organization, conversation: null };
    const entry = entryOf(changed.event, place, engine.random(SALT_BYTES), key);
    const { outcome } = await engine.database.use((pool) =>
      recordCustomer(
        pool,
        stepOn({ ...now, organization }, { entries: [entry], ...commandUnder(sentKey, hash) }),
        {
          customer: {
            key,
            version: stored.version,
            body: changed.record,
            flaggedUntil: changed.record.flag?.until ?? null,
          },
        },
      ),
    );
    if (outcome === 'stored') return { record: changed.record };
    // The same key was stored meanwhile: the next attempt finds what came of it.
    if (outcome === 'conflict' || outcome === 'replayed') return 'conflict';
    throw new Error(`a customer of ${organization}: ${outcome}`);
  });
}

/** Whoever changes something of a customer waits so long for its open cases to hear of it; the rest hear a little later. */
const TOLD_WITHIN_MS = 5000;

/** Open cases of a customer hear what is new of them; what has its answer stays as it is. */
export async function tellCases(
  engine: Engine,
  organization: string,
  customer: string,
  told: Omit<Extract<DoorCommand, { do: 'tell' }>, 'do'>,
): Promise<void> {
  const open = await listCases(engine, organization, { customer, open: true, most: MOST_CASES });
  const telling = async (): Promise<void> => {
    for (const { id } of open)
      await handle(engine, {
        organization,
        by: { kind: 'sayso' },
        case: id,
        command: { do: 'tell', ...told },
      });
  };
  const waiting = new AbortController();
  // It is stored by now: what can't be told does not undo it.
  const all = telling().catch((error: unknown) => engine.observed.fault(error, { where: 'telling cases' }));
  const enough = sleep(TOLD_WITHIN_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
  await Promise.race([all, enough]);
  waiting.abort();
}

/** How a customer likes to be served; nothing where nobody told. */
export async function preferencesOf(
  engine: Engine,
  organization: string,
  customer: string,
): Promise<Preferences> {
  const at = engine.clock.now();
  const loaded = await engine.database.use((pool) => load(pool, organization, { at }));
  const key = customerKey(loaded?.salt ?? '', customer) ?? '';
  return (await storedCustomer(engine, organization, key))?.record.preferences ?? {};
}

/**
 * Notes how a customer likes to be served: told by a person, or by the customer themself.
 * @param by a person's id, or `@customer`
 * @param raw see `PREFERENCES`; what is left out stays, null takes away
 */
export async function tellPreferences(
  engine: Engine,
  organization: string,
  { by, customer, key }: { by: string; customer: string; key?: string },
  raw: unknown,
): Promise<{ preferences: Preferences } | Problems> {
  let told: Told = {};
  const hash = hashOfSent('preferences', by, customer, raw);
  const sent = { customer, hash, ...(key !== undefined && { key }) };
  const done = await change(engine, organization, sent, (before, now) => {
    const read = readPreferences(raw, now.book);
    if ('problems' in read) return read;
    ({ told } = read);
    return {
      record: { ...before, preferences: withTold(before.preferences, told) },
      event: {
        kind: 'preferences told',
        at: now.at,
        by,
        case: null,
        names: Object.keys(told),
        personal: { customer, values: told },
      },
    };
  });
  if ('problems' in done) return done;
  const { preferences } = done.record;
  // What they say now is newer than what any request of theirs says.
  const { language, time_zone: zone } = told;
  if (typeof language === 'string' || typeof zone === 'string')
    await tellCases(engine, organization, customer, {
      ...(typeof language === 'string' && { language }),
      ...(typeof zone === 'string' && { time_zone: zone }),
    });
  return { preferences };
}

/** What a customer was promised and granted before, what is open, and how they like to be served. */
export async function customerHistory(
  engine: Engine,
  organization: string,
  customer: string,
): Promise<(History & { preferences: Preferences }) | Problems> {
  const wrong = wrongCustomer(customer);
  if (wrong) return wrong;
  const now = await here(engine, organization);
  if ('problems' in now) return now;
  const key = customerKey(now.salt, customer) ?? '';
  const { conversations, promises } = await conversationsWith(engine, organization, key);
  const stored = await storedCustomer(engine, organization, key);
  return {
    ...historyOf(now.book, customer, conversations, promises, now.at),
    preferences: stored?.record.preferences ?? {},
  };
}

/** The person who acts, if they work here. */
export async function personHere(
  engine: Engine,
  organization: string,
  id: string,
): Promise<{ person: Person } | Problems> {
  const now = await here(engine, organization);
  if ('problems' in now) return now;
  const person = now.organization.people.get(id);
  return person && employedAt(person, now.at)
    ? { person }
    : problem(
        'not-here',
        'by',
        `Nobody called "${id}" works here now.`,
        'Name somebody who does, by their id.',
      );
}
