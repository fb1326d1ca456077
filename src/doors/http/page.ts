/**
 * The web page: files that were built, and the documents that load them. Every address that a browser goes to and nothing
 * else answers shows the page; what stands there, the page's own router knows. A document is never kept, since it carries
 * the nonce of its response; the files behind it carry their hash in their name and are kept for good.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export type PageParts = {
  /** Where the built files are. */
  folder: string;
  /** Who may show the side panel in a frame: origins such as `https://help.example`. */
  embedOrigins: readonly string[];
  /** The demo's own helpdesk is there, which shows the side panel too. */
  isDemo: boolean;
};

/** The built documents write this where the nonce of the response belongs (web/vite.config.ts). */
const NONCE = '__NONCE__';
const NONCE_BYTES = 18;
/** And this in the panel's, where it hears whom it listens to. */
const ORIGINS = '__EMBED_ORIGINS__';
const YEAR_S = 365 * 24 * 60 * 60;

type Document = 'index' | 'embed' | 'helpdesk';

/** What a browser goes to; undefined: the address is nobody's business but the service's. */
export type Page = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

/** Adds the page's files, and answers what shows its documents. */
export async function servePage(app: FastifyInstance, parts: PageParts): Promise<Page> {
  await app.register(fastifyStatic, {
    root: path.join(parts.folder, 'assets'),
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: YEAR_S * 1000,
    cacheControl: true,
    preCompressed: true,
    decorateReply: false,
    setHeaders: (response) => {
      response.header('cross-origin-resource-policy', 'same-origin');
    },
  });
  const documents = new Map<Document, string>();
  for (const name of ['index', 'embed', 'helpdesk'] as const) {
    const file = path.join(parts.folder, `${name}.html`);
    if (existsSync(file)) documents.set(name, readFileSync(file, 'utf8'));
  }
  return (request, reply) => {
    const name = documentFor(request, parts.isDemo);
    const text = name && documents.get(name);
    if (name === undefined || text === undefined) return undefined;
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    return reply
      .code(200)
      .headers(headersFor(name, nonce, parts))
      .type('text/html; charset=utf-8')
      .send(text.replaceAll(NONCE, nonce).replace(ORIGINS, originsFor(request, parts).join(' ')));
  };
}

function documentFor({ method, url, headers }: FastifyRequest, isDemo: boolean): Document | undefined {
  const [address = ''] = url.split('?');
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  // Whoever wants JSON there is told that there is nothing.
  if (!(headers.accept ?? '').includes('text/html')) return undefined;
  if (/^\/(?:v1|assets|problems)(?:\/|$)/.test(address) || /\.[a-z]+$/.test(address)) return undefined;
  if (address === '/embed') return 'embed';
  if (address === '/helpdesk' && isDemo) return 'helpdesk';
  return 'index';
}

/** Whom the panel listens to; in the demo its own origin too, where the helpdesk of the demo is. */
const originsFor = ({ protocol, host }: FastifyRequest, { embedOrigins, isDemo }: PageParts): string[] => [
  ...embedOrigins,
  ...(isDemo && /^[\w.:[\]-]+$/.test(host) ? [`${protocol}://${host}`] : []),
];

function headersFor(
  name: Document,
  nonce: string,
  { embedOrigins, isDemo }: PageParts,
): Record<string, string> {
  const framedBy = name === 'embed' ? [...(isDemo ? ["'self'"] : []), ...embedOrigins] : [];
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // The interface's parts bring style elements of their own, which carry the nonce of this response.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src ${name === 'helpdesk' ? "'self'" : "'none'"}`,
    `frame-ancestors ${framedBy.length === 0 ? "'none'" : framedBy.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return {
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'x-robots-tag': 'noindex, nofollow',
  };
}
