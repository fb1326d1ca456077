import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PureWorld, shipped } from '../../../test/pure-world.ts';
import { recordIn, reviewIn } from '../../../test/reviewing.ts';
import { CUSTOMER, type Event } from '../cases/event.ts';
import type { StandBehind } from './stand-behind.ts';

const world = (): PureWorld => new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
const refund = (amount: string, more: object = {}): object => ({
  type: 'refund',
  customer: 'c-1',
  subject: 'o-1',
  facts: {
    amount,
    'order.delivered': '2026-03-01',
    'order.value': '300',
    identity_verified: true,
    category: 'lamp',
    ...more,
  },
});

const complain = (shop: PureWorld, id: string, about = 'mia'): void => {
  shop.do(CUSTOMER, id, { do: 'complain', words: 'She was of no help at all!', about });
};
const verdicts = (review: StandBehind): string[] =>
  review.acts.map(({ verdict, rule }) => `${verdict} by ${rule}`);
const beyond = (review: StandBehind): string[] => verdicts(review).filter((one) => one.startsWith('beyond'));

const isOf = <K extends Event['kind']>(event: Event, kind: K): event is Event<K> & Event =>
  event.kind === kind;

/** The world with one of its events told otherwise, as nothing but a forged record would tell it. */
function forged<K extends Event['kind']>(
  shop: PureWorld,
  kind: K,
  change: (event: Event<K>) => Partial<Event<K>>,
): void {
  for (const events of [shop.events, ...shop.records.values()])
    for (const [i, event] of events.entries())
      if (isOf(event, kind)) events[i] = { ...event, ...change(event) };
  // One event, one object: the record finds its conversation by it.
  for (const [id, events] of shop.records)
    shop.records.set(
      id,
      events.map(
        (event) => shop.events.find((other) => JSON.stringify(other) === JSON.stringify(event)) ?? event,
      ),
    );
}

test('whoever went by the book hears it, act by act, and is upheld without anybody having to sign', () => {
  const shop = world();
  for (const customer of ['c-7', 'c-8']) {
    const id = shop.open('mia', { ...refund('40'), customer, subject: `o-${customer}` });
    shop.do('mia', id, { do: 'grant', done: true });
  }
  const id = shop.open('mia', refund('150'));
  shop.do('mia', id, { do: 'restate', need: 'The lamp came late and the party is over.' });
  shop.do('mia', id, { do: 'ask' });
  complain(shop, id);
  const review = reviewIn(shop, id);
  assert.deepEqual(verdicts(review), [
    'obliged by refund/may/late',
    'allowed by case/restate before a no',
    'obliged by refund/may/late',
  ]);
  assert.equal(review.by_the_book, true);
  assert.match(review.conclusion, /They went by the book/);
  // Whoever it is about is spoken to, and not of.
  const own = reviewIn(shop, id, undefined, undefined, review.about);
  assert.equal(own.conclusion, 'You went by the book in everything that you did here.');
  assert.deepEqual(
    [review.long_record.served, review.long_record.granted, review.long_record.promises_kept],
    [2, 2, 2],
  );
  assert.equal(review.complaint, 'She was of no help at all!');
  assert.equal(review.outcome, null);
  shop.passTime('7d');
  assert.deepEqual([reviewIn(shop, id).outcome?.what, reviewIn(shop, id).outcome?.by], ['upheld', '@sayso']);
});

test('the long record stands before what was done, and holds figures alone', () => {
  const shop = world();
  const id = shop.open('mia', refund('40'));
  shop.do('mia', id, { do: 'grant' });
  complain(shop, id);
  const review = reviewIn(shop, id);
  const keys = Object.keys(review);
  assert.ok(keys.indexOf('long_record') < keys.indexOf('acts'));
  assert.deepEqual(Object.keys(review.long_record).toSorted(), [
    'correctly_refused',
    'favors',
    'granted',
    'handed_on',
    'promises_kept',
    'ratified',
    'served',
  ]);
  for (const figure of Object.values(review.long_record)) assert.equal(typeof figure, 'number');
});

test('trivial is an outcome of its own, and so is a name under what is not upheld', () => {
  const shop = world();
  const id = shop.open('mia', refund('40'));
  shop.do('mia', id, { do: 'grant' });
  complain(shop, id);
  complain(shop, id);
  const [first, second] = shop.case(id).reviews.map((review) => review.id);
  for (const review of [first, second])
    shop.do('mia', id, { do: 'respond', review, words: 'I said yes at once.' });
  shop.do('lena', id, { do: 'sign', review: first, outcome: 'trivial' });
  shop.do('tomas', id, { do: 'sign', review: second, outcome: 'not upheld', because: 'tone' });
  assert.deepEqual(reviewIn(shop, id, first).outcome?.what, 'trivial');
  const { outcome, agent } = reviewIn(shop, id, second);
  assert.deepEqual([outcome?.what, outcome?.by, agent.words], ['not upheld', 'tomas', 'I said yes at once.']);
});

test('the book of that moment counts, not a later one', () => {
  const shop = world();
  const id = shop.open('mia', refund('55'));
  shop.do('mia', id, { do: 'grant' });
  complain(shop, id);
  assert.equal(reviewIn(shop, id).by_the_book, true);
  // Beside a book that gives agents less, the same act would have been too much: so it is the book that is looked at.
  const before = shop.book;
  const type = before.types.get('refund');
  assert.ok(type);
  const grants = type.grants.filter(({ id: rule }) => rule !== 'refund/may/small');
  const book = {
    ...before,
    hash: 'later',
    types: new Map([...before.types, ['refund', { ...type, grants }]]),
  };
  const later = reviewIn(shop, id, undefined, ({ event }) => ({
    book: event.kind === 'granted' ? book : shop.book,
    organization: shop.organization,
  }));
  assert.deepEqual(beyond(later), ['beyond by refund/may/small']);
  assert.deepEqual(later.acts.at(-1)?.book, 'later');
});

test('running totals count as they stood then', () => {
  const shop = world();
  const first = shop.open('mia', refund('40'));
  shop.do('mia', first, { do: 'grant' });
  complain(shop, first);
  const second = shop.open('lena', refund('150'));
  shop.do('lena', second, { do: 'grant' });
  // 190 on the same order by now, and 40 then.
  assert.deepEqual(beyond(reviewIn(shop, first)), []);
});

test('a yes beyond the remit is named with its rule', () => {
  const shop = world();
  const id = shop.open('mia', refund('50'));
  shop.do('mia', id, { do: 'grant' });
  complain(shop, id);
  forged(shop, 'opened', ({ personal }) => {
    assert.ok(personal);
    const { request } = personal;
    return { personal: { ...personal, request: { ...request, facts: { ...request.facts, amount: '150' } } } };
  });
  forged(shop, 'granted', ({ answer }) => ({ answer: { ...answer, amount: '150.00' } }));
  const review = reviewIn(shop, id);
  assert.deepEqual(beyond(review), ['beyond by refund/may/small']);
  assert.equal(review.by_the_book, false);
  assert.match(review.conclusion, /beyond the book in 1 of 2 acts \(refund\/may\/small\)/);
});

test('a no of a line is obliged, an agreed one allowed, and one that nobody agreed to is beyond', () => {
  const shop = world();
  const illegal = shop.open('mia', refund('10', { others_data: true }));
  shop.do('mia', illegal, { do: 'decline' });
  complain(shop, illegal);
  assert.deepEqual(verdicts(reviewIn(shop, illegal)).at(-1), "obliged by red lines/someone else's data");

  const agreed = shop.open('mia', refund('10', { category: 'gift card' }));
  shop.do('mia', agreed, { do: 'restate', need: 'They want the money, not the card.' });
  shop.do('mia', agreed, { do: 'ask' });
  shop.do('lena', agreed, { do: 'answer', say: 'yes', because: 'as good as cash' });
  shop.do('mia', agreed, { do: 'decline' });
  complain(shop, agreed);
  assert.deepEqual(verdicts(reviewIn(shop, agreed)).slice(-3), [
    'obliged by case/restate before a no',
    'obliged by refund/red lines/gift card',
    'allowed by refund/red lines/gift card',
  ]);
  complain(shop, agreed, 'lena');
  assert.deepEqual(verdicts(reviewIn(shop, agreed, `${agreed}/r2`)), [
    'allowed by refund/red lines/gift card',
  ]);

  forged(shop, 'declined', (event) => {
    const { agreedBy: _, ...answer } = event.answer;
    return { answer };
  });
  assert.deepEqual(beyond(reviewIn(shop, agreed)), ['beyond by refund/red lines/gift card']);
});

test('more than the remit, ratified: the normal outcome, and no mark', () => {
  const shop = world();
  const id = shop.open('mia', refund('150'));
  shop.do('mia', id, { do: 'over_promise', words: 'You get it all back.' });
  complain(shop, id);
  assert.equal(reviewIn(shop, id).by_the_book, false);
  shop.do(shop.case(id).questions[0]?.asked[0] ?? '', id, { do: 'answer', say: 'yes' });
  const review = reviewIn(shop, id);
  assert.equal(review.by_the_book, true);
  assert.match(review.conclusion, /and it was ratified/);
});

test('what had to go with the yes: shown on the record, or not', () => {
  const shop = world();
  const shown = shop.open('mia', refund('40'));
  shop.do('mia', shown, { do: 'grant' });
  complain(shop, shown);
  const [identity] = reviewIn(shop, shown).obligations;
  assert.deepEqual(
    [identity?.obligation, identity?.recorded, identity?.shown_by?.sequence],
    ['identity verified', true, recordIn(shop, shown)[0]?.sequence],
  );

  // Mia can't say such a yes herself; Lena's takes effect, and the record says what is open.
  const not = shop.open('mia', {
    ...refund('150', { identity_verified: false }),
    customer: 'c-2',
    subject: 'o-2',
  });
  shop.do('mia', not, { do: 'ask' });
  shop.do('lena', not, { do: 'answer', say: 'yes' });
  complain(shop, not);
  const review = reviewIn(shop, not);
  assert.equal(review.obligations[0]?.recorded, false);
  assert.match(review.conclusion, /Not shown on the record: identity verified/);
});

test('what the customer had told may be erased: then what was decided counts, and blames nobody', () => {
  const shop = world();
  const id = shop.open('mia', refund('50'));
  shop.do('mia', id, { do: 'grant', done: true });
  complain(shop, id);
  for (const kind of ['opened', 'granted', 'complained'] as const)
    forged(shop, kind, () => ({ personal: undefined }) as never);
  const review = reviewIn(shop, id);
  assert.deepEqual(verdicts(review), [
    'allowed by refund/may/small',
    'allowed by refund/may/small',
    'obliged by case/carry out',
  ]);
  assert.equal(review.obligations[0]?.recorded, null);
  assert.equal(review.complaint, null);
});

test('only what they did themselves is judged, up to the complaint', () => {
  const shop = world();
  const id = shop.open('mia', refund('150'));
  shop.do('mia', id, { do: 'ask' });
  const asked = shop.case(id).questions[0]?.asked[0] ?? '';
  complain(shop, id);
  shop.do(asked, id, { do: 'answer', say: 'yes' });
  shop.do('mia', id, { do: 'fulfill' });
  assert.equal(reviewIn(shop, id).acts.length, 2);
  complain(shop, id, asked);
  const theirs = reviewIn(shop, id, `${id}/r2`);
  assert.deepEqual(
    theirs.acts.map(({ did }) => did.split(/; | said /)[0]),
    ['Lena Brandt', 'Lena Brandt granted it: $150.00 (refund/may/late)'],
  );
  assert.deepEqual(beyond(theirs), []);
});
