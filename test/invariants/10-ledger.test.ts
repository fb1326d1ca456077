import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import type { Client } from 'pg';
import { openClient } from '../../src/shell/database/connect.ts';
import { writeAnchors } from '../../src/shell/ledger/anchors.ts';
import { chainHash } from '../../src/shell/ledger/chain.ts';
import { verifyLedger } from '../../src/shell/ledger/verify.ts';
import { worlds } from '../pure-world.ts';
import { SEED } from '../seed.ts';
import { CALM } from './stories.ts';
import { acknowledged, openHand, put, STORED, type Hand } from './engine.ts';
import { SHRINKS, TIMES } from './holds.ts';
import { World } from './world.ts';

const [RUNS, MOST_STEPS, TAMPERINGS] = [6, 16, 25];
const TABLES = ['ledger', 'ledger_head', 'personal'];

let hand: Hand;
let admin: Client;
let folder = '';
before(async () => {
  hand = await openHand();
  admin = await openClient(hand.fresh.admin);
  folder = mkdtempSync(path.join(tmpdir(), 'sayso-invariant-'));
  // The tables as they were, to begin each tampering with.
  for (const table of TABLES)
    await admin.query(`create table public.${table} as table sayso.${table} with no data`);
});
after(async () => {
  await admin.end();
  await hand.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What somebody does to a ledger who may change the database. Numbers draw the place. */
type Tampering = { what: (typeof WAYS)[number]; at: number; other: number; rewrites: boolean };

const WAYS = ['change', 'remove', 'swap', 'repeat', 'forge', 'date', 'personal', 'newest', 'empty'] as const;

const tamperings: fc.Arbitrary<Tampering> = fc.noBias(
  fc.record({
    what: fc.constantFrom(...WAYS),
    at: fc.nat(),
    other: fc.nat(),
    // Whether the rest of the chain and its head are written anew, so that every hash fits.
    rewrites: fc.boolean(),
  }),
);

/** Tampers with a ledger of `end` entries. Whether anything was changed at all. */
async function tamper(organization: string, end: number, { what, at, other }: Tampering): Promise<boolean> {
  const place = 1 + (at % end);
  const second = 1 + (other % end);
  const run = async (sql: string, ...values: unknown[]): Promise<boolean> =>
    ((await admin.query(sql, [organization, ...values])).rowCount ?? 0) > 0;
  const mine = 'organization_id = $1';
  switch (what) {
    case 'change':
      return run(
        `update sayso.ledger set body = overlay(body placing 'x' from $3 for 1)
          where ${mine} and sequence = $2 and substr(body, $3, 1) <> 'x'`,
        place,
        1 + (other % 200),
      );
    case 'remove':
      return run(`delete from sayso.ledger where ${mine} and sequence = $2`, place);
    case 'swap': {
      if (place === second) return false;
      const renumber = `update sayso.ledger set sequence = $3 where ${mine} and sequence = $2`;
      await run(renumber, place, 0);
      await run(renumber, second, place);
      return run(renumber, 0, second);
    }
    case 'repeat':
      return (
        place !== second &&
        run(
          `update sayso.ledger one set body = other.body from sayso.ledger other
            where one.${mine} and one.sequence = $2 and other.organization_id = $1 and other.sequence = $3
              and one.body <> other.body`,
          place,
          second,
        )
      );
    case 'forge':
      return run(
        `update sayso.ledger set hash = decode(md5($3::text) || md5($3::text), 'hex') where ${mine} and sequence = $2`,
        place,
        other,
      );
    case 'date':
      return run(
        `update sayso.ledger set at = at + interval '1 second' where ${mine} and sequence = $2`,
        place,
      );
    case 'personal':
      return run(
        `update sayso.personal set value = value || ' ' where ${mine} and sequence =
          (select min(sequence) from sayso.personal where ${mine} and sequence >= $2)`,
        place,
      );
    case 'newest':
      return run(`delete from sayso.ledger where ${mine} and sequence >= $2`, place);
    case 'empty':
      return run(`delete from sayso.ledger where ${mine}`);
  }
}

/** Writes every hash and the head anew, as somebody would who knows how the chain is made. */
async function rewrite(organization: string): Promise<void> {
  const { rows } = await admin.query<{ sequence: number; body: string }>(
    'select sequence, body from sayso.ledger where organization_id = $1 order by sequence',
    [organization],
  );
  let previous = '0'.repeat(64);
  for (const [i, { sequence, body }] of rows.entries()) {
    previous = chainHash(previous, i + 1, body);
    await admin.query(
      `update sayso.ledger set sequence = $3, hash = decode($4, 'hex')
        where organization_id = $1 and sequence = $2`,
      [organization, sequence, i + 1, previous],
    );
  }
  await admin.query(
    `update sayso.ledger_head set sequence = $2, hash = decode($3, 'hex') where organization_id = $1`,
    [organization, rows.length, previous],
  );
}

async function restore(organization: string): Promise<void> {
  for (const table of TABLES) {
    await admin.query(`delete from sayso.${table} where organization_id = $1`, [organization]);
    await admin.query(`insert into sayso.${table} select * from public.${table} where organization_id = $1`, [
      organization,
    ]);
  }
}

/** Lives a story on the engine; how many entries the ledger has. */
async function live(world: World, organization: string, from = 0): Promise<number> {
  for (const [i, sent] of world.log.entries()) {
    if (i < from) continue;
    hand.setTime(sent.at);
    hand.setIds({ case: sent.case ?? '', conversation: sent.conversation });
    await acknowledged(hand, organization, sent, `key ${i}`, []);
  }
  const { rows } = await admin.query<{ end: number }>(
    'select max(sequence) as end from sayso.ledger where organization_id = $1',
    [organization],
  );
  return rows[0]?.end ?? 0;
}

const verified = async (organization: string): Promise<string | undefined> => {
  const found = await verifyLedger(hand.engine, organization, folder);
  return found === undefined ? 'no such organization' : found.broken?.what;
};

test('invariant 10: any changed, removed or reordered ledger entry is found; removal of the newest, up to the last exported anchor', async () => {
  let [n, found] = [0, 0];
  const story = fc.noBias(fc.commands([...CALM], { maxCommands: MOST_STEPS, size: 'max' }));
  const property = fc.asyncProperty(
    story,
    story,
    fc.array(tamperings, { minLength: TAMPERINGS, maxLength: TAMPERINGS }),
    async (first, second, all) => {
      n += 1;
      const organization = `ledger-${n}`;
      hand.setTime(Date.parse(STORED.at));
      await put(hand, organization);
      const world = new World(STORED, {});
      fc.modelRun(() => ({ model: {}, real: world }), first);
      const anchored = await live(world, organization);
      const lived = world.log.length;
      await writeAnchors(hand.engine, folder);
      fc.modelRun(() => ({ model: {}, real: world }), second);
      const end = await live(world, organization, lived);
      worlds.length = 0;
      for (const table of TABLES)
        await admin.query(
          `insert into public.${table} select * from sayso.${table} where organization_id = $1`,
          [organization],
        );
      assert.equal(await verified(organization), undefined, 'nothing was touched');
      for (const tampering of all) {
        if (await tamper(organization, end, tampering)) {
          if (tampering.rewrites) await rewrite(organization);
          if (mustBeFound(tampering, end, anchored)) {
            assert.notEqual(
              await verified(organization),
              undefined,
              JSON.stringify([tampering, end, anchored]),
            );
            found += 1;
          }
        }
        await restore(organization);
      }
      assert.equal(await verified(organization), undefined, 'it is as it was');
    },
  );
  await fc.assert(property, { numRuns: RUNS * TIMES, seed: SEED, endOnFailure: !SHRINKS });
  assert.ok(found > 60 * TIMES, `only ${found} were found`);
});

/** What is written anew behind the last anchor, with every hash, is beyond what anybody can find. */
function mustBeFound({ what, at, other, rewrites }: Tampering, end: number, anchored: number): boolean {
  if (!rewrites || what === 'date' || what === 'personal') return true;
  // The hash that was forged is written anew too: nothing is changed then.
  if (what === 'forge') return false;
  if (what === 'empty') return anchored > 0;
  const first = 1 + (at % end);
  return what === 'swap' ? Math.min(first, 1 + (other % end)) <= anchored : first <= anchored;
}
