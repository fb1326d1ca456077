/** Nodes at work while a book is published and rolled back: whatever they decide is by the book of its instant. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Clock } from '../src/shell/clock.ts';
import { openDatabase } from '../src/shell/database/hosts.ts';
import { connectionsFromUrl } from '../src/shell/database/url.ts';
import { engineOf, type Engine } from '../src/shell/engine.ts';
import { handle } from '../src/shell/handle.ts';
import { inForceKept } from '../src/shell/in-force.ts';
import { uploadBook } from '../src/shell/publish/drafts.ts';
import { publishBook, rollBackBook } from '../src/shell/publish/publish.ts';
import { eventsAfter } from '../src/shell/store/lists.ts';
import type { Event } from '../src/core/cases/event.ts';
import { officeNow, openOffice, type Office } from './office.ts';
import { taken } from './taken.ts';

const BOOK = readFileSync(new URL('../books/shop/book.yaml', import.meta.url), 'utf8');
const CASES = `at: 2026-03-02T15:00:00Z
cases:
  any answer will do: { as: mia, request: { type: invoice_copy, facts: {} }, expect: {} }
`;
const ORGANIZATION = 'office';
const DAY_MS = 86_400_000;

let office: Office;
/** Further nodes on the same database. */
let second: Engine;
let third: Engine;

before(async () => {
  office = await openOffice();
  [second, third] = [anotherNode(), anotherNode()];
});
after(async () => {
  await second?.database.close();
  await third?.database.close();
  await office?.close();
});

const anotherNode = (): Engine =>
  engineOf({
    database: openDatabase(connectionsFromUrl(office.environment['SAYSO_DATABASE_URL'] ?? ''), { size: 4 }),
    clock: new Clock({ wall: officeNow, steady: officeNow }),
    channels: { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) },
  });

type Answered = { at: number; limit: number };

/** What a node answers that stores nothing, until it is told to stop: the limit that it went by, at which instant. */
async function answering(engine: Engine, stop: AbortSignal): Promise<Answered[]> {
  const answered: Answered[] = [];
  while (!stop.aborted) {
    const at = engine.clock.now();
    const found = await inForceKept(engine, ORGANIZATION, at);
    assert.ok(found && 'book' in found);
    const small = found.book.types.get('refund')?.grants.find(({ name }) => name === 'small');
    answered.push({ at, limit: small?.upTo ?? 0 });
    await until(officeNow() + 10);
  }
  return answered;
}

/** Opens cases on a node until it is told to stop; how many. */
async function storing(engine: Engine, node: string, stop: AbortSignal): Promise<number> {
  for (let count = 0; ; count++) {
    if (stop.aborted) return count;
    const facts = {
      amount: '70',
      'order.delivered': new Date(officeNow() - 9 * DAY_MS).toISOString().slice(0, 10),
      'order.value': '300',
      identity_verified: true,
      category: 'lamp',
      damaged: false,
    };
    const handled = await handle(engine, {
      organization: ORGANIZATION,
      by: { kind: 'person', id: 'mia' },
      command: { do: 'open', request: { type: 'refund', customer: `c-${node}-${count}`, facts } },
    });
    assert.ok(handled.done, JSON.stringify(handled));
  }
}

const until = (instant: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - officeNow())));

/** All that is on the ledger. */
async function allEvents(engine: Engine): Promise<Event[]> {
  const events: Event[] = [];
  for (let last = 0; ;) {
    const page = await eventsAfter(engine, ORGANIZATION, { after: last });
    if (page.length === 0) return events;
    events.push(...page.map(({ event }) => event));
    last = page.at(-1)?.sequence ?? last;
  }
}

test('every decision of several nodes is by the book in force at its own instant', async () => {
  const text = BOOK.replace(/(small:\n\s+from: agent\n\s+up to:) 60 USD/, '$1 80 USD');
  const { draft } = taken(await uploadBook(office.engine, ORGANIZATION, { text, cases: CASES, by: 'nadia' }));
  const stopping = new AbortController();
  const [answers, first, other] = [
    answering(third, stopping.signal),
    storing(office.engine, 'a', stopping.signal),
    storing(second, 'b', stopping.signal),
  ];
  const { inForceFrom, book } = taken(await publishBook(second, ORGANIZATION, { draft, by: 'tomas' }));
  // Rolled back as soon as it counts.
  await until(inForceFrom);
  const back = taken(
    await rollBackBook(office.engine, ORGANIZATION, { from: book, because: 'too much', by: 'greta' }),
  );
  await until(back.inForceFrom + 300);
  stopping.abort();
  const answered = await answers;
  const stored = (await first) + (await other);
  const limitAt = (at: number): number => (at >= inForceFrom && at < back.inForceFrom ? 8000 : 6000);
  assert.ok(answered.some(({ at }) => at >= inForceFrom && at < back.inForceFrom));
  assert.deepEqual(
    answered.filter(({ at, limit }) => limit !== limitAt(at)),
    [],
  );
  const opened = (await allEvents(office.engine)).flatMap((event) =>
    event.kind === 'opened' ? [event] : [],
  );
  assert.equal(opened.length, stored);
  const wrong = opened.filter(
    ({ at, decision }) => decision.verdict !== (limitAt(at) === 8000 ? 'grant' : 'handoff'),
  );
  assert.deepEqual(
    wrong.map(({ at, decision }) => [at - inForceFrom, decision.verdict]),
    [],
  );
});
