/** Books in use as they go out: versions, drafts, findings, differences, notices. */
import { z } from 'zod';
import type { Base, Notice } from '../../core/publish/history.ts';
import type { Problem } from '../../core/words/problem.ts';
import { instantOut, wireInstant, whoOut, type WhoOut } from './common.ts';
import { problemOut, problemWire } from './people.ts';

export type NameOf = (id: string) => WhoOut;

export const findingOut = z
  .strictObject({ file: z.string(), ...problemOut.shape })
  .meta({ id: 'Finding', description: 'What is wrong in a text, or should be looked at, with its place.' });

export const findingWire = (one: Problem): z.input<typeof findingOut> => ({
  file: one.file,
  ...problemWire(one),
});

export const gapOut = z
  .strictObject({ type: z.string(), words: z.string() })
  .meta({ id: 'Gap', description: 'What no rule covers, so that it goes to residual authority.' });

export const versionOut = z
  .strictObject({
    book: z.string().meta({ description: 'SHA-256 of the text, in hexadecimal.' }),
    in_force_from: instantOut,
    in_force: z.boolean(),
    how: z.enum(['put', 'published', 'rolled back']),
    at: instantOut.meta({ description: 'When it was brought in.' }),
    by: whoOut,
    uploaded_by: whoOut.optional(),
    draft: z.string().optional(),
    because: z.string().optional(),
    withdrawn: z
      .strictObject({ by: whoOut, at: instantOut, because: z.string() })
      .optional()
      .meta({ description: 'It was to come into force, and never does.' }),
  })
  .meta({ id: 'BookVersion', description: 'A book that is, was or comes into force.' });

export const versionWire = (one: Base & { inForce: boolean }, name: NameOf): z.input<typeof versionOut> => ({
  book: one.hash,
  in_force_from: wireInstant(one.since),
  in_force: one.inForce,
  how: one.how,
  at: wireInstant(one.at),
  by: name(one.by),
  ...(one.uploadedBy !== undefined && { uploaded_by: name(one.uploadedBy) }),
  ...(one.draft !== undefined && { draft: one.draft }),
  ...(one.because !== undefined && { because: one.because }),
  ...(one.withdrawn && {
    withdrawn: { ...one.withdrawn, by: name(one.withdrawn.by), at: wireInstant(one.withdrawn.at) },
  }),
});

export const changeOut = z
  .strictObject({
    place: z.string(),
    what: z.enum(['added', 'removed', 'renamed', 'changed', 'moved']),
    words: z.string(),
  })
  .meta({ id: 'BookChange', description: 'One rule, or another part of a book, that differs.' });

const answerOut = z
  .strictObject({
    verdict: z.string(),
    rule: z.string().nullable(),
    amount: z.string().optional(),
    headroom: z.string().nullable().optional(),
    who: z.array(z.string()),
  })
  .nullable()
  .meta({ description: 'Null: this book can not read the request.' });

export const changedAnswerOut = z.strictObject({ case: z.string(), before: answerOut, after: answerOut });

export const redOut = z.strictObject({
  case: z.string(),
  line: z.number().int(),
  differences: z.array(z.strictObject({ key: z.string(), expected: z.json(), got: z.json() })),
});

export const noticeOut = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    types: z.array(z.string()),
    gives: z.record(z.string(), z.json()).meta({ description: 'The grant, as it would stand in a book.' }),
    in_force_from: instantOut,
    until: instantOut,
    in_force: z.boolean(),
    by: whoOut,
    because: z.string(),
    granted: z.strictObject({
      grants: z.number().int(),
      sums: z.array(z.strictObject({ unit: z.string(), amount: z.string() })),
    }),
    outcome: z.enum(['keep', 'end', 'make permanent']).nullable(),
    review_at: instantOut
      .nullable()
      .meta({ description: 'When those who review it are told (again); null: it is reviewed.' }),
  })
  .meta({
    id: 'Notice',
    description: 'An emergency notice: authority for a class of cases, for some hours.',
  });

type ListedNotice = Notice & {
  inForce: boolean;
  outcome: string | null;
  reviewAt: number | null;
  granted: { grants: number; sums: readonly { unit: string; amount: string }[] };
};

export const noticeWire = (one: ListedNotice, name: NameOf): z.input<typeof noticeOut> => ({
  id: one.id,
  name: one.name,
  types: [...one.types],
  gives: one.gives as z.input<typeof noticeOut>['gives'],
  in_force_from: wireInstant(one.since),
  until: wireInstant(one.until),
  in_force: one.inForce,
  by: name(one.by),
  because: one.because,
  granted: { grants: one.granted.grants, sums: [...one.granted.sums] },
  outcome: one.outcome as z.input<typeof noticeOut>['outcome'],
  review_at: one.reviewAt === null ? null : wireInstant(one.reviewAt),
});
