/** What is stored of customers: read, changed with an event on the ledger, and looked at, which is one as well. */
import type { Event } from '../core/cases/event.ts';
import { unstorable } from '../core/cases/unstorable.ts';
import type { Refusal } from '../core/cases/refusal.ts';
import { mayNotCare, readFlag, type Now } from '../core/customers/flag.ts';
import { historyOf, type History } from '../core/customers/history.ts';
import { readPreferences, withTold } from '../core/customers/preferences.ts';
import {
  flagAt,
  newRecord,
  type CustomerRecord,
  type Flag,
  type Preferences,
} from '../core/customers/record.ts';
import type { Person } from '../core/organization/organization.ts';
import { employedAt } from '../core/organization/people.ts';
import { formatInstant } from '../core/words/time.ts';
import type { Engine } from './engine.ts';
import { entryOf } from './entries.ts';
import { handle } from './handle.ts';
import { inForce } from './in-force.ts';
import { Unavailable } from './unavailable.ts';
import { SALT_BYTES } from './step-of.ts';
import {
  conversationsWith,
  flaggedCustomers,
  recordCustomer,
  storedCustomer,
  type StoredCustomer,
} from './store/customers.ts';
import { listCases } from './store/lists.ts';
import { load } from './store/load.ts';
import { record } from './store/record.ts';
import type { Step } from './store/step.ts';
import { customerKey } from './store/wanted.ts';

export type Problems = { problems: readonly Refusal[] };

/** Who asks, and about whom. */
export type About = { by: Person; customer: string };

const MOST_ATTEMPTS = 10;
const MOST_CUSTOMER = 200;
/** As many open cases of a customer get their turn when a flag is set. */
const MOST_CASES = 100;

type Here = Now & { organizationId: string; salt: string; readAt: number };

/** Book and people of now, and what is stored of a customer; or why not. */
async function here(engine: Engine, organization: string): Promise<Here | Problems> {
  if (!engine.clock.right)
    throw new Unavailable(
      'clock-off',
      "This node's clock is not right.",
      'Send it again; set the clock (NTP).',
    );
  const at = engine.clock.now();
  const loaded = await engine.database.use((pool) => load(pool, organization, { at }));
  if (!loaded)
    return problem(
      'unknown-organization',
      'organization',
      `There is no organization "${organization}".`,
      'Put it in: sayso organization put.',
    );
  const versions = await inForce(engine, organization, loaded, at);
  if ('refused' in versions) return { problems: [versions.refused] };
  const { salt, readAt } = loaded;
  return { ...versions, at, organizationId: organization, salt, readAt };
}

export const problem = (code: string, path: string, message: string, mend: string): Problems => ({
  problems: [{ code, path, message, mend }],
});

/** What can't be a customer's number. */
function wrongCustomer(customer: string): Problems | undefined {
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

/** A step that writes entries outside of any conversation. */
export const outsideStep = (
  { organizationId, at, readAt }: Pick<Here, 'organizationId' | 'at' | 'readAt'>,
  entries: Step['entries'],
): Step => ({
  organization: organizationId,
  at,
  readAt,
  reads: [],
  conversations: [],
  cases: [],
  entries,
  effects: [],
  tallies: [],
  standing: [],
});

type Changed = { event: Event; record: CustomerRecord };

/** Changes what is stored of a customer: read, decided, and written with its event, until nobody else came between. */
async function change(
  engine: Engine,
  organization: string,
  customer: string,
  decided: (before: CustomerRecord, now: Here) => Changed | Problems | undefined,
): Promise<{ record: CustomerRecord } | Problems> {
  const wrong = wrongCustomer(customer);
  if (wrong) return wrong;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const now = await here(engine, organization);
    if ('problems' in now) return now;
    const key = customerKey(now.salt, customer) ?? '';
    const stored: StoredCustomer = (await storedCustomer(engine, organization, key)) ?? {
      record: newRecord(customer),
      version: 0,
    };
    const changed = decided(stored.record, now);
    if (!changed) return { record: stored.record };
    if ('problems' in changed) return changed;
    const place = { organization, conversation: null };
    const entry = entryOf(changed.event, place, engine.random(SALT_BYTES), key);
    const { outcome } = await engine.database.use((pool) =>
      recordCustomer(pool, outsideStep(now, [entry]), {
        customer: {
          key,
          version: stored.version,
          body: changed.record,
          flaggedUntil: changed.record.flag?.until ?? null,
        },
      }),
    );
    if (outcome === 'stored') return { record: changed.record };
    if (outcome !== 'conflict') throw new Error(`a customer of ${organization}: ${outcome}`);
  }
  throw new Unavailable('busy', 'Others kept writing at the same time.', 'Send it again.');
}

/**
 * Sets the flag of a special client, or sets it anew. Open cases of theirs are decided by it from now on.
 * @param raw see `FLAG`
 */
export async function flagCustomer(
  engine: Engine,
  organization: string,
  { by, customer }: About,
  raw: unknown,
): Promise<{ flag: Flag } | Problems> {
  const done = await change(engine, organization, customer, (before, now) => {
    const read = readFlag(raw, by, before, now);
    if ('problems' in read) return read;
    const { flag } = read;
    return {
      record: { ...before, flag },
      event: {
        kind: 'special client flagged',
        at: now.at,
        by: by.id,
        case: null,
        until: flag.until,
        ...(flag.owner !== undefined && { owner: flag.owner }),
        personal: { customer, criteria: flag.criteria },
      },
    };
  });
  if ('problems' in done) return done;
  const { flag } = done.record;
  if (!flag) throw new Error('a flag was set and is not there');
  const { owner, until } = flag;
  await tellCases(engine, organization, customer, {
    until: formatInstant(until),
    ...(owner !== undefined && { owner }),
  });
  return { flag };
}

/** Takes the flag of a special client away. Open cases of theirs are decided without it from now on. */
export async function withdrawFlag(
  engine: Engine,
  organization: string,
  { by, customer }: About,
  words?: string,
): Promise<{ withdrawn: boolean } | Problems> {
  let withdrawn = false;
  const done = await change(engine, organization, customer, (before, now) => {
    const { flag, ...rest } = before;
    const refused = mayNotCare(now, by, before, flagAt(before, now.at));
    if (refused) return refused;
    withdrawn = flag !== undefined;
    if (!flag) return undefined;
    return {
      record: rest,
      event: {
        kind: 'special client withdrawn',
        at: now.at,
        by: by.id,
        case: null,
        personal: { customer, ...(words !== undefined && { words }) },
      },
    };
  });
  if ('problems' in done) return done;
  if (withdrawn) await tellCases(engine, organization, customer, false);
  return { withdrawn };
}

/** Open cases of a customer hear of their flag; what has its answer stays as it is. */
async function tellCases(
  engine: Engine,
  organization: string,
  customer: string,
  special: false | { owner?: string; until: string },
): Promise<void> {
  const open = await listCases(engine, organization, { customer, open: true, most: MOST_CASES });
  for (const { id } of open)
    await handle(engine, {
      organization,
      by: { kind: 'sayso' },
      case: id,
      command: { do: 'tell', special },
    });
}

/** Notes that somebody looked at flags. */
async function noteViews(
  engine: Engine,
  now: Here,
  by: string,
  seen: readonly { key: string; customer: string }[],
): Promise<void> {
  const place = { organization: now.organizationId, conversation: null };
  const entries = seen.map(({ key, customer }) => {
    const event: Event<'flag viewed'> = {
      kind: 'flag viewed',
      at: now.at,
      by,
      case: null,
      personal: { customer },
    };
    return entryOf(event, place, engine.random(SALT_BYTES), key);
  });
  if (entries.length === 0) return;
  // It rests on nothing that others could change.
  const step = outsideStep({ ...now, readAt: Number.MAX_SAFE_INTEGER }, entries);
  const { outcome } = await engine.database.use((pool) => record(pool, step));
  if (outcome !== 'stored') throw new Error(`a view of a flag of ${now.organizationId}: ${outcome}`);
}

/** A customer's flag as it holds now. That it was looked at is on the ledger before it is shown, also where there is none. */
export async function viewFlag(
  engine: Engine,
  organization: string,
  { by, customer }: About,
): Promise<{ flag: Flag | null } | Problems> {
  const wrong = wrongCustomer(customer);
  if (wrong) return wrong;
  const now = await here(engine, organization);
  if ('problems' in now) return now;
  const key = customerKey(now.salt, customer) ?? '';
  const stored = await storedCustomer(engine, organization, key);
  await noteViews(engine, now, by.id, [{ key, customer }]);
  return { flag: (stored && flagAt(stored.record, now.at)) ?? null };
}

/** Everybody who is flagged, for those who may set flags; each one that is listed was looked at. */
export async function listFlags(
  engine: Engine,
  organization: string,
  by: Person,
): Promise<{ flagged: { customer: string; flag: Flag }[] } | Problems> {
  const now = await here(engine, organization);
  if ('problems' in now) return now;
  const refused = mayNotCare(now, by, { customer: '' }, undefined);
  if (refused) return refused;
  const rows = await flaggedCustomers(engine, organization, now.at);
  const flagged = rows.flatMap(({ key, record: { customer, flag } }) =>
    flag ? [{ key, customer, flag }] : [],
  );
  await noteViews(engine, now, by.id, flagged);
  return { flagged: flagged.map(({ customer, flag }) => ({ customer, flag })) };
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
  { by, customer }: { by: string; customer: string },
  raw: unknown,
): Promise<{ preferences: Preferences } | Problems> {
  const done = await change(engine, organization, customer, (before, now) => {
    const read = readPreferences(raw, now.book);
    if ('problems' in read) return read;
    return {
      record: { ...before, preferences: withTold(before.preferences, read.told) },
      event: {
        kind: 'preferences told',
        at: now.at,
        by,
        case: null,
        names: Object.keys(read.told),
        personal: { customer, values: read.told },
      },
    };
  });
  return 'problems' in done ? done : { preferences: done.record.preferences };
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
