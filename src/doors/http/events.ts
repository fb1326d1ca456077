/** What happens, live: server-sent events that go on where they were broken off. */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readBy } from '../../core/cases/read-command.ts';
import type { Engine } from '../../shell/engine.ts';
import type { Live } from '../../shell/live.ts';
import { ofReview, recordedWire } from '../../shell/operations/cases.ts';
import { workOf } from '../../shell/operations.ts';
import type { Work } from '../../shell/operations/implementation.ts';
import type { Recorded } from '../../shell/store/lists.ts';
import type { Tokens } from '../../shell/tokens.ts';
import { callerOf } from './caller.ts';
import { doorProblem, problemBody, sendProblem, type ProblemBody } from './problem.ts';

export type Streams = {
  count: () => number;
  /** Ends all; those who follow come back, perhaps to another node. */
  end: () => void;
};

type Parts = { engine: Engine; tokens: Tokens; live: Live; most: number };

const BEAT_MS = 15_000;
/** Who reads so slowly that this much waits for them is let go of; they go on where they were. */
const MOST_WAITING_BYTES = 1024 * 1024;
const AGAIN_MS = 1000;

const QUERY = z.strictObject({
  conversation: z.string().trim().min(1).max(200).optional(),
  case: z.string().trim().min(1).max(200).optional(),
});

/** Adds `GET /v1/events`. */
export function eventRoutes(app: FastifyInstance, parts: Parts): Streams {
  const open = new Set<ServerResponse>();
  app.get('/v1/events', async (request, reply) => {
    const asked = await askedFor(parts, request, open.size);
    if ('problem' in asked) return sendProblem(reply, asked.problem);
    reply.hijack();
    parts.engine.observed.stream(1);
    reply.raw.on('close', () => parts.engine.observed.stream(-1));
    await stream(parts.live, asked, reply.raw, open);
  });
  return {
    count: () => open.size,
    end: () => {
      for (const raw of open) raw.end();
    },
  };
}

type Asked = { work: Work; after: number | undefined; isMeant: (recorded: Recorded) => boolean };

/** What of the ledger is to be followed, and from where; or why it can't be. */
async function askedFor(
  { engine, tokens, most }: Parts,
  request: FastifyRequest,
  open: number,
): Promise<Asked | { problem: ProblemBody }> {
  const found = await callerOf(request, tokens, engine.clock.now());
  if ('problem' in found) return found;
  // The link to a customer's page is a token too, and what happens is for colleagues.
  if (found.caller.by.kind === 'customer')
    return {
      problem: doorProblem('not-for-customers', 'That is not for customers.', 'Ask whoever serves you.'),
    };
  const query = readBy(QUERY, 'the query', { ...(request.query as object) });
  if ('problems' in query) return { problem: problemBody(query.problems) };
  const after = lastSeen(request.headers['last-event-id']);
  if (after === 'wrong') return { problem: WRONG_PLACE };
  if (open >= most)
    return {
      problem: doorProblem(
        'too-many-streams',
        'This node follows no more streams.',
        'Close streams that nobody reads.',
      ),
    };
  const work = await workOf(engine, found.caller);
  if ('problems' in work) return { problem: problemBody(work.problems) };
  const { conversation: meant, case: one } = query.value;
  return {
    work,
    after,
    isMeant: ({ conversation, event }) =>
      conversation !== null &&
      !ofReview(event) &&
      (meant === undefined || conversation === meant) &&
      (one === undefined || event.case === one || event.case === null),
  };
}

const WRONG_PLACE = doorProblem(
  'wrong-header',
  'The header last-event-id is no place on the ledger.',
  'Send the id of the last event as it came, or leave it out.',
  'last-event-id',
);

/** Sends what happens until one of both ends it. */
async function stream(
  live: Live,
  { work, after, isMeant }: Asked,
  raw: ServerResponse,
  open: Set<ServerResponse>,
): Promise<void> {
  open.add(raw);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${AGAIN_MS}\n\n`);
  const send = (text: string): void => {
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
    else if (!raw.destroyed) raw.write(text);
  };
  const beat = setInterval(() => send(': still here\n\n'), BEAT_MS);
  const stop = await live.follow(work.organization, after, (recorded) => {
    if (isMeant(recorded)) send(eventText(work, recorded));
  });
  const end = (): void => {
    clearInterval(beat);
    open.delete(raw);
    stop();
  };
  if (raw.destroyed) end();
  else raw.on('close', end);
}

const eventText = (work: Work, recorded: Recorded): string =>
  `id: ${recorded.sequence}\nevent: happened\ndata: ${JSON.stringify({ conversation: recorded.conversation, ...recordedWire(work, recorded) })}\n\n`;

/** The place on the ledger that was seen last; undefined: from now on. */
function lastSeen(header: string | string[] | undefined): number | undefined | 'wrong' {
  if (header === undefined || header === '') return undefined;
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header)) return 'wrong';
  return Number(header);
}
