/** An example: a helpdesk, played, with Sayso's side panel beside its conversations. A real one does what panel-host.ts does. */
import './helpdesk.css';
import { createClient } from '../../../sdk/index.ts';
import { showPanel } from './panel-host.ts';

/** So many days ago, as the shop's system would know it. */
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const shopKnows = {
  identity_verified: true,
  category: 'lamp',
  'order.value': '120.00',
  'order.delivered': daysAgo(9),
};

/** The helpdesk's conversations. What it knows of the order it hands on, so that nobody has to ask. */
const TICKETS = [
  {
    id: '90210',
    name: 'Ana Brooks',
    words: 'The lamp is lovely, but it came with a scratch. Could I have 45 dollars back?',
    customer: 'c-8101',
    subject: 'order 60101',
    facts: shopKnows,
  },
  {
    id: '90211',
    name: 'Joel Nyman',
    words: 'Please take 300 off for the torn cushion, it looks awful.',
    customer: 'c-8102',
    subject: 'order 60102',
    facts: { ...shopKnows, category: 'furniture', 'order.value': '900.00' },
  },
  {
    id: '90212',
    name: 'Petra Hahn',
    words: 'I would like my money back for the gift card, all 50 dollars.',
    customer: 'c-8103',
    subject: 'order 60103',
    facts: { ...shopKnows, category: 'gift card', 'order.value': '50.00' },
  },
  {
    id: '90213',
    name: 'Rosa Lind',
    words: 'I have moved to Canada. Please change the address of my order to my new one there.',
    customer: 'c-8104',
    subject: 'order 60104',
    facts: { another_country: true, 'order.status': 'placed' },
  },
];

const root = document.querySelector('#root');
if (root) void play(root);

async function play(into: Element): Promise<void> {
  const sayso = createClient({ url: '', token: () => undefined });
  into.innerHTML = `
    <header><strong>A helpdesk</strong><span>an example of how Sayso stands beside one; you are Mia Chen</span></header>
    <main>
      <nav aria-label="Conversations"><h1>Conversations</h1><ul id="tickets"></ul></nav>
      <section aria-labelledby="who"><h2 id="who"></h2><ol id="messages" aria-live="polite"></ol>
        <form id="reply"><label for="text">Reply</label><textarea id="text" rows="4"></textarea>
        <p id="fits" hidden><span></span> <button type="button">Use it</button></p>
        <button>Send</button></form></section>
      <aside aria-label="Sayso"><iframe title="Sayso" id="panel" allow="clipboard-write"></iframe></aside>
    </main>`;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as querySelector has it
  const find = <E extends HTMLElement>(selector: string): E => into.querySelector<E>(selector) as E;
  const text = find<HTMLTextAreaElement>('#text');
  let shown = '';
  const fits = find<HTMLParagraphElement>('#fits');
  const put = (words: string): void => {
    text.value = words;
    fits.hidden = true;
    text.focus();
  };
  const panel = showPanel(find<HTMLIFrameElement>('#panel'), {
    sayso: location.origin,
    // A real helpdesk asks its own server, which knows who is signed in.
    token: () => sayso.signIn({ person: 'mia' }).then(({ token }) => token),
    onWording: (words, insert) => {
      if (insert) put(words);
      // In an empty reply it stands ready: whoever sends it has said it, without a click more.
      else if (text.value === '' || text.dataset['offered'] === text.value) {
        text.value = words;
        text.dataset['offered'] = words;
      } else {
        fits.hidden = false;
        fits.firstElementChild?.replaceChildren(words);
      }
    },
    onReply: (reply) => {
      put(reply);
      panel.draft(reply);
    },
    onStored: (_, stage, { id }) => {
      if (id === shown) say('note', `On record in Sayso: ${stage === 'with the asker' ? 'open' : stage}`);
    },
  });
  fits
    .querySelector('button')
    ?.addEventListener('click', () => put(fits.firstElementChild?.textContent ?? ''));
  const say = (by: 'customer' | 'agent' | 'note', words: string): void => {
    const item = document.createElement('li');
    item.className = by;
    item.textContent = words;
    find('#messages').append(item);
  };
  const show = (ticket: (typeof TICKETS)[number], row: HTMLButtonElement): void => {
    for (const one of find('#tickets').querySelectorAll('button')) one.removeAttribute('aria-current');
    row.setAttribute('aria-current', 'true');
    find('#who').textContent = ticket.name;
    find('#messages').replaceChildren();
    say('customer', ticket.words);
    text.value = '';
    fits.hidden = true;
    const { id, words, customer, subject, facts } = ticket;
    shown = id;
    panel.show({
      conversation: { system: 'example', id, channel: 'email' },
      words,
      customer,
      subject,
      facts,
    });
  };
  for (const ticket of TICKETS) {
    const row = document.createElement('button');
    row.type = 'button';
    row.innerHTML = '<strong></strong><span></span>';
    row.firstElementChild?.append(ticket.name);
    row.lastElementChild?.append(ticket.words);
    row.addEventListener('click', () => show(ticket, row));
    const item = document.createElement('li');
    item.append(row);
    find('#tickets').append(item);
  }
  find<HTMLFormElement>('#reply').addEventListener('submit', (event) => {
    event.preventDefault();
    if (text.value.trim() === '') return;
    say('agent', text.value);
    panel.sent(text.value);
    text.value = '';
    panel.draft('');
  });
  text.addEventListener('input', () => panel.draft(text.value));
  find('#tickets').querySelector('button')?.click();
}
