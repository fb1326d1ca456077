/** May I, who can, what may I at all: asked without a case. */
import { z } from 'zod';
import { instant } from '../../core/cases/command.ts';
import { operation } from '../operation.ts';
import { OF_REQUESTS } from '../problems.ts';
import { candidateOut, decisionOut } from '../wire/decision.ts';
import { DECIDED, REQUEST_SENT } from './examples.ts';

/** A request as `decide` reads it: docs/reference/request.md. What it says of other fields is listed as ignored. */
const requestIn = z.looseObject({}).meta({
  description:
    'The request: its type, or what the customer asks for in their words; facts, customer, subject, need … (docs/reference/request.md).',
  examples: [REQUEST_SENT],
});
const as = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .meta({ description: 'For whom, by id; the caller when left out.', examples: ['mia'] })
  .optional();
const language = z
  .string()
  .trim()
  .min(2)
  .max(20)
  .meta({ description: "The customer's language.", examples: ['de'] })
  .optional();

const listedType = {
  type: z.string(),
  label: z.string().meta({ description: 'To be read.', examples: ['Late delivery'] }),
  means: z.string(),
  said_as: z.array(z.string()).meta({ description: 'As customers say it.', examples: [['refund me']] }),
};

const CANDIDATE = {
  id: 'lena',
  name: 'Lena Fischer',
  kind: 'person' as const,
  role: 'Team lead orders',
  grade: 'lead',
  steps: 1,
  rule: 'refund.team-lead',
};

const FIELD = {
  fact: 'amount',
  label: 'Amount',
  kind: 'money' as const,
  unit: 'USD',
  ask: 'How much should come back?',
};

export const decisions = {
  decide: operation({
    does: 'May I? – decide a request by what the ledger has counted; nothing comes of it',
    http: 'POST /decisions',
    by: ['person'],
    input: z.strictObject({ request: requestIn, as, language }),
    output: decisionOut,
    problems: ['unknown-person', ...OF_REQUESTS],
    example: { input: { request: REQUEST_SENT }, output: DECIDED },
  }),
  'decide.as-if': operation({
    does: 'May I, if it were then, and if so much had been granted before? – the ledger is not read',
    http: 'POST /decisions/as-if',
    by: ['person'],
    input: z.strictObject({
      request: requestIn.meta({
        description: 'The request; with `tallies`, totals by counter, what was granted before.',
      }),
      as,
      language,
      at: instant.meta({ description: 'When; now when left out.' }).optional(),
    }),
    output: decisionOut,
    problems: ['unknown-person', ...OF_REQUESTS],
    example: { input: { request: REQUEST_SENT, at: '2026-11-24T15:00:00Z' }, output: DECIDED },
  }),
  who: operation({
    does: 'Who can? – everybody whose own authority covers a request, nearest first',
    http: 'POST /who',
    by: ['person'],
    input: z.strictObject({ request: requestIn, as }),
    output: z.strictObject({ who: z.array(candidateOut), who_total: z.number().int() }),
    problems: ['unknown-person', ...OF_REQUESTS],
    example: { input: { request: REQUEST_SENT }, output: { who: [CANDIDATE], who_total: 1 } },
  }),
  remit: operation({
    does: 'All that I may grant, with how much of it is left',
    http: 'GET /remit',
    by: ['person'],
    input: z.strictObject({
      customer: z
        .string()
        .max(200)
        .meta({ description: 'For this customer: what they were granted counts.', examples: ['C-1'] })
        .optional(),
      subject: z
        .string()
        .max(200)
        .meta({ description: 'About this order or account.', examples: ['order-1'] })
        .optional(),
    }),
    output: z.strictObject({
      person: z.string(),
      types: z.array(
        z.strictObject({
          type: z.string(),
          unit: z.string().optional(),
          headroom: z.string().nullable(),
          may: z.array(
            z.strictObject({
              rule: z.string(),
              when: z.string().optional(),
              up_to: z.string().optional(),
              at_least: z.string().optional(),
              share: z.string().optional(),
              usual: z.string().optional(),
              times: z.string().optional(),
              total: z.string().optional(),
              headroom: z.string().nullable(),
              also: z.strictObject({ count: z.number(), units: z.array(z.string()) }).optional(),
              exception: z.array(z.string()).optional(),
              ensure: z.array(z.string()),
              for: z.string().optional(),
            }),
          ),
          lines: z.array(z.strictObject({ rule: z.string(), kind: z.string(), when: z.string().optional() })),
        }),
      ),
      not: z.array(
        z.strictObject({ type: z.string(), because: z.enum(['function', 'grade', 'never', 'nobody']) }),
      ),
      units: z.array(z.string()),
      waives: z.array(z.string()),
      residual: z.strictObject({ up_to: z.string().optional() }).optional(),
    }),
    problems: [],
    example: {
      input: {},
      output: {
        person: 'mia',
        types: [
          {
            type: 'refund',
            unit: 'USD',
            headroom: '50.00',
            may: [{ rule: 'refund.agent', up_to: '50.00', usual: '30.00', headroom: '50.00', ensure: [] }],
            lines: [],
          },
        ],
        not: [{ type: 'price_match', because: 'function' }],
        units: [],
        waives: [],
      },
    },
  }),
  'type.list': operation({
    does: 'What customers ask for: the request types of the book',
    http: 'GET /request-types',
    by: ['person'],
    input: z.strictObject({ language }),
    output: z.strictObject({ types: z.array(z.strictObject(listedType)) }),
    problems: [],
    example: {
      input: {},
      output: {
        types: [
          { type: 'refund', label: 'Refund', means: 'Money back for an order', said_as: ['refund me'] },
        ],
      },
    },
  }),
  'type.show': operation({
    does: 'A request type, with what a form has to know of its facts',
    http: 'GET /request-types/{type}',
    by: ['person'],
    input: z.strictObject({
      type: z
        .string()
        .min(1)
        .max(200)
        .meta({ description: 'The request type.', examples: ['refund'] }),
      language,
    }),
    output: z.strictObject({
      ...listedType,
      facts: z.array(
        z.strictObject({
          fact: z.string(),
          label: z.string(),
          kind: z.enum(['yes or no', 'number', 'money', 'date', 'choice', 'list', 'text']),
          unit: z
            .string()
            .optional()
            .meta({ description: 'A currency, or minutes, hours, days.', examples: ['USD'] }),
          choices: z.array(z.string()).optional(),
          ask: z.string().optional().meta({ description: 'The question for the customer.' }),
          proof: z.string().optional().meta({ description: 'What shows it.' }),
          known_by: z.string().optional().meta({ description: 'The system that knows it.' }),
        }),
      ),
      needs: z
        .array(z.string())
        .meta({ description: 'What may be needed behind it.', examples: [['money']] }),
      grounds: z.array(z.string()).meta({ description: 'Of grants by exception.', examples: [['illness']] }),
      signals: z.array(z.string()).meta({ description: 'What may be noticed.', examples: [['distress']] }),
      alternatives: z.array(z.strictObject({ name: z.string(), says: z.string().optional() })).meta({
        description:
          'All that the book knows to offer instead; whether it can be granted is said when it is.',
      }),
    }),
    problems: ['unknown-type'],
    example: {
      input: { type: 'refund' },
      output: {
        type: 'refund',
        label: 'Refund',
        means: 'Money back for an order',
        said_as: ['refund me'],
        facts: [FIELD],
        needs: ['money'],
        grounds: ['illness'],
        signals: ['distress'],
        alternatives: [{ name: 'store credit' }],
      },
    },
  }),
  find: operation({
    does: 'The request types that fit what a customer says; typos are forgiven',
    http: 'GET /find',
    by: ['person'],
    input: z.strictObject({
      words: z
        .string()
        .trim()
        .min(1)
        .max(2000)
        .meta({ description: 'What the customer says.', examples: ['my parcel never came'] }),
      most: z
        .number()
        .int()
        .min(1)
        .max(20)
        .meta({ description: 'How many at the most; 5 when left out.', examples: [5] })
        .optional(),
    }),
    output: z.strictObject({
      found: z.array(
        z.strictObject({
          type: z.string(),
          means: z.string(),
          score: z.number(),
          because: z.array(z.string()),
          facts: z
            .record(z.string(), z.union([z.string(), z.number()]))
            .meta({ description: 'Facts that stand in the words already, as `decide` takes them.' }),
        }),
      ),
    }),
    problems: [],
    example: {
      input: { words: 'my parcel never came' },
      output: {
        found: [
          {
            type: 'refund',
            means: 'Money back for an order',
            score: 0.82,
            because: ['my parcel never came'],
            facts: {},
          },
        ],
      },
    },
  }),
} as const;
