// People at real browsers, on the demo's house: what they came for, how many clicks, keys and seconds it takes.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import {
  after,
  afterEach,
  before,
  beforeEach,
  complaintsOf,
  endsSoon,
  Hands,
  it,
  openBrowser,
  PHONE,
  type Browser,
} from './browser.ts';
import { openHouse, type House } from './house.ts';

const MINUTE_MS = 60_000;

let house: House;
let desk: Browser;
let phone: Browser;
let mia: Hands;
let lena: Hands;
let complaints: string[][] = [];

const day = (ago: number): string =>
  new Date(Date.now() - ago * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);

/** Facts of an order, told on the desk by keys alone, in the order in which they are asked. */
async function tellOrder(value: string): Promise<void> {
  await mia.page.getByLabel('Order value').waitFor();
  await mia.type(value);
  await mia.press('Enter');
  await mia.page.getByRole('radio', { name: 'lamp' }).waitFor();
  await mia.type('l');
}

/** The desk, with nothing on it, and the keyboard in its field. */
async function toDesk(): Promise<void> {
  await mia.page.evaluate(() => localStorage.clear());
  await mia.page.goto(`${house.address}/`);
  await mia.page.locator('textarea:focus').waitFor();
}

/** What the customer wants is typed, and the first kind that fits is taken. */
async function wants(text: string, kind: string): Promise<void> {
  await toDesk();
  await mia.type(text);
  await mia.page.getByRole('option', { name: kind }).first().waitFor();
  await mia.press('Enter');
}

let customers = 0;

/** A refund that Lena can decide is asked for; the page of its case stands before Mia. */
async function askLena(amount: string): Promise<string> {
  await wants(`refund ${amount}`, 'Refund');
  await tellOrder('900');
  await mia.page.getByRole('heading', { name: /can say yes/ }).waitFor();
  await mia.page.getByRole('textbox', { name: 'Customer', exact: true }).fill(`c-${++customers}`);
  await mia.page.getByRole('textbox', { name: 'Order or account' }).fill(`order ${customers}`);
  await mia.page.getByText('More facts').click();
  await mia.page.getByLabel('Order delivered').fill(day(40));
  await mia.page.getByLabel('Order delivered').press('Enter');
  await mia.page.getByRole('heading', { name: /Lena Brandt can say yes/ }).waitFor();
  await mia.press('Control+Enter');
  await mia.page.getByRole('heading', { name: /Lena Brandt is asked/ }).waitFor();
  return mia.page.url().split('/').at(-1) ?? '';
}

describe('people at real browsers', () => {
  after(endsSoon);
  before(async () => {
    house = await openHouse({ filled: false });
    [desk, phone] = await Promise.all([openBrowser(), openBrowser({ size: PHONE })]);
    complaints = [complaintsOf(desk.page), complaintsOf(phone.page)];
    mia = await Hands.at(desk.page);
    lena = await Hands.at(phone.page);
    await mia.be(house.address, 'mia');
    await lena.be(house.address, 'lena', '/inbox');
  });
  after(async () => {
    await Promise.all([desk?.close(), phone?.close()]);
    await house?.close();
  });

  beforeEach(() => {
    mia.begin();
    lena.begin();
  });
  // What it took whom, with what a test does to get there.
  afterEach((t) => {
    const who = [
      ['at the desk', mia],
      ['on a phone', lena],
    ] as const;
    for (const [where, hands] of who)
      if (hands.clicks + hands.keys > 0) t.diagnostic(`counted: ${t.name}: ${where} ${hands.count()}`);
  });

  it('an agent grants a pizza within ten seconds, by keystrokes alone', async (t) => {
    await toDesk();
    mia.begin();
    await mia.type('order me a pizza for 12 dollars, 10 minutes');
    await mia.page.getByRole('option', { name: 'Favor' }).first().waitFor();
    await mia.press('Enter');
    await mia.page.getByRole('heading', { name: /Yes, you may/ }).waitFor();
    await mia.press('Control+Enter');
    await mia.page.getByRole('heading', { name: /Yes \$12\.00, by Mia Chen/ }).waitFor();
    t.diagnostic(`a pizza: ${mia.count()}`);
    assert.equal(mia.clicks, 0);
    assert.ok(mia.seconds() < 10, mia.count());
  });

  it('what has to be done before a yes is said first; once it is done, the yes is one press away', async () => {
    const { page } = mia;
    const tellLamp = async (): Promise<void> => {
      await page.getByLabel('Order value').fill('120');
      await page.getByLabel('Order value').press('Enter');
      await page.getByLabel('Order delivered').fill(day(9));
      await page.getByLabel('Order delivered').press('Enter');
      await page.getByText('lamp', { exact: true }).click();
    };
    await wants('refund 45', 'Refund');
    await tellLamp();
    await page.getByRole('heading', { name: /Yes, you may/ }).waitFor();
    const done = page.getByRole('button', { name: /Done: Find the customer/ });
    await done.waitFor();
    // Neither said nor sayable before it is so.
    assert.equal(await page.getByRole('button', { name: /Say yes/ }).count(), 0);
    assert.equal(await page.getByText('Say this', { exact: true }).count(), 0);
    await done.click();
    await page.getByRole('button', { name: /Say yes/ }).waitFor();
    await mia.press('Control+Enter');
    await page.getByRole('heading', { name: /Yes \$45\.00, by Mia Chen/ }).waitFor();
    // The same on the page of a case that was only opened.
    await wants('refund 44', 'Refund');
    await tellLamp();
    await page.getByRole('heading', { name: /Yes, you may/ }).waitFor();
    await page.getByRole('button', { name: 'Only open the case' }).click();
    await page.getByText('held by Mia Chen').waitFor();
    await done.waitFor();
    // By keys too.
    await mia.press('Control+k');
    await page.locator('[role="dialog"] input:focus').waitFor();
    await mia.type('done find');
    await mia.press('Enter');
    await page.getByRole('button', { name: /Say yes/ }).click();
    await page.getByRole('heading', { name: /Yes \$44\.00, by Mia Chen/ }).waitFor();
  });

  it('300 goes straight to the person who can; she answers on her phone, and the agent sees it without reloading', async (t) => {
    await askLena('300');
    t.diagnostic(`asking for 300, with facts of the order: ${mia.count()}`);
    lena.begin();
    await lena.page.getByRole('link', { name: /Refund.*\$300\.00/ }).click();
    await lena.page.getByRole('article').getByText('Mia Chen asks for your yes').waitFor();
    await lena.page.getByText('rule “late”').waitFor();
    await lena.page.getByRole('heading', { name: 'How it was decided before' }).waitFor();
    await lena.page.getByRole('button', { name: /^Yes, (?:\$|we)/ }).click();
    await lena.page.getByText(/Answered: yes, by Lena Brandt/).waitFor();
    t.diagnostic(`answering it on a phone: ${lena.count()}`);
    await mia.page.getByRole('heading', { name: /Yes \$300\.00, by Lena Brandt/ }).waitFor();
    assert.equal(lena.clicks, 2);
  });

  it('says yes to less, and no with an offer: the reason is compulsory', async () => {
    await askLena('280');
    await lena.page.goto(`${house.address}/inbox`);
    await lena.page
      .getByRole('link', { name: /Refund/ })
      .first()
      .click();
    await lena.page.getByRole('button', { name: 'Yes, with a change' }).click();
    await lena.page.getByLabel('Up to how much').fill('200');
    await lena.page.getByRole('button', { name: 'Send' }).click();
    await mia.page.getByRole('heading', { name: /Yes \$200\.00, by Lena Brandt/ }).waitFor();
    await askLena('290');
    await lena.page.goto(`${house.address}/inbox`);
    await lena.page
      .getByRole('link', { name: /Refund/ })
      .first()
      .click();
    await lena.page.getByRole('button', { name: 'No, with an offer' }).click();
    const send = lena.page.getByRole('button', { name: 'Send' });
    assert.ok(await send.isDisabled(), 'there is no reason yet');
    await lena.page.getByLabel('Why').fill('The photo shows wear.');
    await lena.page.getByLabel('What to offer instead').selectOption({ index: 1 });
    await send.click();
    await lena.page.getByText(/answer is on record|Answered/).waitFor();
    // Whoever asked sees whose no it is, and why; once the need is said back it is theirs to say, with what is offered instead.
    await mia.page.getByRole('heading', { name: 'Lena Brandt says no' }).waitFor();
    await mia.page.getByText('The photo shows wear.', { exact: true }).waitFor();
    await mia.page.getByRole('textbox', { name: /Say back/ }).fill('Money for another lamp.');
    await mia.page.getByRole('button', { name: 'Said back' }).click();
    await mia.page.getByText(/What I can do: /).waitFor();
    await mia.press('Control+Enter');
    await mia.page.getByRole('heading', { name: /No, by Mia Chen/ }).waitFor();
  });

  it('a silence moves on while both watch', async () => {
    await askLena('310');
    await lena.page.goto(`${house.address}/inbox`);
    await lena.page.getByRole('link', { name: /\$310\.00/ }).waitFor();
    await house.pass(16 * MINUTE_MS);
    await mia.page.getByRole('heading', { name: /^(?!Lena).* is asked/ }).waitFor();
    await mia.page.getByText(/No answer from Lena Brandt/).waitFor();
    await lena.page.getByRole('link', { name: /\$310\.00/ }).waitFor({ state: 'detached' });
  });

  it('a settled no is one click, with what can be done instead', async (t) => {
    await toDesk();
    await mia.type('wrong address');
    await mia.page
      .getByRole('option', { name: /Address change/ })
      .first()
      .waitFor();
    await mia.press('Enter');
    await mia.page.getByText('More facts').click();
    await mia.page.getByRole('group', { name: 'Another country' }).getByText('Yes').click();
    await mia.page.getByRole('heading', { name: /No, and this you can do/ }).waitFor();
    mia.begin();
    await mia.page.getByRole('button', { name: /Say no/ }).click();
    await mia.page.getByRole('heading', { name: /No, by Mia Chen/ }).waitFor();
    t.diagnostic(`a settled no: ${mia.count()}`);
    assert.equal(mia.clicks, 1);
    assert.ok(
      await mia.page
        .getByText(/Tax and freight are worked out for one country/)
        .first()
        .isVisible(),
    );
  });

  it('what is new after a no has the answer looked at again', async () => {
    // On the case of the no before.
    await mia.page.getByRole('button', { name: 'Add new facts' }).click();
    await mia.page.getByRole('group', { name: 'Another country' }).getByText('No', { exact: true }).click();
    await mia.page.getByRole('heading', { name: /No, by Mia Chen/ }).waitFor({ state: 'detached' });
    await mia.page.locator('[data-verdict]').first().waitFor();
  });

  it('another no is held until it is earned: the need said back, and an agreement', async (t) => {
    await wants('refund 50', 'Refund');
    mia.begin();
    await mia.page.getByLabel('Order value').waitFor();
    await mia.type('50');
    await mia.press('Enter');
    await mia.page.getByText('gift card', { exact: true }).click();
    await mia.page.getByRole('heading', { name: 'Not as it is' }).waitFor();
    assert.equal(await mia.page.getByText('Say this').count(), 0);
    await mia.press('Control+Enter');
    await mia.page.getByText('This no is not settled by the book').waitFor();
    const no = mia.page.getByRole('button', { name: 'Say no' });
    assert.equal(await no.count(), 0, 'it is held');
    await mia.page.getByRole('textbox', { name: /Say back/ }).fill('Money for a lamp that fits.');
    await mia.page.getByRole('button', { name: 'Said back' }).click();
    await mia.page.getByRole('button', { name: 'Ask for agreement' }).click();
    await mia.page.getByRole('heading', { name: /is asked/ }).waitFor();
    const who = await mia.page.getByRole('heading', { name: /is asked/ }).textContent();
    assert.match(who ?? '', /Lena Brandt/);
    await lena.page.goto(`${house.address}/inbox`);
    await lena.page.getByText('asks you to agree to a no').first().click();
    await lena.page.getByRole('button', { name: 'It really cannot be' }).click();
    // With what the customer may be told, for whoever wants to say it.
    await lena.page.getByLabel('What the customer may be told').waitFor();
    await lena.page.getByRole('button', { name: 'It really cannot be' }).click();
    await lena.page.getByText(/answer is on record|Answered/).waitFor();
    await mia.page.getByRole('button', { name: 'Say no' }).click();
    await mia.page.getByRole('heading', { name: /No, by Mia Chen/ }).waitFor();
    t.diagnostic(`a no that is earned: ${mia.count()}`);
  });

  it('the service stops in mid-journey: it says so, nothing is lost, and it goes on', async () => {
    await wants('order me a pizza for 9 dollars, 5 minutes', 'Favor');
    await mia.page.getByRole('heading', { name: /Yes, you may/ }).waitFor();
    await house.stop();
    await mia.page.getByText('Reconnecting').waitFor();
    await mia.press('Control+Enter');
    await house.start();
    await mia.page.getByRole('heading', { name: /Yes \$9\.00, by Mia Chen/ }).waitFor();
    await mia.page.getByText('Live', { exact: true }).waitFor();
    // Tried again under one key, it was carried out once.
    const mine = mia.page.getByRole('complementary', { name: 'My cases' });
    assert.equal(await mine.getByText('$9.00').count(), 1);
  });

  it('what is being typed stays, and keeps the keyboard, when an answer moves its field', async () => {
    await wants('refund', 'Refund');
    const { page } = mia;
    await page.getByLabel('Amount').fill('50');
    // The answer takes its time: somebody types on meanwhile.
    await page.route('**/v1/decisions', async (route) => {
      await new Promise((go) => setTimeout(go, 800));
      await route.continue();
    });
    await page.getByLabel('Amount').press('Enter');
    await page.getByRole('button', { name: 'More facts' }).click();
    const value = page.getByLabel('Order value');
    await value.fill('90');
    await page.getByRole('heading', { name: /things first/ }).waitFor();
    await page.locator('[data-missing]').getByLabel('Order value').waitFor();
    await page.keyboard.type('0');
    assert.equal(await value.inputValue(), '900');
    await page.unrouteAll({ behavior: 'wait' });
    await page.keyboard.press('Enter');
    await page.locator('[data-answered]').getByLabel('Order value').waitFor();
  });

  it('what nobody knows, what was noticed, and grounds can be said; who can is told with how they are reached', async () => {
    await wants('refund 50', 'Refund');
    const { page } = mia;
    await page
      .locator('[data-missing]', { has: page.getByLabel('Order value') })
      .getByRole('button', { name: 'Nobody knows' })
      .click();
    await page.getByText('Nobody is sure: a colleague is asked.').waitFor();
    await page.getByRole('button', { name: 'Forget Order value' }).click();
    await page.getByLabel('Order value').fill('900');
    await page.getByLabel('Order value').press('Enter');
    await page.getByText('furniture', { exact: true }).click();
    await page.getByRole('button', { name: 'More facts' }).click();
    const sent = page.waitForRequest(
      (request) => request.url().endsWith('/v1/decisions') && /"signals":\[/.test(request.postData() ?? ''),
    );
    await page
      .getByRole('group', { name: 'What you notice' })
      .getByRole('checkbox')
      .first()
      .check({ force: true });
    await sent;
    await wants('refund 300', 'Refund');
    await page.getByLabel('Order value').fill('900');
    await page.getByLabel('Order value').press('Enter');
    await page.getByText('furniture', { exact: true }).click();
    await page.getByRole('button', { name: 'More facts' }).click();
    await page
      .getByLabel('Order delivered')
      .fill(new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10));
    await page.getByLabel('Order delivered').press('Enter');
    await page.getByRole('heading', { name: /can say yes/ }).waitFor();
    await page.getByText(/Lena Brandt · duty lead · there now · by (?:chat|phone|mail)/).waitFor();
  });

  it('whoever types faster than is looked up loses nothing of what they said', async () => {
    await toDesk();
    const find = '**/v1/find*';
    await mia.page.route(find, async (route) => {
      if (/280|pizza/.test(route.request().url())) await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await mia.type('refund');
    await mia.page.getByRole('option', { name: 'Refund' }).first().waitFor();
    await mia.type(' 280');
    await mia.press('Enter');
    const amount = mia.page.getByLabel('Amount', { exact: true });
    await mia.page.locator('[data-answered]').filter({ has: amount }).waitFor();
    assert.equal(await amount.inputValue(), '280');
    // What is shown is of "order", which is another kind; what is taken is what all the words say.
    await toDesk();
    await mia.type('order');
    await mia.page.getByRole('option').first().waitFor();
    await mia.type(' me a pizza for 12 dollars');
    await mia.press('Enter');
    await mia.page
      .getByRole('paragraph')
      .filter({ hasText: 'Favor' })
      .getByRole('button', { name: 'Change' })
      .waitFor();
    await toDesk();
    await mia.type('qqq zzz');
    await mia.press('Enter');
    await mia.page.getByText('no rule decides it').waitFor();
    await mia.page.unroute(find);
  });

  it('a draft survives a reload', async () => {
    await toDesk();
    await mia.type('the parcel is late, 4 days late');
    await mia.page.reload();
    const field = mia.page.getByRole('textbox', { name: /what the customer wants/i });
    assert.equal(await field.inputValue(), 'the parcel is late, 4 days late');
    await mia.press('Escape');
    assert.equal(await field.inputValue(), '');
  });

  it('what fits no kind is asked as it is, of whoever decides such a thing', async () => {
    await toDesk();
    await mia.type('Could you write a poem for my wedding?');
    await mia.page.getByRole('option', { name: /Ask as it is/ }).waitFor();
    await mia.press('ArrowUp');
    await mia.press('Enter');
    await mia.page.getByText('no rule decides it').waitFor();
    await mia.press('Control+Enter');
    await mia.page.getByRole('heading', { name: 'Something else' }).waitFor();
    await mia.page.getByRole('heading', { name: /Lena Brandt is asked/ }).waitFor();
    await mia.press('Control+k');
    await mia.page.locator('[role="dialog"] input:focus').waitFor();
    await mia.type('poem lena');
    await mia.page.getByRole('option', { name: /waits for Lena Brandt/ }).waitFor();
    await mia.press('Escape');
  });

  it('everything by keyboard: the palette goes and does, the sheet shows the keys, Esc returns', async () => {
    await toDesk();
    await mia.press('Control+k');
    await mia.page.locator('[role="dialog"] input:focus').waitFor();
    await mia.type('inbox');
    await mia.press('Enter');
    await mia.page.waitForURL('**/inbox');
    await mia.press('g');
    await mia.press('d');
    await mia.page.waitForURL(`${house.address}/`);
    await mia.page.getByRole('textbox', { name: /what the customer wants/i }).waitFor();
    // Single keys never fire while somebody types.
    await mia.type('gi?');
    assert.equal(mia.page.url(), `${house.address}/`);
    await mia.press('Escape');
    await mia.page.getByRole('link', { name: 'Desk' }).focus();
    await mia.press('?');
    await mia.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await mia.press('Escape');
    await mia.page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
  });

  it('a breath is one key, and can be undone for ten seconds', async () => {
    await askLena('320');
    await mia.page.getByRole('link', { name: 'Desk' }).focus();
    await mia.press('h');
    await mia.page.getByText(/On hold until/).waitFor();
    await mia.page.getByRole('button', { name: 'Undo' }).click();
    await mia.page.getByText(/On hold until/).waitFor({ state: 'detached' });
  });

  it('a text to the customer is looked at while it is written', async () => {
    const reply = mia.page.getByRole('textbox', { name: 'Write to the customer' });
    await reply.fill('Sorry, there is nothing we can do, my hands are tied.');
    await mia.page
      .getByRole('list', { name: /better said/ })
      .getByRole('listitem')
      .first()
      .waitFor();
    await reply.fill('I have asked my colleague, and you hear from me within the hour.');
    await mia.page.getByText('Reads well.').waitFor();
    await mia.page.getByRole('button', { name: 'Send' }).click();
    await mia.page.getByText(/wrote to the customer.*within the hour/).waitFor();
  });

  it('a case is handed to a colleague who is found by name, and a yes carries a word and less than was asked for', async () => {
    const { page } = mia;
    const id = await askLena('290');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Give the case to a colleague' }).click();
    const whom = page.getByRole('combobox', { name: 'To whom' });
    await whom.fill('okaf');
    await page
      .getByRole('option', { name: /Okafor/ })
      .first()
      .click();
    await page.getByRole('combobox', { name: 'Why' }).selectOption({ label: 'My shift ends' });
    await page.getByRole('button', { name: 'Give the case to a colleague' }).click();
    await page.getByText('held by Nadia Okafor').waitFor();
    // No longer Mia's, it is found by its number, and by the customer's.
    for (const number of [id, `c-${customers}`]) {
      await toDesk();
      await mia.press('Control+k');
      await page.locator('[role="dialog"] input:focus').waitFor();
      await mia.type(number);
      await page
        .getByRole('dialog')
        .getByRole('option', { name: /^Refund/ })
        .first()
        .waitFor();
      await mia.press('Enter');
      await page.waitForURL(`**/cases/${id}`);
    }

    await wants('order me a pizza for 11 dollars, 5 minutes', 'Favor');
    await page.getByRole('heading', { name: /Yes, you may/ }).waitFor();
    await page.getByRole('button', { name: 'Only open the case' }).click();
    await page.getByText('held by Mia Chen').waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Say yes, with a word why' }).click();
    await page.getByLabel('Why, for the record').fill('They sat in the dark all evening.');
    await page.getByLabel('Less than was asked for').fill('10.50');
    await page.getByRole('dialog').getByRole('button', { name: 'Say yes, with a word why' }).click();
    await page.getByRole('heading', { name: /Yes \$10\.50, by Mia Chen/ }).waitFor();
    await page.getByText(/They sat in the dark/).waitFor();
  });

  it('what was promised and granted before stands beside the verdict', async () => {
    await toDesk();
    await mia.type('refund 20');
    await mia.page.getByRole('option', { name: 'Refund' }).first().waitFor();
    await mia.press('Enter');
    await mia.page.getByRole('textbox', { name: 'Customer', exact: true }).fill('c-1');
    const history = mia.page.getByRole('region', { name: 'This customer before' });
    await history.getByText(/Yes: Refund \$300\.00/).waitFor();
    await history
      .getByText(/Promise kept/)
      .first()
      .waitFor();
  });

  it('a complaint is reviewed: the agent sees it first, a manager signs, and the long record comes first', async () => {
    await askLena('150');
    await mia.page.getByRole('button', { name: 'More' }).click();
    await mia.page.getByRole('menuitem', { name: 'Note a complaint' }).click();
    const dialog = mia.page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('She was of no help at all!');
    await dialog.getByRole('button', { name: 'Note a complaint' }).click();
    await dialog.waitFor({ state: 'detached' });
    await mia.page.getByRole('link', { name: /Reviews/ }).click();
    await mia.page.getByText('waits for your word').first().click();
    await mia.page.getByRole('heading', { name: 'The long record' }).waitFor();
    const order = await mia.page.getByRole('heading', { level: 2 }).allTextContents();
    assert.equal(order[0], 'The long record');
    await mia.page.getByLabel('How was it?').fill('I asked at once, and told her so.');
    await mia.page.getByRole('button', { name: 'Send to my manager' }).click();
    await mia.page.getByText('I asked at once, and told her so.').waitFor();
    await lena.page.goto(`${house.address}/reviews`);
    await lena.page.getByText('waits for your signature').first().click();
    await lena.page.getByText('She was of no help at all!').waitFor();
    await lena.page.getByRole('button', { name: 'We stand behind it' }).click();
    await mia.page.getByText(/We stand behind it: signed by Lena Brandt/).waitFor();
  });

  it('nobody’s browser complained, and nothing came from elsewhere', () => {
    assert.deepEqual(complaints, [[], []]);
  });
});
