/** `/l/TOKEN` and `/c/TOKEN`: the pages behind links in mails. GET and HEAD show, POST answers. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnsweringParts } from '../../shell/links/answering.ts';
import { ANSWER_PATH, CUSTOMER_PAGE_PATH } from '../../shell/links/links.ts';
import { followCustomerPage, showCustomerPage, ZONE_COOKIE } from './customer-page.ts';
import { followLink, rendered, showLink, type Form, type Page } from './link-page.ts';

/** As many characters as a field takes, each of them in the longest way in which a form sends one, and room beside. */
const MOST_BYTES = 64 * 1024;
/** A wildcard, since links are longer than parameters may be. */
const URL = `${ANSWER_PATH}*`;

const KINDLY: Readonly<Record<number, string>> = {
  413: 'It is longer than we can take. Nothing was changed; please go back and shorten it.',
  429: 'This was asked for very often. Nothing was changed; please try again in a minute.',
};

type Called = FastifyRequest<{ Params: { '*': string } }>;

/** Adds the pages of links. */
export async function linkRoutes(app: FastifyInstance, parts: AnsweringParts): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Whoever opens a link reads a page, and no problem document; what is none of these is a fault, and answered as one.
    scope.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      const { statusCode = 500 } = error;
      const text = KINDLY[statusCode];
      if (text === undefined) throw error as Error;
      const blocks = [
        { kind: 'title' as const, text: 'Just a moment' },
        { kind: 'words' as const, text },
      ];
      return sent(reply, rendered(statusCode, formOf(request as Called), blocks));
    });
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MOST_BYTES },
      (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.get(URL, async (request: Called, reply) =>
      sent(reply, await showLink(parts, request.params['*'], formOf(request))),
    );
    scope.get(`${CUSTOMER_PAGE_PATH}*`, async (request: Called, reply) =>
      sent(
        reply,
        await showCustomerPage(parts, request.params['*'], request.url.endsWith('?done'), zoneOf(request)),
      ),
    );
    scope.post(`${CUSTOMER_PAGE_PATH}*`, async (request: Called, reply) => {
      const filled = (request.body ?? {}) as Record<string, string>;
      return sent(reply, await followCustomerPage(parts, request.params['*'], filled, zoneOf(request)));
    });
    scope.post(URL, async (request: Called, reply) => {
      const filled = (request.body ?? {}) as Record<string, string>;
      return sent(reply, await followLink(parts, request.params['*'], filled, formOf(request)));
    });
  });
}

const ZONE = new RegExp(`(?:^|; )${ZONE_COOKIE}=([\\w+-]{1,40}(?:%2F[\\w+-]{1,40}){0,3})(?:;|$)`);

/** The zone of the clock before a customer, as their browser has said it; what is no zone is read as none. */
function zoneOf({ headers }: Called): string | undefined {
  const found = ZONE.exec(headers.cookie ?? '');
  return found?.[1]?.replaceAll('%2F', '/');
}

/** Whoever takes plain text alone gets that: `sayso mailbox`. */
const formOf = ({ headers }: Called): Form => (headers.accept === 'text/plain' ? 'text' : 'html');

const sent = (reply: FastifyReply, { status, headers, body }: Page): FastifyReply =>
  reply.code(status).headers(headers).send(body);
