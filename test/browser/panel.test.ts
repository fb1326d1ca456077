// The side panel beside a helpdesk, and the customer's page, in a real browser.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { complaintsOf, endsSoon, Hands, needsBrowser, openBrowser, type Browser } from './browser.ts';
import { openHouse, type House } from './house.ts';
import { call, pageOfCustomer, refund } from './screens.ts';

let house: House;
let browser: Browser;

describe('beside a helpdesk', needsBrowser, () => {
  after(endsSoon);
  before(async () => {
    house = await openHouse({ filled: false });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  it('a common yes adds no click: the words are in the reply, and sending them records it', async (t) => {
    const complaints = complaintsOf(browser.page);
    const agent = new Hands(browser.page);
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
    await agent.click(page.getByRole('button', { name: 'Send' }));
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

  it('fits into 258 px, and hears nobody but its own helpdesk', async () => {
    const { page } = browser;
    await page.goto(`${house.address}/embed`);
    await page.setViewportSize({ width: 258, height: 700 });
    assert.equal(
      await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      ),
      0,
    );
    await page.evaluate(
      "postMessage({ type: 'sayso:open', token: 'x', conversation: { system: 's', id: '1' } }, location.origin)",
    );
    await page.getByText('This panel stands beside a helpdesk').waitFor();
    const answer = await fetch(`${house.address}/embed`, { headers: { accept: 'text/html' } });
    assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'self';/);
    const desk = await fetch(`${house.address}/`, { headers: { accept: 'text/html' } });
    const policy = desk.headers.get('content-security-policy') ?? '';
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
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
