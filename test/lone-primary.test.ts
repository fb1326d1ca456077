/** A primary whose synchronous standby does not follow (any more) acknowledges nothing; when one follows, it does. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOOK, PEOPLE } from '../scripts/torture/world.ts';
import { Clock } from '../src/shell/clock.ts';
import { type Connection, openClient } from '../src/shell/database/connect.ts';
import { startEmbedded } from '../src/shell/database/embedded.ts';
import { openDatabase } from '../src/shell/database/hosts.ts';
import { migrate } from '../src/shell/database/migrate.ts';
import { engineOf } from '../src/shell/engine.ts';
import { handle, type Handled, type Sent } from '../src/shell/handle.ts';
import { writeAnchors } from '../src/shell/ledger/anchors.ts';
import { putOrganization } from '../src/shell/organizations.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sayso-lone-'));
chmodSync(folder, 0o711);

const opening = (key: string): Sent => ({
  organization: 'one',
  key,
  by: { kind: 'person', id: 'mia' },
  command: { do: 'open', request: { type: 'refund', facts: { amount: '10' } } },
});

/** Which standby commits wait for. */
async function waitFor(admin: Connection, name: string): Promise<void> {
  const client = await openClient(admin);
  await client.query(`alter system set synchronous_standby_names = '${name}'`);
  await client.query('select pg_reload_conf()');
  await client.end();
}

/** How many commits wait. */
async function waiting(admin: Connection): Promise<number> {
  const client = await openClient(admin);
  const { rowCount } = await client.query("select from pg_stat_activity where wait_event = 'SyncRep'");
  await client.end();
  return rowCount ?? 0;
}

test('without its standby nothing is acknowledged: no command, none that is known already, and no anchor', async (t) => {
  const { owner, service, admin, stop } = await startEmbedded({
    dataDir: path.join(folder, 'data'),
    fast: true,
  });
  const database = openDatabase([service], { size: 6 });
  t.after(async () => {
    await database.close();
    await stop();
    rmSync(folder, { recursive: true });
  });
  await migrate(owner);
  const clock = new Clock({ wall: Date.now, steady: () => performance.now() });
  const channels = { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true as const }) };
  const engine = engineOf({ database, clock, channels });
  const put = await putOrganization(engine, { id: 'one', book: BOOK, people: PEOPLE });
  assert.ok(!('problems' in put));
  const known = await handle(engine, opening('known'));
  assert.ok(known.done);

  await waitFor(admin, 'gone');
  const anchors = path.join(folder, 'anchors');
  const under: Promise<Handled | number>[] = [
    handle(engine, opening('known')),
    handle(engine, opening('new')),
    writeAnchors(engine, anchors),
  ];
  const early = Promise.race(under);
  while ((await waiting(admin)) < under.length)
    assert.equal(await Promise.race([early, sleep(20)]), undefined, 'it was acknowledged');
  assert.equal(existsSync(anchors), false);

  await waitFor(admin, '');
  const [again, fresh, anchored] = await Promise.all(under);
  assert.deepEqual(
    [again, fresh].map((one) => typeof one === 'object' && one.done && one.replayed),
    [true, false],
  );
  assert.equal(anchored, 1);
});
