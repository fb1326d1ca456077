// What is done is what is meant: what stands in a field, whom it is about, which key was pressed where, and how often.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { after, before, endsSoon, it, openBrowser, signIn, type Browser } from './browser.ts';
import { openHouse, type House } from './house.ts';
import { call, refund, wants } from './screens.ts';

let house: House;
let browser: Browser;
let page: Page;

const today = (): string => new Date().toISOString().slice(0, 10);
const words = (): ReturnType<Page['getByRole']> =>
  page.getByRole('textbox', { name: /what the customer wants/i });
const verdict = (name: RegExp): Promise<void> => page.getByRole('heading', { name }).waitFor();

const casesOpened = async (): Promise<number> =>
  ((await call(house, 'mia', 'GET /my/cases'))['cases'] as unknown[]).length;

describe('what is meant', () => {
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

  it('what stands in a field is told before anything is done by it; what can not be read is nothing known', async () => {
    await wants(page, house, 'order me a pizza for 8 dollars, 5 minutes', 'Favor');
    await verdict(/Yes, you may: \$8\.00/);
    const opened = await casesOpened();
    const cost = page.getByLabel('Cost');
    await cost.fill('15');
    await cost.press('Control+Enter');
    await verdict(/Yes, you may: \$15\.00/);
    assert.equal(await casesOpened(), opened);
    await cost.fill('80o');
    await cost.press('Control+Enter');
    await page.getByText('A number, such as 45').waitFor();
    assert.equal(await cost.inputValue(), '80o');
    await page.getByRole('heading', { name: /Yes, you may/ }).waitFor({ state: 'detached' });
    assert.equal(await casesOpened(), opened);
    await cost.fill('12');
    await cost.press('Control+Enter');
    await verdict(/Yes, you may: \$12\.00/);
    await cost.press('Control+Enter');
    await verdict(/Yes \$12\.00, by Mia Chen/);
    // The field is gone, and the keyboard begins at what has come in its place.
    assert.equal(await page.evaluate('document.activeElement.id'), 'content');
  });

  it('letters and arrows on a choice stay there, and the keyboard with them', async () => {
    await wants(page, house, 'refund 45', 'Refund');
    const lamp = page.getByRole('radio', { name: 'lamp' });
    await lamp.focus();
    const opened = await casesOpened();
    for (const key of ['h', 'o', 'n', 'ArrowRight']) await page.keyboard.press(key);
    assert.equal(await casesOpened(), opened);
    assert.equal(
      await page.getByRole('radio', { checked: true }).count(),
      0,
      'to look at it chooses nothing',
    );
    assert.equal(await words().inputValue(), 'refund 45');
    await page.keyboard.press('Space');
    const chosen = page.getByRole('radio', { checked: true });
    await chosen.waitFor();
    // Told, and among what is known by now: the keyboard is where it was, or at the next question.
    assert.notEqual(await page.evaluate('document.activeElement.tagName'), 'BODY');
  });

  it('other words are another wish, and whoever types on after Enter is heard whole', async () => {
    await wants(page, house, 'refund 45', 'Refund');
    await words().fill('my parcel is late');
    await page.getByRole('option').first().waitFor();
    assert.equal(await page.locator('[data-verdict]').count(), 0);
    // Faster than anything can be looked up.
    await page.evaluate(() => localStorage.clear());
    await page.goto(`${house.address}/`);
    await words().focus();
    await page.keyboard.type('order me a pizza');
    await page.keyboard.press('Enter');
    await page.keyboard.type('for 15 dollars');
    assert.equal(await words().inputValue(), 'order me a pizza for 15 dollars');
    await page.keyboard.press('Enter');
    await page.getByLabel('Cost').waitFor();
    assert.equal(await page.getByLabel('Cost').inputValue(), '15');
  });

  it('two tabs are two desks, and each keeps its own through a reload', async () => {
    await page.evaluate(() => localStorage.clear());
    await page.goto(`${house.address}/`);
    await words().fill('Anna wants a refund of 45');
    const other = await browser.context.newPage();
    await signIn(other, house.address, 'mia');
    const there = other.getByRole('textbox', { name: /what the customer wants/i });
    assert.equal(await there.inputValue(), '');
    await there.fill('Bert wants a pizza');
    await page.reload();
    await words().waitFor();
    assert.equal(await words().inputValue(), 'Anna wants a refund of 45');
    await other.close();
  });

  it('the answer to one wish never stands under the next', async () => {
    await wants(page, house, 'order me a pizza for 9 dollars, 5 minutes', 'Favor');
    await verdict(/Yes, you may: \$9\.00/);
    await words().focus();
    await page.keyboard.press('Escape');
    const { promise: mayGo, resolve: go } = Promise.withResolvers<void>();
    await page.route('**/v1/decisions', async (route) => {
      await mayGo;
      await route.continue();
    });
    await words().fill('refund 300');
    await page.getByRole('option', { name: 'Refund' }).first().waitFor();
    const asked = page.waitForRequest('**/v1/decisions');
    await page.keyboard.press('Enter');
    await asked;
    assert.equal(await page.getByText(/\$9\.00/).count(), 0);
    go();
    await page.locator('[data-verdict]').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('done, undone, and done again, though the first answer was lost', async () => {
    const id = await refund(house, '46', {}, false);
    await page.goto(`${house.address}/cases/${id}`);
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    let isLost = true;
    await page.route('**/hold', async (route) => {
      const response = await route.fetch();
      await (isLost ? route.abort() : route.fulfill({ response }));
    });
    await page.keyboard.press('h');
    await page.getByText('can not be reached').first().waitFor();
    await verdict(/On hold/);
    isLost = false;
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: /On hold/ }).waitFor({ state: 'detached' });
    await page.locator('body').click({ position: { x: 2, y: 300 } });
    await page.keyboard.press('h');
    await verdict(/On hold/);
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('no yes by a key while a no is written; a question that is passed on is left behind', async () => {
    const first = await refund(house, '310');
    const second = await refund(house, '320');
    await signIn(page, house.address, 'lena', `/inbox/${first}`);
    await page.getByRole('button', { name: 'No, with an offer' }).click();
    await page.getByLabel('Why not').fill('It was used.');
    await page.getByRole('heading', { level: 1, name: /Refund/ }).click();
    await page.keyboard.press('y');
    await page.waitForTimeout(300);
    const { case: one } = await call(house, 'lena', `GET /cases/${first}`);
    assert.equal((one as { answer?: unknown }).answer, undefined);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('button', { name: 'Not for me' }).click();
    await page.waitForURL(`**/inbox/${second}`);
    await page.getByRole('button', { name: /^Yes, \$320/ }).waitFor();
  });

  it('without a network an answer is said not to be sent, and does not go out later by itself', async () => {
    const id = await refund(house, '340');
    await signIn(page, house.address, 'lena', `/inbox/${id}`);
    const yes = page.getByRole('button', { name: /^Yes, \$340/ });
    await yes.waitFor();
    await browser.context.setOffline(true);
    await yes.click();
    await page.getByText('can not be reached').waitFor();
    await browser.context.setOffline(false);
    await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
    await page.waitForTimeout(500);
    const { case: one } = await call(house, 'lena', `GET /cases/${id}`);
    assert.equal((one as { answer?: unknown }).answer, undefined);
    await yes.click();
    await page.getByText(/Answered: yes, by Lena Brandt/).waitFor();
  });

  it('a text reads well once it was looked at, and not because the one before did', async () => {
    const id = await refund(house, '48', {}, false);
    await signIn(page, house.address, 'mia', `/cases/${id}`);
    const reply = page.getByRole('textbox', { name: 'Write to the customer' });
    await reply.fill('I look into it right away.');
    await page.getByText('Reads well.').waitFor();
    const { promise: mayGo, resolve: go } = Promise.withResolvers<void>();
    await page.route('**/v1/replies/**', async (route) => {
      await mayGo;
      await route.continue();
    });
    const asked = page.waitForRequest('**/v1/replies/**');
    await reply.fill('My hands are tied.');
    await asked;
    assert.equal(await page.getByText('Reads well.').count(), 0);
    go();
    await page.getByText('It leaves the customer with nothing.').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('a yes keeps its reason, and what it was to stands in every list', async () => {
    const id = await refund(house, '330');
    await signIn(page, house.address, 'lena', `/inbox/${id}`);
    await page.getByRole('button', { name: 'Yes, with a change' }).click();
    await page.getByLabel('Up to how much').fill('250,00');
    await page.getByLabel('Why (for the record)').fill('The shade can be replaced.');
    await page.getByRole('button', { name: /Say yes|Send/ }).click();
    await page.getByText(/Answered: yes, by Lena Brandt/).waitFor();
    await page.getByRole('heading', { level: 1, name: /\$250\.00/ }).waitFor();
    await signIn(page, house.address, 'mia', `/cases/${id}`);
    await page.getByText(/said yes to .*“The shade can be replaced\.”/).waitFor();
    await page.getByRole('link', { name: /Refund.*\$250\.00.*yes, to be carried out/ }).waitFor();
  });

  it('a case is given to whom one sees, and to nobody that was chosen before', async () => {
    const id = await refund(house, '47', {}, false);
    const give = async (): Promise<void> => {
      await page.goto(`${house.address}/cases/${id}`);
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Give the case to a colleague' }).click();
    };
    await give();
    const whom = page.getByRole('dialog').locator('input').first();
    await whom.fill('Vera');
    await page.getByRole('option', { name: /Vera/ }).first().click();
    await give();
    assert.equal(await whom.inputValue(), '');
    await page.waitForFunction(() =>
      Object.entries(localStorage).every(
        ([key, value]) => !key.includes('hand_over') || !/vera/.test(String(value)),
      ),
    );
  });

  it('what came with a no is granted in its place with a press; the customer’s page has a link to be sent', async () => {
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const opened = await call(house, 'mia', 'POST /cases', {
      request: {
        type: 'refund',
        customer: 'c-950',
        subject: 'order 950',
        facts: {
          amount: '130',
          'order.value': '120',
          'order.delivered': today(),
          category: 'lamp',
          identity_verified: true,
        },
      },
    });
    const { id } = opened['case'] as { id: string };
    await page.goto(`${house.address}/cases/${id}`);
    await page.getByRole('button', { name: /Say no/ }).click();
    await verdict(/No, by Mia Chen/);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: /link of the customer/ }).click();
    await page.getByText('The link is copied.').waitFor();
    const link = String(await page.evaluate('navigator.clipboard.readText()'));
    assert.match(await (await fetch(link)).text(), /Lantern House/);
    await page.getByRole('button', { name: 'They take it: A part of it' }).click();
    await verdict(/Yes \$60\.00, by Mia Chen/);
  });
});
