/** The service on the shop's people and book: real requests to a real port, as whomever. */
import { startHttp, type Http } from '../src/doors/http/server.ts';
import { tokenFor } from '../src/shell/tokens.ts';
import { officeNow, openOffice, type Office } from './office.ts';

export const SECRET = new Uint8Array(32).fill(7);
const HOUR_MS = 3_600_000;

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** What stands at a place of the JSON that came: `case.questions.0.id`; the whole where none is named. */
  at: (place?: string) => unknown;
};

export type Service = {
  office: Office;
  http: Http;
  /** Sends a request as a person; undefined: as nobody. A body that is text is sent as it is. */
  call: (
    as: string | undefined,
    request: `${string} /${string}`,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  token: (as: string, forMs?: number) => Promise<string>;
  close: () => Promise<void>;
};

/** Opens an office with the service at its door. */
export async function openService(options: Partial<Parameters<typeof startHttp>[1]> = {}): Promise<Service> {
  const office = await openOffice();
  const http = await startHttp(office.engine, { secret: SECRET, strict: true, ...options });
  const token: Service['token'] = (as, forMs = HOUR_MS) =>
    tokenFor({ organization: 'office', person: as }, SECRET, officeNow() + forMs);
  return {
    office,
    http,
    token,
    call: async (as, request, body, headers = {}) => {
      const [method = '', path = ''] = request.split(' ');
      const response = await fetch(`${http.address}${path}`, {
        method,
        headers: {
          ...(as !== undefined && { authorization: `Bearer ${await token(as)}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        at: (place = '') => partOf(text, place),
      };
    },
    close: async () => {
      await http.close();
      await office.close();
    },
  };
}

function partOf(text: string, place: string): unknown {
  let part = JSON.parse(text) as unknown;
  for (const key of place.split('.').filter((one) => one !== ''))
    part = (part as Record<string, unknown> | undefined)?.[key];
  return part;
}

/** A refund that Mia may grant up to 50 USD by herself. */
export const refund = (amount: string, more: object = {}): object => ({
  type: 'refund',
  customer: 'c-1',
  subject: `o-${amount}`,
  facts: {
    amount,
    'order.delivered': new Date(officeNow() - 9 * 24 * HOUR_MS).toISOString().slice(0, 10),
    'order.value': '300',
    identity_verified: true,
    category: 'lamp',
  },
  ...more,
});
