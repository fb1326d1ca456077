/** Cases through the command line: what the guides do not show, and what goes wrong. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runCli } from '../src/doors/cli/cli.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { officeNow, openOffice, worldFor, type Office } from './office.ts';

let office: Office;
before(async () => {
  office = await openOffice();
});
after(() => office.close());

const problems = async (args: string[]): Promise<{ code: number; codes: string[]; mends: string[] }> => {
  const { code, out } = await office.cli([...args, '--json']);
  const found = (JSON.parse(out) as { problems: { code: string; mend: string }[] }).problems;
  return { code, codes: found.map((one) => one.code), mends: found.map((one) => one.mend) };
};

const json = async (args: string[]): Promise<Record<string, unknown>> => {
  const { code, out, err } = await office.cli([...args, '--json']);
  assert.equal(code, 0, `${out}${err}`);
  return JSON.parse(out) as Record<string, unknown>;
};

const recent = new Date(officeNow() - 5 * 86_400_000).toISOString().slice(0, 10);
const refund = (customer: string, amount: number, ...more: string[]): string[] => [
  'case',
  'open',
  '--type',
  'refund',
  '--customer',
  customer,
  '--subject',
  `o-${customer}`,
  '--fact',
  `amount=${amount}`,
  `order.delivered=${recent}`,
  'order.value=300',
  'identity_verified=yes',
  'category=lamp',
  'damaged=no',
  ...more,
];
const idOf = (opened: Record<string, unknown>): string => (opened['case'] as { id: string }).id;

test('the cases of an incident are decided together, each on its own record', async () => {
  const ids = [
    idOf(await json([...refund('i-1', 100), '--as', 'mia', '--incident', 'outage'])),
    idOf(await json([...refund('i-2', 150), '--as', 'tariq', '--incident', 'outage'])),
    // More than Lena may give: it stays as it is, and she is told so.
    idOf(await json([...refund('i-3', 700), '--as', 'mia', '--incident', 'outage'])),
  ];
  const { code, out } = await office.cli([
    'case',
    'grant',
    '--incident',
    'outage',
    '--as',
    'lena',
    '--key',
    'together',
  ]);
  assert.equal(code, 1);
  assert.match(out, /2 of 3 cases of outage/);
  const shown = await Promise.all(ids.map((id) => json(['case', 'show', id])));
  assert.deepEqual(
    shown.map(({ case: one }) => (one as { answer?: { by: { id: string } } }).answer?.by.id),
    ['lena', 'lena', undefined],
  );
  // What was done once under the same key is not done again.
  const again = await office.cli([
    'case',
    'grant',
    '--incident',
    'outage',
    '--as',
    'lena',
    '--key',
    'together',
  ]);
  assert.match(again.out, /2 of 3 cases of outage/);
  const { happened } = await json(['case', 'show', ids[0] ?? '']);
  assert.equal((happened as { kind: string }[]).filter(({ kind }) => kind === 'granted').length, 1);
});

test('a grant that another system reports counts, once', async () => {
  const report = [
    'report-grant',
    '--system',
    'shop',
    '--id',
    '4711',
    '--type',
    'refund',
    '--amount',
    '40',
    '--customer',
    'r-1',
    '--subject',
    'o-r-1',
    '--granted-at',
    `${recent}T09:00:00Z`,
  ];
  assert.deepEqual(await json(report), { counted: true });
  assert.deepEqual(await json(report), { counted: false });
  const opened = await json([...refund('r-1', 30), '--as', 'mia']);
  const { decision } = await json(['case', 'show', idOf(opened)]);
  // 60 USD is Mia's limit on one order, and 40 of it are used elsewhere.
  assert.equal((decision as { headroom: string }).headroom, '20.00');
  assert.equal((decision as { verdict: string }).verdict, 'handoff');
  assert.deepEqual(
    await problems([...report.slice(0, 5), '--type', 'refund', '--granted-at', `${recent}T09:00:00Z`]),
    {
      code: 1,
      codes: ['wrong-value'],
      mends: ['Send it as a decimal: "80.00".'],
    },
  );
  assert.deepEqual((await problems([...report, '--amount', '41'])).codes, ['already-reported']);
});

test('a command sent again under its key is carried out once; another one under it is refused', async () => {
  const first = await json([...refund('k-1', 20), '--as', 'mia', '--key', 'call 1']);
  const second = await json([...refund('k-1', 20), '--as', 'mia', '--key', 'call 1']);
  assert.equal(idOf(second), idOf(first));
  assert.equal(second['replayed'], true);
  const other = await problems([...refund('k-1', 25), '--as', 'mia', '--key', 'call 1']);
  assert.deepEqual(other, { code: 1, codes: ['key-reused'], mends: ['Use a new key for every command.'] });
});

test('a command on a version that is no longer there is refused', async () => {
  const id = idOf(await json([...refund('w-1', 20), '--as', 'mia']));
  const found = await problems(['case', 'grant', id, '--as', 'mia', '--if-version', '99']);
  assert.deepEqual(found.codes, ['changed-meanwhile']);
});

/** What a command that has to fail says. */
const wrong = async (...args: string[]): Promise<string> => {
  const { code, err } = await office.cli(args);
  assert.notEqual(code, 0);
  return err;
};

test('what is typed wrongly changes nothing, and says how it is typed', async () => {
  assert.match(await wrong('case', 'grant'), /Which case\?\n {2}→ .*sayso case grant CASE/);
  assert.match(await wrong('case', 'grant', 'c1'), /Who does it\?\n {2}→ .*--as mia/);
  assert.match(
    await wrong('case', 'open', '--as', 'mia', '--type', 'refund', '--fact', 'amount'),
    /"amount" is no fact/,
  );
  assert.match(await wrong(...refund('x-1', 1, '--conversation', 'zendesk'), '--as', 'mia'), /SYSTEM\/ID/);
  assert.match(
    await wrong('case', 'tell', 'c1', '--as', 'mia', '--relations', '{'),
    /--relations is no JSON/,
  );
  assert.match(await wrong('case', 'promise', 'c1', 'tomorrow', '--as', 'mia'), /instant/);
  assert.match(await wrong('case', 'grant', 'c1', '--as', 'nobody'), /no case "c1"|no "nobody"/);
  assert.match(await wrong('case', 'list', '--organization', 'elsewhere', '--customer', 'c'), /elsewhere/);
});

test('watch follows live, and a node comes to its end when asked to', async () => {
  const id = idOf(await json([...refund('l-1', 200), '--as', 'mia', '--at-once']));
  const watching = office.cli(['case', 'watch', id, '--for', '2']);
  await office.cli(['case', 'update', id, 'Somebody looks at it now.', '--as', 'mia']);
  const { out } = await watching;
  assert.match(out, /is asked by/);
  assert.match(out, /wrote to the customer: “Somebody looks at it now.”/);

  const stopping = new AbortController();
  const ran = { code: -1, out: '', err: '' };
  const node = runCli(['node'], { ...worldFor(office.environment, ran), interrupted: () => stopping.signal });
  setTimeout(() => stopping.abort(), 300);
  assert.equal(await node, 0);
  assert.match(ran.out, /This node carries out what is due/);
});

test('what was set aside is listed and tried again', async () => {
  const admin = await openClient(office.admin);
  await admin.query(`update sayso.outbox set set_aside_at = now(), done_at = null, error = 'the receiver answered 500'
    where key = (select key from sayso.outbox order by key limit 1)`);
  await admin.end();
  const { set_aside: resting } = await json(['set-aside', 'list']);
  const [one] = resting as { id: string; error: string }[];
  assert.equal(one?.error, 'the receiver answered 500');
  assert.deepEqual(await json(['set-aside', 'again', one?.id ?? '']), { again: true });
  assert.deepEqual(await json(['set-aside', 'list']), { set_aside: [] });
  assert.deepEqual((await problems(['set-aside', 'again', 'nothing'])).codes, ['not-set-aside']);
});
