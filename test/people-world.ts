/** The shop's people on a real database, two nodes and a clock that is set by hand: for tests of people in use. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { DoorCommand } from '../src/core/cases/command.ts';
import type { Case } from '../src/core/cases/conversation.ts';
import type { Event } from '../src/core/cases/event.ts';
import type { Change } from '../src/core/people/changing.ts';
import { Clock } from '../src/shell/clock.ts';
import { openDatabase } from '../src/shell/database/hosts.ts';
import { ensureMonths } from '../src/shell/database/migrate.ts';
import { engineOf, type Engine } from '../src/shell/engine.ts';
import { handle } from '../src/shell/handle.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { changePeople } from '../src/shell/people/change.ts';
import {
  importPeople,
  previewPeople,
  type Imported,
  type PeopleText,
  type Preview,
} from '../src/shell/people/import.ts';
import { startRunner } from '../src/shell/runner.ts';
import { conversationOfCase, recordOfConversation } from '../src/shell/store/lists.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';

const shopText = (file: string): string =>
  readFileSync(new URL(`../books/shop/${file}`, import.meta.url), 'utf8');
export const PEOPLE = shopText('people.yaml');
export const BOOK = shopText('book.yaml');
export const SHOP = 'shop';
/** A Tuesday morning in New York: Mia, Kai, Lena, Tomás and Nadia are there; in Berlin it is afternoon. */
export const MORNING = Date.parse('2026-03-10T14:00:00Z');

export type Refund = { customer: string; amount?: string; by?: string };

export type Staff = { people: Record<string, Record<string, unknown>> };
/** The shop's people, changed. */
export const changed = (change: (people: Staff['people']) => void, text = PEOPLE): string => {
  const staff = parse(text) as Staff;
  change(staff.people);
  return JSON.stringify(staff);
};
export const without = (...ids: string[]): string =>
  changed((people) => {
    for (const id of ids) delete people[id];
  });
export const yaml = (text: string) => ({ text, format: 'yaml' as const, file: 'people.yaml' });
export const csv = (text: string) => ({ text, format: 'csv' as const, file: 'people.csv' });

export class PeopleWorld {
  now = MORNING;
  readonly fresh: FreshDatabase;
  /** Two nodes; each keeps for itself what it knows of the people. */
  readonly nodes: readonly [Engine, Engine];
  private constructor(fresh: FreshDatabase) {
    this.fresh = fresh;
    this.nodes = [this.node(), this.node()];
  }

  static async open(): Promise<PeopleWorld> {
    const fresh = await freshDatabase();
    await ensureMonths(fresh.owner, MORNING, 3);
    const world = new PeopleWorld(fresh);
    const put = await putOrganization(world.nodes[0], {
      id: SHOP,
      book: { file: 'book.yaml', text: BOOK },
      people: { file: 'people.yaml', text: PEOPLE, format: 'yaml' },
    });
    assert.ok(!('problems' in put), JSON.stringify(put));
    return world;
  }

  private node(): Engine {
    const time = (): number => this.now;
    return engineOf({
      database: openDatabase([this.fresh.service], { size: 4 }),
      clock: new Clock({ wall: time, steady: time }),
      channels: { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) },
    });
  }

  async close(): Promise<void> {
    for (const { database } of this.nodes) await database.close();
    await this.fresh.drop();
  }

  /** Time goes on, and what is due by then is done. */
  async passTo(text: string): Promise<void> {
    this.now = Date.parse(text);
    await this.settle();
  }

  /** What is due is done, by a node that starts now. */
  async settle(engine = this.nodes[0]): Promise<void> {
    const faults: unknown[] = [];
    const runner = startRunner(engine, {
      askDatabase: () => Promise.resolve(engine.clock.now()),
      onFault: (error) => faults.push(error),
    });
    await runner.settle();
    await runner.stop();
    assert.deepEqual(faults, []);
  }

  /** A refund of a wardrobe that came last week; its case. */
  async open({ customer, amount = '40', by = 'mia' }: Refund): Promise<string> {
    const handled = await handle(this.nodes[0], {
      organization: SHOP,
      by: { kind: 'person', id: by },
      command: {
        do: 'open',
        request: {
          type: 'refund',
          customer,
          subject: `order of ${customer}`,
          facts: {
            amount,
            'order.value': '1200',
            'order.placed': '2026-02-20',
            'order.delivered': '2026-03-02',
            'order.status': 'delivered',
            category: 'furniture',
            identity_verified: true,
          },
        },
      },
    });
    assert.ok(handled.done, JSON.stringify(handled));
    return handled.case ?? '';
  }

  async send(by: string, id: string, command: DoorCommand, engine = this.nodes[0]): Promise<void> {
    const handled = await handle(engine, {
      organization: SHOP,
      by: { kind: 'person', id: by },
      case: id,
      command,
    });
    assert.ok(handled.done, JSON.stringify(handled));
  }

  async complain(id: string, words: string): Promise<void> {
    const by = { kind: 'customer' } as const;
    const command = { do: 'complain', words } as const;
    const handled = await handle(this.nodes[0], { organization: SHOP, by, case: id, command });
    assert.ok(handled.done, JSON.stringify(handled));
  }

  async case(id: string): Promise<Case> {
    const found = (await conversationOfCase(this.nodes[0], SHOP, id))?.cases.find((one) => one.id === id);
    assert.ok(found);
    return found;
  }

  /** Who is asked now, of each open question. */
  async asked(id: string): Promise<(string | undefined)[]> {
    const { questions } = await this.case(id);
    return questions.filter(({ closed }) => !closed).map(({ route, step }) => route.steps[step]?.person);
  }

  async events(id: string): Promise<Event[]> {
    const conversation = await conversationOfCase(this.nodes[0], SHOP, id);
    const record = await recordOfConversation(this.nodes[0], SHOP, conversation?.id ?? '');
    return record.map(({ event }) => event);
  }

  /** A change that has to be taken; its id. */
  async change(by: string, change: Change, engine = this.nodes[0]): Promise<string | null> {
    const done = await changePeople(engine, SHOP, { by, change });
    assert.ok('id' in done, JSON.stringify(done));
    return done.id;
  }

  /** The code of why a change is refused. */
  async refused(by: string, change: Change): Promise<string | undefined> {
    const done = await changePeople(this.nodes[0], SHOP, { by, change });
    return 'problems' in done ? done.problems[0]?.code : undefined;
  }

  /** What will change, as Nadia sees it. */
  async previewed(text: PeopleText, since?: number): Promise<Preview> {
    const found = await previewPeople(this.nodes[0], SHOP, 'nadia', {
      ...text,
      ...(since !== undefined && { since }),
    });
    assert.ok('words' in found, JSON.stringify(found));
    return found;
  }

  async imported(
    text: PeopleText,
    more: { since?: number; ifHash?: string | null } = {},
    node: 0 | 1 = 0,
  ): Promise<Imported> {
    const found = await importPeople(this.nodes[node], SHOP, 'nadia', { ...text, ...more });
    assert.ok('changed' in found, JSON.stringify(found));
    return found;
  }

  async ownerOf(id: string): Promise<string> {
    return (await this.case(id)).owner;
  }
}
