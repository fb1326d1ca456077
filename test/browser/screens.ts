/** Every screen and state of the page, and how one gets there: for what is tested on all of them, and for their pictures. */
import type { Page } from 'playwright-core';
import type { House } from './house.ts';

export type Screen = {
  name: string;
  /** Who looks; null: nobody is signed in. */
  as: string | null;
  /** Goes there; the page is signed in already. */
  open: (page: Page, house: House) => Promise<void>;
  /** Stands whole on a phone, without scrolling. */
  fitsPhone?: true;
  /** It is another one where it was opened on a wide screen. */
  startsSmall?: true;
};

const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** Calls an operation as somebody. */
export async function call(
  { address }: House,
  as: string,
  request: `${string} /${string}`,
  body: object = {},
): Promise<Record<string, unknown>> {
  const signed = (await (
    await fetch(`${address}/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: as }),
    })
  ).json()) as { token: string };
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(`${address}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${signed.token}`, 'content-type': 'application/json' },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${request}: ${JSON.stringify(answer)}`);
  return answer;
}

let orders = 0;
/** A refund is asked for; the id of its case. */
export async function refund(
  house: House,
  amount: string,
  facts: object = {},
  atOnce = true,
): Promise<string> {
  orders += 1;
  const opened = await call(house, 'mia', 'POST /cases', {
    ...(atOnce && { at_once: true }),
    words: 'The lamp came late and with a scratch. Could I have some of it back, please?',
    request: {
      type: 'refund',
      customer: `c-90${orders}`,
      subject: `order 90${orders}`,
      need: 'money',
      facts: {
        amount,
        category: 'lamp',
        'order.value': '900',
        'order.delivered': day(40),
        identity_verified: true,
        ...facts,
      },
    },
  });
  return (opened['case'] as { id: string }).id;
}

export async function pageOfCustomer(house: House, id: string): Promise<string> {
  const shown = await call(house, 'mia', `GET /cases/${id}`);
  const { conversation } = shown['case'] as { conversation: { id: string } };
  const link = await call(house, 'mia', `POST /conversations/${conversation.id}/page-link`);
  return link['url'] as string;
}

const desk = async (page: Page, house: House): Promise<void> => {
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith('sayso.kept.mia.enquiry')) localStorage.removeItem(key);
  });
  await page.goto(`${house.address}/`);
  await page.locator('textarea:focus').waitFor();
};

/** On the desk, with nothing on it, words are typed and a kind of request is taken. */
export async function wants(page: Page, house: House, text: string, kind: string): Promise<void> {
  await desk(page, house);
  await page.keyboard.type(text);
  await page.getByRole('option', { name: kind }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-verdict]').waitFor();
}

const heading = (page: Page, name: RegExp): Promise<void> =>
  page.getByRole('heading', { name }).first().waitFor();

export const SCREENS: readonly Screen[] = [
  {
    name: 'sign-in',
    as: null,
    open: async (page, { address }) => {
      await page.goto(address);
      await heading(page, /Who are you/);
    },
  },
  { name: 'desk-empty', as: 'mia', open: desk },
  {
    name: 'desk-found',
    as: 'mia',
    open: async (page, house) => {
      await desk(page, house);
      await page.keyboard.type('take 45 off, the lamp came late');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'desk-ask',
    as: 'mia',
    open: (page, house) => wants(page, house, 'refund 50', 'Refund'),
  },
  {
    name: 'desk-yes',
    as: 'mia',
    open: (page, house) => wants(page, house, 'order me a pizza for 12 dollars, 10 minutes', 'Favor'),
  },
  {
    name: 'desk-somebody-else',
    as: 'mia',
    open: async (page, house) => {
      await wants(page, house, 'refund 300', 'Refund');
      await page.getByLabel('Order value').fill('900');
      await page.getByLabel('Order value').press('Enter');
      await page.getByText('furniture').click();
      await page.getByRole('textbox', { name: 'Customer', exact: true }).fill('c-7903');
      await page.getByText('More facts').click();
      await page.getByLabel('Order delivered').fill(day(9));
      await page.getByLabel('Order delivered').press('Enter');
      await heading(page, /can say yes/);
      await page.getByText('Why', { exact: true }).click();
    },
  },
  {
    name: 'desk-no',
    as: 'mia',
    open: async (page, house) => {
      await wants(page, house, 'wrong address', 'Address change');
      await page.getByText('More facts').click();
      await page.getByRole('group', { name: 'Another country' }).getByText('Yes').click();
      await heading(page, /No, and this you can do/);
    },
  },
  {
    name: 'case-asked',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/cases/${await refund(house, '300')}`);
      await heading(page, /is asked/);
      await page.getByText('Asked for a yes').waitFor();
      await page
        .getByRole('textbox', { name: 'Write to the customer' })
        .fill('Sorry, my hands are tied, there is nothing we can do.');
      await page
        .getByRole('list', { name: /better said/ })
        .getByRole('listitem')
        .first()
        .waitFor();
    },
  },
  {
    name: 'case-yes',
    as: 'mia',
    open: async (page, house) => {
      const facts = { 'order.delivered': day(5), 'order.value': '120' };
      await page.goto(`${house.address}/cases/${await refund(house, '45', facts)}`);
      await heading(page, /Yes \$45\.00/);
    },
  },
  {
    name: 'case-no-to-be-earned',
    as: 'mia',
    open: async (page, house) => {
      const facts = { category: 'gift card', 'order.value': '50' };
      const id = await refund(house, '50', facts).catch(() => '');
      await page.goto(`${house.address}/cases/${id}`);
      await heading(page, /A no has to be sure|is asked/);
    },
  },
  {
    name: 'cases',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/cases`);
      await page
        .getByText(/customer hears by/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'case-held',
    as: 'mia',
    open: async (page, house) => {
      const id = await refund(house, '300');
      await call(house, 'mia', `POST /cases/${id}/hold`);
      await page.goto(`${house.address}/cases/${id}`);
      await heading(page, /On hold until/);
    },
  },
  {
    name: 'case-refused',
    as: 'mia',
    open: async (page, house) => {
      const id = await refund(house, '300');
      const { questions } = (await call(house, 'mia', `GET /cases/${id}`))['case'] as {
        questions: { id: string }[];
      };
      const no = { say: 'no', because: 'The photo shows wear.', offer: 'store credit' };
      await call(house, 'lena', `POST /cases/${id}/answer`, { question: questions[0]?.id, ...no });
      await page.goto(`${house.address}/cases/${id}`);
      await heading(page, /Lena Brandt says no/);
    },
  },
  {
    name: 'case-action',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/cases/${await refund(house, '300')}`);
      await heading(page, /is asked/);
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Give the case to a colleague' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'palette',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/cases/${await refund(house, '300')}`);
      await heading(page, /is asked/);
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'keys',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/remit`);
      await heading(page, /What you may grant/);
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'me',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/remit`);
      await page.getByRole('button', { name: /You are/ }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'remit',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/remit`);
      await page.getByText('rule “small”').waitFor();
    },
  },
  {
    name: 'inbox',
    as: 'lena',
    open: async (page, house) => {
      await refund(house, '300');
      await page.goto(`${house.address}/inbox`);
      await page.getByText('$300.00').first().waitFor();
    },
  },
  {
    // Beside its list the first question is open: on a phone the list stands alone.
    name: 'inbox-list',
    startsSmall: true,
    as: 'lena',
    open: async (page, house) => {
      await refund(house, '300');
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${house.address}/inbox`);
      await page.getByText('$300.00').first().waitFor();
    },
  },
  {
    name: 'inbox-sheet',
    fitsPhone: true,
    as: 'lena',
    open: async (page, house) => {
      await page.goto(`${house.address}/inbox/${await refund(house, '300')}`);
      await page.getByRole('button', { name: /^Yes, (?:\$|we)/ }).waitFor();
      await page
        .getByText(/there: |Nothing like it|the same in/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'inbox-no',
    as: 'lena',
    open: async (page, house) => {
      await page.goto(`${house.address}/inbox/${await refund(house, '300')}`);
      await page.getByRole('button', { name: 'No, with an offer' }).click();
      await page.getByLabel('Why').waitFor();
    },
  },
  {
    name: 'inbox-empty',
    as: 'luz',
    open: async (page, house) => {
      await page.goto(`${house.address}/inbox`);
      await page.getByText('Nothing waits for you').first().waitFor();
    },
  },
  {
    name: 'reviews',
    as: 'mia',
    open: async (page, house) => {
      const id = await refund(house, '40', { 'order.delivered': day(5) });
      await call(house, 'mia', `POST /cases/${id}/complain`, { words: 'She was of no help at all!' });
      await page.goto(`${house.address}/reviews`);
      await page.getByText('waits for your word').first().waitFor();
    },
  },
  {
    name: 'review-agent',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/reviews`);
      await page.getByText('waits for your word').first().click();
      await heading(page, /A complaint about your service/);
    },
  },
  {
    name: 'review-manager',
    as: 'lena',
    open: async (page, house) => {
      const id = await refund(house, '41', { 'order.delivered': day(5) });
      await call(house, 'mia', `POST /cases/${id}/complain`, { words: 'She was of no help at all!' });
      await call(house, 'mia', `POST /cases/${id}/respond`, { words: 'I said yes at once, by the book.' });
      await page.goto(`${house.address}/cases/${id}/review`);
      await heading(page, /Standing behind/);
    },
  },
  {
    name: 'customer',
    as: null,
    open: async (page, house) => {
      const id = await refund(house, '300');
      await call(house, 'mia', `POST /cases/${id}/update`, { words: 'I have asked, and it looks good.' });
      await page.goto(await pageOfCustomer(house, id));
      await heading(page, /You will hear from us/);
    },
  },
  {
    name: 'customer-yes',
    as: null,
    open: async (page, house) => {
      const id = await refund(house, '42', { 'order.delivered': day(5) });
      await page.goto(await pageOfCustomer(house, id));
      await heading(page, /The answer is yes/);
    },
  },
  {
    name: 'helpdesk',
    as: null,
    open: async (page, house) => {
      await page.goto(`${house.address}/helpdesk`);
      await page
        .frameLocator('iframe')
        .getByRole('heading', { name: /Yes, you may|Yes \$45/ })
        .waitFor();
    },
  },
  {
    name: 'panel-alone',
    as: null,
    open: async (page, house) => {
      await page.goto(`${house.address}/embed`);
      await page.getByText('This panel stands beside a helpdesk').waitFor();
    },
  },
  {
    name: 'loading',
    as: 'mia',
    open: async (page, house) => {
      await page.route('**/v1/cases/*', () => new Promise(() => undefined));
      await page.goto(`${house.address}/cases/c000000000000`);
      await page.getByRole('status', { name: 'Loading' }).first().waitFor();
    },
  },
  {
    name: 'error',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/cases/c000000000000`);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'not-there',
    as: 'mia',
    open: async (page, house) => {
      await page.goto(`${house.address}/nowhere`);
      await heading(page, /There is nothing here/);
    },
  },
  {
    name: 'offline',
    as: 'mia',
    open: async (page, house) => {
      await desk(page, house);
      await page.context().setOffline(true);
      await page.evaluate("dispatchEvent(new Event('offline'))");
      await page.getByText('Reconnecting').waitFor({ state: 'attached' });
    },
  },
];

/** Leaves a screen as if nobody had been there. */
export async function leave(page: Page): Promise<void> {
  await page.context().setOffline(false);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
}
