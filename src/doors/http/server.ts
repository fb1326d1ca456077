/** The HTTP door: routes made of the table of operations, live events, and what watches a node. It holds no rules. */
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { operations } from '../../contract/operations.ts';
import { routeOf, type Operation } from '../../contract/operation.ts';
import type { OperationName } from '../../contract/operations.ts';
import type { Engine } from '../../shell/engine.ts';
import { startLive } from '../../shell/live.ts';
import { carryOut } from '../../shell/operations.ts';
import { Tokens } from '../../shell/tokens.ts';
import { callerOf, conditionsOf } from './caller.ts';
import { eventRoutes, type Streams } from './events.ts';
import { etags } from './etag.ts';
import { problemOf } from './faults.ts';
import { answerNoRequest, guard } from './guard.ts';
import { inTime } from './in-time.ts';
import { inputReader } from './input.ts';
import { notFound } from './not-found.ts';
import { answering, note, observeRequests, requestId } from './observe.ts';
import { linkRoutes } from './link-routes.ts';
import { servePage } from './page.ts';
import { problemBody, sendProblem } from './problem.ts';
import { saidHere } from './said-here.ts';
import { signInRoutes } from './sign-in.ts';
import { watchRoutes } from './watch.ts';

export type HttpOptions = {
  /** Of the installation: signs and checks tokens. */
  secret: Uint8Array;
  /** Where it listens; loopback when left out. */
  host?: string;
  /** 0: any that is free. */
  port?: number;
  /** Where customers and colleagues reach the service, for links; its own address when left out. */
  publicUrl?: string;
  /** The most that a body may have, in bytes, unless an operation says otherwise. */
  mostBytes?: number;
  /** How many requests a caller may send in a minute. */
  mostPerMinute?: number;
  /** How many streams one node keeps open. */
  mostStreams?: number;
  /** The web page; left out: there is none. */
  page?: { folder: string; embedOrigins: readonly string[] };
  /** This is the demo of an organization: whoever is at this machine may be anybody in it. */
  demo?: string;
  /** Answers are held against their schemas: for tests. */
  strict?: boolean;
  /** Hears of faults that are ours. */
  onFault?: (error: unknown, what: string) => void;
};

export type Http = {
  /** `http://127.0.0.1:4747` */
  address: string;
  app: FastifyInstance;
  /** From now on this node says that it is not ready; nothing else changes. */
  drain: () => void;
  /** Takes no more connections, finishes requests, and ends streams. */
  close: () => Promise<void>;
};

const MOST_BYTES = 1024 * 1024;
const MOST_PER_MINUTE = 6000;
const MOST_STREAMS = 5000;
const MOST_PATH = 300;
/** A caller who is slower than this with a request is let go of. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;

/** Starts to listen. */
export async function startHttp(engine: Engine, options: HttpOptions): Promise<Http> {
  const tokens = new Tokens(options.secret);
  const live = startLive(engine, (error, what) => {
    engine.observed.fault(error, { where: 'live events' });
    options.onFault?.(error, what);
  });
  const state = { draining: false };
  const answerFault: AnswerFault = (error, request, reply) => {
    const { body, ours } = problemOf(error);
    if (ours) engine.observed.fault(error, { where: 'request', request: request.id });
    if (ours) options.onFault?.(error, `${request.method} ${request.routeOptions?.url ?? 'somewhere'}`);
    if (body.status === 503) reply.header('retry-after', '1');
    return sendProblem(reply, body);
  };
  const app = newApp(options, answerFault);
  observeRequests(app, engine);
  // When it is sent: what began before is let go of too.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (state.draining) reply.header('connection', 'close');
    done(null, payload);
  });
  guard(app);
  etags(app);
  await app.register(rateLimit, {
    max: options.mostPerMinute ?? MOST_PER_MINUTE,
    timeWindow: '1 minute',
    // Each caller by who they are; whoever shows no token that is ours, by where they call from: made-up ones gain nothing.
    keyGenerator: (request) => countedAs(request, tokens, engine.clock.now()),
    allowList: ({ url }) => url === '/healthz' || url === '/readyz' || url === '/metrics',
  });
  const page =
    options.page && (await servePage(app, { ...options.page, isDemo: options.demo !== undefined }));
  app.setNotFoundHandler((request, reply) => page?.(request, reply) ?? notFound(request, reply));
  for (const [name, operation] of operations())
    addRoute(app, engine, tokens, name, operation, options.strict);
  const streams: Streams = eventRoutes(app, {
    engine,
    tokens,
    live,
    most: options.mostStreams ?? MOST_STREAMS,
  });
  await linkRoutes(app, { engine, secret: options.secret });
  signInRoutes(app, { engine, secret: options.secret, demo: options.demo });
  watchRoutes(app, { engine, isDraining: () => state.draining });
  const close = async (): Promise<void> => {
    state.draining = true;
    streams.end();
    await app.close();
    await live.close();
  };
  let address: string;
  try {
    address = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  } catch (error) {
    // What listens to the database would keep it from being closed.
    await close();
    throw error;
  }
  engine.links ??= { secret: options.secret, publicUrl: () => options.publicUrl ?? address };
  return {
    address,
    app,
    drain: () => {
      state.draining = true;
    },
    close,
  };
}

type AnswerFault = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

function newApp({ mostBytes = MOST_BYTES }: HttpOptions, answerFault: AnswerFault): FastifyInstance {
  const app = Fastify({
    bodyLimit: mostBytes,
    requestTimeout: REQUEST_MS,
    http: { headersTimeout: HEADERS_MS },
    genReqId: requestId,
    // Who has a connection that is still open is answered once more, and told to open another one elsewhere.
    return503OnClosing: false,
    clientErrorHandler: answerNoRequest,
    routerOptions: { maxParamLength: MOST_PATH },
    // What is under way is finished; connections that only wait are closed.
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => {
      answerFault(error, request, reply);
    },
  });
  app.setErrorHandler(answerFault);
  return app;
}

/** Under which every operation stands. */
export const BASE = '/v1';

/** `/cases/{case}` as Fastify writes it. */
const urlOf = (path: string): string => `${BASE}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;

function addRoute(
  app: FastifyInstance,
  engine: Engine,
  tokens: Tokens,
  name: OperationName,
  operation: Operation,
  strict = false,
): void {
  const { method, path } = routeOf(operation);
  const read = inputReader(operation);
  app.route({
    method,
    url: urlOf(path),
    ...(operation.mostBytes !== undefined && { bodyLimit: operation.mostBytes }),
    handler: (request, reply) =>
      answering(engine, request, name, async () => {
        const found = await callerOf(request, tokens, engine.clock.now());
        if ('problem' in found) return sendProblem(reply, found.problem);
        note(request, { organization: found.caller.organization });
        const conditions = conditionsOf(request, operation);
        if ('problem' in conditions) return sendProblem(reply, conditions.problem);
        const sent = read(request);
        if ('problem' in sent) return sendProblem(reply, sent.problem);
        const caller = { ...found.caller, ...conditions };
        const done = await inTime(carryOut(engine, caller, name, sent.input));
        if ('problems' in done) return sendProblem(reply, problemBody(done.problems));
        if (strict) operation.output.parse(done.output);
        if (done.version !== undefined) reply.header('etag', `"${done.version}"`);
        if (wasReplayed(done.output)) reply.header('idempotency-replayed', 'true');
        return reply.code(name === 'case.open' ? 201 : 200).send(withMends(done.output));
      }),
  });
}

type Able = { because?: { mend: string } };
type Capable = { capabilities: readonly Able[]; next_step?: Able | null };

/** What a caller may not do says how to mend it, in the words of this door. */
function withMends(output: object): object {
  if (!('capabilities' in output)) return output;
  const { capabilities, next_step: next, ...rest } = output as Capable;
  return {
    ...rest,
    capabilities: capabilities.map(withMend),
    ...(next !== undefined && { next_step: next && withMend(next) }),
  };
}

const withMend = ({ because, ...one }: Able): Able => ({
  ...one,
  ...(because && { because: { ...because, mend: saidHere(because.mend) } }),
});

/** It was carried out before, under the same idempotency key. */
const wasReplayed = (output: object): boolean => 'replayed' in output && output.replayed === true;

/** Whose requests are counted together. */
async function countedAs(request: FastifyRequest, tokens: Tokens, at: number): Promise<string> {
  const called = await callerOf(request, tokens, at);
  return 'caller' in called ? JSON.stringify(called.caller) : request.ip;
}
