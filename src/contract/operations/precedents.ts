/** Earlier decisions on like facts: advice, never a rule. */
import { z } from 'zod';
import { operation } from '../operation.ts';
import { caseId, instantOut } from '../wire/common.ts';

const AT = '2026-11-24T15:00:00Z';

const share = z.number().min(0).max(1);

export const precedents = {
  'precedent.list': operation({
    does: 'The closest earlier decisions on like facts, as advice and never as a rule; by role, nobody is named',
    http: 'GET /cases/{case}/precedents',
    by: ['person'],
    input: z.strictObject({
      case: caseId,
      most: z
        .number()
        .int()
        .min(1)
        .max(20)
        .meta({ description: 'How many at the most; 5 when left out.', examples: [5] })
        .optional(),
    }),
    output: z.strictObject({
      type: z.string(),
      precedents: z.array(
        z
          .strictObject({
            case: z.string(),
            at: instantOut,
            verdict: z.enum(['yes', 'no', 'yes with a change']),
            asked: z.string().optional().meta({ description: 'How much was asked for.' }),
            granted: z.string().optional().meta({ description: 'How much was granted.' }),
            instead: z.string().optional().meta({ description: 'The alternative that was taken.' }),
            role: z
              .string()
              .nullable()
              .meta({ description: 'The role of whoever decided; null: they left.' }),
            rule: z.string().nullable(),
            ratified: z
              .strictObject({ because: z.string().nullable() })
              .optional()
              .meta({ description: 'It went beyond the book and was approved afterwards; why.' }),
            differs: z
              .array(z.string())
              .meta({ description: 'In what it differs from this case; nothing: in nothing that is known.' }),
            likeness: z.strictObject({
              deciding: share.meta({
                description:
                  'The share of the comparisons, that either decision hung on, with the same outcome.',
              }),
              known: share.meta({ description: "Gower's similarity of amount and facts." }),
            }),
          })
          .meta({ id: 'Precedent', description: 'An earlier decision on like facts.' }),
      ),
    }),
    problems: ['unknown-case', 'no-book', 'no-people', 'unknown-person'],
    example: {
      input: { case: 'c0a1b2c3d4e5' },
      output: {
        type: 'refund',
        precedents: [
          {
            case: 'c5d4c3b2a190',
            at: AT,
            verdict: 'yes',
            asked: '180.00 USD',
            granted: '180.00 USD',
            role: 'duty-lead',
            rule: 'refund/may/larger',
            differs: ['amount 180.00 USD instead of 150.00 USD'],
            likeness: { deciding: 1, known: 0.97 },
          },
        ],
      },
    },
  }),
} as const;
