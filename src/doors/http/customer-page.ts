/**
 * A customer's page behind the link in their mail: where their requests stand, and what they can do. GET shows, and changes
 * nothing; POST does one thing, once under the key that came with its form, and leads back to what is shown.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { AnsweringParts } from '../../shell/links/answering.ts';
import { readCustomerPageToken, CUSTOMER_PAGE_PATH } from '../../shell/links/links.ts';
import { pageOf } from '../../shell/operations/conversations.ts';
import type { Work } from '../../shell/operations/implementation.ts';
import { carryOut, workOf } from '../../shell/operations.ts';
import { conversationById } from '../../shell/store/conversations.ts';
import { escaped, line } from '../../core/mail/plain.ts';
import type { Conversation } from '../../core/cases/conversation.ts';
import {
  CUSTOMER_SHEET,
  customerPageHtml,
  FORMS,
  type FormName,
  type PageState,
} from './customer-page-html.ts';
import { inputOf } from './customer-form.ts';
import { HEADERS_OF_LINKS, rendered, unlessUnavailable, type Page } from './link-page.ts';

type Opened = { work: Work; conversation: Conversation; organization: string };

/** What the link to a customer's page shows. `done`: something was just sent. */
export const showCustomerPage = (
  parts: AnsweringParts,
  token: string,
  done = false,
  here?: string,
): Promise<Page> =>
  unlessUnavailable('html', async () => {
    const found = await opened(parts, token);
    return 'work' in found ? shown(found, 200, { done }, here) : found;
  });

/** What comes of a form on the page. */
export const followCustomerPage = (
  parts: AnsweringParts,
  token: string,
  filled: Readonly<Record<string, string>>,
  here?: string,
): Promise<Page> =>
  unlessUnavailable('html', async () => {
    const found = await opened(parts, token);
    if (!('work' in found)) return found;
    const form = FORMS.find((name) => name === filled['do']);
    if (!form) return shown(found, 422, {}, here);
    const { key = '' } = filled;
    const done = await carryOut(
      parts.engine,
      {
        organization: found.organization,
        by: { kind: 'customer', conversation: found.conversation.id },
        ...(/^[\w-]{8,100}$/.test(key) && { key }),
      },
      `page.${form}`,
      inputOf(form, filled),
    );
    if ('problems' in done) {
      const [first] = done.problems;
      const wrong = { form, case: filled['case'] ?? '', code: first?.code ?? '', filled };
      const again = await opened(parts, token);
      return 'work' in again ? shown(again, 422, { wrong }, here) : again;
    }
    return {
      status: 303,
      headers: { ...HEADERS_OF_LINKS, location: `${CUSTOMER_PAGE_PATH}${token}?done` },
      body: '',
    };
  });

async function opened({ engine, secret }: AnsweringParts, token: string): Promise<Opened | Page> {
  const read = await readCustomerPageToken(secret, token, engine.clock.now());
  if ('wrong' in read) return nothing(read.wrong === 'expired' ? 410 : 404);
  const { organization, conversation: id } = read.link;
  const work = await workOf(engine, { organization, by: { kind: 'customer', conversation: id } });
  const conversation = await conversationById(engine, organization, id);
  return 'problems' in work || !conversation ? nothing(410) : { work, conversation, organization };
}

async function shown(
  { work, conversation }: Opened,
  status: number,
  said: {
    done?: boolean;
    wrong?: { form: FormName; case: string; code: string; filled: Readonly<Record<string, string>> };
  },
  here: string | undefined,
): Promise<Page> {
  const { book, organization: people } = work.inForce;
  const state: PageState = { book, shop: people.name, at: work.at, key: randomUUID, ...said };
  const page = customerPageHtml(await pageOf(work, conversation, here), state);
  return {
    status,
    headers: {
      ...HEADERS_OF_LINKS,
      'content-security-policy': POLICY,
      'content-type': 'text/html; charset=utf-8',
    },
    body: documentOf(page),
  };
}

const STYLE_HASH = createHash('sha256').update(CUSTOMER_SHEET).digest('base64');

/** Where a customer's time is remembered, once their browser has said it. */
export const ZONE_COOKIE = 'sayso_zone';

/**
 * Where nobody has said where a customer is, their browser knows: the page is asked for once more with that, and all its times
 * are theirs. Without script, or where a browser keeps nothing, they read ours, with its place: once more only if it was kept.
 */
const ZONE_SCRIPT = `const z=Intl.DateTimeFormat().resolvedOptions().timeZone,h=document.documentElement.dataset.zone,c='${ZONE_COOKIE}='+encodeURIComponent(z);if(z&&h&&z!==h&&!document.cookie.includes(c)){document.cookie=c+';path=${CUSTOMER_PAGE_PATH};max-age=31536000;samesite=lax';if(document.cookie.includes(c))location.replace(location.href)}`;
const ZONE_HASH = createHash('sha256').update(ZONE_SCRIPT).digest('base64');
const POLICY = `default-src 'none'; script-src 'sha256-${ZONE_HASH}'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const documentOf = ({
  language,
  title,
  zone,
  body,
}: ReturnType<typeof customerPageHtml>): string => `<!doctype html>
<html lang="${escaped(line(language))}"${zone === undefined ? '' : ` data-zone="${escaped(zone)}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(line(title))}</title>
<style>${CUSTOMER_SHEET}</style>${
  zone === undefined
    ? ''
    : `
<script>${ZONE_SCRIPT}</script>`
}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

/** The language of whoever holds an old or broken link is not known: said in those that there are. */
const nothing = (status: number): Page =>
  rendered(status, 'html', [
    { kind: 'title', text: 'This link does not work any more' },
    { kind: 'words', text: 'Please open it from the newest mail that you have from us, or ask us again.' },
    {
      kind: 'words',
      text: 'Dieser Link geht nicht mehr. Bitte öffnen Sie ihn aus unserer neuesten Mail, oder fragen Sie uns.',
    },
    {
      kind: 'words',
      text: 'Este enlace ya no funciona. Ábralo desde nuestro último correo o pregúntenos de nuevo.',
    },
    {
      kind: 'words',
      text: 'Ce lien ne fonctionne plus. Ouvrez-le depuis notre dernier message, ou demandez-nous.',
    },
  ]);
