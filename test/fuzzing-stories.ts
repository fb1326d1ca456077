/**
 * Short ways through the shop that single requests hardly ever find: a book that a second person publishes, a notice and
 * its end, a no and its correction, an absence withdrawn. Each step may go wrong; what comes of it is judged all the same.
 */
import type { Story, Tell } from '../scripts/fuzz/stories.ts';
import type { Random } from '../scripts/torture/random.ts';

const DAY_MS = 86_400_000;
const CASES = `at: 2026-03-02T15:00:00Z
cases:
  a copy of an invoice:
    as: mia
    request: { type: invoice_copy, facts: {} }
    expect: {}
`;

type Shop = {
  /** The text of its book. */
  book: string;
  /** The text of its people. */
  staff: string;
  /** The day in so many days from now. */
  dayIn: (days: number) => string;
};
type Of = (shop: Shop) => Story;

/** A refund that is asked for; its id. */
async function opened(
  tell: Tell,
  random: Random,
  dayIn: Shop['dayIn'],
  amount: string,
  { facts, ...request }: { facts?: object; customer?: string } = {},
): Promise<string> {
  const answer = await tell('mia', 'case.open', {
    request: {
      type: 'refund',
      customer: `s-${random.whole(1, 500)}`,
      subject: `order-${random.whole(1, 100_000)}`,
      facts: {
        'order.delivered': dayIn(-9),
        'order.value': '900',
        identity_verified: true,
        category: 'lamp',
        damaged: false,
        amount,
        ...facts,
      },
      ...request,
    },
  });
  return at(answer, 'case.id');
}

async function declined(tell: Tell, random: Random, dayIn: Shop['dayIn']): Promise<string> {
  const id = await opened(tell, random, dayIn, '150');
  await tell('mia', 'case.ask', { case: id });
  const asked = at(await tell('mia', 'case.show', { case: id }), 'case.questions.0.asked.0.id') || 'lena';
  await tell(asked, 'case.answer', { case: id, say: 'no', because: 'Misread.' });
  await tell('mia', 'case.restate', { case: id, need: 'Money for one that fits.' });
  await tell('mia', 'case.decline', { case: id });
  return id;
}

const bookInUse: Of =
  ({ book, dayIn }) =>
  async (tell, random) => {
    const text = book.replace(/(small:\n\s+from: agent\n\s+up to:) 60 USD/, `$1 ${random.whole(61, 99)} USD`);
    const [by, second] = random.chance(0.5) ? ['nadia', 'tomas'] : ['greta', 'nadia'];
    await tell(by, 'book.check', { text });
    const uploaded = await tell(by, 'book.upload', { text, cases: CASES });
    const draft = at(uploaded, 'draft');
    await tell(second, 'book.trial', { draft });
    await tell(second, 'book.difference', { to: draft });
    await tell(by, 'book.drafts', {});
    await tell(random.chance(0.2) ? by : second, 'book.publish', {
      draft,
      ...(random.chance(0.3) && { from: dayIn(random.whole(1, 20)) }),
    });
    await tell('mia', 'book.list', {});
    if (random.chance(0.7))
      await tell(second, 'book.rollback', { from: at(uploaded, 'book'), because: 'It was meant for lamps.' });
  };

const notice: Of =
  ({ dayIn }) =>
  async (tell, random) => {
    const given = await tell('tomas', 'book.notice', {
      name: `storm ${random.whole(1, 100_000)}`,
      types: ['refund'],
      from: 'agent',
      up_to: `${random.whole(61, 100)} USD`,
      when: 'recent',
      because: 'The parcels of the north are lost.',
    });
    const id = at(given, 'notice');
    await tell('mia', 'case.grant', { case: await opened(tell, random, dayIn, '90') });
    await tell('mia', 'book.notices', {});
    await tell('nadia', 'book.notice-end', { notice: id, because: 'They are found.' });
    await tell(random.chance(0.2) ? 'tomas' : 'nadia', 'book.notice-review', {
      notice: id,
      outcome: random.of(['keep', 'end', 'make permanent']),
      because: 'Well done.',
    });
  };

const corrected: Of =
  ({ dayIn }) =>
  async (tell, random) => {
    const id = await declined(tell, random, dayIn);
    await tell('mia', 'precedent.list', { case: id });
    await tell('kai', 'case.correct', { case: id, error: 'The delivery date was misread.' });
    await tell('kai', 'case.fulfill', { case: id });
  };

const reviewed: Of =
  ({ dayIn }) =>
  async (tell, random) => {
    const id = await declined(tell, random, dayIn);
    await tell('mia', 'case.complain', { case: id, words: 'Nobody listened.' });
    if (random.chance(0.5)) await tell('mia', 'case.appeal', { case: id });
    const review = `${id}/r1`;
    await tell('lena', 'review.show', { case: id, review });
    await tell('mia', 'case.respond', { case: id, words: 'I read it again.' });
    await tell('lena', 'case.sign', { case: id, review, outcome: 'upheld', because: 'It was misread.' });
    await tell('mia', 'case.reopen', { case: id, facts: { category: 'furniture' } });
  };

const passed: Of =
  ({ dayIn }) =>
  async (tell, random) => {
    const id = await opened(tell, random, dayIn, '550');
    await tell('mia', 'case.transfer', { case: id, to: 'lena' });
    await tell('lena', random.of(['case.accept', 'case.pass', 'case.release']), { case: id });
    await tell('mia', 'case.over_promise', { case: id, words: 'All of it back.', amount: '550' });
    await tell('lena', 'case.grant', { case: id });
  };

const people: Of =
  ({ dayIn }) =>
  async (tell, random) => {
    const day = random.whole(1, 60);
    const times = { from: dayIn(day), until: dayIn(day + 3) };
    const person = random.of(['mia', 'kai', 'tomas', 'greta']);
    const absence = await tell(person, 'people.absence', { person, reason: 'vacation', ...times });
    await tell('lena', 'people.presence', { person: 'lena', state: random.of(['away', 'here', 'off duty']) });
    await tell(person, 'people.absence-withdraw', { person, id: at(absence, 'id') });
    const delegated = await tell('tomas', 'people.delegate', {
      person: 'tomas',
      to: 'kai',
      up_to: '500 USD',
      ...times,
    });
    await tell('tomas', 'people.delegation-withdraw', { person: 'tomas', id: at(delegated, 'id') });
  };

const imported: Of =
  ({ staff }) =>
  async (tell, random) => {
    const text = staff.replace('Kai Whitfield', `Kai Whitfield ${random.of(['sr', 'jr', 'I', 'II'])}`);
    const previewed = await tell('nadia', 'people.preview', { text, format: 'yaml' });
    await tell('nadia', 'people.import', { text, format: 'yaml', if_hash: at(previewed, 'if_hash') });
  };

const askedBack: Of =
  ({ dayIn }) =>
  async (tell, random) => {
    const id = await opened(tell, random, dayIn, '40');
    await tell('mia', 'case.tell', { case: id, facts: { amount: '45' } });
    await tell('mia', 'case.hold', { case: id, minutes: 3 });
    await tell('mia', 'case.resume', { case: id });
    await tell('mia', 'case.promise', { case: id, by: new Date(Date.parse(dayIn(2))).toISOString() });
    const shown = await tell('mia', 'case.show', { case: id });
    const customer = { customer: at(shown, 'case.conversation.id') };
    await tell(customer, 'page.show', {});
    await tell(customer, 'page.tell', { case: id, facts: { amount: '550' } });
    await tell('mia', 'case.offer', { case: id, alternative: 'part' });
    await tell(customer, 'page.take', { case: id, alternative: 'part' });
    await tell(customer, 'page.close', { case: id });
    await tell(customer, 'page.reopen', { case: id, facts: { amount: '30' } });
  };

const consulted: Of =
  ({ dayIn }) =>
  async (tell, random) => {
    const customer = `s-${random.whole(1, 5)}`;
    const id = await opened(tell, random, dayIn, '20', { customer });
    await tell('mia', 'case.grant', { case: id, done: true });
    await tell('mia', 'case.ask', { case: id });
    await tell('sam', 'case.advise', { case: id, words: 'Looks fine.' });
    const gift = await opened(tell, random, dayIn, '20', { facts: { category: 'gift card' } });
    await tell('mia', 'case.offer', { case: gift, alternative: 'later offer' });
    await tell('mia', 'case.take', { case: gift, alternative: 'later offer' });
  };

const outside: Story = async (tell, random) => {
  const reported = await tell('mia', 'trigger.report', {
    system: 'carrier',
    id: `delay-${random.whole(1, 1_000_000)}`,
    trigger: 'late parcel',
    customer: `s-${random.whole(1, 500)}`,
    subject: `order-${random.whole(1, 100_000)}`,
    facts: { days_late: 3, 'order.speed': 'standard' },
  });
  const event = at(reported, 'event');
  await tell('mia', 'trigger.list', {});
  if (random.chance(0.7))
    await tell('mia', 'trigger.take', {
      event,
      proposal: at(reported, 'proposals.0.name') || 'late_delivery',
    });
  else await tell('lena', 'trigger.dismiss', { event, words: 'They know already.' });
};

const rested: Story = async (tell) => {
  const listed = await tell('nadia', 'set-aside.list', {});
  await tell('nadia', 'set-aside.again', {
    kind: at(listed, 'set_aside.0.kind'),
    id: at(listed, 'set_aside.0.id'),
  });
};

/** The stories, by the texts of the shop's book and of its people. */
export function storiesOf(book: string, staff: string, now: () => number): readonly [Story, ...Story[]] {
  const dayIn = (days: number): string => new Date(now() + days * DAY_MS).toISOString().slice(0, 10);
  const shop = { book, staff, dayIn };
  const [first, ...others] = [
    bookInUse,
    notice,
    corrected,
    reviewed,
    passed,
    people,
    imported,
    askedBack,
    consulted,
  ] as const;
  return [first(shop), ...others.map((of) => of(shop)), outside, rested];
}

/** The text at a place of an answer; empty where there is none: it is asked for all the same. */
function at(answer: unknown, place: string): string {
  let part = answer;
  for (const key of place.split('.')) part = (part as Record<string, unknown> | null | undefined)?.[key];
  return typeof part === 'string' ? part : '';
}
