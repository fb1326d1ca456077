/** The book in use: uploaded, looked through, compared, published by two, rolled back. */
import { z } from 'zod';
import { MAX_BYTES } from '../../core/book/yaml.ts';
import { operation } from '../operation.ts';
import { changedAnswerOut, changeOut, findingOut, gapOut, redOut, versionOut } from '../wire/book.ts';
import { instantOut, whoOut } from '../wire/common.ts';

const TEXT = 'book: corner-shop\ncurrency: USD\ntime zone: Europe/Berlin\ngrades: [agent, lead]\n';
/** A book and its cases, as JSON: a line feed takes two characters there. */
const MOST_BYTES = 40_000_000;

const text = z
  .string()
  .min(1)
  .max(MAX_BYTES)
  .meta({ description: 'The text of book.yaml.', examples: [TEXT], contentMediaType: 'application/yaml' });
export const word = (description: string, example: string, most = 120): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .meta({ description, examples: [example] });
export const because = word('Why, for the record.', 'The limit was set for another currency.', 2000);
const draft = word('The draft, by its id.', 'd0f1e2d3c4b5a6978', 60);
const book = word('A version, by eight or more digits of its hash; a draft by its id.', 'a3f1c09b7d22', 80);

export const AT = '2026-11-24T15:00:00Z';
const NADIA = { id: 'nadia', name: 'Nadia Okafor' };
export const TOMAS = { id: 'tomas', name: 'Tomás Rivera' };
const HASH = 'a3f1c09b7d22'.padEnd(64, '0');
const VERSION = {
  book: HASH,
  in_force_from: AT,
  in_force: true,
  how: 'published' as const,
  at: AT,
  by: TOMAS,
  uploaded_by: NADIA,
  draft: 'd0f1e2d3c4b5a6978',
};
const FINDING = {
  file: 'book.yaml',
  code: 'unknown-grade',
  severity: 'error' as const,
  line: 12,
  column: 15,
  words: 'agnt',
  message: 'There is no grade "agnt" in this book.',
  mend: 'Did you mean "agent"?',
};

export const mayChange = z
  .boolean()
  .meta({ description: 'Whether the caller may change the book: the policy owner, and management.' });
const published = z.strictObject({ book: z.string(), in_force_from: instantOut });
const PUBLISHED = { book: HASH, in_force_from: AT };
export const OF_CHANGES = ['unknown-organization', 'no-book', 'no-people', 'not-yours-to-publish'] as const;

export const books = {
  'book.list': operation({
    does: 'The versions of the book, the latest first: which is in force, who brought it in',
    http: 'GET /book/versions',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({ versions: z.array(versionOut), may_change: mayChange }),
    problems: [],
    example: { input: {}, output: { versions: [VERSION], may_change: false } },
  }),
  'book.show': operation({
    does: 'The text of a book, without emergency notices; the one in force when none is named',
    http: 'GET /book',
    by: ['person'],
    input: z.strictObject({
      book: word('A version, by eight or more digits of its hash.', HASH.slice(0, 12), 80).optional(),
    }),
    output: z.strictObject({ version: versionOut, text: z.string(), cases: z.string().nullable() }),
    problems: ['unknown-book'],
    example: { input: {}, output: { version: VERSION, text: TEXT, cases: null } },
  }),
  'book.check': operation({
    does: 'What is wrong with a book, and what it leaves open; nothing is kept',
    http: 'POST /book/check',
    by: ['person'],
    input: z.strictObject({ text }),
    output: z.strictObject({
      sound: z.boolean(),
      findings: z.array(findingOut),
      gaps: z.array(gapOut),
    }),
    problems: ['not-yours-to-publish'],
    mostBytes: MOST_BYTES,
    example: { input: { text: TEXT }, output: { sound: false, findings: [FINDING], gaps: [] } },
  }),
  'book.upload': operation({
    does: 'Keep a book with its cases as a draft, if it can be used',
    http: 'POST /book/drafts',
    by: ['person'],
    input: z.strictObject({
      text,
      cases: z
        .string()
        .min(1)
        .max(MAX_BYTES)
        .meta({
          description: 'The text of cases.yaml; without it, it can not be published.',
          contentMediaType: 'application/yaml',
        })
        .optional(),
    }),
    output: z.strictObject({
      draft: z.string(),
      book: z.string(),
      uploaded_by: whoOut,
      findings: z.array(findingOut),
      gaps: z.array(gapOut),
    }),
    problems: [...OF_CHANGES, 'wrong-book', 'wrong-cases'],
    changes: true,
    mostBytes: MOST_BYTES,
    example: {
      input: { text: TEXT },
      output: { draft: 'd0f1e2d3c4b5a6978', book: HASH, uploaded_by: NADIA, findings: [], gaps: [] },
    },
  }),
  'book.drafts': operation({
    does: 'What was uploaded, the latest first',
    http: 'GET /book/drafts',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({
      drafts: z.array(
        z.strictObject({
          id: z.string(),
          book: z.string(),
          at: instantOut,
          uploaded_by: whoOut,
          based_on: z.string().meta({ description: 'The book that it would take the place of.' }),
          may_publish: z
            .boolean()
            .meta({ description: 'The caller can be its second person, and nothing has overtaken it.' }),
        }),
      ),
    }),
    problems: ['not-yours-to-publish'],
    example: {
      input: {},
      output: {
        drafts: [
          {
            id: 'd0f1e2d3c4b5a6978',
            book: HASH,
            at: AT,
            uploaded_by: NADIA,
            based_on: HASH,
            may_publish: true,
          },
        ],
      },
    },
  }),
  'book.trial': operation({
    does: 'Run the cases of a draft: which are answered as expected, and what differs in the others',
    http: 'GET /book/drafts/{draft}/trial',
    by: ['person'],
    input: z.strictObject({ draft }),
    output: z.strictObject({
      cases: z.number().int(),
      green: z.number().int(),
      red: z.array(redOut),
      findings: z.array(findingOut),
      unshown: z.array(z.string()).meta({ description: 'Rules and request types that no case shows.' }),
    }),
    problems: ['not-yours-to-publish', 'unknown-draft', 'no-cases', 'wrong-book'],
    example: {
      input: { draft: 'd0f1e2d3c4b5a6978' },
      output: {
        cases: 136,
        green: 135,
        red: [
          {
            case: 'a small refund is a yes at once',
            line: 11,
            differences: [{ key: 'headroom', expected: 60, got: '80.00' }],
          },
        ],
        findings: [],
        unshown: [],
      },
    },
  }),
  'book.difference': operation({
    does: 'What two books differ in, rule by rule and in the answers to their cases',
    http: 'GET /book/difference',
    by: ['person'],
    input: z.strictObject({
      from: book.optional().meta({ description: 'The book in force when left out.' }),
      to: book,
    }),
    output: z.strictObject({
      changes: z.array(changeOut),
      cases: z.number().int(),
      answers: z.array(changedAnswerOut),
    }),
    problems: ['not-yours-to-publish', 'unknown-book'],
    example: {
      input: { to: 'd0f1e2d3c4b5a6978' },
      output: {
        changes: [
          {
            place: 'refund/may/small',
            what: 'changed',
            words: 'refund, “small” (agent): up to 60 USD → 80 USD',
          },
        ],
        cases: 136,
        answers: [
          {
            case: 'seventy is for a lead',
            before: { verdict: 'handoff', rule: null, amount: '70.00', headroom: '60.00', who: ['lena'] },
            after: {
              verdict: 'grant',
              rule: 'refund/may/small',
              amount: '70.00',
              headroom: '80.00',
              who: [],
            },
          },
        ],
      },
    },
  }),
  'book.publish': operation({
    does: 'Have a draft come into force: by a second person, without errors and with green cases',
    http: 'POST /book/drafts/{draft}/publish',
    by: ['person'],
    input: z.strictObject({
      draft,
      from: word(
        'In force from: a date (the beginning of that day where the book is) or an instant with its offset; as soon as every node knows it when left out.',
        '2026-12-01',
        40,
      ).optional(),
    }),
    output: published,
    problems: [
      ...OF_CHANGES,
      'unknown-draft',
      'needs-a-second-person',
      'already-published',
      'book-changed-meanwhile',
      'wrong-book',
      'no-cases',
      'red-cases',
      'notice-does-not-fit',
      'wrong-date',
      'in-the-past',
      'too-far',
    ],
    changes: true,
    example: { input: { draft: 'd0f1e2d3c4b5a6978' }, output: PUBLISHED },
  }),
  'book.rollback': operation({
    does: 'Have the book before come back at once, or withdraw the one to come: by one person, with a reason',
    http: 'POST /book/rollback',
    by: ['person'],
    input: z.strictObject({
      from: word('The book that is rolled back, as you saw it: eight or more digits of its hash.', HASH, 80),
      to: word('A book before it; the one before when left out.', HASH, 80).optional(),
      because,
    }),
    output: published,
    problems: [
      ...OF_CHANGES,
      'unknown-book',
      'book-changed-meanwhile',
      'nothing-before',
      'notice-does-not-fit',
    ],
    changes: true,
    example: {
      input: { from: HASH, because: 'The limit was set for another currency.' },
      output: PUBLISHED,
    },
  }),
};
