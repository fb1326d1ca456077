/** What happens outside, and what may be offered because of it before anyone asks. */
import { z } from 'zod';
import { OUTSIDE_EVENT } from '../../core/customers/outside-event.ts';
import { operation } from '../operation.ts';
import { OF_REQUESTS } from '../problems.ts';
import { candidateOut, missingOut, verdictOut } from '../wire/decision.ts';
import { instantOut, whoOut } from '../wire/common.ts';

const proposal = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['tell', 'do', 'part']),
    type: z.string().optional(),
    verdict: verdictOut,
    amount: z.string().optional(),
    unit: z.string().optional(),
    if: z.array(missingOut).optional(),
    who: z.array(candidateOut).optional(),
    say: z.string().meta({ description: 'The offer, in words for the customer.' }),
    facts: z
      .record(z.string(), z.json())
      .meta({ description: 'Of the request that it is; words alone are none.' })
      .optional(),
  })
  .meta({ id: 'Proposal', description: 'What may be offered before the customer asks.' });
const proposals = {
  now: z.array(proposal).meta({ description: 'What the caller may offer by themselves, now.' }),
  beyond: z.array(proposal).meta({ description: 'What takes somebody else, or a fact that is not known.' }),
};

const event = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .meta({ description: 'The event, by its id here.', examples: ['e0a1b2c3d4e5f6071829'] });

const AT = '2026-11-24T15:00:00Z';
const PROPOSED = {
  now: [
    {
      name: 'late_delivery',
      kind: 'do' as const,
      type: 'late_delivery',
      verdict: 'grant' as const,
      amount: '6.00',
      unit: 'USD',
      say: 'I can arrange something for the wait for you now: 6.00 USD.',
      facts: { days_late: 3, 'order.speed': 'standard' },
    },
  ],
  beyond: [],
};
const EVENT = 'e0a1b2c3d4e5f6071829';

export const triggers = {
  'trigger.report': operation({
    does: 'Report what happened outside: owners of open cases hear what they may offer, and the caller reads what they may',
    http: 'POST /triggers',
    by: ['person'],
    input: OUTSIDE_EVENT,
    output: z.strictObject({
      event: z.string(),
      counted: z.boolean().meta({ description: 'False: it was reported before.' }),
      ...proposals,
      told: z.array(z.strictObject({ person: whoOut, case: z.string().nullable() })).meta({
        description:
          'Who got a message: owners of open cases; without one, the first of those whom the book names.',
      }),
    }),
    problems: ['unknown-trigger', 'already-reported', ...OF_REQUESTS, 'not-here', 'no-book', 'no-people'],
    example: {
      input: {
        system: 'carrier',
        id: 'delay-4711',
        trigger: 'late parcel',
        customer: 'C-1',
        subject: 'order-1',
        facts: { days_late: 3, 'order.speed': 'standard' },
      },
      output: {
        event: EVENT,
        counted: true,
        ...PROPOSED,
        told: [{ person: { id: 'mia', name: 'Mia Torres' }, case: 'c0a1b2c3d4e5' }],
      },
    },
    changes: true,
  }),
  'trigger.list': operation({
    does: 'What happened outside in the last seven days, and what I may still offer because of it: the latest 50',
    http: 'GET /triggers',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({
      events: z.array(
        z.strictObject({
          event: z.string(),
          at: instantOut,
          trigger: z.string(),
          customer: z.string().optional(),
          subject: z.string().optional(),
          ...proposals,
        }),
      ),
    }),
    problems: ['no-book', 'no-people'],
    example: {
      input: {},
      output: {
        events: [{ event: EVENT, at: AT, trigger: 'late parcel', customer: 'C-1', ...PROPOSED }],
      },
    },
  }),
  'trigger.take': operation({
    does: 'Take up a proposal: opens a case with it, and says yes at once where nothing has to be done before',
    http: 'POST /triggers/{event}/take',
    by: ['person'],
    input: z.strictObject({
      event,
      proposal: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .meta({ description: 'The proposal, by its name.', examples: ['late_delivery'] }),
    }),
    output: z.strictObject({
      case: z.string().nullable().meta({ description: 'Null: words alone, to be said by the caller.' }),
    }),
    problems: ['unknown-event', 'event-over', 'not-able', 'no-book', 'no-people'],
    example: { input: { event: EVENT, proposal: 'late_delivery' }, output: { case: 'c0a1b2c3d4e5' } },
    changes: true,
  }),
  'trigger.dismiss': operation({
    does: 'Let it be: nothing is offered because of it',
    http: 'POST /triggers/{event}/dismiss',
    by: ['person'],
    input: z.strictObject({
      event,
      words: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .meta({ description: 'Why, for the record.', examples: ['They know already.'] })
        .optional(),
    }),
    output: z.strictObject({ dismissed: z.literal(true) }),
    problems: ['unknown-event', 'event-over', 'no-book', 'no-people'],
    example: { input: { event: EVENT }, output: { dismissed: true } },
    changes: true,
  }),
} as const;
