/** People: who is there, what they change about themselves, and how they are put in. */
import { z } from 'zod';
import { instant } from '../../core/cases/command.ts';
import { ABSENCE_REASONS, PRESENCES } from '../../core/organization/changes.ts';
import { operation } from '../operation.ts';
import { instantOut, nextOut, paging } from '../wire/common.ts';
import { listedPersonOut, personOut, previewOut } from '../wire/people.ts';

const word = (description: string, example: string): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(120)
    .meta({ description, examples: [example] });
const person = word('The person, by their id.', 'mia');
const time = (description: string, example: string): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(40)
    .meta({
      description: `${description} A date (a whole day where the organization is) or an instant with its offset.`,
      examples: [example, `${example}T09:00:00Z`],
    });
const from = time('The first day.', '2026-12-01');
const until = time('The last day.', '2026-12-14');

const LISTED = {
  id: 'mia',
  name: 'Mia Torres',
  kind: 'person' as const,
  manager: { id: 'lena', name: 'Lena Fischer' },
  grade: 'agent',
  functions: [{ function: 'orders', grade: 'agent' }],
  roles: [],
  languages: ['en'],
  on_duty: true,
};
const SHOWN = {
  ...LISTED,
  presence: null,
  channels: [{ kind: 'mail', address: 'mia@shop.example' }],
  absences: [
    {
      id: 'p0a1b2c3d4e5f60',
      from: '2026-12-01T05:00:00Z',
      until: '2026-12-15T05:00:00Z',
      reason: 'vacation',
    },
  ],
  delegations: [],
  acts_for: [],
  may_change: true,
};

const changedOut = z.strictObject({
  id: z
    .string()
    .nullable()
    .meta({ description: 'Of the change, to withdraw it by; null: it was so already.', examples: [null] }),
});
const CHANGED = { id: 'p0a1b2c3d4e5f60' };

const OF_CHANGES = [
  'unknown-person',
  'not-yours',
  'not-for-ai-agents',
  'wrong-date',
  'ends-before-it-starts',
  'in-the-past',
  'too-far',
  'too-many',
] as const;

const TEXT =
  'organization: corner-shop\ntime zone: Europe/Berlin\npeople:\n  mia: { name: Mia Torres, grade: agent }\n';

/** So many bytes a text of people may have, JSON around it included. */
const MOST_BYTES = 8 * 1024 * 1024;

const importing = {
  text: z
    .string()
    .min(1)
    .max(MOST_BYTES)
    .meta({
      description: 'people.yaml or a CSV table, as `sayso check` reads it.',
      contentMediaType: 'text/plain',
      examples: [TEXT],
    }),
  format: z.enum(['yaml', 'csv']).meta({ description: 'Which of the two.', examples: ['yaml'] }),
  since: instant.meta({ description: 'In force from; now when left out.' }).optional(),
};

export const people = {
  'people.list': operation({
    does: 'Who is there: people and AI agents who work here, by id',
    http: 'GET /people',
    by: ['person'],
    input: z.strictObject({
      words: word('Part of a name or id.', 'torres').optional(),
      function: word('Those who work in this function.', 'orders').optional(),
      grade: word(
        'Those of this grade or a higher one, in the function where one is named.',
        'lead',
      ).optional(),
      role: word('Those who hold this role.', 'duty-lead').optional(),
      unit: word('Those of this unit.', 'customer care').optional(),
      manager: word('Those who report to this person.', 'lena').optional(),
      language: word('Those who speak it.', 'de').optional(),
      on_duty: z
        .boolean()
        .meta({ description: 'Those who can be reached now, or those who can not.', examples: [true] })
        .optional(),
      ...paging,
    }),
    output: z.strictObject({ people: z.array(listedPersonOut), next: nextOut }),
    problems: ['wrong-cursor'],
    example: { input: { function: 'orders', on_duty: true }, output: { people: [LISTED], next: null } },
  }),
  'people.show': operation({
    does: 'A person: who they are, when they are there, who acts for them',
    http: 'GET /people/{person}',
    by: ['person'],
    input: z.strictObject({ person }),
    output: personOut,
    problems: ['unknown-person'],
    example: { input: { person: 'mia' }, output: SHOWN },
  }),
  'me.show': operation({
    does: 'Who am I: name, grade, functions, whether I am on duty, what I may change',
    http: 'GET /me',
    by: ['person'],
    input: z.strictObject({}),
    output: z.strictObject({
      person: personOut,
      may_import: z.boolean().meta({ description: 'The caller may put people in.' }),
    }),
    problems: [],
    example: { input: {}, output: { person: SHOWN, may_import: false } },
  }),
  'people.presence': operation({
    does: 'Say where somebody is: here, away until a time, off duty',
    http: 'POST /people/{person}/presence',
    by: ['person'],
    input: z.strictObject({
      person,
      state: z.enum(PRESENCES).meta({ description: 'Where they are.', examples: ['away'] }),
      until: time(
        'Until when. Left out: of who is here, the end of their hours or of a working day; of who is off duty, their next shift.',
        '2026-12-01',
      ).optional(),
    }),
    output: changedOut,
    problems: [...OF_CHANGES, 'until-when'],
    example: {
      input: { person: 'mia', state: 'away', until: '2026-11-24T16:00:00Z' },
      output: CHANGED,
    },
    changes: true,
  }),
  'people.absence': operation({
    does: 'Note an absence; why is said or not, and never anything about health',
    http: 'POST /people/{person}/absences',
    by: ['person'],
    input: z.strictObject({
      person,
      from,
      until,
      reason: z
        .enum(ABSENCE_REASONS)
        .meta({ description: 'For the person and their managers alone.', examples: ['vacation'] })
        .optional(),
    }),
    output: changedOut,
    problems: OF_CHANGES,
    example: {
      input: { person: 'mia', from: '2026-12-01', until: '2026-12-14', reason: 'vacation' },
      output: CHANGED,
    },
    changes: true,
  }),
  'people.absence-withdraw': operation({
    does: 'Withdraw an absence',
    http: 'DELETE /people/{person}/absences/{id}',
    by: ['person'],
    input: z.strictObject({ person, id: word('The absence, by its id.', 'p0a1b2c3d4e5f60') }),
    output: changedOut,
    problems: ['unknown-person', 'not-yours', 'not-for-ai-agents', 'unknown-absence'],
    example: { input: { person: 'mia', id: 'p0a1b2c3d4e5f60' }, output: CHANGED },
    changes: true,
  }),
  'people.delegate': operation({
    does: 'Let somebody act for a person for a while, as far as the book lets them; it is never passed on again',
    http: 'POST /people/{person}/delegations',
    by: ['person'],
    input: z.strictObject({
      person,
      to: word('Who acts for them.', 'kai'),
      up_to: word('The most that they may grant; the own limits when left out.', '500 USD').optional(),
      functions: z
        .array(word('A function.', 'orders'))
        .min(1)
        .max(200)
        .meta({ description: 'Only requests of these functions; all when left out.', examples: [['orders']] })
        .optional(),
      from,
      until,
    }),
    output: changedOut,
    problems: [
      ...OF_CHANGES,
      'unknown-delegate',
      'unknown-function',
      'wrong-money',
      'delegation-to-oneself',
      'delegation-circle',
      'delegation-not-allowed',
      'delegate-not-allowed',
      'delegation-currency',
      'delegation-above-cap',
      'delegation-too-long',
    ],
    example: {
      input: { person: 'tomas', to: 'kai', up_to: '500 USD', from: '2026-12-01', until: '2026-12-14' },
      output: CHANGED,
    },
    changes: true,
  }),
  'people.delegation-withdraw': operation({
    does: 'Withdraw a delegation',
    http: 'DELETE /people/{person}/delegations/{id}',
    by: ['person'],
    input: z.strictObject({ person, id: word('The delegation, by its id.', 'p0a1b2c3d4e5f60') }),
    output: changedOut,
    problems: ['unknown-person', 'not-yours', 'not-for-ai-agents', 'unknown-delegation'],
    example: { input: { person: 'tomas', id: 'p0a1b2c3d4e5f60' }, output: CHANGED },
    changes: true,
  }),
  'people.preview': operation({
    does: 'What will change when people are put in, and what becomes of open cases; nothing is written',
    http: 'POST /people/preview',
    by: ['person'],
    input: z.strictObject(importing),
    output: previewOut,
    problems: ['not-yours', 'in-the-past'],
    mostBytes: MOST_BYTES,
    example: {
      input: { text: TEXT, format: 'yaml' },
      output: {
        importable: true,
        problems: [],
        if_hash: '3f2a',
        hash: '9c1b',
        since: '2026-11-24T15:00:00Z',
        same: false,
        differences: [{ person: 'kai', name: 'Kai Whitfield', what: 'leaves', fields: [] }],
        handed_on: [{ from: 'kai', to: 'lena', at: '2026-11-24T15:00:00Z', cases: 2, questions: 0 }],
        unheld: [],
        says: ['Kai Whitfield leaves.', '2 open cases of Kai Whitfield are handed to Lena Fischer.'],
      },
    },
  }),
  'people.import': operation({
    does: 'Put people in force; the book stays as it is, and what is open with those who leave is handed on',
    http: 'POST /people',
    by: ['person'],
    input: z.strictObject({
      ...importing,
      if_hash: z
        .string()
        .max(200)
        .nullable()
        .meta({
          description: 'Of the preview: when others are in force by now, nothing is changed.',
          examples: ['3f2a'],
        })
        .optional(),
    }),
    output: z.strictObject({ changed: z.boolean(), hash: z.string(), since: instantOut }),
    problems: ['not-yours', 'in-the-past', 'changed-meanwhile', 'wrong-people'],
    mostBytes: MOST_BYTES,
    example: {
      input: { text: TEXT, format: 'yaml', if_hash: '3f2a' },
      output: { changed: true, hash: '9c1b', since: '2026-11-24T15:00:00Z' },
    },
    changes: true,
  }),
} as const;
