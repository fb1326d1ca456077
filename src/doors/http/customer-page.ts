/** A customer's page behind the link in their mail: where their requests stand. It shows, and changes nothing. */
import { customerPageMail } from '../../core/mail/customer-page.ts';
import type { AnsweringParts } from '../../shell/links/answering.ts';
import { readCustomerPageToken } from '../../shell/links/links.ts';
import { pageOf } from '../../shell/operations/conversations.ts';
import { workOf } from '../../shell/operations.ts';
import { conversationById } from '../../shell/store/conversations.ts';
import { rendered, unlessUnavailable, type Page } from './link-page.ts';

/** What the link to a customer's page shows. */
export const showCustomerPage = ({ engine, secret }: AnsweringParts, token: string): Promise<Page> =>
  unlessUnavailable('html', async () => {
    const read = await readCustomerPageToken(secret, token, engine.clock.now());
    if ('wrong' in read) return nothing(read.wrong === 'expired' ? 410 : 404);
    const { organization, conversation: id } = read.link;
    const work = await workOf(engine, { organization, by: { kind: 'customer', conversation: id } });
    const conversation = await conversationById(engine, organization, id);
    if ('problems' in work || !conversation) return nothing(410);
    const page = await pageOf(work, conversation);
    const { book, organization: people } = work.inForce;
    const { blocks, language } = customerPageMail(page, { book, shop: people.name, at: work.at });
    return rendered(200, 'html', blocks, language);
  });

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
