/** What `npm start` shows: cases living, on a database that is really on disk. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { run } from './command-line.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sayso-demo-'));
// Run as root, the database works as a user of its own, who has to get here.
chmodSync(dataDir, 0o711);
after(() => rmSync(dataDir, { recursive: true, force: true }));

const demo = (at: string): ReturnType<typeof run> => run(['demo'], [], { dataDir, now: Date.parse(at) });

test('a morning at the shop; stopped and started again, all of it is there', async () => {
  const first = await demo('2026-03-11T17:00:00Z');
  assert.equal(first.code, 0, first.err);
  const order = [
    /A morning at the shop on 2026-03-10/,
    /lamp .*Mia Chen opened the case: refund, \$38\.00; it may be granted at once/,
    /armchair .*Lena Brandt is asked by chat/,
    /armchair .*No answer from Lena Brandt: moving on/,
    /armchair .*Kai Whitfield granted it: \$180\.00/,
    /armchair .*confirmed: carried out/,
    /parcel .*Mia Chen said no/,
    /A holding reply went out by itself/,
    /The promise was kept/,
    /desk .*Omar Haddad agreed for finance/,
    /desk .*Tomás Rivera granted it: \$1,200\.00/,
    /7 cases this morning, 1 still open/,
    /entries, every one of them as it was recorded/,
  ];
  let rest = first.out;
  for (const words of order) {
    const found = words.exec(rest);
    assert.ok(found, `${words} is not there, or not in its place:\n${rest}`);
    rest = rest.slice(found.index + found[0].length);
  }
  const entries = Number(/The ledger: (\d+) entries/.exec(first.out)?.[1]);

  const second = await demo('2026-03-12T17:00:00Z');
  assert.equal(second.code, 0, second.err);
  assert.match(
    second.out,
    new RegExp(`on 2026-03-11: .* ${entries} entries of earlier mornings are on its ledger`),
  );
  assert.match(second.out, /7 cases this morning, 2 still open/);

  // What it says can be typed next.
  for (const [, command = ''] of second.out.matchAll(/npx sayso (case .*)/g)) {
    const ran = await run(command.split(' '), [], { dataDir, now: Date.parse('2026-03-12T18:00:00Z') });
    assert.equal(ran.code, 0, `${command}\n${ran.out}${ran.err}`);
  }
});
