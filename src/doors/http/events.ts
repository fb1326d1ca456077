/** What happens, live: server-sent events that go on where they were broken off. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Event } from '../../core/cases/event.ts';
import { readBy } from '../../core/cases/read-command.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../../shell/engine.ts';
import { inForceKept, type InForce } from '../../shell/in-force.ts';
import type { Live } from '../../shell/live.ts';
import { ofReview, recordedWire } from '../../shell/operations/cases.ts';
import { workOf } from '../../shell/operations.ts';
import type { Work } from '../../shell/operations/implementation.ts';
import { conversationOfCase, headOf, type Recorded } from '../../shell/store/lists.ts';
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
/** So long one stream is open at the most. */
const MOST_MS = 30 * 60 * 1000;

const QUERY = z.strictObject({
  conversation: z.string().trim().min(1).max(200).optional(),
  case: z.string().trim().min(1).max(200).optional(),
});

/** Adds `GET /v1/events`. */
export function eventRoutes(app: FastifyInstance, parts: Parts): Streams {
  const open = new Set<ServerResponse>();
  let isOver = false;
  app.get('/v1/events', async (request, reply) => {
    // On a connection that is still open: it would keep the node from stopping.
    if (isOver) return sendProblem(reply, STOPPING);
    const asked = await askedFor(parts, request, open.size);
    if ('problem' in asked) return sendProblem(reply, asked.problem);
    reply.hijack();
    // Whoever left meanwhile is not heard to leave once more.
    if (reply.raw.destroyed) return undefined;
    parts.engine.observed.stream(1);
    reply.raw.on('close', () => parts.engine.observed.stream(-1));
    await stream(parts.live, asked, reply.raw, open);
    return undefined;
  });
  return {
    count: () => open.size,
    end: () => {
      isOver = true;
      for (const raw of open) raw.end();
    },
  };
}

type Asked = {
  work: Work;
  after: number;
  isMeant: (recorded: Recorded) => boolean;
  /** Of the whole organization, and not of one case or conversation. */
  isWhole: boolean;
  /** Until when the caller's token is good. */
  expires: Instant;
};

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
  const { case: one } = query.value;
  const of = one === undefined ? undefined : await conversationOfCase(engine, work.organization, one);
  if (one !== undefined && !of)
    return {
      problem: doorProblem(
        'unknown-case',
        `There is no case "${one}".`,
        'Look it up in the list of cases.',
        'case',
      ),
    };
  const meant = query.value.conversation ?? of?.id;
  const head = await headOf(engine, work.organization);
  return {
    work,
    // Known before it begins: whoever sees that it has begun misses nothing from then on.
    // A place that the ledger has not reached is of another ledger: nobody waits for it, and nobody else is kept waiting.
    after: Math.min(after ?? head, head),
    isWhole: meant === undefined,
    expires: found.expires,
    isMeant: ({ conversation, event }) =>
      conversation !== null &&
      !ofReview(event) &&
      (meant === undefined || conversation === meant) &&
      (one === undefined || event.case === one || event.case === null),
  };
}

const STOPPING = doorProblem(
  'stopping',
  'This node is being stopped.',
  'Follow again: another node takes it.',
);

const WRONG_PLACE = doorProblem(
  'wrong-header',
  'The header last-event-id is no place on the ledger.',
  'Send the id of the last event as it came, or leave it out.',
  'last-event-id',
);

/** Sends what happens until one of both ends it. */
async function stream(
  live: Live,
  { work, after, isMeant, isWhole, expires }: Asked,
  raw: ServerResponse,
  open: Set<ServerResponse>,
): Promise<void> {
  open.add(raw);
  let { inForce } = work;
  const beat = setInterval(() => send(': still here\n\n'), BEAT_MS);
  // Whoever follows comes back, and is looked at anew: their token, and whether they still work here.
  const over = setTimeout(() => raw.end(), Math.min(MOST_MS, expires - work.at));
  const ended = new Promise<void>((resolve) => {
    raw.on('close', () => {
      clearInterval(beat);
      clearTimeout(over);
      open.delete(raw);
      resolve();
    });
  });
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  const send = (text: string): void => {
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
    else if (!raw.destroyed) raw.write(text);
  };
  const hear = (recorded: Recorded): void => {
    if (isMeant(recorded)) send(eventText({ inForce }, recorded, isWhole));
    // What is about the whole organization may bring other people, and other names.
    if (recorded.conversation === null)
      void inForceNow(work).then((found) => {
        inForce = found ?? inForce;
        return undefined;
      });
  };
  const taken = (): Promise<unknown> =>
    raw.writableNeedDrain ? Promise.race([once(raw, 'drain'), ended]) : Promise.resolve();
  // The place where it begins, so that whoever is cut off before anything happens goes on from there.
  send(`retry: ${AGAIN_MS}\nid: ${after}\n\n`);
  try {
    const stop = await live.follow(work.organization, after, hear, taken);
    void ended.then(stop);
  } catch {
    // It can't be read now: whoever follows comes back, and goes on where they were.
    raw.destroy();
  }
}

/** Book and people of now; undefined: they can't be read now. */
const inForceNow = ({ engine, organization }: Work): Promise<InForce | undefined> =>
  inForceKept(engine, organization, engine.clock.now()).then(
    (found) => (found && 'book' in found ? found : undefined),
    () => undefined,
  );

/** What could be listed of a person: of the whole organization nobody hears who it was; a case's own record says it. */
const UNLISTED: ReadonlySet<Event['kind']> = new Set([
  'declined',
  'no agreed',
  'answer reopened',
  'over-promised',
  'question closed',
]);

type Texts = { inForce: InForce; whole?: string; part?: string };

/** Written once for all who follow, however many. */
const texts = new WeakMap<Recorded, Texts>();

function eventText(work: Pick<Work, 'inForce'>, recorded: Recorded, isWhole: boolean): string {
  const before = texts.get(recorded);
  const known: Texts =
    before?.inForce.organization === work.inForce.organization ? before : { inForce: work.inForce };
  texts.set(recorded, known);
  const name = isWhole ? 'whole' : 'part';
  return (known[name] ??= writtenText(work, recorded, isWhole));
}

function writtenText(work: Pick<Work, 'inForce'>, recorded: Recorded, isWhole: boolean): string {
  const { by, says, ...happened } = recordedWire(work, recorded);
  const told = isWhole && UNLISTED.has(recorded.event.kind) ? {} : { by, says };
  const data = {
    conversation: recorded.conversation,
    ...happened,
    ...told,
    concerns: isWhole && UNLISTED.has(recorded.event.kind) ? [] : concerned(recorded.event),
  };
  return `id: ${recorded.sequence}\nevent: happened\ndata: ${JSON.stringify(data)}\n\n`;
}

const OF_PEOPLE = ['asker', 'owner', 'person', 'from', 'to'] as const;

/** Whose lists may have changed by it: who did it, who is asked, who takes over from whom. */
function concerned(event: Event): string[] {
  const named = OF_PEOPLE.map((key) => (event as Partial<Record<string, unknown>>)[key]);
  const ids = [event.by, ...named].filter((id) => typeof id === 'string' && !id.startsWith('@'));
  return [...new Set(ids as string[])];
}

/** The place on the ledger that was seen last; undefined: from now on. */
function lastSeen(header: string | string[] | undefined): number | undefined | 'wrong' {
  if (header === undefined || header === '') return undefined;
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header)) return 'wrong';
  return Number(header);
}
