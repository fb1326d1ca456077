/**
 * Signed links in messages: each is for one thing only, and until an instant. A link can't be taken for a caller's token
 * or for a link to something else: every purpose has a key and an audience of its own.
 */
import { createHmac } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { OFFERED, type Offered } from '../../core/cases/answers.ts';
import type { Instant } from '../../core/words/time.ts';

/** What links are made with. */
export type LinkParts = {
  secret: Uint8Array;
  /** Where customers and colleagues reach the service; undefined: nobody has said. */
  publicUrl: () => string | undefined;
};

/** Lets a person answer one question, once. */
export type AnswerLink = {
  organization: string;
  /** By its id, `<case>/q<number>`. */
  question: string;
  person: string;
  /** What it offers first; whatever is answered uses up all links with its id. */
  offered: Offered;
  id: string;
};

/** Shows a customer where their conversation's cases stand. */
export type CustomerPageLink = { organization: string; conversation: string };

export type Read<T> =
  | { link: T }
  /** With what it was for, where it was ours. */
  | { wrong: 'expired'; link: T }
  | { wrong: 'not ours' };

/** Where the service shows what a link is for. */
export const ANSWER_PATH = '/l/';
export const CUSTOMER_PAGE_PATH = '/c/';

const ALGORITHM = 'HS256';
/** Short: they stand in every link. */
const ANSWER = 'answer';
const CUSTOMER_PAGE = 'page';

const keyFor = (secret: Uint8Array, audience: string): Uint8Array =>
  createHmac('sha256', secret).update(`sayso link: ${audience}`).digest();

type Claims = Readonly<Record<string, string>>;

const signed = (secret: Uint8Array, audience: string, claims: Claims, until: Instant): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: ALGORITHM })
    .setAudience(audience)
    .setExpirationTime(Math.floor(until / 1000))
    .sign(keyFor(secret, audience));

const MOST_TOKEN = 4000;

async function read(
  secret: Uint8Array,
  audience: string,
  token: string,
  at: Instant,
): Promise<Read<Record<string, unknown>>> {
  if (token.length > MOST_TOKEN) return { wrong: 'not ours' };
  try {
    const { payload } = await jwtVerify(token, keyFor(secret, audience), {
      audience,
      algorithms: [ALGORITHM],
      requiredClaims: ['exp'],
      currentDate: new Date(at),
    });
    return { link: payload };
  } catch (error) {
    // Its signature was right: that comes first.
    if (error instanceof errors.JWTExpired && error.payload['aud'] === audience)
      return { wrong: 'expired', link: error.payload };
    return { wrong: 'not ours' };
  }
}

/** The token of a link to answer, good until an instant. */
export const answerToken = (secret: Uint8Array, link: AnswerLink, until: Instant): Promise<string> => {
  const { organization, question, person, offered, id } = link;
  const claims = { org: organization, q: question, for: person, say: offered, jti: id };
  return signed(secret, ANSWER, claims, until);
};

/** Reads the token of a link to answer. */
export async function readAnswerToken(
  secret: Uint8Array,
  token: string,
  at: Instant,
): Promise<Read<AnswerLink>> {
  const found = await read(secret, ANSWER, token, at);
  if (!('link' in found)) return found;
  const { org, q, for: person, say, jti } = found.link;
  const offered = OFFERED.find((each) => each === say);
  const texts = [org, q, person, jti];
  if (!texts.every((text) => typeof text === 'string') || !offered) return { wrong: 'not ours' };
  const [organization = '', question = '', who = '', id = ''] = texts;
  const link: AnswerLink = { organization, question, person: who, offered, id };
  return 'wrong' in found ? { wrong: 'expired', link } : { link };
}

/** The address of a customer's page, good until an instant. */
export const customerPageLink = async (
  secret: Uint8Array,
  publicUrl: string,
  { organization, conversation }: CustomerPageLink,
  until: Instant,
): Promise<string> => {
  const token = await signed(secret, CUSTOMER_PAGE, { org: organization, conv: conversation }, until);
  return `${publicUrl}${CUSTOMER_PAGE_PATH}${token}`;
};

/** Reads the token of a customer's page. */
export async function readCustomerPageToken(
  secret: Uint8Array,
  token: string,
  at: Instant,
): Promise<Read<CustomerPageLink>> {
  const found = await read(secret, CUSTOMER_PAGE, token, at);
  if (!('link' in found)) return found;
  const { org, conv } = found.link;
  if (typeof org !== 'string' || typeof conv !== 'string') return { wrong: 'not ours' };
  const link = { organization: org, conversation: conv };
  return 'wrong' in found ? { wrong: 'expired', link } : { link };
}
