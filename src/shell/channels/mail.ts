/** Messages as mails: to colleagues with the whole story and links to answer, to customers in plain words. */
import { isOpen, type Conversation, type Question } from '../../core/cases/conversation.ts';
import { customerZone } from '../../core/cases/customer.ts';
import type { Effect } from '../../core/cases/effect.ts';
import { htmlOf, subjectOf, textOf, type Mail } from '../../core/mail/mail.ts';
import { line } from '../../core/mail/plain.ts';
import type { Story } from '../../core/mail/story.ts';
import {
  askedMail,
  isAskedIn,
  newsMail,
  offeredIn,
  wordsMail,
  type Links,
} from '../../core/mail/to-colleague.ts';
import { customerMail } from '../../core/mail/to-customer.ts';
import type { Person } from '../../core/organization/organization.ts';
import { employedAt } from '../../core/organization/people.ts';
import { sha256 } from '../../core/words/hash.ts';
import { DAY, type Instant } from '../../core/words/time.ts';
import { consider } from '../consider.ts';
import { preferencesOf } from '../customers/customers.ts';
import type { Engine } from '../engine.ts';
import { inForce, inForceAt } from '../in-force.ts';
import { ANSWER_PATH, answerToken, customerPageLink, type CustomerPageLink } from '../links/links.ts';
import { load } from '../store/load.ts';
import type { Channel, Channels, Delivery, Message } from './channel.ts';
import { isAddress, type Sender } from './mail-address.ts';
import type { Transport } from './mail-transport.ts';

export type MailParts = {
  engine: Engine;
  transport: Transport;
  /** Who mails are from; without a name, the organization's stands there. */
  from: Sender;
  /** Somebody reads what is sent there. */
  replyTo?: string;
  /** Takes what can't be a mail, for want of an address. */
  otherwise: Channel;
  /** Stands in for channels that are not connected, such as chat or phone, where an address is known. */
  standsIn: boolean;
};

type ToPerson = Extract<Effect, { kind: 'tell person' }>;
type ToCustomer = Extract<Effect, { kind: 'tell customer' }>;

/** A mail with whom it is for; or what came of it already; or nobody's. */
type Made = { mail: Mail; shop: string; to: Sender; thread: string } | Delivery | undefined;

/** A link to answer is good for so long; a question that lives longer is asked again meanwhile. */
const ANSWER_MS = 7 * DAY;
const PAGE_MS = 60 * DAY;

/** Kinds of channels that are mail. */
const KINDS: readonly string[] = ['mail', 'email'];

/** The channel that sends mails. They have links where the engine has what those are made with. */
export function mailChannel(parts: MailParts): Channel {
  return async (message) => {
    const { organization, effect } = message;
    const at = parts.engine.clock.now();
    const made =
      effect.kind === 'tell customer'
        ? await toCustomer(parts, message, effect, at)
        : await toPerson(parts, message, effect, at);
    if (made === undefined) return parts.otherwise(message);
    if ('delivered' in made) return made;
    const { mail, shop, to, thread } = made;
    const { name, address } = parts.from;
    const domain = address.slice(address.indexOf('@') + 1);
    return parts.transport.send({
      organization,
      key: effect.key,
      at,
      from: { name: line(name || shop), address },
      ...(parts.replyTo !== undefined && { replyTo: parts.replyTo }),
      to: { name: line(to.name), address: to.address },
      subject: subjectOf(mail),
      text: textOf(mail),
      html: htmlOf(mail),
      language: mail.language,
      id: `${hashed(organization, effect.key)}@${domain}`,
      thread: `${hashed(organization, thread)}@${domain}`,
    });
  };
}

/** Channels with mail among them: for whoever is reached by mail, for customers, and for what names no channel. */
export function withMail({ byKind, otherwise }: Channels, mail: Channel, standsIn: boolean): Channels {
  const kinds = [...KINDS, 'customer', 'inbox'].map((kind) => [kind, mail] as const);
  return { byKind: new Map([...byKind, ...kinds]), otherwise: standsIn ? mail : otherwise };
}

const hashed = (organization: string, text: string): string => sha256(`${organization}/${text}`).slice(0, 32);

const isMail = (kind: string | undefined): boolean =>
  kind !== undefined && KINDS.includes(kind.toLowerCase());

/** Where to mail somebody; undefined: they are reached by another channel that is connected, or have no address. */
function addressOf(
  { channels }: Person,
  { channel, address }: ToPerson,
  standsIn: boolean,
): string | undefined {
  const wanted = channel ?? channels[0]?.kind;
  if (!isMail(wanted) && !standsIn) return undefined;
  if (isMail(channel) && isAddress(address)) return address;
  return channels.find((one) => isMail(one.kind) && isAddress(one.address))?.address;
}

const NOT_HERE: Delivery = { delivered: false, because: 'they do not work here any more' };
const OVER: Delivery = { delivered: false, because: 'it was over before it went out' };

async function toPerson(parts: MailParts, message: Message, effect: ToPerson, at: Instant): Promise<Made> {
  const { engine } = parts;
  const { organization } = message;
  const seen = effect.case === undefined ? undefined : await consider(engine, organization, effect.case);
  const versions = seen ?? (await inForceAt(engine, organization, at));
  if (!versions) throw new Error('what this is about can not be looked at');
  const reader = versions.organization.people.get(effect.person);
  if (!reader || !employedAt(reader, at)) return NOT_HERE;
  const address = addressOf(reader, effect, parts.standsIn);
  if (address === undefined) return undefined;
  const to = { name: reader.name, address };
  const shop = versions.organization.name;
  if (!seen) return { mail: wordsMail(effect), shop, to, thread: `${effect.key} news` };
  const mail = await ofCase(parts, organization, effect, { ...seen, reader, at });
  return 'delivered' in mail ? mail : { mail, shop, to, thread: `${message.conversation} colleagues` };
}

/** A mail about a case. */
async function ofCase(
  parts: MailParts,
  organization: string,
  effect: ToPerson,
  seen: Story,
): Promise<Mail | Delivery> {
  const question = seen.case.questions.find(({ id }) => id === effect.question);
  const isNew = effect.matter === 'question';
  if (isNew && question?.closed) return OVER;
  if (!question || !(isNew || isAskedIn(seen, question))) return newsMail(seen, effect);
  const own = (await consider(parts.engine, organization, seen.case.id, seen.reader.id))?.now;
  const story: Story = { ...seen, ...(own && { own }) };
  const links = await linksFor(parts, organization, story, question, effect);
  return isNew ? askedMail(story, question, links) : newsMail(story, effect, links);
}

/** A link for each answer; whichever is used, all of them are. */
async function linksFor(
  { engine: { links } }: MailParts,
  organization: string,
  story: Story,
  question: Question,
  { key, person }: ToPerson,
): Promise<Links> {
  const url = links?.publicUrl();
  if (!links || url === undefined) return {};
  const link = { organization, question: question.id, person, id: hashed(organization, key).slice(0, 16) };
  const until = story.at + ANSWER_MS;
  const made = offeredIn(story, question).map(async ([offered]) => {
    const token = await answerToken(links.secret, { ...link, offered }, until);
    return [offered, `${url}${ANSWER_PATH}${token}`] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}

async function toCustomer(
  parts: MailParts,
  { organization, conversation: id }: Message,
  effect: ToCustomer,
  at: Instant,
): Promise<Made> {
  const { engine } = parts;
  const loaded = await engine.database.use((pool) => load(pool, organization, { at, conversation: id }));
  const conversation = loaded?.conversation?.state as Conversation | undefined;
  const versions = loaded && (await inForce(engine, organization, loaded, at));
  if (!conversation || !versions || 'refused' in versions)
    throw new Error('what this is about can not be looked at');
  const one = conversation.cases.find((other) => other.id === effect.case) ?? conversation.cases[0];
  const address = await addressOfCustomer(parts, organization, conversation, one?.request.customer);
  if (address === undefined) return undefined;
  const page = await pageOf(engine, { organization, conversation: id }, at);
  const { promise } = conversation;
  const shop = line(versions.organization.name);
  const mail = customerMail({
    book: versions.book,
    shop,
    words: effect.words,
    language: effect.language,
    matter: effect.matter,
    ...(promise && conversation.cases.some(isOpen) && { promised: promise.due }),
    zone: customerZone(versions.book, one?.request.time_zone),
    at,
    ...(page !== undefined && { page }),
    replies: parts.replyTo !== undefined,
  });
  return { mail, shop, to: { name: '', address }, thread: `${id} customer` };
}

/** The way to the customer's page, where the service can be reached. */
async function pageOf({ links }: Engine, about: CustomerPageLink, at: Instant): Promise<string | undefined> {
  const url = links?.publicUrl();
  return links && url !== undefined ? customerPageLink(links.secret, url, about, at + PAGE_MS) : undefined;
}

/** Where the customer likes to be written to; else where they wrote from. */
async function addressOfCustomer(
  { engine, standsIn }: MailParts,
  organization: string,
  { contact }: Conversation,
  customer: string | undefined,
): Promise<string | undefined> {
  const { email, channel } =
    customer === undefined ? {} : await preferencesOf(engine, organization, customer);
  // They like another channel, and it is connected.
  if (channel !== undefined && !isMail(channel) && !standsIn) return undefined;
  if (isAddress(email)) return email;
  return isMail(contact?.channel) && isAddress(contact?.address) ? contact.address : undefined;
}
