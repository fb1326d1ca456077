/** Taking up what an outside event proposes, or letting it be. */
import type { Event } from '../../core/cases/event.ts';
import type { Proposal, Proposals } from '../../core/cases/proposals.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import type { OutsideEvent } from '../../core/customers/outside-event.ts';
import { commandUnder, hashOfSent, here, type Here } from './customers.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { handle } from '../handle.ts';
import { asReported, proposalsFor } from './outside-events.ts';
import { keyReused } from '../refusals.ts';
import { ON_NOTHING, SALT_BYTES, stepOn } from '../step-of.ts';
import { recordCustomer } from '../store/customers.ts';
import { openCasesAbout, outsideEvent, type StoredEvent } from '../store/outside-events.ts';
import type { Step } from '../store/step.ts';
import { customerKey } from '../store/wanted.ts';

/** An event that somebody may still act on, with what they may offer. */
async function openFor(
  engine: Engine,
  now: Here,
  person: string,
  event: string,
): Promise<{ row: StoredEvent; about: OutsideEvent; proposals: Proposals } | Problems> {
  const row = await outsideEvent(engine, now.organizationId, event);
  const about = row && asReported(row, now);
  if (!row || !about || !row.people.includes(person))
    return problem(
      'unknown-event',
      'event',
      `There is no event "${event}" for you.`,
      'Look at your list of them.',
    );
  if (row.state !== 'open') return over(row.state);
  const proposals = await proposalsFor(engine, now, person, about);
  return 'problems' in proposals ? proposals : { row, about, proposals };
}

const over = (state: 'taken' | 'dismissed'): Problems =>
  problem('event-over', 'event', `This was ${state} already.`, 'Nothing is left to do with it.');

/**
 * Takes up a proposal: the case is opened with it, and the yes said at once where nothing has to be done before. Words
 * alone are said by whoever takes them up.
 */
export async function takeProposal(
  engine: Engine,
  organization: string,
  by: string,
  { event, proposal, key }: { event: string; proposal: string; key?: string },
): Promise<{ case: string | null } | Problems> {
  const now = await here(engine, organization, key);
  if ('problems' in now) return now;
  const hash = hashOfSent('take', by, event, proposal);
  if (now.replay)
    return now.replay.hash === hash
      ? (now.replay.result as { case: string | null })
      : { problems: [keyReused()] };
  const found = await openFor(engine, now, by, event);
  if ('problems' in found) return found;
  const taken = found.proposals.now.find(({ name }) => name === proposal);
  if (!taken)
    return problem(
      'not-able',
      'proposal',
      `"${proposal}" is not yours to offer now.`,
      found.proposals.now.length > 0
        ? `Yours are: ${found.proposals.now.map(({ name }) => name).join(', ')}.`
        : 'Nothing is, for now.',
    );
  const opened = taken.kind === 'tell' ? null : await openWith(engine, now, by, event, found.about, taken);
  if (opened !== null && typeof opened !== 'string') return opened;
  const command = commandUnder(key, hash, { case: opened });
  const done = await close(
    engine,
    now,
    { id: event, state: 'taken', command },
    {
      kind: 'proposal taken',
      at: now.at,
      by,
      case: null,
      event,
      proposal,
      ...(opened !== null && { opened }),
    },
  );
  return done ?? { case: opened };
}

async function openWith(
  engine: Engine,
  { organizationId: organization, salt }: Here,
  by: string,
  event: string,
  { customer, subject }: OutsideEvent,
  { type = '', facts = {} }: Proposal,
): Promise<string | Problems> {
  const key = customerKey(salt, customer);
  const linked = await openCasesAbout(engine, organization, {
    customerKey: key,
    ...(subject !== undefined && { subject }),
  });
  const own = linked.find(({ owner }) => owner === by);
  const handled = await handle(engine, {
    organization,
    by: { kind: 'person', id: by },
    // The customer is already being served in it, by the same person.
    ...(own && { conversation: own.conversation }),
    command: {
      do: 'open',
      request: {
        type,
        facts: facts as Record<string, never>,
        ...(customer !== undefined && { customer }),
        ...(subject !== undefined && { subject }),
      },
      at_once: true,
    },
    // Whoever is second finds it taken; whoever was interrupted goes on.
    key: `take ${event}`,
  });
  if (!handled.done)
    return handled.refused.code === 'key-reused' ? over('taken') : { problems: [handled.refused] };
  return handled.case ?? '';
}

/** Lets an outside event be: nothing is offered because of it. */
export async function dismissEvent(
  engine: Engine,
  organization: string,
  by: string,
  { event, words, key }: { event: string; words?: string; key?: string },
): Promise<{ dismissed: true } | Problems> {
  const now = await here(engine, organization, key);
  if ('problems' in now) return now;
  const hash = hashOfSent('dismiss', by, event, words);
  if (now.replay) return now.replay.hash === hash ? { dismissed: true } : { problems: [keyReused()] };
  const found = await openFor(engine, now, by, event);
  if ('problems' in found) return found;
  const done = await close(
    engine,
    now,
    { id: event, state: 'dismissed', command: commandUnder(key, hash) },
    {
      kind: 'proposal dismissed',
      at: now.at,
      by,
      case: null,
      event,
      ...(words !== undefined && { personal: { words } }),
    },
    found.row.customerKey,
  );
  return done ?? { dismissed: true };
}

/** Notes what became of an outside event; a problem where somebody else was first. */
async function close(
  engine: Engine,
  now: Here,
  { id, state, command }: { id: string; state: 'taken' | 'dismissed'; command: Pick<Step, 'command'> },
  happened: Event,
  key: string | null = null,
): Promise<Problems | undefined> {
  const place = { organization: now.organizationId, conversation: null };
  const entry = entryOf(happened, place, engine.random(SALT_BYTES), key);
  // What it rests on is compared by the row itself.
  const step = stepOn({ ...place, at: now.at, readAt: ON_NOTHING }, { entries: [entry], ...command });
  const { outcome } = await engine.database.use((pool) =>
    recordCustomer(pool, step, { outside: { id, from: 'open', state } }),
  );
  if (outcome === 'stored') return undefined;
  if (outcome === 'conflict') return over(state);
  throw new Error(`the event ${id} of ${now.organizationId}: ${outcome}`);
}
