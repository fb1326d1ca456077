/**
 * The shape of cases.yaml, once: requests with the answer that a book is expected to give.
 * Strict validation, the published JSON Schema and the key reference come from it.
 */
import { z } from 'zod';

const text = z.string().min(1).max(2000);
const word = text.max(200);

const instant = z
  .string()
  .describe('An instant with its offset from UTC.')
  .meta({ examples: ['2026-03-02T15:00:00Z', '2026-03-02T10:00:00-05:00'] });

const amount = (description: string): z.ZodType =>
  z
    .union([z.string(), z.number()])
    .describe(description)
    .meta({ examples: ['50.00', 14] });

/** A list by the names of what is in it: exactly these in this order, or these among others. */
const list = (element: z.ZodType, description: string, ...examples: unknown[]): z.ZodType =>
  z
    .union([
      z.array(element).max(200),
      z.strictObject({
        includes: z
          .array(element)
          .min(1)
          .max(200)
          .describe('What has to be in the list, beside whatever else is there.')
          .meta({ examples: [['lena']] }),
      }),
    ])
    .describe(description)
    .meta({ examples });

const people = (description: string): z.ZodType =>
  list(word, description, ['lena', 'tomas'], { includes: ['lena'] });

const alternative = z
  .union([
    word,
    z
      .strictObject({
        name: word
          .describe("The alternative's name, a request type's, or part.")
          .meta({ examples: ['store credit'] }),
        verdict: z
          .enum(['grant', 'consult', 'handoff', 'ask'])
          .optional()
          .describe('What it would come to.')
          .meta({ examples: ['grant'] }),
        amount: amount('How much of it.').optional(),
        rule: word
          .optional()
          .describe('The rule that carries it.')
          .meta({ examples: ['credit/may/gesture'] }),
        then: word
          .optional()
          .describe('The request type that follows.')
          .meta({ examples: ['new_order'] }),
        serves_need: z
          .boolean()
          .optional()
          .describe('Whether it meets the need.')
          .meta({ examples: [true] }),
        if: list(word, 'The facts that it hangs on.', ['order.delivered']).optional(),
        who: people('Who can grant it.').optional(),
      })
      .describe('An alternative with what it comes to.'),
  ])
  .describe('An alternative by its name, or with what it comes to.')
  .meta({ examples: ['store credit', { name: 'part', verdict: 'grant', amount: '50.00' }] });

const expectation = z
  .strictObject({
    verdict: z
      .enum(['grant', 'consult', 'handoff', 'ask', 'decline'])
      .optional()
      .describe('The verdict.')
      .meta({ examples: ['grant'] }),
    mode: z
      .enum(['approval', 'agree', 'transfer', 'advise'])
      .optional()
      .describe('How a handoff is meant.')
      .meta({ examples: ['approval'] }),
    rule: word
      .nullable()
      .optional()
      .describe('The rule that carries the verdict; empty for an ask.')
      .meta({ examples: ['refund/may/small'] }),
    gap: z
      .enum(['unknown type', 'no rule', 'above every limit', 'nobody holds the grade'])
      .optional()
      .describe('Why no rule decides.')
      .meta({ examples: ['above every limit'] }),
    amount: amount('The amount that was decided.').optional(),
    unit: word
      .optional()
      .describe('The unit of the amounts.')
      .meta({ examples: ['USD'] }),
    headroom: z
      .union([amount(''), z.null()])
      .optional()
      .describe('The most that the asker may grant now.')
      .meta({ examples: ['50.00', 'unlimited'] }),
    usual: amount('What is normally granted.').optional(),
    who: people('Who can decide, or is asked, nearest first.').optional(),
    who_total: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('How many those are in all.')
      .meta({ examples: [3] }),
    agree: list(word, 'The units that have to say yes as well.', ['finance']).optional(),
    missing: list(word, 'The facts to ask for.', ['order.delivered']).optional(),
    assumed: list(word, 'The facts and counters taken as known though nobody said them.', [
      'damaged',
    ]).optional(),
    ignored: list(word, 'What was sent and not read.', ['facts.mood']).optional(),
    obligations: list(word, 'What must accompany the yes.', ['identity verified']).optional(),
    alternatives: list(alternative, 'What can be offered instead, best first.', [
      'part',
      'store credit',
    ]).optional(),
    consult: z
      .strictObject({
        rule: word
          .optional()
          .describe('The consult, or the rule of whoever is asked.')
          .meta({ examples: ['refund/consult/third time'] }),
        people: people('Whose view is asked.').optional(),
        within_minutes: z
          .number()
          .optional()
          .describe('How long to wait.')
          .meta({ examples: [30] }),
        silence: z
          .enum(['go ahead', 'hold'])
          .optional()
          .describe('What silence means.')
          .meta({ examples: ['go ahead'] }),
        facts: list(word, 'The facts that somebody was unsure of.', ['damaged']).optional(),
      })
      .optional()
      .describe('Whose view is asked first.'),
    decline: z
      .strictObject({
        lines: list(word, 'Every line that holds, the worst kind first.', [
          'refund/red lines/gift card',
        ]).optional(),
        at_once: z
          .boolean()
          .optional()
          .describe('Whether it may be said without asking anybody.')
          .meta({ examples: [true] }),
        agreement: people('Whose agreement it needs otherwise.').optional(),
        settled: z
          .strictObject({
            by: word
              .optional()
              .describe('Who decided it in advance.')
              .meta({ examples: ['customer care lead'] }),
            on: word
              .optional()
              .describe('When.')
              .meta({ examples: ['2026-01-01'] }),
          })
          .optional()
          .describe('Who decided it in advance.'),
      })
      .optional()
      .describe('How a no may be said.'),
    special_client: z
      .strictObject({
        deadline_minutes: z
          .number()
          .optional()
          .describe('By when management and client are asked.')
          .meta({ examples: [120] }),
        silence: z
          .enum(['go ahead', 'hold'])
          .optional()
          .describe('What silence means.')
          .meta({ examples: ['hold'] }),
      })
      .optional()
      .describe('How a special client is asked.'),
    nearest_change: z
      .strictObject({
        kind: z
          .enum(['limit', 'comparison', 'date'])
          .optional()
          .describe('What kind of change.')
          .meta({ examples: ['limit'] }),
        rule: word
          .optional()
          .describe('The grant that it would open.')
          .meta({ examples: ['refund/may/small'] }),
        fact: word
          .optional()
          .describe('The fact that would have to differ.')
          .meta({ examples: ['amount'] }),
        comparison: word
          .optional()
          .describe('The comparison that failed.')
          .meta({ examples: ['amount <= 50.00 USD'] }),
        value: amount('The most that fits, or the day.').optional(),
      })
      .nullable()
      .optional()
      .describe('The nearest change that would let the asker say yes; empty for none.')
      .meta({ examples: [{ value: '50.00' }] }),
    valid_until: instant
      .nullable()
      .optional()
      .describe('When the answer changes by time alone; empty for never.')
      .meta({ examples: ['2026-03-22T04:00:00Z'] }),
  })
  .describe('What has to be answered; what is not named may be anything.')
  .meta({ examples: [{ verdict: 'grant', rule: 'refund/may/small', headroom: '50.00' }] });

const trialCase = z
  .strictObject({
    as: word.describe("Who serves the customer, by the organization file's id.").meta({ examples: ['mia'] }),
    at: instant.optional(),
    request: z
      .record(z.string(), z.unknown())
      .describe('The request as it comes in at a door.')
      .meta({ examples: [{ type: 'refund', facts: { amount: '30.00' }, customer: 'c-1' }] }),
    expect: expectation,
  })
  .describe('One request and its answer.')
  .meta({
    examples: [
      { as: 'mia', request: { type: 'refund', facts: { amount: '30.00' } }, expect: { verdict: 'grant' } },
    ],
  });

/** The file of a book's cases. */
export const CasesFile = z
  .strictObject({
    $schema: z.string().optional(),
    at: instant.optional().describe('When the cases happen that do not say so themselves.'),
    cases: z
      .record(
        z
          .string()
          .min(1)
          .max(300)
          .describe('A sentence that says what is shown.')
          .meta({ examples: ['a small refund is a yes at once'] }),
        trialCase,
      )
      .describe('The cases, each named by a sentence.')
      .meta({
        examples: [
          {
            'a small refund is a yes at once': {
              as: 'mia',
              request: { type: 'refund', facts: { amount: '30.00' } },
              expect: { verdict: 'grant' },
            },
          },
        ],
      }),
  })
  .meta({ title: 'Sayso cases', description: 'Requests with the answers that a book has to give.' });

export type Expectation = z.infer<typeof expectation>;
