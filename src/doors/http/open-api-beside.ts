/** What the OpenAPI document says of what stands beside the operations: live events, what watches a node, and problems. */
import type { Shape } from '../../contract/shapes.ts';
import { PROBLEMS } from '../../contract/problems.ts';
import type { OpenApi } from './open-api.ts';

/** Paths and named shapes of everything that is no operation. */
export const besideOperations = (): { paths: OpenApi['paths']; schemas: Record<string, Shape> } => ({
  paths: { '/v1/events': { get: EVENTS }, '/v1/sign-in': SIGN_IN, ...WATCHING },
  schemas: { Problem: PROBLEM, LiveEvent: LIVE_EVENT },
});

const text = (description: string): Shape => ({ type: 'string', description });

const ONE_PROBLEM: Record<string, Shape> = {
  code: text('Which problem: it stays the same.'),
  path: text('Where in what was sent; empty: all of it.'),
  message: text('What is wrong.'),
  mend: text('What helps.'),
};

const PROBLEM: Shape = {
  type: 'object',
  description: 'What is wrong, where, and how to mend it (RFC 9457).',
  properties: {
    type: text('Where the code is explained, from the root of the service.'),
    title: text('What the code means.'),
    status: { type: 'integer' },
    detail: text('What is wrong.'),
    instance: text('The id of the request, for whoever looks into it.'),
    code: { type: 'string', enum: Object.keys(PROBLEMS).toSorted() },
    path: text('Where in what was sent; empty: all of it.'),
    mend: text('What helps.'),
    problems: {
      type: 'array',
      description: 'All that is wrong, the first one included.',
      items: { type: 'object', properties: ONE_PROBLEM, required: Object.keys(ONE_PROBLEM) },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'path', 'mend', 'problems'],
};

const LIVE_EVENT: Shape = {
  description: 'Something that happened, with its conversation; the `data` of an event of the stream.',
  type: 'object',
  properties: {
    conversation: { type: 'string' },
    sequence: { type: 'integer', description: 'Its place on the ledger.' },
    at: { type: 'string', format: 'date-time' },
    kind: { type: 'string' },
    case: { type: ['string', 'null'] },
    by: { $ref: '#/components/schemas/Who' },
    says: text('What happened, in a sentence for colleagues.'),
    concerns: {
      type: 'array',
      items: { type: 'string' },
      description:
        'Whose own lists (my cases, my inbox) may have changed by it, by id. Of a no in a stream of the whole organization nobody is named.',
    },
  },
  required: ['conversation', 'sequence', 'at', 'kind', 'case', 'concerns'],
};

const problem = (...statuses: number[]): Record<string, object> =>
  Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]),
  );

const query = (name: string, description: string): object => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string', maxLength: 200 },
});

const EVENTS = {
  operationId: 'events',
  summary: 'What happens, live: server-sent events that go on where they were broken off',
  tags: ['events'],
  parameters: [
    query('conversation', 'Only of this conversation.'),
    query('case', 'Only of this case.'),
    {
      name: 'Last-Event-ID',
      in: 'header',
      required: false,
      description: 'The id of the last event that was seen; from now on when left out.',
      schema: { type: 'string', pattern: '^\\d{1,15}$' },
    },
  ],
  responses: {
    '200': {
      description:
        'Frames `id: SEQUENCE`, `event: happened`, `data: {…}` (LiveEvent); a comment every 15 seconds. Of the whole organization a no names nobody: its case says who it was. A stream ends after half an hour, or with the token.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    ...problem(400, 401, 403, 404, 409, 422, 429, 503),
  },
} as unknown as OpenApi['paths'][string][string];

/** Of a node; nobody needs a token for them. */
const watched = (
  operationId: string,
  summary: string,
  responses: Record<string, object>,
  parameters?: object[],
): OpenApi['paths'][string] => ({
  get: {
    operationId,
    summary,
    tags: ['node'],
    security: [],
    ...(parameters && { parameters }),
    responses,
  } as unknown as OpenApi['paths'][string][string],
});

const answer = (description: string, type: string, schema: Shape): object => ({
  description,
  content: { [type]: { schema } },
});

const READY: Shape = {
  type: 'object',
  properties: { ready: { type: 'boolean' }, because: { type: 'string' } },
  required: ['ready'],
};

const PERSON: Shape = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    kind: { type: 'string', enum: ['person', 'ai agent'] },
    unit: { type: ['string', 'null'] },
    grade: { type: ['string', 'null'] },
    manager: { type: ['string', 'null'] },
  },
  required: ['id', 'name', 'kind', 'unit', 'grade', 'manager'],
};

const SIGN_IN = {
  get: {
    operationId: 'sign-in.ways',
    summary: 'How one signs in here; at a demo, who one can be',
    tags: ['sign-in'],
    security: [],
    responses: {
      '200': answer('The ways.', 'application/json', {
        type: 'object',
        properties: {
          ways: { type: 'array', items: { type: 'string', enum: ['demo', 'token'] } },
          organization: { type: 'string' },
          people: { type: 'array', items: PERSON },
        },
        required: ['ways'],
      }),
    },
  },
  post: {
    operationId: 'sign-in',
    summary: 'Be somebody at a demo, which is on this machine alone',
    tags: ['sign-in'],
    security: [],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object', properties: { person: { type: 'string' } }, required: ['person'] },
        },
      },
    },
    responses: {
      '200': answer('A token.', 'application/json', {
        type: 'object',
        properties: {
          token: { type: 'string' },
          expires_at: { type: 'string', format: 'date-time' },
          person: PERSON,
        },
        required: ['token', 'expires_at', 'person'],
      }),
      ...problem(400, 403, 404, 422, 429),
    },
  },
} as unknown as OpenApi['paths'][string];

const WATCHING: OpenApi['paths'] = {
  '/healthz': watched('node.alive', 'Whether the node lives', {
    '200': answer('It does.', 'application/json', {
      type: 'object',
      properties: { alive: { const: true } },
      required: ['alive'],
    }),
  }),
  '/readyz': watched('node.ready', 'Whether the node takes requests', {
    '200': answer('It does.', 'application/json', READY),
    '503': answer('It does not, and why.', 'application/json', READY),
  }),
  '/metrics': watched('node.metrics', 'What the node counts (docs/reference/metrics.md)', {
    '200': answer('As Prometheus reads it.', 'text/plain', { type: 'string' }),
  }),
  '/openapi.json': watched('node.openapi', 'This document', {
    '200': answer('OpenAPI 3.1.', 'application/json', { type: 'object' }),
  }),
  '/problems/{code}': watched(
    'node.problem',
    "What a problem's code means",
    {
      '200': answer('In words.', 'text/plain', { type: 'string' }),
      '404': answer('There is no such code.', 'text/plain', { type: 'string' }),
    },
    [{ name: 'code', in: 'path', required: true, schema: { type: 'string' } }],
  ),
};
