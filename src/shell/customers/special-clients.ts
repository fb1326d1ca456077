/** The flag of a special client: set, withdrawn, and looked at, which is on the ledger as well. */
import type { Event } from '../../core/cases/event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import { mayNotCare, readFlag } from '../../core/customers/flag.ts';
import { flagAt, type Flag } from '../../core/customers/record.ts';
import type { Person } from '../../core/organization/organization.ts';
import { formatInstant } from '../../core/words/time.ts';
import { change, hashOfSent, here, tellCases, wrongCustomer, type About, type Here } from './customers.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { ON_NOTHING, SALT_BYTES, stepOn } from '../step-of.ts';
import { flaggedCustomers, storedCustomer } from '../store/customers.ts';
import { record } from '../store/record.ts';
import { customerKey } from '../store/wanted.ts';

/**
 * Sets the flag of a special client, or sets it anew. Open cases of theirs are decided by it from now on.
 * @param raw see `FLAG`
 */
export async function flagCustomer(
  engine: Engine,
  organization: string,
  { by, customer, key }: About,
  raw: unknown,
): Promise<{ flag: Flag } | Problems> {
  const hash = hashOfSent('flag', by.id, customer, raw);
  const sent = { customer, hash, ...(key !== undefined && { key }) };
  const done = await change(engine, organization, sent, (before, now) => {
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
  // Sent again under its key after somebody withdrew it: it stays withdrawn.
  if (!flag)
    return problem(
      'withdrawn-meanwhile',
      'customer',
      'The flag was withdrawn since.',
      'Set it anew, under a new key.',
    );
  const { owner, until } = flag;
  const special = { until: formatInstant(until), ...(owner !== undefined && { owner }) };
  await tellCases(engine, organization, customer, { special });
  return { flag };
}

/** Takes the flag of a special client away. Open cases of theirs are decided without it from now on. */
export async function withdrawFlag(
  engine: Engine,
  organization: string,
  { by, customer, key }: About,
  words?: string,
): Promise<{ withdrawn: boolean } | Problems> {
  let withdrawn = false;
  const hash = hashOfSent('withdraw', by.id, customer, words);
  const sent = { customer, hash, ...(key !== undefined && { key }) };
  const done = await change(engine, organization, sent, (before, now) => {
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
  if (withdrawn) await tellCases(engine, organization, customer, { special: false });
  return { withdrawn };
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
  const step = stepOn({ ...place, at: now.at, readAt: ON_NOTHING }, { entries });
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
