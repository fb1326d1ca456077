/** Conversations and their promises, for colleagues; and the customer's own page. */
import { z } from 'zod';
import { COMMANDS, OF_CUSTOMERS } from '../../core/cases/command.ts';
import { operation, type Operation } from '../operation.ts';
import { OF_CASES } from '../problems.ts';
import { caseOut } from '../wire/case.ts';
import { caseId, instantOut, nextOut, paging, whoOut } from '../wire/common.ts';
import { CASE_SHOWN } from './examples.ts';

const AT = '2026-11-24T15:00:00Z';

const promiseOut = z.strictObject({
  conversation: z.string(),
  due: instantOut,
  by: whoOut.meta({ description: 'Who made it; Sayso itself for the one that opening a case makes.' }),
  broken: z.number().int().meta({ description: 'How often its time went by.' }),
  holding: z
    .boolean()
    .meta({ description: 'A holding reply went out: the next update is written by a named person.' }),
  cases: z.array(z.string()),
});

const PROMISE = {
  conversation: 'v0a1b2c3d4e5f607',
  due: AT,
  by: { id: 'mia', name: 'Mia Torres' },
  broken: 0,
  holding: false,
  cases: ['c0a1b2c3d4e5'],
};

const pageOut = z
  .strictObject({
    language: z.string(),
    time_zone: z.string(),
    next_update: z.strictObject({ at: instantOut, says: z.string() }).nullable(),
    cases: z.array(
      z.strictObject({
        id: z.string(),
        asked: z.string(),
        asked_at: instantOut,
        stage: z.enum(['with us', 'waiting for you', 'yes', 'done', 'no', 'closed']),
        with: z.string().meta({ description: 'Who has it, by role.', examples: ['a colleague'] }),
        no: z.string().optional(),
        amount: z.string().optional(),
        fulfill_by: instantOut.optional(),
        fulfilled_at: instantOut.optional(),
        offers: z.array(z.strictObject({ alternative: z.string(), says: z.string() })),
        may: z.array(z.string()).meta({ description: 'What the customer can do now.', examples: [['tell']] }),
      }),
    ),
    history: z.array(z.strictObject({ at: instantOut, by: z.enum(['us', 'you']), says: z.string() })),
  })
  .meta({ description: 'What a customer sees of their conversation.' });

const PAGE = {
  language: 'en',
  time_zone: 'America/New_York',
  next_update: { at: AT, says: 'You will hear from us by 11:00.' },
  cases: [
    {
      id: 'c0a1b2c3d4e5',
      asked: 'I want my money back',
      asked_at: AT,
      stage: 'with us' as const,
      with: 'a colleague',
      offers: [],
      may: ['tell', 'supervisor', 'complain', 'close'],
    },
  ],
  history: [{ at: AT, by: 'us' as const, says: 'I know just the person who can decide this.' }],
};

type OfCustomers = (typeof OF_CUSTOMERS)[number];

type ShapeOf<Name extends OfCustomers> =
  (typeof COMMANDS)[Name] extends z.ZodObject<infer Shape extends z.core.$ZodLooseShape>
    ? Omit<Shape, 'do'>
    : never;
type PageCommands = {
  [Name in OfCustomers as `page.${Name}`]: Operation<
    z.ZodObject<ShapeOf<Name> & { case: typeof caseId }>,
    typeof pageOut
  >;
};

const EXAMPLES: Readonly<Record<OfCustomers, object>> = {
  say: { words: 'It is for a party on Saturday.' },
  rate: { service: 5, outcome: 3 },
  tell: { need: 'money' },
  take: { alternative: 'store credit' },
  appeal: { words: 'Please look again.' },
  complain: { words: 'Nobody listened.' },
  close: { as: 'withdrawn', words: 'Never mind.' },
  reopen: { facts: { damaged: true } },
  supervisor: { words: 'May I speak with a supervisor?' },
};

const commands = Object.fromEntries(
  OF_CUSTOMERS.map((name) => {
    const { do: _, ...shape } = COMMANDS[name].shape;
    const one: Operation = {
      does: `The customer, on their page: ${(COMMANDS[name].description ?? name).replace(/\.$/, '').replace(/^./, (first) => first.toLowerCase())}`,
      http: `POST /page/cases/{case}/${name}`,
      by: ['customer'],
      input: z.strictObject({ case: caseId, ...shape }),
      output: pageOut,
      problems: OF_CASES,
      example: { input: { case: 'c0a1b2c3d4e5', ...EXAMPLES[name] }, output: PAGE },
      changes: true,
    };
    return [`page.${name}`, one];
  }),
) as unknown as PageCommands;

export const conversations = {
  'conversation.show': operation({
    does: 'A conversation: its cases, and the one promise that they share',
    http: 'GET /conversations/{conversation}',
    by: ['person'],
    input: z.strictObject({
      conversation: z
        .string()
        .min(1)
        .max(200)
        .meta({ description: 'The conversation.', examples: ['v0a1b2c3d4e5f607'] }),
    }),
    output: z.strictObject({ promise: promiseOut.nullable(), cases: z.array(caseOut) }),
    problems: ['unknown-conversation'],
    example: {
      input: { conversation: 'v0a1b2c3d4e5f607' },
      output: { promise: PROMISE, cases: [CASE_SHOWN] },
    },
  }),
  'conversation.find': operation({
    does: 'The conversation of a contact in the helpdesk, with its cases',
    http: 'GET /contacts/{system}/{id}',
    by: ['person'],
    input: z.strictObject({
      system: z
        .string()
        .min(1)
        .max(100)
        .meta({ description: 'The helpdesk.', examples: ['zendesk'] }),
      id: z
        .string()
        .min(1)
        .max(200)
        .meta({ description: 'The conversation there.', examples: ['4711'] }),
    }),
    output: z.strictObject({ promise: promiseOut.nullable(), cases: z.array(caseOut) }),
    problems: ['unknown-conversation'],
    example: { input: { system: 'zendesk', id: '4711' }, output: { promise: PROMISE, cases: [CASE_SHOWN] } },
  }),
  'promise.list': operation({
    does: 'Promises to customers that I owe, or whoever reports to me, the nearest first',
    http: 'GET /my/promises',
    by: ['person'],
    input: z.strictObject({
      team: z
        .boolean()
        .meta({ description: 'Those of the people who report to me, too.', examples: [true] })
        .optional(),
      ...paging,
    }),
    output: z.strictObject({ promises: z.array(promiseOut), next: nextOut }),
    problems: ['wrong-cursor'],
    example: { input: {}, output: { promises: [PROMISE], next: null } },
  }),
  'page.link': operation({
    does: "The address of the customer's page of a conversation, to be sent to them",
    http: 'POST /conversations/{conversation}/page-link',
    by: ['person'],
    input: z.strictObject({
      conversation: z
        .string()
        .min(1)
        .max(200)
        .meta({ description: 'The conversation.', examples: ['v0a1b2c3d4e5f607'] }),
    }),
    output: z.strictObject({ url: z.string(), good_until: instantOut }),
    problems: ['unknown-conversation', 'no-links'],
    example: {
      input: { conversation: 'v0a1b2c3d4e5f607' },
      output: { url: 'https://support.example/c/eyJ…', good_until: AT },
    },
  }),
  'page.show': operation({
    does: "The customer's page: what was asked, who has it, by when they hear, what they can do",
    http: 'GET /page',
    by: ['customer'],
    input: z.strictObject({}),
    output: pageOut,
    problems: ['unknown-conversation'],
    example: { input: {}, output: PAGE },
  }),
  ...commands,
} as const;
