/** ETags of what is looked at: sent back as `if-none-match`, what did not change is not sent again. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Adds an etag to every answer of JSON to a look, and answers 304 where the caller has it. An operation on a case has set its
 * version before; what was read also hangs on the book, the time and the caller, so a hash of it stands behind the version.
 */
export function etags(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const isLook = request.method === 'GET' || request.method === 'HEAD';
    const type = String(reply.getHeader('content-type') ?? '');
    if (
      !isLook ||
      reply.statusCode !== 200 ||
      typeof payload !== 'string' ||
      !type.startsWith('application/json')
    ) {
      done(null, payload);
      return;
    }
    const version = /^"(\d+)"$/.exec(String(reply.getHeader('etag') ?? ''))?.[1];
    const told = version === undefined ? payload : withoutInstant(payload);
    const hash = createHash('sha256').update(told).digest('base64url').slice(0, 16);
    const tag = version === undefined ? `"${hash}"` : `"${version}-${hash}"`;
    reply.header('etag', tag);
    if (!hasIt(request, tag)) {
      done(null, payload);
      return;
    }
    reply.code(304).removeHeader('content-length').removeHeader('content-type');
    done(null, '');
  });
}

/** A case is decided anew for each look. When that was is no change: only what came of it is. */
const withoutInstant = (payload: string): string =>
  JSON.stringify(JSON.parse(payload), (key, value: unknown) =>
    key === 'decision' && typeof value === 'object' ? { ...value, at: undefined } : value,
  );

/** Weak comparison, as RFC 9110 has it for looking. */
const hasIt = ({ headers }: FastifyRequest, tag: string): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((one) => {
    const known = one.trim().replace(/^W\//, '');
    return known === tag || known === '*';
  });
