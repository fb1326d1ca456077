/** Requests, told to whoever counts and logs them: by operation, never by path, for a path holds ids and tokens. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Engine } from '../../shell/engine.ts';
import type { RequestSeen } from '../../shell/observed/log.ts';

type Seen = Partial<Pick<RequestSeen, 'operation' | 'organization' | 'problem' | 'cause'>>;

const seen = new WeakMap<FastifyRequest, Seen>();

/** Keeps what is known of a request until it is answered. */
export const note = (request: FastifyRequest, more: Seen): void => {
  seen.set(request, { ...seen.get(request), ...more });
};

/** A UUID or other hexadecimal digits: nothing that names anybody, for it is logged. */
const THEIR_ID = /^[0-9a-f][0-9a-f-]{7,63}$/i;

/** The caller's id for the request, where it is one; else a new one. It stands on the answer and in the log. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const theirs = headers['x-request-id'];
  if (typeof theirs === 'string' && THEIR_ID.test(theirs)) return theirs;
  // A UUID comes from random bytes that are kept in store: cheaper than some for each request.
  return randomUUID().replaceAll('-', '').slice(0, 16);
}

/** Has every request counted and logged when it is answered, and its id on the answer. */
export function observeRequests(app: FastifyInstance, engine: Engine): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    engine.observed.request({
      operation: request.routeOptions.url ?? 'nothing',
      ...seen.get(request),
      status: reply.statusCode,
      ms: reply.elapsedTime,
      request: request.id,
    });
    done();
  });
}

/** Surrounds what answers a request to an operation; its trace is one with the caller's, where they send theirs. */
export function answering<T>(
  { observed }: Engine,
  request: FastifyRequest,
  operation: string,
  work: () => Promise<T>,
): Promise<T> {
  const { traceparent } = request.headers;
  return observed.answering(operation, typeof traceparent === 'string' ? traceparent : undefined, () => {
    const cause = observed.cause();
    note(request, { operation, ...(cause !== undefined && { cause }) });
    return work();
  });
}
