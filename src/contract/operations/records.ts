/** What is on record: reviews, duty, one's own record, the ledger; and what other systems granted. */
import { z } from 'zod';
import { REPORTED_GRANT } from '../../core/cases/reported-grant.ts';
import { operation } from '../operation.ts';
import { caseId, clock, instantOut, whoOut, nextOut, paging } from '../wire/common.ts';

const shown = z
  .strictObject({ sequence: z.number().int(), at: instantOut, case: z.string().nullable() })
  .meta({ description: 'The place on the ledger that shows it.' });
const counted = z.array(shown);

const dutyPart = z.strictObject({
  part: z.string(),
  met: z.boolean().nullable(),
  because: z.string(),
  shown_by: shown.nullable(),
});
const duty = z.strictObject({
  case: z.string(),
  met: z.boolean().nullable(),
  product: z.array(dutyPart),
  service: z.array(dutyPart),
});

const AT = '2026-11-24T15:00:00Z';
const SHOWN = { sequence: 12, at: AT, case: 'c0a1b2c3d4e5' };
const DUTY = {
  case: 'c0a1b2c3d4e5',
  met: true,
  product: [{ part: 'answered', met: true, because: 'A yes within two minutes.', shown_by: SHOWN }],
  service: [{ part: 'promises kept', met: true, because: 'Each of them.', shown_by: SHOWN }],
};
const OF_READERS = ['unknown-organization', 'unknown-person', 'no-book', 'no-people'] as const;

const entryOut = z.strictObject({
  sequence: z.number().int(),
  previous: z.string(),
  hash: z
    .string()
    .meta({ description: 'SHA-256 over `previous` (32 bytes), `sequence`, a line feed and `body`.' }),
  body: z.string(),
});
const ENTRY = { sequence: 12, previous: '00'.repeat(32), hash: '0f'.repeat(32), body: '{"kind":"granted"}' };

export const records = {
  'review.show': operation({
    does: 'The stand-behind review of a complaint: for the agent, and their managers once the agent knows',
    http: 'GET /cases/{case}/review',
    by: ['person'],
    input: z.strictObject({
      case: caseId,
      review: z
        .string()
        .max(200)
        .meta({ description: 'Which one; the only one of the case when left out.', examples: ['c1/r1'] })
        .optional(),
      ...clock,
    }),
    output: z.strictObject({
      case: z.string(),
      review: z.string(),
      about: z.string(),
      opened: instantOut,
      long_record: z.strictObject({
        served: z.number(),
        granted: z.number(),
        favors: z.number(),
        handed_on: z.number(),
        correctly_refused: z.number(),
        ratified: z.number(),
        promises_kept: z.number(),
      }),
      acts: z.array(
        z.strictObject({
          did: z.string(),
          verdict: z.enum(['obliged', 'allowed', 'beyond']),
          rule: z.string(),
          because: z.string(),
          book: z.string(),
          mended: z.enum(['ratified', 'repaired']).optional(),
          shown_by: shown,
        }),
      ),
      obligations: z.array(
        z.strictObject({
          obligation: z.string(),
          when: z.enum(['before', 'after']),
          recorded: z.boolean().nullable(),
          shown_by: shown.nullable(),
        }),
      ),
      duty,
      by_the_book: z.boolean(),
      conclusion: z.string(),
      complaint: z.string().nullable(),
      agent: z.strictObject({ told: z.string().nullable(), words: z.string().nullable() }),
      due: instantOut,
      outcome: z
        .strictObject({ what: z.enum(['upheld', 'trivial', 'not upheld']), by: z.string(), at: instantOut })
        .nullable(),
    }),
    problems: [
      ...OF_READERS,
      'unknown-time-zone',
      'unknown-case',
      'unknown-review',
      'which-review',
      'agent-first',
    ],
    example: {
      input: { case: 'c0a1b2c3d4e5' },
      output: {
        case: 'c0a1b2c3d4e5',
        review: 'c0a1b2c3d4e5/r1',
        about: 'mia',
        opened: AT,
        long_record: {
          served: 210,
          granted: 160,
          favors: 12,
          handed_on: 31,
          correctly_refused: 9,
          ratified: 2,
          promises_kept: 198,
        },
        acts: [
          {
            did: 'granted 40.00 USD',
            verdict: 'allowed',
            rule: 'refund.agent',
            because: 'Up to 50.00 USD an agent may.',
            book: '0f1e2d3c4b5a',
            shown_by: SHOWN,
          },
        ],
        obligations: [],
        duty: DUTY,
        by_the_book: true,
        conclusion: 'Everything was by the book of that day.',
        complaint: 'Nobody listened.',
        agent: { told: AT, words: null },
        due: AT,
        outcome: null,
      },
    },
  }),
  'review.mine': operation({
    does: 'Stand-behind reviews that wait for me: of my own service, and of those who report to me once they know',
    http: 'GET /my/reviews',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({
      reviews: z.array(
        z.strictObject({
          case: z.string(),
          review: z.string(),
          label: z
            .string()
            .meta({ description: 'What the case is about, to be read.', examples: ['Refund'] }),
          about: whoOut,
          opened_at: instantOut,
          due: instantOut.meta({ description: 'Unsigned until then, it is upheld.' }),
          waits: z
            .enum(['respond', 'sign'])
            .nullable()
            .meta({ description: 'What of me it waits for; null: for a manager.' }),
        }),
      ),
    }),
    problems: [],
    example: {
      input: {},
      output: {
        reviews: [
          {
            case: 'c0a1b2c3d4e5',
            review: 'c0a1b2c3d4e5/r1',
            label: 'Refund',
            about: { id: 'mia', name: 'Mia Torres' },
            opened_at: AT,
            due: AT,
            waits: 'respond' as const,
          },
        ],
      },
    },
  }),
  'review.duty': operation({
    does: 'Whether duty was met in a case, by what was done; it names nobody',
    http: 'GET /cases/{case}/duty',
    by: ['person'],
    input: z.strictObject({ case: caseId }),
    output: duty,
    problems: [...OF_READERS, 'unknown-case'],
    example: { input: { case: 'c0a1b2c3d4e5' }, output: DUTY },
  }),
  'record.show': operation({
    does: 'My own record: what counts for me, and where it is shown; nobody else is shown it',
    http: 'GET /my/record',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({
      person: z.string(),
      served: counted,
      granted: counted,
      favors: counted,
      handed_on: counted,
      correctly_refused: counted,
      ratified: counted,
      promises_kept: counted,
      reviews: z.array(z.strictObject({ review: z.string(), opened: shown, outcome: z.string().nullable() })),
      upheld: counted,
    }),
    problems: [...OF_READERS, 'own-record-only'],
    example: {
      input: {},
      output: {
        person: 'mia',
        served: [SHOWN],
        granted: [SHOWN],
        favors: [],
        handed_on: [],
        correctly_refused: [],
        ratified: [],
        promises_kept: [SHOWN],
        reviews: [],
        upheld: [],
      },
    },
  }),
  'record.export': operation({
    does: 'My own record to keep: everything that I did, entries that prove themselves against the ledger',
    http: 'GET /my/record/entries',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({ entries: z.array(entryOut) }),
    problems: [...OF_READERS, 'own-record-only'],
    example: { input: {}, output: { entries: [ENTRY] } },
  }),
  'ledger.verify': operation({
    does: 'Prove that no entry of the ledger was changed, removed or reordered since it was recorded',
    http: 'GET /ledger/verification',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({
      entries: z.number().int(),
      head: z.strictObject({ sequence: z.number().int(), hash: z.string() }),
      personal: z.number().int(),
      erased: z.number().int(),
      anchors: z.strictObject({
        found: z.number().int(),
        unusable: z.number().int(),
        last: z
          .strictObject({ sequence: z.number().int(), hash: z.string(), at: instantOut })
          .nullable()
          .meta({ description: 'The newest that was found on the chain: up to there a removal is noticed.' }),
      }),
      broken: z
        .strictObject({ sequence: z.number().int(), what: z.string(), message: z.string() })
        .nullable()
        .meta({ description: 'The first entry that is not right; null: all are.' }),
    }),
    problems: ['not-for-you', 'unknown-organization'],
    example: {
      input: {},
      output: {
        entries: 812,
        head: { sequence: 812, hash: '0f'.repeat(32) },
        personal: 640,
        erased: 0,
        anchors: { found: 3, unusable: 0, last: { sequence: 800, hash: '0e'.repeat(32), at: AT } },
        broken: null,
      },
    },
  }),
  'ledger.entries': operation({
    does: 'Entries of the ledger in order, without the values that can be erased; for whoever may change the book',
    http: 'GET /ledger/entries',
    by: ['person'],
    input: z.strictObject({ ...paging }),
    output: z.strictObject({ entries: z.array(entryOut.omit({ previous: true })), next: nextOut }),
    problems: ['not-for-you', 'wrong-cursor'],
    example: {
      input: {},
      output: { entries: [{ sequence: 12, hash: ENTRY.hash, body: ENTRY.body }], next: null },
    },
  }),
  'grant.report': operation({
    does: 'Report a yes that another system gave; it counts in limits; reported twice, it counts once',
    http: 'POST /reported-grants',
    by: ['person'],
    input: REPORTED_GRANT,
    output: z.strictObject({ counted: z.boolean().meta({ description: 'False: it was known.' }) }),
    problems: [
      'already-reported',
      'unknown-type',
      'unknown-person',
      'in-the-past',
      'no-amount',
      'no-book',
      'no-people',
    ],
    example: {
      input: {
        system: 'shop',
        id: 'r-77',
        type: 'refund',
        granted_at: AT,
        amount: '20.00',
        customer: 'C-1',
        subject: 'order-1',
      },
      output: { counted: true },
    },
    changes: true,
  }),
  'set-aside.list': operation({
    does: 'Messages and timers that failed so often that they rest until somebody looks at them',
    http: 'GET /set-aside',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({
      set_aside: z.array(
        z.strictObject({
          kind: z.enum(['message', 'timer']),
          id: z.string(),
          at: instantOut,
          error: z.string().nullable(),
        }),
      ),
    }),
    problems: ['not-for-you'],
    example: {
      input: {},
      output: {
        set_aside: [{ kind: 'message', id: 'v1/3.0', at: AT, error: 'the receiver answered 500' }],
      },
    },
  }),
  'set-aside.again': operation({
    does: 'Try a message or timer again that was set aside',
    http: 'POST /set-aside/again',
    by: ['person'],
    input: z.strictObject({
      kind: z.enum(['message', 'timer']).meta({ description: 'What it is.', examples: ['message'] }),
      id: z
        .string()
        .min(1)
        .max(400)
        .meta({ description: 'Its id in the list.', examples: ['v1/3.0'] }),
    }),
    output: z.strictObject({ again: z.literal(true) }),
    problems: ['not-for-you', 'not-set-aside'],
    example: { input: { kind: 'message', id: 'v1/3.0' }, output: { again: true } },
    changes: true,
  }),
} as const;
