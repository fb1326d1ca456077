/** Customers: the flag of a special client, how they like to be served, what they were promised and granted before. */
import { z } from 'zod';
import { FLAG } from '../../core/customers/flag.ts';
import { PREFERENCES } from '../../core/customers/preferences.ts';
import { operation } from '../operation.ts';
import { instantOut, whoOut } from '../wire/common.ts';

const customer = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .meta({ description: 'The customer number.', examples: ['C-1'] });
const AT = '2026-11-24T15:00:00Z';
const MIA = { id: 'mia', name: 'Mia Torres' };

const flagOut = z
  .strictObject({
    criteria: z.array(z.string()),
    owner: whoOut
      .nullable()
      .meta({ description: 'Who looks after them; null: the role that the book names.' }),
    until: instantOut,
    set_by: whoOut,
    set_at: instantOut,
  })
  .meta({
    description:
      'The flag of a special client. It stands in no text to a customer, and each look at it is on the ledger.',
  });
const FLAGGED = {
  criteria: ['Furnishes hotels, practices or offices with us'],
  owner: { id: 'rosa', name: 'Rosa Marino' },
  until: '2027-01-01T05:00:00Z',
  set_by: MIA,
  set_at: AT,
};

const told = z.string().optional();
const preferencesOut = z
  .strictObject({
    language: told,
    time_zone: told,
    channel: told,
    email: told,
    phone: told,
    called: told,
    note: told,
  })
  .meta({ description: 'How a customer likes to be served; what nobody told is not there.' });
const PREFERS = { language: 'de', time_zone: 'Europe/Berlin', called: 'Frau Dr. Weiss' };

/** What a customer tells of themself: a note is for those who serve them. */
const { note: _, ...OWN } = PREFERENCES.shape;

const NOT_BY_WHOM = ['not-able', 'own-request', 'no-book', 'no-people'] as const;

export const customers = {
  'special-client.set': operation({
    does: 'Flag a special client, on written criteria, with an account owner and an end date',
    http: 'PUT /customers/{customer}/special-client',
    by: ['person'],
    input: z.strictObject({ customer, ...FLAG.shape }),
    output: flagOut,
    problems: [
      ...NOT_BY_WHOM,
      'unknown-criterion',
      'unknown-person',
      'not-here',
      'in-the-past',
      'too-far',
      'withdrawn-meanwhile',
    ],
    example: {
      input: { customer: 'C-1', criteria: FLAGGED.criteria, until: '2026-12-31', owner: 'rosa' },
      output: FLAGGED,
    },
    changes: true,
  }),
  'special-client.show': operation({
    does: 'The flag of a customer, if it holds; that it was looked at is on the ledger',
    http: 'GET /customers/{customer}/special-client',
    by: ['person'],
    input: z.strictObject({ customer }),
    output: z.strictObject({ flag: flagOut.nullable() }),
    problems: ['no-book', 'no-people'],
    example: { input: { customer: 'C-1' }, output: { flag: FLAGGED } },
  }),
  'special-client.withdraw': operation({
    does: 'Take the flag of a special client away',
    http: 'DELETE /customers/{customer}/special-client',
    by: ['person'],
    input: z.strictObject({
      customer,
      because: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .meta({ description: 'Why, for the record.', examples: ['They have moved abroad.'] })
        .optional(),
    }),
    output: z.strictObject({
      withdrawn: z.boolean().meta({ description: 'False: there was none.' }),
    }),
    problems: NOT_BY_WHOM,
    example: { input: { customer: 'C-1' }, output: { withdrawn: true } },
    changes: true,
  }),
  'special-client.list': operation({
    does: 'Everybody who is flagged, whoever’s flag ends first at the front; each is a look at the flag',
    http: 'GET /special-clients',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({
      flagged: z.array(z.strictObject({ customer: z.string(), flag: flagOut })),
    }),
    problems: NOT_BY_WHOM,
    example: { input: {}, output: { flagged: [{ customer: 'C-1', flag: FLAGGED }] } },
  }),
  'customer.preferences': operation({
    does: 'How a customer likes to be served',
    http: 'GET /customers/{customer}/preferences',
    by: ['person'],
    input: z.strictObject({ customer }),
    output: preferencesOut,
    problems: [],
    example: { input: { customer: 'C-1' }, output: PREFERS },
  }),
  'customer.set-preferences': operation({
    does: 'Tell how a customer likes to be served; what is left out stays as it is',
    http: 'POST /customers/{customer}/preferences',
    by: ['person'],
    input: z.strictObject({ customer, ...PREFERENCES.shape }),
    output: preferencesOut,
    problems: ['nothing-told', 'unknown-time-zone', 'no-book', 'no-people'],
    example: { input: { customer: 'C-1', called: 'Frau Dr. Weiss' }, output: PREFERS },
    changes: true,
  }),
  'customer.history': operation({
    does: 'What stands beside the verdict: promises and yeses of before, what is open, how they like to be served',
    http: 'GET /customers/{customer}/history',
    by: ['person'],
    input: z.strictObject({ customer }),
    output: z.strictObject({
      promises: z.array(
        z.strictObject({
          conversation: z.string(),
          due: instantOut,
          state: z.enum(['open', 'kept', 'broken']),
        }),
      ),
      granted: z.array(
        z.strictObject({
          case: z.string(),
          what: z.string(),
          at: instantOut,
          amount: z.string().optional(),
          unit: z.string().optional(),
          favor: z.boolean(),
          carried_out: z.enum(['done', 'open', 'late']),
          due: instantOut.optional(),
        }),
      ),
      open: z.array(
        z.strictObject({
          case: z.string(),
          type: z.string(),
          stage: z.string(),
          owner: whoOut,
          opened_at: instantOut,
        }),
      ),
      preferences: preferencesOut,
    }),
    problems: ['no-book', 'no-people'],
    example: {
      input: { customer: 'C-1' },
      output: {
        promises: [{ conversation: 'v0a1b2c3d4e5f607', due: AT, state: 'kept' }],
        granted: [
          {
            case: 'c0a1b2c3d4e5',
            what: 'refund',
            at: AT,
            amount: '40.00',
            unit: 'USD',
            favor: false,
            carried_out: 'done',
          },
        ],
        open: [
          { case: 'c1a1b2c3d4e5', type: 'replacement', stage: 'with the asker', owner: MIA, opened_at: AT },
        ],
        preferences: PREFERS,
      },
    },
  }),
  'page.preferences': operation({
    does: 'How the customer likes to be served, on their own page',
    http: 'GET /page/preferences',
    by: ['customer'],
    input: z.strictObject({}),
    output: preferencesOut,
    problems: ['no-customer'],
    example: { input: {}, output: PREFERS },
  }),
  'page.set-preferences': operation({
    does: 'The customer tells how they like to be served, on their own page',
    http: 'POST /page/preferences',
    by: ['customer'],
    input: z.strictObject(OWN),
    output: preferencesOut,
    problems: ['no-customer', 'nothing-told', 'unknown-time-zone', 'no-book', 'no-people'],
    example: { input: { language: 'de' }, output: PREFERS },
    changes: true,
  }),
} as const;
