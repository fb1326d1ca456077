// What somebody has written, where they were, and what was answered before: kept, and found again, at any width.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { after, before, endsSoon, it, openBrowser, PHONE, signIn, type Browser } from './browser.ts';
import { openHouse, type House } from './house.ts';
import { call, refund, wants } from './screens.ts';

const MINUTE_MS = 60_000;

let house: House;
let browser: Browser;
let page: Page;

const words = (): ReturnType<Page['getByRole']> =>
  page.getByRole('textbox', { name: /what the customer wants/i });

/** How many panes stand side by side. */
const columns = (): Promise<number> =>
  page.evaluate<number>(
    "getComputedStyle(document.querySelector('main > div')).gridTemplateColumns.split(' ').length",
  );

describe('what is kept', () => {
  after(endsSoon);
  before(async () => {
    house = await openHouse({ filled: false });
    browser = await openBrowser();
    ({ page } = browser);
    await signIn(page, house.address, 'mia');
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  it('Esc clears the desk, and for ten seconds it can be undone', async () => {
    await wants(page, house, 'refund 45', 'Refund');
    await words().focus();
    await page.keyboard.press('Escape');
    assert.equal(await words().inputValue(), '');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('[data-verdict]').waitFor();
    assert.equal(await words().inputValue(), 'refund 45');
    await words().focus();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached', timeout: 12_000 });
  });

  it('Ctrl Enter in a reply sends the reply, and takes no step of the case; Esc leads out of it, then to the desk', async () => {
    const id = await refund(house, '45', { 'order.delivered': new Date().toISOString().slice(0, 10) }, false);
    await page.goto(`${house.address}/cases/${id}`);
    await page.getByRole('button', { name: /Say yes/ }).waitFor();
    const reply = page.getByRole('textbox', { name: 'Write to the customer' });
    await reply.fill('I look into it at once, and you hear from me within the hour.');
    await page.reload();
    assert.match(await reply.inputValue(), /within the hour/, 'it stays through a reload');
    await reply.focus();
    await page.keyboard.press('Control+Enter');
    await page.getByText(/wrote to the customer.*within the hour/).waitFor();
    assert.equal(await reply.inputValue(), '');
    await page.getByRole('button', { name: /Say yes/ }).waitFor();
    await page.keyboard.press('Escape');
    assert.match(page.url(), /cases/);
    await page.keyboard.press('Escape');
    await page.waitForURL(`${house.address}/`);
  });

  it('nothing that grants is shown before it is stored', async () => {
    const id = await refund(house, '44', { 'order.delivered': new Date().toISOString().slice(0, 10) }, false);
    await page.goto(`${house.address}/cases/${id}`);
    const { promise: mayGo, resolve: go } = Promise.withResolvers<void>();
    await page.route('**/grant', async (route) => {
      await mayGo;
      await route.continue();
    });
    const sent = page.waitForRequest('**/grant');
    await page.getByRole('button', { name: /Say yes/ }).click();
    await sent;
    assert.equal(await page.getByRole('heading', { name: /^Yes \$44/ }).count(), 0);
    assert.equal(await page.getByText(/granted it/).count(), 0);
    go();
    await page.getByRole('heading', { name: /^Yes \$44\.00, by Mia Chen/ }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('a key that is pressed twice opens one case', async () => {
    await page.evaluate(() => localStorage.clear());
    await page.goto(`${house.address}/`);
    await words().fill('order me a pizza for 8 dollars, 5 minutes');
    await page.getByRole('option', { name: 'Favor' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Yes, you may/ }).waitFor();
    let opened = 0;
    await page.route('**/v1/cases', async (route) => {
      opened += 1;
      await new Promise((go) => setTimeout(go, 300));
      await route.continue();
    });
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /Yes \$8\.00, by Mia Chen/ }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    assert.equal(opened, 1);
  });

  it('what was sent and never answered is carried out once, however often it is sent again', async () => {
    const id = await refund(house, '46', {}, false);
    await page.goto(`${house.address}/cases/${id}`);
    const keys = new Set<string | undefined>();
    let isLost = true;
    await page.route('**/update', async (route) => {
      keys.add(route.request().headers()['idempotency-key']);
      const response = await route.fetch();
      await (isLost ? route.abort() : route.fulfill({ response }));
    });
    const reply = page.getByRole('textbox', { name: 'Write to the customer' });
    await reply.fill('I look into it right away.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('can not be reached').waitFor();
    assert.equal(await reply.inputValue(), 'I look into it right away.');
    // After a reload too.
    await page.reload();
    isLost = false;
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(/wrote to the customer.*right away/).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    assert.equal(keys.size, 1);
    const record = await call(house, 'mia', `GET /cases/${id}/record`);
    const said = JSON.stringify(record['happened']).match(/right away/g) ?? [];
    assert.equal(said.length, 1);
  });

  it('whoever writes on while it is sent keeps what they write', async () => {
    const id = await refund(house, '47', {}, false);
    await page.goto(`${house.address}/cases/${id}`);
    const { promise: mayGo, resolve: go } = Promise.withResolvers<void>();
    await page.route('**/update', async (route) => {
      await mayGo;
      await route.continue();
    });
    const reply = page.getByRole('textbox', { name: 'Write to the customer' });
    await reply.fill('One moment, please.');
    await reply.press('Control+Enter');
    await reply.fill('And the next thing');
    go();
    await page.getByText(/wrote to the customer.*One moment/).waitFor();
    assert.equal(await reply.inputValue(), 'And the next thing');
    // Whoever leaves before it is stored does not find it there again.
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('the yes of a key that is pressed twice is one yes', async () => {
    const id = await refund(house, '310');
    await signIn(page, house.address, 'lena', `/inbox/${id}`);
    await page.getByRole('button', { name: /^Yes, \$/ }).waitFor();
    let answered = 0;
    await page.route('**/answer', async (route) => {
      answered += 1;
      await new Promise((later) => setTimeout(later, 300));
      await route.continue();
    });
    await page.keyboard.press('y');
    await page.keyboard.press('y');
    await page
      .getByText(/yes.*by Lena/i)
      .first()
      .waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    assert.equal(answered, 1);
    await signIn(page, house.address, 'mia');
  });

  it('a promise that is made elsewhere, and what becomes of it, is seen on the case', async () => {
    const id = await refund(house, '48', {}, false);
    await page.goto(`${house.address}/cases/${id}`);
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    const by = new Date(Date.now() + 3 * 24 * 60 * MINUTE_MS).toISOString();
    await call(house, 'mia', `POST /cases/${id}/promise`, { by, words: 'You hear from me on that day.' });
    await page
      .getByText(/You hear from me on that day/)
      .first()
      .waitFor();
    await page
      .getByText(/3 days|in 2 days/)
      .first()
      .waitFor();
  });

  it('where people sign in by token, a wrong one is told so, and a right one leads in', async () => {
    const answer = await fetch(`${house.address}/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: 'mia' }),
    });
    const { token } = (await answer.json()) as { token: string };
    const other = await openBrowser();
    await other.page.route('**/v1/sign-in', (route) => route.fulfill({ json: { ways: ['token'] } }));
    await other.page.goto(house.address);
    await other.page.getByLabel('Access token').fill('not one of ours');
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByRole('alert').waitFor();
    await other.page.getByLabel('Access token').fill(token);
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByRole('button', { name: /Mia Chen/ }).waitFor();
    await other.close();
  });

  it('who signs out leaves nothing of what they wrote in the browser', async () => {
    await page.goto(`${house.address}/`);
    await words().fill('refund 45 for Ana Brooks');
    const kept = (): Promise<string[]> =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('sayso.kept')));
    assert.notDeepEqual(await kept(), []);
    // Nor does what somebody wrote eight days ago stay, who has not been here since.
    const old = JSON.stringify({ at: Date.now() - 8 * 24 * 60 * MINUTE_MS, value: 'of long ago' });
    await page.evaluate((value) => localStorage.setItem('sayso.kept.omar.reply.c1', value), old);
    await page.reload();
    await words().waitFor();
    assert.ok((await kept()).every((key) => key.startsWith('sayso.kept.mia.')));
    await page.getByRole('button', { name: /Mia Chen/ }).click();
    await page.getByRole('menuitem', { name: 'Be somebody else' }).click();
    await page.getByRole('heading', { name: /Who/ }).waitFor();
    assert.deepEqual(await kept(), []);
    await signIn(page, house.address, 'mia');
  });

  it('a screen that fails says so, and the rest of the page goes on', async () => {
    const id = await refund(house, '49', {}, false);
    await page.route(`**/v1/cases/${id}`, (route) => route.fulfill({ json: { case: null } }));
    await page.goto(`${house.address}/cases/${id}`);
    await page.getByRole('main').getByRole('alert').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('link', { name: 'Desk', exact: true }).click();
    await words().waitFor();
  });

  it('what is open for the customer already stands before the answer, and leads there', async () => {
    const id = await refund(house, '51', {}, false);
    const shown = await call(house, 'mia', `GET /cases/${id}`);
    const { customer } = (shown['case'] as { request: { customer: string } }).request;
    await wants(page, house, 'refund 51', 'Refund');
    await page.getByRole('textbox', { name: 'Customer', exact: true }).fill(customer);
    await page.getByRole('link', { name: /Refund is open for this customer already, with Mia Chen/ }).click();
    await page.waitForURL(`**/cases/${id}`);
  });

  it('an amount is read as it is written', async () => {
    await page.goto(`${house.address}/`);
    const id = await refund(house, '300');
    await signIn(page, house.address, 'lena', `/inbox/${id}`);
    await page.getByRole('button', { name: 'Yes, with a change' }).click();
    await page.getByLabel('Up to how much').fill('250,50');
    const sent = page.waitForRequest('**/answer');
    await page.keyboard.press('Enter');
    assert.match((await sent).postData() ?? '', /"amount":"250\.50"/);
    await page.getByText(/Answered: yes/).waitFor();
    await signIn(page, house.address, 'mia');
  });

  it('the reason of a no stays through a reload', async () => {
    const id = await refund(house, '300');
    await signIn(page, house.address, 'lena', `/inbox/${id}`);
    await page.getByRole('button', { name: 'No, with an offer' }).click();
    await page.getByLabel('Why').fill('The photo shows wear.');
    await page.reload();
    await page.getByRole('button', { name: 'No, with an offer' }).click();
    assert.equal(await page.getByLabel('Why').inputValue(), 'The photo shows wear.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText(/answer is on record/).waitFor();
    assert.equal(
      await page.evaluate("Object.keys(localStorage).filter((key) => key.includes('answer')).length"),
      0,
    );
  });

  it('the same asked of somebody else has the same no: it points at the first, says until when, and is one click', async () => {
    const facts = { amount: '290', category: 'lamp', 'order.value': '900', identity_verified: true };
    const request = {
      type: 'refund',
      customer: 'c-77',
      subject: 'order 77',
      facts: { ...facts, 'order.delivered': '2026-01-02' },
    };
    const opened = async (as: string): Promise<string> => {
      const answer = await call(house, as, 'POST /cases', { request, words: 'I want 290 back.' });
      return (answer['case'] as { id: string }).id;
    };
    const first = await opened('mia');
    await call(house, 'mia', `POST /cases/${first}/restate`, { need: 'money' });
    await call(house, 'mia', `POST /cases/${first}/ask`, {});
    const asked = (await call(house, 'mia', `GET /cases/${first}`))['case'] as {
      questions: { id: string; asked: { id: string }[] }[];
    };
    const [question] = asked.questions;
    const say = { question: question?.id, say: 'no', because: 'It is a year old.' };
    await call(house, question?.asked[0]?.id ?? '', `POST /cases/${first}/answer`, say).catch(() =>
      call(house, question?.asked[0]?.id ?? '', `POST /cases/${first}/answer`, { ...say, say: 'yes' }),
    );
    await call(house, 'mia', `POST /cases/${first}/decline`, {});
    await signIn(page, house.address, 'pavel', `/cases/${await opened('pavel')}`);
    await page.getByRole('heading', { name: 'The same was asked before: no' }).waitFor();
    await page.getByText(/^stands until/).waitFor();
    assert.equal(await page.getByText('A no has to be sure').count(), 0);
    await page.getByRole('button', { name: 'Say no' }).click();
    await page.getByRole('heading', { name: /No, by Pavel/ }).waitFor();
    await page.getByRole('link', { name: /see that case/ }).click();
    await page.waitForURL(`**/cases/${first}`);
    await page.getByRole('heading', { name: /No, by Mia Chen/ }).waitFor();
  });

  it('a breath on the desk is one key: a polite line goes out, and stands there with its clock', async () => {
    await signIn(page, house.address, 'mia');
    await wants(page, house, 'refund 46', 'Refund');
    await page.getByRole('link', { name: 'Desk' }).focus();
    await page.keyboard.press('h');
    await page.getByRole('heading', { name: /On hold until/ }).waitFor();
    await page.getByText(/^The customer read: “/).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: /On hold until/ }).waitFor({ state: 'detached' });
  });

  it('what they need behind it is asked for, and steers what is offered first', async () => {
    await wants(page, house, 'refund 50', 'Refund');
    await page.getByLabel('Order value').fill('50');
    await page.getByLabel('Order value').press('Enter');
    await page.getByText('gift card', { exact: true }).click();
    await page.getByRole('heading', { name: 'Not as it is' }).waitFor();
    const need = page.getByLabel('What they need behind it');
    const [, ...choices] = await need.getByRole('option').allTextContents();
    const orders = new Set<string>();
    for (const choice of choices) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/v1/decisions'));
      await need.selectOption({ label: choice });
      const { alternatives } = (await (await answered).json()) as { alternatives: { say: string }[] };
      const [first] = alternatives;
      assert.ok(first);
      await page.getByRole('listitem').filter({ hasText: first.say }).first().waitFor();
      orders.add(alternatives.map(({ say }) => say).join(' | '));
    }
    assert.ok(orders.size > 1, [...orders].join('\n'));
  });

  it('my cases and their clocks stand at every width; a promise that is near says so', async () => {
    const id = await refund(house, '310');
    for (const size of [PHONE, { width: 900, height: 900 }]) {
      await page.setViewportSize(size);
      await page.goto(`${house.address}/`);
      await page.getByRole('link', { name: 'Cases', exact: true }).click();
      await page
        .getByText(/customer hears by/)
        .first()
        .waitFor();
    }
    // Lena answers nobody: an hour after it was promised, less a few minutes.
    const { promised } = (await call(house, 'mia', `GET /cases/${id}`))['case'] as { promised: string };
    await page.clock.install({ time: Date.parse(promised) - 5 * MINUTE_MS });
    await page.goto(`${house.address}/cases/${id}`);
    await page
      .locator('header')
      .getByText(/only [45] min left/)
      .waitFor();
  });

  it('three panes from 1200 px, two from 900, one below; nothing runs out of the side at 200 %', async () => {
    const id = await refund(house, '311');
    for (const at of ['/', `/cases/${id}`]) {
      await page.goto(`${house.address}${at}`);
      await page.locator('h1').first().waitFor({ state: 'attached' });
      for (const [width, panes] of [
        [1440, 3],
        [1200, 3],
        [1199, 2],
        [900, 2],
        [899, 1],
        [360, 1],
        // Half of 1440 and of 1280: what a window shows at 200 %.
        [720, 1],
        [640, 1],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        assert.equal(await columns(), panes, `${at} at ${width} px`);
        const over = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        assert.equal(over, 0, `${at} at ${width} px`);
      }
    }
  });
});
