/**
 * No list of complaints, declines, flips or over-promises can be made of anybody: not by any option of the command line,
 * and not by anything that the shell reads. A command that is not named below is tried as it is, a new one too.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Command, Option } from 'commander';
import { COMMANDS } from '../src/core/cases/command.ts';
import { operations } from '../src/contract/operations.ts';
import { pathKeys, type Operation } from '../src/contract/operation.ts';
import { programFor } from '../src/doors/cli/cli.ts';
import { BY_HAND } from '../src/doors/cli/operations/operations.ts';
import { carryOut } from '../src/shell/operations.ts';
import * as duty from '../src/core/review/duty.ts';
import * as own from '../src/core/review/own-record.ts';
import * as standBehind from '../src/core/review/stand-behind.ts';
import * as reviews from '../src/shell/reviews.ts';
import { listCases, type Filter } from '../src/shell/store/lists.ts';
import { openOffice, worldFor, type Office } from './office.ts';

let office: Office;
/** Closed cases of Mia's: a decline, a complaint, an over-promise and a yes after a no. */
let marks: Record<'declined' | 'complained' | 'overPromised' | 'flipped', string>;

const CUSTOMER_NUMBER = 'c-marks';
const INCIDENT = 'storm';

before(async () => {
  office = await openOffice();
  const { open, send } = office;
  const closed = { customer: CUSTOMER_NUMBER };
  const incident = { incident: INCIDENT };
  const declined = await open('mia', { ...closed, facts: { others_data: true } }, incident);
  await send('mia', declined, { do: 'decline' });
  const complained = await open('mia', closed, incident);
  await send('mia', complained, { do: 'grant', done: true });
  await send('@customer', complained, { do: 'complain', words: 'unhappy' });
  await send('mia', complained, { do: 'respond', words: 'I said yes at once.' });
  await send('lena', complained, { do: 'sign', outcome: 'trivial' });
  const overPromised = await open('mia', { ...closed, subject: 'o-9' }, incident);
  await send('mia', overPromised, { do: 'over_promise', words: 'You get it all back.' });
  await send('@customer', overPromised, { do: 'close', as: 'withdrawn' });
  const flipped = await open('mia', { ...closed, subject: 'o-8', facts: { others_data: true } }, incident);
  await send('mia', flipped, { do: 'decline' });
  await send('mia', flipped, { do: 'reopen', facts: { others_data: false } });
  await send('mia', flipped, { do: 'grant', done: true });
  marks = { declined, complained, overPromised, flipped };
  // And one that is open, so that a list by person is not empty.
  await open('mia', { customer: 'c-open', subject: 'o-7' });
});
after(() => office?.close());

/** Commands that write, or never end; and one that is everything of everybody, to be verified, and knows no person. */
const NOT_TRIED: ReadonlySet<string> = new Set([
  ...Object.keys(COMMANDS).map((name) => `case ${name.replaceAll('_', '-')}`),
  'organization put',
  'report-grant',
  'set-aside again',
  'node',
  'demo',
  'ledger export',
  // Those of the table are tried below, without a shell around them.
  ...operations().flatMap(([name]) => (BY_HAND.has(name) ? [] : [name.replace('.', ' ')])),
  'ledger erase',
]);

type Leaf = { path: string; command: Command };

function leavesOf(command: Command, path: readonly string[] = []): Leaf[] {
  if (command.commands.length === 0) return [{ path: path.join(' '), command }];
  return command.commands.flatMap((one) => leavesOf(one, [...path, one.name()]));
}

const hasDatabase = ({ command }: Leaf): boolean =>
  command.options.some(({ long }) => long === '--organization');
const leaves = leavesOf(programFor(worldFor({}), () => undefined)).filter(hasDatabase);
const tried = leaves.filter(({ path }) => !NOT_TRIED.has(path));

/** What an option may be given: a person wherever there is room for words, and what finds closed cases. */
function valuesFor({ long, flags }: Option): string[][] {
  if (long === '--organization' || long === '--data-dir' || long === '--json' || long === '--out') return [];
  if (long === '--for') return [];
  if (!flags.includes('<')) return [[long ?? '']];
  const finds = { '--customer': CUSTOMER_NUMBER, '--incident': INCIDENT, '--as': 'nadia' }[long ?? ''];
  const values = [...(finds === undefined ? [] : [finds]), long === '--as' ? 'lena' : 'mia'];
  return values.map((value) => [long ?? '', value]);
}

/** Every way to call a command with at most two of its options; what it must have stands in all of them. */
function callsOf({ path, command }: Leaf): string[][] {
  const must = command.options.filter(({ mandatory }) => mandatory).map(valuesFor);
  const may = command.options.filter(({ mandatory }) => !mandatory).flatMap(valuesFor);
  const pairs = may.flatMap((one, i) =>
    may.slice(i + 1).flatMap((other) => (one[0] === other[0] ? [] : [[...one, ...other]])),
  );
  const some = [
    ...[[], ...may].flatMap((call) => [call, [...call, '--json']]),
    ...pairs.map((call) => [...call, '--json']),
  ];
  // What would go on for ever ends at once.
  const until = command.options.some(({ long }) => long === '--for') ? ['--for', '0'] : [];
  const always = must.reduce<string[][]>(
    (calls, values) => calls.flatMap((call) => values.map((value) => [...call, ...value])),
    [[]],
  );
  const places = command.registeredArguments.some((argument) => argument.required)
    ? [[marks.complained]]
    : [[], ...(command.registeredArguments.length > 0 ? [['mia']] : [])];
  return places.flatMap((place) =>
    always.flatMap((needed) =>
      some.map((call) => [...path.split(' '), ...place, ...needed, ...until, ...call]),
    ),
  );
}

/** Marks in what was printed that were not named in the call. */
const marksIn = (printed: string, call: readonly string[]): string[] =>
  Object.entries(marks).flatMap(([mark, id]) => (printed.includes(id) && !call.includes(id) ? [mark] : []));

test('every way to read by the command line is tried', () => {
  for (const path of ['case list', 'case show', 'record show', 'record export', 'review show', 'review duty'])
    assert.ok(
      tried.some((leaf) => leaf.path === path),
      path,
    );
});

test('what is not tried takes no person to look for', () => {
  for (const { path, command } of leaves.filter((leaf) => leaf.path.startsWith('ledger')))
    assert.deepEqual(
      command.options.filter(({ flags }) => /person|agent|owner|asker/.test(flags)).map(({ flags }) => flags),
      command.options.filter(({ long }) => long === '--as' || long === '--by').map(({ flags }) => flags),
      path,
    );
});

test('no call of the command line lists what somebody declined, promised too much, or was blamed for', async () => {
  let [calls, lists] = [0, 0];
  for (const leaf of tried)
    for (const call of callsOf(leaf)) {
      const { out } = await office.cli(call);
      calls += 1;
      const found = marksIn(out, call);
      if (found.length === 0) continue;
      lists += 1;
      assert.ok(!call.includes('mia'), `${call.join(' ')} lists ${found.join(', ')} of Mia:\n${out}`);
      assert.doesNotMatch(out, /\bmia\b/i, `${call.join(' ')} names her beside ${found.join(', ')}`);
    }
  assert.ok(calls > 50, `${calls} calls`);
  // Otherwise the test would see nothing: a customer's closed cases are found, without anybody's name.
  assert.ok(lists > 0);
});

/** Everything of everybody, to be verified, for whoever may change the book; it knows no person. */
const WHOLE_LEDGER = 'ledger.entries';

/** What a key of an input may be given: a person or a customer wherever there is room for words. */
function inputsOf(operation: Operation): Record<string, unknown>[] {
  const inPath = pathKeys(operation);
  const may = Object.keys(operation.input.shape).flatMap((key) =>
    inPath.includes(key) ? [] : ['mia', CUSTOMER_NUMBER, INCIDENT, true].map((value) => ({ [key]: value })),
  );
  const pairs = may.flatMap((one, i) => may.slice(i + 1).map((other) => ({ ...other, ...one })));
  const path = Object.fromEntries(inPath.map((key) => [key, marks.complained]));
  return [{}, ...may, ...pairs].map((input) => ({ ...input, ...path }));
}

test('no operation that reads lists it either, whoever calls', async () => {
  let answered = 0;
  for (const [name, operation] of operations()) {
    if (operation.changes || name === WHOLE_LEDGER || !operation.by.includes('person')) continue;
    for (const input of inputsOf(operation))
      for (const id of ['lena', 'nadia']) {
        const caller = { organization: 'office', by: { kind: 'person' as const, id } };
        const done = await carryOut(office.engine, caller, name, input);
        if (!('output' in done)) continue;
        answered += 1;
        const out = JSON.stringify(done.output);
        const found = marksIn(out, Object.values(input).map(String));
        if (found.length === 0) continue;
        assert.ok(!Object.values(input).includes('mia'), `${name} lists ${found.join(', ')} of Mia: ${out}`);
        assert.doesNotMatch(out, /\bmia\b/i, `${name} names her beside ${found.join(', ')}`);
      }
  }
  assert.ok(answered > 50, `${answered} answers`);
});

test('no reading of lists finds closed cases by a person, or names anybody in one', async () => {
  const { engine } = office;
  const filters: Filter[] = [
    {},
    { owner: 'mia' },
    { waitingFor: 'mia' },
    { customer: CUSTOMER_NUMBER },
    { incident: INCIDENT },
  ];
  let closed = 0;
  for (const one of filters)
    for (const other of filters)
      for (const open of [{}, { open: true }, { open: false }])
        for (const found of await listCases(engine, 'office', { ...one, ...other, ...open })) {
          if (found.open) continue;
          closed += 1;
          assert.doesNotMatch(JSON.stringify(found), /\bmia\b/);
          assert.ok(
            !('owner' in one) && !('owner' in other) && !('waitingFor' in one) && !('waitingFor' in other),
          );
        }
  assert.ok(closed > 0);
});

test('a record is shown to whose it is, whoever asks: nobody above, nobody beside', async () => {
  const { engine } = office;
  for (const by of ['lena', 'tomas', 'nadia', 'kai', 'hugo', 'lumo'])
    for (const read of [reviews.ownRecord, reviews.ownEntries]) {
      const found = await read(engine, 'office', { of: 'mia', by });
      assert.ok('refused' in found && found.refused.code === 'own-record-only' && found.refused.mend !== '');
    }
  const hers = await reviews.ownRecord(engine, 'office', { of: 'mia', by: 'mia' });
  assert.ok('person' in hers);
  assert.deepEqual(
    hers.reviews.map(({ review, outcome }) => [review, outcome]),
    [[`${marks.complained}/r1`, 'trivial']],
  );
  assert.deepEqual(
    Object.keys(hers).filter((key) => /complain|flip|over_?promise|declined/.test(key)),
    [],
  );
});

test('a review is one case’s, for the agent and the managers above', async () => {
  const { engine } = office;
  const read = (by: string): ReturnType<typeof reviews.reviewFor> =>
    reviews.reviewFor(engine, 'office', { case: marks.complained, by });
  for (const by of ['kai', 'hugo', 'greta', 'lumo']) {
    const found = await read(by);
    assert.ok('refused' in found && found.refused.code === 'unknown-review', by);
  }
  for (const by of ['mia', 'lena', 'tomas', 'nadia']) {
    const found = await read(by);
    assert.ok('long_record' in found, by);
    assert.deepEqual(marksIn(JSON.stringify(found), [marks.complained]), []);
  }
});

test('whatever reads reviews is known here: something new has to be held against the rule', () => {
  assert.deepEqual(Object.keys(reviews).toSorted(), ['dutyOf', 'ownEntries', 'ownRecord', 'reviewFor']);
  // Whose record is read is who reads it; of others there are figures of what counts for them.
  assert.deepEqual(Object.keys(own).toSorted(), ['longRecord', 'recordOf']);
  assert.deepEqual(Object.keys(standBehind), ['standBehind']);
  assert.deepEqual(Object.keys(duty), ['dutyMet']);
});
