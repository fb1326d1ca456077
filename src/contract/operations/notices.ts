/** Emergency notices. */
import { z } from 'zod';
import { instant } from '../../core/cases/command.ts';
import { operation } from '../operation.ts';
import { noticeOut } from '../wire/book.ts';
import { instantOut } from '../wire/common.ts';
import { AT, because, mayChange, OF_CHANGES, TOMAS, word } from './books.ts';

const notice = word('The notice, by its id.', 'n0a1b2c3d4e', 60);

const NOTICE = {
  id: 'n0a1b2c3d4e',
  name: 'storm',
  types: ['refund'],
  gives: { from: 'agent', 'up to': '100 USD', when: 'recent' },
  in_force_from: AT,
  until: '2026-11-27T15:00:00Z',
  in_force: true,
  by: TOMAS,
  because: 'The parcels of the north are lost.',
  granted: { grants: 3, sums: [{ unit: 'USD', amount: '240.00' }] },
  outcome: null,
  review_at: '2026-11-25T14:00:00Z',
};
export const notices = {
  'book.notices': operation({
    does: 'Emergency notices, the latest first, with what was granted by each',
    http: 'GET /book/notices',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({ notices: z.array(noticeOut), may_change: mayChange }),
    problems: [],
    example: { input: {}, output: { notices: [NOTICE], may_change: false } },
  }),
  'book.notice': operation({
    does: 'Give authority for a class of cases for 72 hours at most, by one person; open cases are told at once',
    http: 'POST /book/notices',
    by: ['person'],
    input: z.strictObject({
      name: word('What happened, in a few words; its grants are called by it.', 'storm', 60),
      types: z
        .array(word('A request type of the book.', 'refund'))
        .min(1)
        .max(200)
        .meta({ description: 'The request types that it is for.', examples: [['refund']] }),
      from: word('Whom it lets say yes: this grade and higher.', 'agent'),
      function: word('Another function than that of the request type, or any.', 'orders').optional(),
      when: word(
        'For which cases: a condition as in a book; for all when left out.',
        'recent',
        2000,
      ).optional(),
      up_to: word('The most, as in a book; needed where there is an amount.', '100 USD').optional(),
      until: instant
        .meta({ description: '72 hours from now when left out.', examples: ['2026-11-27T15:00:00Z'] })
        .optional(),
      because,
    }),
    output: z.strictObject({ notice: z.string(), in_force_from: instantOut, until: instantOut }),
    problems: [
      'unknown-organization',
      'no-book',
      'no-people',
      'not-yours-to-give',
      'wrong-notice',
      'bad-name',
      'name-taken',
      'too-many-notices',
      'too-long',
      'in-the-past',
      'no-cap',
      'notice-does-not-fit',
    ],
    changes: true,
    example: {
      input: {
        name: 'storm',
        types: ['refund'],
        from: 'agent',
        up_to: '100 USD',
        when: 'recent',
        because: 'The parcels of the north are lost.',
      },
      output: { notice: 'n0a1b2c3d4e', in_force_from: AT, until: '2026-11-27T15:00:00Z' },
    },
  }),
  'book.notice-end': operation({
    does: 'End an emergency notice earlier than it says',
    http: 'POST /book/notices/{notice}/end',
    by: ['person'],
    input: z.strictObject({ notice, because }),
    output: z.strictObject({ notice: z.string(), until: instantOut }),
    problems: [...OF_CHANGES, 'unknown-notice', 'over-already', 'notice-does-not-fit'],
    changes: true,
    example: {
      input: { notice: 'n0a1b2c3d4e', because: 'The parcels are found.' },
      output: { notice: 'n0a1b2c3d4e', until: AT },
    },
  }),
  'book.notice-review': operation({
    does: 'Review an emergency notice, by another than the one who gave it',
    http: 'POST /book/notices/{notice}/review',
    by: ['person'],
    input: z.strictObject({
      notice,
      outcome: z.enum(['keep', 'end', 'make permanent']).meta({
        description: '`make permanent`: it is to be written into the book, which two persons publish.',
        examples: ['keep'],
      }),
      because,
    }),
    output: z.strictObject({ notice: z.string(), until: instantOut }),
    problems: [
      ...OF_CHANGES,
      'unknown-notice',
      'already-reviewed',
      'needs-a-second-person',
      'notice-does-not-fit',
    ],
    changes: true,
    example: {
      input: { notice: 'n0a1b2c3d4e', outcome: 'keep', because: 'The parcels are still lost.' },
      output: { notice: 'n0a1b2c3d4e', until: '2026-11-27T15:00:00Z' },
    },
  }),
};
