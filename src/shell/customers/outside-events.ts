/** What happened outside is put on the ledger, and whoever serves the customer hears what they may offer. */
import { proposed } from '../../core/cases/proposed.ts';
import { proposalWords, type Proposals } from '../../core/cases/proposals.ts';
import type { Event } from '../../core/cases/event.ts';
import { namedBy, readOutsideEvent, type OutsideEvent } from '../../core/customers/outside-event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import type { Wanted } from '../../core/cases/turn.ts';
import { route } from '../../core/reach/route.ts';
import { canonical, sha256 } from '../../core/words/hash.ts';
import { DAY, type Instant } from '../../core/words/time.ts';
import { untilNotOvertaken } from '../attempts.ts';
import { here, type Here } from './customers.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { handle } from '../handle.ts';
import { SALT_BYTES, stepOn } from '../step-of.ts';
import { recordCustomer } from '../store/customers.ts';
import { openCasesAbout, openEventsFor, type OpenCase, type StoredEvent } from '../store/outside-events.ts';
import type { EffectRow } from '../store/step.ts';
import { customerKey } from '../store/wanted.ts';
import { untilKnown } from '../until-known.ts';

export type Told = { person: string; case: string | null };

export type ReportedEvent = Proposals & {
  event: string;
  /** False: it was reported before. */
  counted: boolean;
  /** Owners of open cases who heard of it; without such a case, the first whom the book names. */
  told: readonly Told[];
};

/** An open outside event with what somebody may offer because of it now. */
export type OpenEvent = Proposals & {
  event: string;
  at: Instant;
  trigger: string;
  customer?: string;
  subject?: string;
};

/** Nobody is surprised any more by what was so long ago. */
const OLDEST_MS = 7 * DAY;
const MOST_LISTED = 50;

/**
 * Takes in what happened outside.
 * @param by the id of whoever reports it: a person or AI agent
 * @param raw see `OUTSIDE_EVENT`
 * @returns what they may offer themself, and who else heard of it
 */
export async function reportEvent(
  engine: Engine,
  organization: string,
  by: string,
  raw: unknown,
): Promise<ReportedEvent | Problems> {
  return untilNotOvertaken<ReportedEvent | Problems>(async () => {
    const now = await here(engine, organization);
    if ('problems' in now) return now;
    const read = readOutsideEvent(raw, now.book);
    if ('problems' in read) return read;
    const linked = await openCasesAbout(engine, organization, {
      customerKey: customerKey(now.salt, read.customer),
      ...(read.subject !== undefined && { subject: read.subject }),
    });
    // Whose the open case is, it is about: so that it is erased with them.
    const customer = read.customer ?? linked[0]?.customer ?? undefined;
    const about = { ...read, ...(customer !== undefined && { customer }) };
    const word = linked.length === 0 ? await firstNamed(engine, now, by, about) : undefined;
    const stored = await store(engine, now, by, about, { linked, word });
    if (stored === 'conflict' || 'problems' in stored) return stored;
    const told = word
      ? [{ person: word.person, case: null }]
      : await tellOwners(engine, organization, stored.event, about, linked);
    const proposals = await proposalsFor(engine, now, by, about);
    return 'problems' in proposals ? proposals : { ...stored, ...proposals, told };
  }, 'Report it again.');
}

/** Under what an outside event is known here: its system and number there. */
const idOf = ({ system, id }: Pick<OutsideEvent, 'system' | 'id'>): string =>
  `e${sha256(canonical([system, id])).slice(0, 20)}`;

/** As it stands on the ledger: what could say whose it is apart. */
function onLedger(
  { system, id, trigger, customer, subject, facts }: OutsideEvent,
  by: string,
  at: Instant,
): Event<'outside event'> {
  const personal = {
    ...(customer !== undefined && { customer }),
    ...(subject !== undefined && { subject }),
    ...(Object.keys(facts).length > 0 && { facts }),
  };
  return { kind: 'outside event', at, by, case: null, system, id, trigger: trigger.name, personal };
}

type Word = { person: string; words: string };

/** Where no case is open: whoever of those that the book names can be reached first, with what they may offer. */
async function firstNamed(
  engine: Engine,
  now: Here,
  by: string,
  about: OutsideEvent,
): Promise<Word | undefined> {
  const { trigger, customer, subject } = about;
  const people = namedBy(trigger, now).flatMap(({ id }) => (id === by ? [] : [id]));
  const [first] = route({ people }, now.organization, now.at).steps;
  const proposals = first && (await proposalsFor(engine, now, first.person, about));
  if (!first || !proposals || 'problems' in proposals) return undefined;
  const whose = [customer, subject].filter((one) => one !== undefined);
  const words = proposalWords(now.book, trigger, proposals.now, whose);
  return words === undefined ? undefined : { person: first.person, words };
}

async function store(
  engine: Engine,
  now: Here,
  by: string,
  about: OutsideEvent,
  { linked, word }: { linked: readonly OpenCase[]; word: Word | undefined },
): Promise<{ event: string; counted: boolean } | 'conflict' | Problems> {
  const { trigger, facts } = about;
  const event = idOf(about);
  const key = customerKey(now.salt, about.customer);
  const happened = onLedger(about, by, now.at);
  const place = { organization: now.organizationId, conversation: null };
  const people = [
    by,
    ...namedBy(trigger, now).map((person) => person.id),
    ...linked.map(({ owner }) => owner),
  ];
  const step = stepOn(
    { ...place, at: now.at, readAt: now.readAt },
    {
      entries: [entryOf(happened, place, engine.random(SALT_BYTES), key)],
      ...(word && { effects: [wordRow(event, word, now.at)] }),
      command: {
        key: `outside ${event}`,
        // What is known by then of whose it is makes it no other event.
        hash: sha256(canonical([trigger.name, facts])),
        result: null,
      },
    },
  );
  const { outcome } = await engine.database.use((pool) =>
    recordCustomer(pool, step, {
      outside: {
        id: event,
        customerKey: key,
        people: [...new Set(people)],
        body: { system: about.system, id: about.id, trigger: trigger.name, ...happened.personal, facts },
      },
    }),
  );
  switch (outcome) {
    case 'stored':
      engine.wake(now.organizationId);
      return { event, counted: true };
    case 'replayed':
      return { event, counted: false };
    case 'conflict':
      return 'conflict';
    case 'key reused':
      return problem(
        'already-reported',
        'id',
        'This was reported before with another trigger or other facts.',
        'Report a change under an id of its own.',
      );
    case 'unknown organization':
      throw new Error(`the organization ${now.organizationId} is gone`);
  }
}

/** A message about what happened outside, which no case is about. Its place is erased with the event. */
function wordRow(event: string, { person, words }: Word, at: Instant): EffectRow {
  const key = `outside/${event}/${person}`;
  return {
    key,
    conversation: `outside/${event}`,
    case: null,
    kind: 'tell person',
    body: { kind: 'tell person', key, person, matter: 'proposal', words, report: false },
    due: at,
  };
}

/** Owners of open cases hear of it, each once. */
async function tellOwners(
  engine: Engine,
  organization: string,
  event: string,
  { trigger, facts }: OutsideEvent,
  linked: readonly OpenCase[],
): Promise<Told[]> {
  const told = new Map<string, string>();
  for (const one of linked) {
    if (told.has(one.owner)) continue;
    const handled = await handle(engine, {
      organization,
      by: { kind: 'sayso' },
      case: one.id,
      command: { do: 'outside_event', event, trigger: trigger.name, facts },
      key: `outside ${event} ${one.id}`,
    });
    if (handled.done && (handled.replayed || handled.effects.length > 0)) told.set(one.owner, one.id);
  }
  return [...told].map(([person, id]) => ({ person, case: id }));
}

/** What somebody may offer because of it, as things are now. */
export async function proposalsFor(
  engine: Engine,
  now: Here,
  person: string,
  about: OutsideEvent,
): Promise<Proposals | Problems> {
  const { organizationId, salt, at, book, organization } = now;
  const found = await untilKnown(engine, organizationId, salt, (known) =>
    proposed(about, person, { book, organization, ...known }, at),
  );
  return 'refused' in found ? { problems: [found.refused] } : found;
}

/** So many are worked out in one go: what they want to know is looked up together, and nobody else waits long meanwhile. */
const AT_ONCE = 10;

/** What somebody may offer because of several events, by the events' ids; what nothing comes of is left out. */
async function proposalsForSome(
  engine: Engine,
  now: Here,
  person: string,
  rows: readonly StoredEvent[],
): Promise<Map<string, Proposals>> {
  const { organizationId, salt, at, book, organization } = now;
  const found = new Map<string, ReturnType<typeof proposed>>();
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const some = rows.slice(first, first + AT_ONCE);
    await untilKnown(engine, organizationId, salt, (known) => {
      const wanted: Wanted[] = [];
      for (const row of some) {
        const about = asReported(row, now);
        if (!about || found.has(row.id)) continue;
        const one = proposed(about, person, { book, organization, ...known }, at);
        if ('wanted' in one) wanted.push(one.wanted);
        else found.set(row.id, one);
      }
      return wanted.length > 0 ? { wanted: allOf(wanted) } : {};
    });
  }
  return new Map([...found].flatMap(([id, one]) => ('now' in one ? [[id, one] as const] : [])));
}

const allOf = (wanted: readonly Wanted[]): Wanted => ({
  totals: wanted.flatMap(({ totals }) => totals),
  standing: [...new Set(wanted.flatMap(({ standing }) => standing))],
  cases: [...new Set(wanted.flatMap(({ cases }) => cases))],
  customers: [...new Set(wanted.flatMap(({ customers = [] }) => customers))],
});

/** A stored event as it was reported; undefined where the book has its trigger no longer. */
export function asReported({ body }: StoredEvent, { book }: Here): OutsideEvent | undefined {
  const trigger = book.triggers.get(body.trigger);
  return trigger && { ...body, trigger };
}

/** What a person may offer because of what happened outside, as it is now: the latest first. */
export async function openEvents(
  engine: Engine,
  organization: string,
  person: string,
): Promise<{ events: OpenEvent[] } | Problems> {
  const now = await here(engine, organization);
  if ('problems' in now) return now;
  const rows = await openEventsFor(engine, organization, {
    person,
    since: now.at - OLDEST_MS,
    most: MOST_LISTED,
  });
  const offers = await proposalsForSome(engine, now, person, rows);
  const events: OpenEvent[] = [];
  for (const row of rows) {
    const proposals = offers.get(row.id);
    if (!proposals) continue;
    const { trigger, customer, subject } = row.body;
    events.push({
      event: row.id,
      at: row.at,
      trigger,
      ...(customer !== undefined && { customer }),
      ...(subject !== undefined && { subject }),
      ...proposals,
    });
  }
  return { events };
}
