/** Mails to customers: what they were written, when they hear next, and the way to their page. No name of anybody, no rule. */
import type { Book } from '../book/book.ts';
import type { Effect } from '../cases/effect.ts';
import { caseWords } from '../explain/case-words.ts';
import { customerTime } from '../explain/customer-time.ts';
import type { Instant, Zone } from '../words/time.ts';
import type { Block, Mail } from './mail.ts';

type Words = { subject: string; page: string; signed: string; automatic: string; reply: string };

const CATALOG: Readonly<Record<string, Words>> = {
  en: {
    subject: 'Your request to {shop}',
    page: 'See where your request stands',
    signed: 'Kind regards',
    automatic: 'This mail was sent by itself. Please do not reply to it.',
    reply: 'You can simply reply to this mail.',
  },
  de: {
    subject: 'Ihr Anliegen bei {shop}',
    page: 'Sehen Sie, wie es um Ihr Anliegen steht',
    signed: 'Freundliche Grüße',
    automatic: 'Diese Mail wurde automatisch verschickt. Bitte antworten Sie nicht darauf.',
    reply: 'Sie können einfach auf diese Mail antworten.',
  },
  es: {
    subject: 'Su petición a {shop}',
    page: 'Vea cómo va su petición',
    signed: 'Un cordial saludo',
    automatic: 'Este correo se ha enviado automáticamente. Por favor, no responda a él.',
    reply: 'Puede responder sin más a este correo.',
  },
  fr: {
    subject: 'Votre demande à {shop}',
    page: 'Voir où en est votre demande',
    signed: 'Bien cordialement',
    automatic: 'Ce message a été envoyé automatiquement. Merci de ne pas y répondre.',
    reply: 'Vous pouvez simplement répondre à ce message.',
  },
};

/** After these nothing more is to be heard, or they say by themselves when. */
const WITHOUT_PROMISE: readonly CustomerMatter[] = ['hold', 'holding reply', 'warning', 'closing'];
type CustomerMatter = Extract<Effect, { kind: 'tell customer' }>['matter'];

export type ToCustomer = {
  book: Book;
  /** Whose customer they are: what they know the organization by. */
  shop: string;
  /** As they stand in the effect. */
  words: string;
  language: string;
  matter: CustomerMatter;
  /** By when they hear next; undefined: nothing is promised any more. */
  promised?: Instant;
  /** Theirs. */
  zone: Zone;
  at: Instant;
  /** Their page. */
  page?: string;
  /** Somebody reads what they reply. */
  replies: boolean;
};

/** A mail to a customer. All mails of a conversation have one subject, so that they stand together. */
export function customerMail(given: ToCustomer): Mail {
  const { book, shop, words, page, replies } = given;
  // The same that the words are in: the product's sentences, or the book's language.
  const language = spokenWith(given.language, book, CATALOG);
  const texts = CATALOG[language];
  if (!texts) throw new Error('there are no English words for a mail');
  const paragraphs = words.split(/\n{2,}/).map((text): Block => ({ kind: 'words', text }));
  const next = nextUpdate(given, language);
  return {
    subject: texts.subject.replace('{shop}', () => shop),
    language,
    blocks: [
      ...paragraphs,
      ...(next === undefined ? [] : [{ kind: 'words' as const, text: next }]),
      ...(page === undefined
        ? []
        : [{ kind: 'links' as const, links: [{ label: texts.page, url: page, tone: 'plain' as const }] }]),
      { kind: 'words', text: `${texts.signed}\n${shop}` },
      { kind: 'small', text: replies ? texts.reply : texts.automatic },
    ],
  };
}

/** The language to speak to a customer: theirs, else the book's, else English, of those that there are words in. */
export const spokenWith = (
  wanted: string,
  { language }: Pick<Book, 'language'>,
  catalog: Readonly<Record<string, unknown>>,
): string =>
  [wanted, wanted.slice(0, 2), language, language.slice(0, 2)].find((one) => Object.hasOwn(catalog, one)) ??
  'en';

/** When they hear next, where the words do not say it already. */
function nextUpdate(
  { book, words, matter, promised, zone, at }: ToCustomer,
  language: string,
): string | undefined {
  if (promised === undefined || promised <= at || WITHOUT_PROMISE.includes(matter)) return undefined;
  // Several of the product's own sentences say it already.
  if (words.includes(customerTime(zone, language, promised, at))) return undefined;
  return caseWords(book, language, 'next update', at, { time: promised, zone });
}
