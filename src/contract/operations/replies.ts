/** Words to a customer, checked before or after they go out. It advises; nothing is held up by it. */
import { z } from 'zod';
import { MOST_CHARACTERS } from '../../core/wording/tokens.ts';
import { operation } from '../operation.ts';
import { caseId } from '../wire/common.ts';

const findingOut = z
  .strictObject({
    kind: z.enum([
      'dead-end phrase',
      'promise beyond the remit',
      'blame',
      'label',
      'internal name',
      'rule of the book',
    ]),
    start: z.number().int().meta({ description: 'Where it stands in the text, in UTF-16 code units.' }),
    end: z.number().int().meta({ description: 'Behind its last one.' }),
    words: z.string(),
    because: z.string().meta({ description: 'Why, for whoever writes.' }),
    better: z.string().meta({ description: 'What can be said instead; never a yes that is not certain.' }),
    rule: z.string().meta({ description: "The book's rule, where it is one." }).optional(),
  })
  .meta({ id: 'ReplyFinding', description: 'What is to be said better in a text to a customer.' });

/** What a reply check finds in words of a command that go to the customer. */
export const adviceOut = findingOut
  .extend({ field: z.string().meta({ description: 'The key of the words.' }) })
  .meta({ id: 'Advice', description: 'On words to a customer.' });

const WORDS = "There's nothing we can do about it.";

export const replies = {
  'reply.check': operation({
    does: 'Check a text to a customer: dead-end phrases, promises beyond the remit, blame, labels, names of ours; it advises',
    http: 'POST /replies/check',
    by: ['person'],
    input: z.strictObject({
      text: z
        .string()
        .max(MOST_CHARACTERS)
        .meta({ description: 'What the customer would read.', examples: [WORDS] }),
      case: caseId.meta({ description: 'The case that it is about.', examples: ['c0a1b2c3d4e5'] }).optional(),
      language: z
        .string()
        .trim()
        .min(2)
        .max(20)
        .meta({ description: "The text's; the customer's, or the book's, when left out.", examples: ['de'] })
        .optional(),
    }),
    output: z.strictObject({
      language: z.string().meta({ description: 'The language that it was read in.' }),
      findings: z.array(findingOut),
    }),
    problems: ['unknown-case', 'no-book', 'no-people', 'unknown-person'],
    example: {
      input: { text: WORDS, case: 'c0a1b2c3d4e5' },
      output: {
        language: 'en',
        findings: [
          {
            kind: 'dead-end phrase',
            start: 8,
            end: 25,
            words: 'nothing we can do',
            because: 'It leaves the customer with nothing.',
            better: "I know just the person who can decide this. I'll ask and keep you informed.",
          },
        ],
      },
    },
  }),
} as const;
