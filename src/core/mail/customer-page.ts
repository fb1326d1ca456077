/** A customer's page in words, in their language and by their clock. It shows; answering is for their mail or call. */
import type { Book } from '../book/book.ts';
import type { CustomerPage, PageCase } from '../cases/customer-page.ts';
import { customerZone } from '../cases/customer.ts';
import { localDay, wallTime, type Instant } from '../words/time.ts';
import { customerTime } from '../explain/customer-time.ts';
import type { Block, Mail } from './mail.ts';
import { spokenWith } from './to-customer.ts';

type Words = {
  title: string;
  asked: string;
  withUs: string;
  waiting: string;
  yes: string;
  yesTo: string;
  by: string;
  done: string;
  closed: string;
  offers: string;
  us: string;
  you: string;
};

const CATALOG: Readonly<Record<string, Words>> = {
  en: {
    title: 'Your request to {shop}',
    asked: 'You asked',
    withUs: 'We are on it: {who} has it now.',
    waiting: 'We are waiting for your answer.',
    yes: 'The answer is yes.',
    yesTo: 'The answer is yes: {amount}.',
    by: 'It is done by {time}.',
    done: 'It is done.',
    closed: 'This is closed. A word from you opens it again.',
    offers: 'What we can do for you',
    us: 'we',
    you: 'you',
  },
  de: {
    title: 'Ihr Anliegen bei {shop}',
    asked: 'Sie haben gefragt',
    withUs: 'Wir sind dran: Gerade kümmert sich {who} darum.',
    waiting: 'Wir warten auf Ihre Antwort.',
    yes: 'Die Antwort ist ja.',
    yesTo: 'Die Antwort ist ja: {amount}.',
    by: 'Erledigt wird es spätestens {time}.',
    done: 'Es ist erledigt.',
    closed: 'Dies ist geschlossen. Ein Wort von Ihnen öffnet es wieder.',
    offers: 'Was wir für Sie tun können',
    us: 'wir',
    you: 'Sie',
  },
  es: {
    title: 'Su petición a {shop}',
    asked: 'Usted preguntó',
    withUs: 'Estamos en ello: ahora lo tiene {who}.',
    waiting: 'Esperamos su respuesta.',
    yes: 'La respuesta es sí.',
    yesTo: 'La respuesta es sí: {amount}.',
    by: 'Estará hecho, a más tardar, {time}.',
    done: 'Está hecho.',
    closed: 'Esto está cerrado. Con una palabra suya se abre de nuevo.',
    offers: 'Lo que podemos hacer por usted',
    us: 'nosotros',
    you: 'usted',
  },
  fr: {
    title: 'Votre demande à {shop}',
    asked: 'Vous avez demandé',
    withUs: 'Nous nous en occupons : c’est maintenant chez {who}.',
    waiting: 'Nous attendons votre réponse.',
    yes: 'La réponse est oui.',
    yesTo: 'La réponse est oui : {amount}.',
    by: 'Ce sera fait au plus tard {time}.',
    done: 'C’est fait.',
    closed: 'Ceci est fermé. Un mot de vous le rouvre.',
    offers: 'Ce que nous pouvons faire pour vous',
    us: 'nous',
    you: 'vous',
  },
};

/** Without the newest, a long conversation is of no use to anybody. */
const MOST_SAID = 50;

/** What stands on the page. */
export function customerPageMail(page: CustomerPage, given: { book: Book; shop: string; at: Instant }): Mail {
  const { book, shop, at } = given;
  const language = spokenWith(page.language, book, CATALOG);
  const words = CATALOG[language];
  if (!words) throw new Error('there are no English words for a page');
  const zone = customerZone(book, page.timeZone);
  const time = (instant: Instant): string => customerTime(zone, language, instant, at);
  const subject = words.title.replace('{shop}', () => shop);
  return {
    subject,
    language,
    blocks: [
      { kind: 'title', text: subject },
      ...(page.nextUpdate ? [{ kind: 'words' as const, text: page.nextUpdate.says }] : []),
      ...page.cases.flatMap((one) => caseBlocks(one, words, time)),
      ...page.history.slice(-MOST_SAID).map(({ at: when, by, says }): Block => ({
        kind: 'quote',
        by: `${wallTime(zone, when, localDay(zone, at))}, ${words[by]}`,
        text: says,
      })),
    ],
  };
}

function caseBlocks(one: PageCase, words: Words, time: (at: Instant) => string): Block[] {
  return [
    { kind: 'quote', by: words.asked, text: one.asked },
    { kind: 'words', text: standing(one, words, time) },
    ...(one.offers.length > 0
      ? [{ kind: 'list' as const, title: words.offers, items: one.offers.map(({ says }) => says) }]
      : []),
  ];
}

/** Where a request stands. */
function standing(one: PageCase, words: Words, time: (at: Instant) => string): string {
  switch (one.stage) {
    case 'with us':
      return words.withUs.replace('{who}', () => one.with);
    case 'waiting for you':
      return words.waiting;
    case 'yes': {
      const yes =
        one.amount === undefined ? words.yes : words.yesTo.replace('{amount}', () => one.amount ?? '');
      return one.fulfillBy === undefined ? yes : `${yes} ${words.by.replace('{time}', time(one.fulfillBy))}`;
    }
    case 'done':
      return words.done;
    case 'no':
      return one.no ?? words.closed;
    case 'closed':
      return words.closed;
  }
}
