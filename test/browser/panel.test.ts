// The side panel beside a helpdesk, and the customer's page, in a real browser.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { after, before, complaintsOf, endsSoon, Hands, it, openBrowser, type Browser } from './browser.ts';
import { openHouse, type House } from './house.ts';
import { openHelpdesk, type OtherHelpdesk } from './other-helpdesk.ts';
import { call, pageOfCustomer, refund } from './screens.ts';

let house: House;
let browser: Browser;
let helpdesk: OtherHelpdesk;
let stranger: OtherHelpdesk;
let agent: Hands;

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

type Ticket = { id: string; words: string; facts?: object };

/** A token of an agent, as a helpdesk's server makes it. */
async function tokenOf(person: string): Promise<string> {
  const signed = await fetch(`${house.address}/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  return ((await signed.json()) as { token: string }).token;
}

const openMessage = ({ id, words, facts = {} }: Ticket, token: string): object => ({
  type: 'sayso:open',
  token,
  words,
  customer: `c-${id}`,
  subject: `order ${id}`,
  facts,
  conversation: { system: 'other', id },
});

/** Opens a conversation in the panel of another helpdesk, as that does it. */
const openThere = async (id: string, words: string, facts: object): Promise<void> =>
  browser.page.evaluate(`tell(${JSON.stringify(openMessage({ id, words, facts }, await tokenOf('mia')))})`);
/** Tells the panel something of a conversation; all of it at once. */
const tellPanel = (id: string, ...messages: object[]): Promise<void> => {
  const about = messages.map((message) => ({ conversation: { system: 'other', id }, ...message }));
  return browser.page.evaluate(`${JSON.stringify(about)}.forEach(tell)`);
};
/** What the other helpdesk has heard of a kind, the latest last. */
const heard = (type: string): Promise<Record<string, unknown>[]> =>
  browser.page.evaluate(`heard.filter((one) => one.type === '${type}')`);
const kept = (type: string, count: number): Promise<unknown> =>
  browser.page.waitForFunction(`heard.filter((one) => one.type === '${type}').length >= ${count}`);

const KNOWN = {
  identity_verified: true,
  category: 'lamp',
  'order.value': '120.00',
  'order.delivered': daysAgo(9),
};

describe('beside a helpdesk', () => {
  after(endsSoon);
  before(async () => {
    [helpdesk, stranger] = await Promise.all([
      openHelpdesk(() => house.address),
      openHelpdesk(() => house.address),
    ]);
    house = await openHouse({ filled: false, embedOrigins: [helpdesk.origin] });
    browser = await openBrowser();
    agent = await Hands.at(browser.page);
  });
  after(async () => {
    await browser?.close();
    await house?.close();
    await Promise.all([helpdesk?.close(), stranger?.close()]);
  });

  it('a common yes adds no click: the words are in the reply, and sending them records it', async (t) => {
    const complaints = complaintsOf(browser.page);
    const { page } = browser;
    await page.goto(`${house.address}/helpdesk`);
    const panel = page.frameLocator('iframe');
    await panel.getByRole('heading', { name: /Yes, you may/ }).waitFor();
    // As high as what it shows: nothing in it has to be scrolled.
    await page.waitForFunction(
      "(frame => { const { scrollHeight: all, clientHeight: seen } = frame.contentDocument.documentElement; return seen > 300 && all <= seen; })(document.querySelector('iframe'))",
    );
    agent.begin();
    // The one click that every reply takes.
    await page.getByRole('button', { name: 'Send' }).click();
    await panel.getByRole('heading', { name: /Yes \$45\.00, by Mia Chen/ }).waitFor();
    t.diagnostic(`a yes beside a helpdesk: ${agent.count()}, of which 1 click sends the reply`);
    assert.equal(agent.clicks + agent.keys, 1);
    assert.ok(agent.seconds() < 5, agent.count());
    assert.deepEqual(complaints, []);
  });

  it('a no that is not sure is not offered, and a reply in other words records nothing by itself', async () => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    await page.getByRole('button', { name: /Petra Hahn/ }).click();
    await panel.getByRole('heading', { name: 'Not as it is' }).waitFor();
    assert.equal(await page.getByLabel('Reply').inputValue(), '');
  });

  it('looks at the reply while it is written, and says it better', async () => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    await page.getByRole('button', { name: /Joel Nyman/ }).click();
    await panel.locator('[data-verdict]').waitFor();
    await page.getByLabel('Reply').fill('Sorry, my hands are tied.');
    await panel.getByText('It leaves the customer with nothing.').waitFor();
    await panel.getByRole('button', { name: 'Use it' }).click();
    await panel.getByText('It leaves the customer with nothing.').waitFor({ state: 'detached' });
    assert.doesNotMatch(await page.getByLabel('Reply').inputValue(), /hands are tied/);
  });

  it('a settled no beside a helpdesk is one click', async (t) => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    agent.begin();
    await page.getByRole('button', { name: /Rosa Lind/ }).click();
    await panel.getByRole('heading', { name: /No, and this you can do/ }).waitFor();
    await panel.getByRole('button', { name: /Say no/ }).click();
    await panel.getByRole('heading', { name: /No, by Mia Chen/ }).waitFor();
    t.diagnostic(`a settled no beside a helpdesk: ${agent.count()}, of which 1 click opens the conversation`);
    assert.deepEqual([agent.clicks, agent.keys], [2, 0]);
  });

  it('in a helpdesk of another origin: fits into 258 px, leaves the keyboard alone, hears what becomes known', async () => {
    const { page } = browser;
    await page.goto(helpdesk.origin);
    const panel = page.frameLocator('iframe');
    await panel.getByText('is looked up here').waitFor();
    await page.getByLabel('Reply').click();
    await page.keyboard.type('Hello ');
    await openThere('1', 'A refund of 45 dollars for my lamp, please.', {});
    await panel.getByRole('heading', { name: /things first/ }).waitFor();
    await page.keyboard.type('Ana');
    assert.equal(await page.getByLabel('Reply').inputValue(), 'Hello Ana');
    const inside = page.frames()[1];
    assert.ok(inside);
    const size = (): Promise<{ over: number; below: number; width: number }> =>
      inside.evaluate(
        '(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => ({ over: scrollWidth - clientWidth, below: scrollHeight - clientHeight, width: clientWidth }))(document.documentElement)',
      );
    while ((await size()).below > 0) await setTimeout(50);
    assert.deepEqual(await size(), { over: 0, below: 0, width: 258 });
    // A common yes, once the helpdesk knows more.
    await tellPanel('1', { type: 'sayso:facts', facts: KNOWN });
    await panel.getByRole('heading', { name: /Yes, you may: \$45/ }).waitFor();
    // Lower again than with its questions, and told so.
    while ((await size()).below > 0) await setTimeout(50);
    const { verdict, conversation } = (await heard('sayso:wording')).at(-1) ?? {};
    assert.deepEqual([verdict, conversation], ['grant', { system: 'other', id: '1' }]);
  });

  it('a token that is renewed leaves what was told here, and what happens comes in as before', async () => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    await openThere('2', 'A refund of 45 dollars for my lamp, please.', { category: 'lamp', damaged: false });
    const worth = panel.getByLabel('Order value');
    await worth.fill('12');
    await worth.press('Enter');
    // What the ticket said is put right here, and what is written in a field is not told yet.
    await panel.getByRole('button', { name: 'More facts' }).click();
    await panel.getByRole('group', { name: 'Category' }).getByText('furniture').click();
    await panel.getByRole('radio', { name: 'furniture', checked: true }).waitFor();
    // Tokens of one second are one token.
    await setTimeout(1100);
    const asked = page.waitForResponse((response) => response.url().endsWith('/v1/events'));
    await openThere('2', 'A refund of 45 dollars for my lamp, please.', { category: 'lamp', damaged: false });
    assert.equal((await asked).status(), 200);
    assert.equal(await worth.inputValue(), '12');
    await setTimeout(300);
    assert.ok(await panel.getByRole('radio', { name: 'furniture' }).isChecked());
  });

  it('a second press, before the contact is looked up again, opens no second case; words are offered once', async () => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    await openThere('12', 'A refund of 45 dollars for my lamp, please.', KNOWN);
    await panel.getByRole('heading', { name: /Yes, you may: \$45/ }).waitFor();
    const offered = (await heard('sayso:wording')).length;
    await page.evaluate('window.dispatchEvent(new Event("focus"))');
    let opened = 0;
    await page.route('**/v1/cases', async (route) => {
      opened += 1;
      await route.continue();
    });
    await page.route('**/v1/contacts/**', async (route) => {
      await setTimeout(600);
      await route.continue();
    });
    const stored = (await heard('sayso:stored')).length;
    await panel.getByRole('button', { name: /Say yes/ }).click();
    await kept('sayso:stored', stored + 1);
    await page
      .frames()[1]
      ?.evaluate(
        `document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))`,
      );
    await panel.getByRole('heading', { name: /Yes \$45\.00, by Mia Chen/ }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    assert.equal(opened, 1);
    assert.equal((await heard('sayso:wording')).length, offered);
    // A second wish in the same conversation is a second case; what was sent before is not taken for its answer.
    await panel.getByRole('button', { name: 'They want something else' }).click();
    await panel.getByLabel('What the customer wants').fill('order me a pizza for 9 dollars, 5 minutes');
    await panel.getByRole('heading', { name: /Yes, you may: \$9/ }).waitFor();
    await panel.getByRole('button', { name: /Say yes/ }).click();
    await panel.getByRole('heading', { name: /Yes \$9\.00, by Mia Chen/ }).waitFor();
    await panel.getByRole('button', { name: /^Refund · yes/ }).click();
    await panel.getByRole('heading', { name: /Yes \$45\.00, by Mia Chen/ }).waitFor();
    await page.goto(helpdesk.origin);
    await panel.getByText('is looked up here').waitFor();
  });

  it('a token that is no good is asked for once, and then later and later', async () => {
    const { page } = browser;
    const count = (await heard('sayso:token-needed')).length;
    const ticket = { id: '3', words: 'A refund of 45 dollars, please.' };
    await page.evaluate(`
      addEventListener('message', ({ data }) => {
        if (data.type === 'sayso:token-needed' && data.conversation.id === '3')
          tell(${JSON.stringify(openMessage(ticket, 'no good'))});
      });
      tell(${JSON.stringify(openMessage(ticket, 'no good'))})`);
    await page.frameLocator('iframe').getByText('Your sign-in has ended').waitFor();
    await setTimeout(3000);
    assert.equal((await heard('sayso:token-needed')).length - count, 1);
  });

  it('what is about another conversation than the one that is open is dropped', async () => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    await openThere('4', 'A refund of 45 dollars for my lamp, please.', KNOWN);
    await panel.getByRole('heading', { name: /Yes, you may: \$45/ }).waitFor();
    const say = String((await heard('sayso:wording')).at(-1)?.['text']);
    await tellPanel('5', { type: 'sayso:sent', text: say }, { type: 'sayso:close' });
    await tellPanel('4', { type: 'sayso:draft', text: 'My hands are tied.' });
    await panel.getByText('It leaves the customer with nothing.').waitFor();
    assert.deepEqual(await heard('sayso:stored'), []);
  });

  it('a reply that is sent with the same click that leads to the next conversation is recorded', async () => {
    const say = String((await heard('sayso:wording')).at(-1)?.['text']);
    const next = openMessage({ id: '6', words: 'Where is my parcel?' }, await tokenOf('mia'));
    await tellPanel('4', { type: 'sayso:sent', text: say }, { type: 'sayso:close' }, next);
    await kept('sayso:stored', 1);
    const [stored] = await heard('sayso:stored');
    assert.deepEqual(
      [stored?.['stage'], stored?.['conversation']],
      ['granted', { system: 'other', id: '4' }],
    );
  });

  it('a yes after something that no fact shows is recorded when the agent says that it is done', async () => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    await openThere('7', 'Order it for me once more, please.', {
      identity_verified: true,
      'order.status': 'delivered',
    });
    await panel.getByLabel('Kind of request').selectOption('new_order');
    await panel.getByRole('heading', { name: /Yes, you may/ }).waitFor();
    const count = (await heard('sayso:stored')).length;
    const say = String((await heard('sayso:wording')).at(-1)?.['text']);
    await tellPanel('7', { type: 'sayso:sent', text: say });
    await panel.getByText('Is what comes before it done?').waitFor();
    assert.equal((await heard('sayso:stored')).length, count);
    await panel.getByRole('button', { name: 'Record the yes' }).click();
    await kept('sayso:stored', count + 1);
  });

  it('a conversation that can not be looked up is not taken for a new one', async () => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    const gone = `${house.address}/v1/contacts/**`;
    let isGone = true;
    await page.route(gone, (route) =>
      isGone ? route.fulfill({ status: 404, body: 'not here' }) : route.continue(),
    );
    await openThere('7', 'Order it for me once more, please.', {});
    await openThere('8', 'A refund of 45 dollars for my lamp, please.', KNOWN);
    await panel.getByText('not the service').waitFor();
    assert.equal(await panel.getByLabel('Kind of request').count(), 0);
    const again = panel.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    isGone = false;
    const found = panel.getByRole('heading', { name: /Yes, you may/ });
    // It may have been looked at anew by itself.
    await Promise.any([again.click(), found.waitFor()]);
    await found.waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('a reply in other words records nothing by itself; the agent says whether it was the yes', async () => {
    const { page } = browser;
    const panel = page.frameLocator('iframe');
    const count = (await heard('sayso:stored')).length;
    await tellPanel('8', { type: 'sayso:sent', text: 'Sure, consider it done!' });
    await panel.getByText('Your reply says it in other words').waitFor();
    assert.equal((await heard('sayso:stored')).length, count);
    await panel.getByRole('button', { name: 'Put into the reply' }).click();
    await page.waitForFunction("heard.some((one) => one.type === 'sayso:wording' && one.insert)");
    await panel.getByRole('button', { name: 'Record the yes' }).click();
    await panel.getByRole('heading', { name: /Yes \$45\.00, by Mia Chen/ }).waitFor();
    assert.equal((await heard('sayso:stored')).at(-1)?.['stage'], 'granted');
  });

  it('a helpdesk that is not listed can neither show it nor tell it anything', async () => {
    const { page } = browser;
    await page.goto(stranger.origin);
    await page.waitForFunction('frames.length === 1');
    await page.waitForLoadState('networkidle');
    assert.deepEqual(await heard('sayso:ready'), []);
    assert.doesNotMatch(page.frames()[1]?.url() ?? '', /embed/);
    // Nor does the panel hear its own window.
    await page.goto(`${house.address}/embed`);
    await page.evaluate(
      "postMessage({ type: 'sayso:open', token: 'x', conversation: { system: 's', id: '1' } }, location.origin)",
    );
    await page.getByText('This panel stands beside a helpdesk').waitFor();
  });

  it('no document lets in a script or a style that is not its own', async () => {
    const id = await refund(house, '301');
    const policies = new Map<string, string>();
    for (const at of ['/', '/embed', '/helpdesk', await pageOfCustomer(house, id)]) {
      const answer = await fetch(new URL(at, house.address), { headers: { accept: 'text/html' } });
      policies.set(at, answer.headers.get('content-security-policy') ?? '');
    }
    for (const [at, policy] of policies) {
      assert.match(policy, /default-src '(?:none|self)'/, at);
      assert.doesNotMatch(policy, /unsafe|https?:\/\/\*/, at);
    }
    assert.ok(policies.get('/embed')?.includes(`frame-ancestors 'self' ${helpdesk.origin};`));
    assert.match(policies.get('/') ?? '', /frame-ancestors 'none'/);
  });

  it("the customer's page reads by the clock of their browser, and asks once more for it only where that is kept", async () => {
    const url = await pageOfCustomer(house, await refund(house, '302'));
    const customer = await openBrowser({ timeZone: 'Asia/Kolkata' });
    try {
      const { page } = customer;
      let asked = 0;
      page.on('request', () => (asked += 1));
      await page.goto(url);
      await page.getByRole('heading', { name: /\(Kolkata time\)/ }).waitFor();
      assert.equal(asked, 2);
      await page.reload();
      await page.getByRole('heading', { name: /\(Kolkata time\)/ }).waitFor();
      assert.equal(asked, 3);
      // Somewhere else by now.
      await customer.context.clearCookies();
      await customer.context.addCookies([
        { name: 'sayso_zone', value: 'Asia%2FTokyo', url: `${house.address}/c/` },
      ]);
      await page.goto(url);
      await page.getByRole('heading', { name: /\(Kolkata time\)/ }).waitFor();
      // A browser that keeps nothing reads ours, and is not asked for it again and again.
      await customer.context.clearCookies();
      await page.addInitScript(
        `Object.defineProperty(document, 'cookie', { get: () => '', set: () => undefined })`,
      );
      asked = 0;
      await page.goto(url);
      await page.waitForTimeout(500);
      assert.equal(asked, 1);
    } finally {
      await customer.close();
    }
  });

  it("the customer's page works without a script", async () => {
    const id = await refund(house, '300');
    const url = await pageOfCustomer(house, id);
    const customer = await openBrowser({ javaScript: false });
    try {
      await customer.page.goto(url);
      await customer.page.getByRole('textbox', { name: 'Say more' }).fill('It is for a party on Saturday.');
      await customer.page.getByRole('button', { name: 'Send' }).first().click();
      await customer.page.getByText('Thank you, we have it.').waitFor();
      await customer.page.getByText('It is for a party on Saturday.').waitFor();
    } finally {
      await customer.close();
    }
    const record = await call(house, 'mia', `GET /cases/${id}/record`);
    assert.ok((record['happened'] as { kind: string }[]).some(({ kind }) => kind === 'customer said'));
  });
});
