/** Scenes between customers and staff in which people race each other. What is refused is no matter: that is what races are. */
import { formatInstant } from '../../src/core/words/time.ts';
import { type Client, Over } from './crowd.ts';
import type { Random } from './random.ts';
import { ACCOUNTS, AGENTS, LEADS, OWNER } from './world.ts';

type Asked = { type: string } & Record<string, unknown>;
type Scene = (client: Client) => Promise<void>;

const dollars = (amount: number): string => amount.toFixed(2);
const agentOf = (random: Random): string => random.of(AGENTS);

/** A refund; of no subject, so that only the customer's total stands in its way. */
const refund = (client: Client, amount: number, more: object = {}): Asked => ({
  type: 'refund',
  customer: client.customer(),
  facts: { amount: dollars(amount), ...more },
});

/** Two agents say yes to the same customer at once: together they would pass the customer's total. */
const twoYeses: Scene = async (client) => {
  const request = refund(client, client.random.of([40, 50, 60]));
  const [one, two] = await Promise.all([client.open('mia', request), client.open('ben', request)]);
  if (!one || !two) return;
  const [first, second] = await Promise.all([
    client.do('mia', one, { do: 'grant', reason: 'raced' }),
    client.do('ben', two, { do: 'grant', reason: 'raced' }),
  ]);
  if (first.done) await client.do('mia', one, { do: 'fulfill' });
  if (!second.done) await client.do('ben', two, { do: 'ask' });
};

/** Two leads answer the same question at once, and not alike. */
const twoAnswers: Scene = async (client) => {
  const by = agentOf(client.random);
  const one = await client.open(by, refund(client, client.random.of([80, 120, 200])));
  if (!one) return;
  const asked = await client.do(by, one, { do: 'ask', on_yes: client.random.of(['grant', 'hold']) });
  if (!asked.done) return;
  const [question] = asked.questions;
  const about = question === undefined ? {} : { question };
  await Promise.all([
    client.do('lena', one, { do: 'answer', say: 'yes', ...about }),
    client.random.chance(0.5)
      ? client.do('kai', one, { do: 'answer', say: 'no', because: 'not this time', ...about })
      : client.do('kai', one, { do: 'answer', say: 'yes', amount: dollars(70), ...about }),
    ...(client.random.chance(0.3) ? [client.do('@customer', one, { do: 'close', as: 'withdrawn' })] : []),
  ]);
  await client.do(by, one, { do: 'restate', need: 'money back', words: 'I see' });
  await Promise.all([
    client.do(by, one, { do: 'grant' }),
    client.do(by, one, { do: 'decline', because: 'it was said' }),
  ]);
  await client.do(by, one, { do: 'fulfill' });
};

/** An agent gives credit again and again: what they may give within ten minutes ends. Old yeses are given up meanwhile. */
const spree: Scene = async (client) => {
  const by = agentOf(client.random);
  const old = client.random.chance(0.5) ? client.given.shift() : undefined;
  if (old !== undefined) await client.do('@customer', old, { do: 'close', as: 'withdrawn' });
  const give = async (amount: number): Promise<void> => {
    const one = await client.open(by, {
      type: 'credit',
      customer: client.customer(),
      facts: { amount: dollars(amount) },
    });
    if (!one) return;
    const done = client.random.chance(0.4);
    const granted = await client.do(by, one, { do: 'grant', done });
    if (!granted.done || done) return;
    if (client.random.chance(0.2)) await client.do('@customer', one, { do: 'close', as: 'withdrawn' });
    else client.given.push(one);
  };
  await Promise.all([give(40), give(40), give(client.random.whole(5, 40))]);
};

/** Leads may do it twice for a customer: three of them are tried. */
const apologies: Scene = async (client) => {
  const customer = client.customer();
  const give = async (by: string): Promise<void> => {
    const one = await client.open(by, { type: 'credit', customer, facts: { amount: dollars(90) } });
    if (one) await client.do(by, one, { do: 'grant', done: true });
  };
  await Promise.all([give('lena'), give('kai'), give(client.random.of(LEADS))]);
};

/** A view is asked; it comes, or silence means go ahead. The same thing is swapped once. */
const swap: Scene = async (client) => {
  const subject = `o-${client.customer()}-${client.random.whole(1, 3)}`;
  const by = agentOf(client.random);
  const one = await client.open(by, { type: 'swap', customer: client.customer(), subject });
  if (!one) return;
  const asked = await client.do(by, one, { do: 'ask' });
  if (asked.done && client.random.chance(0.6))
    await Promise.all([
      client.do(ACCOUNTS, one, { do: 'advise', words: 'go ahead' }),
      client.do(by, one, { do: 'grant' }),
    ]);
  const granted = await client.do(by, one, { do: 'grant' });
  if (granted.done)
    await Promise.all([
      client.do(by, one, { do: 'fulfill' }),
      client.do('@customer', one, { do: 'close', as: 'withdrawn' }),
    ]);
};

/** A no that is settled, said while the customer withdraws; it is looked at once more, or something else is taken. */
const no: Scene = async (client) => {
  const by = agentOf(client.random);
  const one = await client.open(by, {
    type: 'swap',
    customer: client.customer(),
    facts: client.random.chance(0.5) ? { worn: true } : { sold_out: true },
  });
  if (!one) return;
  const [said] = await Promise.all([
    client.do(by, one, { do: 'decline', because: 'it says so' }),
    ...(client.random.chance(0.3) ? [client.do('@customer', one, { do: 'close', as: 'withdrawn' })] : []),
  ]);
  if (!said.done) return;
  const appealed = await client.do('@customer', one, { do: 'appeal', words: 'look again' });
  if (appealed.done && client.random.chance(0.7))
    await Promise.all([
      client.do('lena', one, { do: 'answer', say: 'no', because: 'it stands' }),
      client.do('kai', one, { do: 'answer', say: 'no', because: 'it stands' }),
    ]);
  if (client.random.chance(0.5)) await client.do(by, one, { do: 'take', alternative: 'voucher' });
};

/** A no that needs somebody's agreement, while that somebody's manager would say yes. */
const agreedNo: Scene = async (client) => {
  const by = agentOf(client.random);
  const one = await client.open(by, refund(client, 30, { worn: true }));
  if (!one) return;
  await client.do(by, one, { do: 'ask' });
  await client.do(by, one, { do: 'restate', need: 'to be rid of it', words: 'I see' });
  await Promise.all([
    client.do(client.random.of(LEADS), one, { do: 'answer', say: 'yes', because: 'it cannot be' }),
    client.do(OWNER, one, { do: 'answer', say: client.random.of(['yes', 'no']), because: 'I looked at it' }),
  ]);
  await Promise.all([
    client.do(by, one, { do: 'decline' }),
    client.do('@customer', one, { do: 'close', as: 'withdrawn' }),
  ]);
  await client.do('@customer', one, { do: 'appeal' });
};

/** Promises that fall due in a moment, kept by somebody or by nobody. */
const promises: Scene = async (client) => {
  const by = agentOf(client.random);
  const one = await client.open(by, refund(client, client.random.whole(10, 50)));
  if (!one) return;
  if (client.random.chance(0.5)) await client.do(by, one, { do: 'hold', minutes: client.random.whole(1, 3) });
  await client.do(by, one, {
    do: 'promise',
    by: client.now + client.random.whole(60, 240) * 1000,
    words: 'soon',
  });
  if (client.random.chance(0.5)) await client.do(by, one, { do: 'update', words: 'still at it' });
  if (client.random.chance(0.3))
    await Promise.all([
      client.do(by, one, { do: 'hand_over', to: 'eva', because: 'shift' }),
      client.do(by, one, { do: 'resume' }),
      client.do(by, one, { do: 'update', words: 'somebody else goes on' }),
    ]);
};

/** One contact, and two cases that are opened in it at once. */
const contact: Scene = async (client) => {
  const id = `${formatInstant(client.now)} ${client.random.whole(1, 1_000_000)}`;
  const [one, two] = await Promise.all([
    client.open('eva', refund(client, 20), id),
    client.open('ben', { type: 'credit', customer: client.customer(), facts: { amount: '10' } }, id),
  ]);
  if (!one || !two) return;
  await Promise.all([
    client.do('eva', one, { do: 'grant', done: client.random.chance(0.5) }),
    client.do('ben', two, { do: 'grant' }),
    client.do('ben', two, { do: 'update', words: 'nearly done' }),
  ]);
  await client.do('ben', two, { do: 'fulfill' });
};

/** A yes that is given up or grows after it was said. */
const secondThoughts: Scene = async (client) => {
  const by = agentOf(client.random);
  const one = await client.open(by, refund(client, client.random.whole(10, 30)));
  if (!one) return;
  const granted = await client.do(by, one, { do: 'grant' });
  if (!granted.done) return;
  const more = { amount: dollars(client.random.whole(31, 60)) };
  await Promise.all([
    client.do(by, one, { do: 'reopen', facts: more }),
    client.do('@customer', one, { do: 'close', as: 'withdrawn' }),
    client.do(by, one, { do: 'fulfill' }),
  ]);
  await client.do(by, one, { do: 'grant' });
};

/** A large one: the owner says yes, and accounts as well. */
const large: Scene = async (client) => {
  const by = agentOf(client.random);
  const one = await client.open(by, refund(client, client.random.whole(450, 1500)));
  if (!one) return;
  const asked = await client.do(by, one, { do: 'ask' });
  if (!asked.done) return;
  if (client.random.chance(0.3)) await client.do(OWNER, one, { do: 'pass' });
  await Promise.all([
    client.do(OWNER, one, { do: 'answer', say: 'yes' }),
    client.do(by, one, { do: 'tell', facts: { amount: dollars(client.random.whole(450, 1500)) } }),
  ]);
  await client.do(OWNER, one, { do: 'answer', say: 'yes' });
  const [first] = await Promise.all([
    client.do(ACCOUNTS, one, { do: 'answer', say: 'yes' }),
    client.do(ACCOUNTS, one, { do: 'answer', say: 'no', because: 'too much' }),
  ]);
  if (first.done) await client.do(by, one, { do: 'fulfill' });
};

const SCENES: readonly [Scene, ...Scene[]] = [
  twoYeses,
  twoYeses,
  twoAnswers,
  twoAnswers,
  spree,
  apologies,
  swap,
  no,
  agreedNo,
  promises,
  promises,
  contact,
  secondThoughts,
  large,
];

/** Plays every scene once. */
export async function playEach(client: Client): Promise<void> {
  for (const scene of new Set(SCENES)) await scene(client);
}

/** Plays scenes until the storm is over. */
export async function play(client: Client): Promise<void> {
  for (;;) {
    try {
      await client.random.of(SCENES)(client);
    } catch (error) {
      // A client that nobody answers is on the crowd's list.
      if (error instanceof Over) return;
    }
  }
}
