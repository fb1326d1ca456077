/** Signed tokens that name a caller, until there is a full sign-in: `sayso token --as PERSON` makes them. */
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Instant } from '../core/words/time.ts';
import { readCustomerPageToken, type CustomerPageLink } from './links/links.ts';

/** Who calls: a person or AI agent of an organization. */
export type Bearer = { organization: string; person: string };

export type Checked =
  | { bearer: Bearer | CustomerPageLink; expires: Instant }
  | { wrong: 'expired' | 'not-ours' };

/** No other thing that is signed with the same secret can be taken for a token. */
const AUDIENCE = 'sayso caller';
const ALGORITHM = 'HS256';

/** A token for a caller, good until an instant. */
export const tokenFor = (
  { organization, person }: Bearer,
  secret: Uint8Array,
  until: Instant,
): Promise<string> =>
  new SignJWT({ org: organization })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(person)
    .setAudience(AUDIENCE)
    .setExpirationTime(Math.floor(until / 1000))
    .sign(secret);

const MOST_KEPT = 10_000;

/** Checks tokens; those that were right are remembered until they expire, for every request brings one. */
export class Tokens {
  private readonly secret: Uint8Array;
  private readonly known = new Map<string, Exclude<Checked, { wrong: unknown }>>();

  constructor(secret: Uint8Array) {
    this.secret = secret;
  }

  /** Whom a token names, when it is one. */
  check(token: string, at: Instant): Checked | Promise<Checked> {
    const known = this.known.get(token);
    if (!known) return this.verify(token, at);
    if (at < known.expires) return known;
    this.known.delete(token);
    return { wrong: 'expired' };
  }

  private async verify(token: string, at: Instant): Promise<Checked> {
    try {
      const { payload } = await jwtVerify(token, this.secret, {
        audience: AUDIENCE,
        algorithms: [ALGORITHM],
        requiredClaims: ['sub', 'exp', 'org'],
        currentDate: new Date(at),
      });
      const { sub, exp, org } = payload;
      if (typeof sub !== 'string' || typeof org !== 'string') return { wrong: 'not-ours' };
      const found = { bearer: { organization: org, person: sub }, expires: (exp ?? 0) * 1000 };
      const [oldest] = this.known.keys();
      if (this.known.size >= MOST_KEPT && oldest !== undefined) this.known.delete(oldest);
      this.known.set(token, found);
      return found;
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { wrong: 'expired' };
      return this.verifyPage(token, at);
    }
  }

  /** The link to a customer's page names the customer of that conversation. */
  private async verifyPage(token: string, at: Instant): Promise<Checked> {
    const read = await readCustomerPageToken(this.secret, token, at);
    if ('wrong' in read) return { wrong: read.wrong === 'expired' ? 'expired' : 'not-ours' };
    // It is not remembered: a page is looked at now and then.
    return { bearer: read.link, expires: at };
  }
}
