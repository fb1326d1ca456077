/** People from a text: what will change, and putting them in force. The book stays as it is. */
import type { Event } from '../../core/cases/event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import type { Book } from '../../core/book/book.ts';
import { withChanges } from '../../core/organization/changes.ts';
import { delegationCircles } from '../../core/organization/circles.ts';
import type { Organization } from '../../core/organization/organization.ts';
import { newlyLeaving, previewOf, type PeoplePreview, type Replacing } from '../../core/people/preview.ts';
import { differencesOf, type Difference } from '../../core/people/differences.ts';
import { mayChangeBook } from '../../core/publish/right.ts';
import { sha256 } from '../../core/words/hash.ts';
import type { Problem } from '../../core/words/problem.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { inForce, loadInForce, peopleByHash } from '../in-force.ts';
import { checkPeople } from '../in-use.ts';
import { reservedIds } from '../organizations.ts';
import type { Loaded } from '../store/load.ts';
import { recordPeople, workOf } from '../store/people.ts';
import { untilStored, type Held } from '../until-stored.ts';
import { stepOn } from '../step-of.ts';
import { again, leaving } from './leaving.ts';

export type PeopleText = { text: string; format: 'yaml' | 'csv'; file: string };

export type Preview = PeoplePreview & {
  /** Of the people that would be replaced; null: there are none. For `if_hash`: imported is what was previewed. */
  ifHash: string | null;
  /** Of the text. */
  hash: string;
  /** The same text is in force already. */
  same: boolean;
  since: Instant;
  warnings: readonly Problem[];
};

/** What is wrong with the text, as `sayso check` says it; or why it can't be imported now. */
export type Faulty = { faults: readonly Problem[] } | Problems;

export type Importing = PeopleText & {
  /** In force from; now when left out. */
  since?: Instant;
};

export type Imported = { changed: boolean; hash: string; since: Instant };

/**
 * What will change when people are imported; nothing is written.
 * @param by who asks: whoever may import sees it
 */
export async function previewPeople(
  engine: Engine,
  organization: string,
  by: string,
  importing: Importing,
): Promise<Preview | Faulty> {
  const found = await readyFor(engine, organization, by, importing, engine.clock.now());
  if ('faults' in found || 'problems' in found) return found;
  const { replacing, since, hash, ifHash, warnings } = found;
  const gone = newlyLeaving(replacing).map(([id]) => id);
  const work = await engine.database.use((pool) => workOf(pool, organization, gone));
  return {
    ...previewOf(replacing, work),
    ifHash,
    hash,
    same: ifHash === hash,
    since,
    warnings,
  };
}

/**
 * Puts people in force. What is open with those who leave is handed on when they do.
 * @param importing `ifHash`: of the people that were replaced in the preview; others by now are a conflict. `key`: the
 * client's idempotency key
 * @throws Unavailable when others kept writing
 */
export function importPeople(
  engine: Engine,
  organization: string,
  by: string,
  importing: Importing & { ifHash?: string | null; key?: string },
): Promise<Imported | Faulty> {
  const { text, format, since, ifHash, key } = importing;
  const what = [by, sha256(text), format, since ?? null, ifHash ?? null];
  return untilStored<Imported | Faulty>(engine, organization, { key, what }, (held) =>
    importOnce(engine, organization, by, importing, held),
  );
}

async function importOnce(
  engine: Engine,
  organization: string,
  by: string,
  importing: Importing & { ifHash?: string | null },
  held: Held,
): Promise<Imported | Faulty | 'conflict'> {
  const at = engine.clock.now();
  const { ifHash, text, format } = importing;
  const found = await readyFor(engine, organization, by, importing, at);
  if ('faults' in found || 'problems' in found) return found;
  const { replacing, since, hash, loaded } = found;
  if (ifHash !== undefined && ifHash !== found.ifHash)
    return problem(
      'changed-meanwhile',
      'if_hash',
      'The people changed since they were previewed.',
      'Look at the preview again.',
    );
  const result = { changed: true, hash, since };
  if (hash === found.ifHash && !loaded.people.some((later) => later.since > since))
    return { ...result, changed: false };
  const event = importedEvent(replacing, hash, by, at);
  const step = stepOn(
    { organization, at, readAt: loaded.readAt },
    {
      ...held(result),
      entries: [entryOf(event, { organization, conversation: null }, '', null)],
      people: [{ hash, text, since, format }],
    },
  );
  const stored = await engine.database.use((pool) =>
    recordPeople(pool, { ...step, ...leaving(engine, replacing) }),
  );
  if (stored.outcome !== 'stored') return again(stored);
  engine.wake(organization);
  return result;
}

type Ready = {
  loaded: Loaded;
  replacing: Replacing;
  since: Instant;
  hash: string;
  ifHash: string | null;
  warnings: readonly Problem[];
};

/** All that is known before people are replaced; or what is against it. */
async function readyFor(
  engine: Engine,
  organization: string,
  by: string,
  { text, format, file, since = engine.clock.now() }: Importing,
  at: Instant,
): Promise<Ready | Faulty> {
  const now = await loadInForce(engine, organization, { at });
  if ('refused' in now) return { problems: [now.refused] };
  const { loaded } = now;
  if (!mayChangeBook(now.book, now.organization.people.get(by), at))
    return problem(
      'not-yours',
      'by',
      'People are put in by whoever may change the book: the policy owner, and management.',
      'Ask one of them.',
    );
  if (since < at)
    return problem(
      'in-the-past',
      'since',
      'That time is over.',
      'Leave it out for now, or name a later one.',
    );
  const { book } = (await inForceThen(engine, organization, loaded, since)) ?? now;
  const checked = checkPeople(book, { text, format, file });
  if ('problems' in checked) return { faults: checked.problems };
  const { organization: after, warnings } = checked;
  const faults = [...reservedIds(file, after), ...circlesOf(file, after, loaded)];
  if (faults.length > 0) return { faults };
  const before = loaded.people.findLast((one) => one.since <= since);
  return {
    loaded,
    since,
    hash: sha256(text),
    ifHash: before?.hash ?? null,
    warnings,
    replacing: {
      book,
      before: before && (await peopleByHash(engine, organization, before.hash, book)),
      after,
      since,
      changes: loaded.changes.list,
    },
  };
}

async function inForceThen(
  engine: Engine,
  organization: string,
  loaded: Loaded,
  since: Instant,
): Promise<{ book: Book } | undefined> {
  const found = await inForce(engine, organization, loaded, since);
  return 'refused' in found ? undefined : found;
}

/** Delegations that people gave themselves, and those of the text, in a circle. */
function circlesOf(file: string, after: Organization, { changes }: Loaded): Problem[] {
  const { people } = withChanges(after, changes.list);
  const circles = delegationCircles(new Map([...people].map(([id, { delegations }]) => [id, delegations])));
  return (circles ?? []).map(({ ids }) => ({
    code: 'delegation-circle',
    severity: 'error',
    file,
    line: 0,
    column: 0,
    words: '',
    message: `With what people gave themselves, these would act for each other in a circle at the same time: ${[...ids, ids[0]].join(' → ')}.`,
    mend: 'Take one of the delegations out of the text, or let whoever gave another one withdraw it.',
  }));
}

function importedEvent(
  { before, after, since }: Replacing,
  hash: string,
  by: string,
  at: Instant,
): Event<'people imported'> {
  const found = differencesOf(before, after);
  const count = (what: Difference['what']): number => found.filter((one) => one.what === what).length;
  return {
    kind: 'people imported',
    at,
    by,
    case: null,
    people: hash,
    inForceFrom: since,
    come: count('comes'),
    leave: count('leaves'),
    change: count('changes'),
  };
}
