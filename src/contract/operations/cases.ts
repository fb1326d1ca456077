/** Cases looked at: one, lists of them, their record, and what every command on one answers. */
import { z } from 'zod';
import { COMMANDS, type CommandName } from '../../core/cases/command.ts';
import { operation, type Operation } from '../operation.ts';
import { OF_CASES } from '../problems.ts';
import { caseOut } from '../wire/case.ts';
import { caseId, clock, instantOut, nextOut, paging, whoOut } from '../wire/common.ts';
import { decisionOut } from '../wire/decision.ts';
import { CASE_SHOWN, DECIDED, REQUEST_SENT } from './examples.ts';
import { adviceOut } from './replies.ts';

const person = z.string().trim().min(1).max(120);

const listedOut = z
  .strictObject({
    id: z.string(),
    conversation: z.string(),
    type: z.string(),
    stage: z.string(),
    open: z.boolean(),
    asker: whoOut.optional().meta({ description: 'Of an open case; of a closed one nobody is named.' }),
    owner: whoOut.optional(),
    waits_for: z.array(whoOut),
    promised: instantOut.nullable(),
    incident: z.string().optional(),
    opened_at: instantOut,
    label: z.string().meta({ description: 'The request type, to be read.', examples: ['Refund'] }),
    amount: z
      .string()
      .optional()
      .meta({ description: 'How much is asked for; where there is a yes, how much that is to.' }),
    unit: z.string().optional(),
    answer_by: instantOut.optional(),
    fulfill_by: instantOut.optional().meta({ description: 'By when a yes is carried out.' }),
    said: z.string().optional().meta({ description: 'The beginning of what the customer said.' }),
    asked: z
      .array(z.strictObject({ id: z.string(), kind: z.string(), asked_by: whoOut, asked_at: instantOut }))
      .optional()
      .meta({ description: 'What is asked of colleagues now.' }),
  })
  .meta({ id: 'ListedCase', description: 'A case in a list.' });

const LISTED = {
  id: 'c0a1b2c3d4e5',
  conversation: 'v0a1b2c3d4e5f607',
  type: 'refund',
  stage: 'waiting for an answer',
  open: true,
  asker: { id: 'mia', name: 'Mia Torres' },
  owner: { id: 'mia', name: 'Mia Torres' },
  waits_for: [{ id: 'lena', name: 'Lena Fischer' }],
  promised: '2026-11-24T16:00:00Z',
  opened_at: '2026-11-24T15:00:00Z',
  label: 'Refund',
  amount: '80.00',
  unit: 'USD',
};

const listOut = z
  .strictObject({ cases: z.array(listedOut), next: nextOut })
  .meta({ id: 'CaseList', description: 'A page of cases.' });

/** What a caller may do next with a case, and why not: so that no client repeats a rule. */
const capabilityOut = z
  .strictObject({
    do: z.string().meta({ description: 'The command.', examples: ['grant'] }),
    may: z.boolean(),
    because: z
      .strictObject({ code: z.string(), message: z.string(), mend: z.string() })
      .optional()
      .meta({ description: 'Why not, and what would help.' }),
  })
  .meta({ id: 'Capability', description: 'What the caller may do next, or why not.' });

const GRANT_NOT = {
  do: 'grant',
  may: false,
  because: {
    code: 'already-answered',
    message: 'The case has its answer.',
    mend: 'Carry it out: fulfill.',
  },
};

const happenedOut = z
  .strictObject({
    sequence: z.number().int().meta({ description: 'Its place on the ledger.' }),
    at: instantOut,
    kind: z.string(),
    case: z.string().nullable(),
    by: whoOut.extend({
      kind: z
        .enum(['person', 'ai', 'customer', 'sayso'])
        .meta({ description: 'An AI agent acts as a person does, and is told apart.' }),
    }),
    says: z.string().meta({ description: 'What happened, in a sentence for colleagues.' }),
  })
  .meta({ id: 'Happened', description: 'Something that happened.' });

const HAPPENED = {
  sequence: 12,
  at: '2026-11-24T15:00:00Z',
  kind: 'granted',
  case: 'c0a1b2c3d4e5',
  by: { id: 'mia', name: 'Mia Torres', kind: 'person' as const },
  says: 'Mia Torres granted it: $40.00 (refund/may/small); to be carried out by 15:00',
};

const commandOut = z
  .strictObject({
    case: caseOut,
    replayed: z.boolean().meta({ description: 'It was carried out before, under the same idempotency key.' }),
    happened: z.array(happenedOut.omit({ sequence: true })),
    said: z.array(z.string()).meta({ description: 'What the customer is told because of it.' }),
    advice: z.array(adviceOut).meta({ description: 'On words of this command to the customer.' }),
    capabilities: z.array(capabilityOut),
  })
  .meta({ id: 'CaseChanged', description: 'A case after a command, and what came of it.' });

const COMMANDED = {
  case: CASE_SHOWN,
  replayed: false,
  happened: [
    {
      at: HAPPENED.at,
      kind: HAPPENED.kind,
      case: HAPPENED.case,
      by: HAPPENED.by,
      says: HAPPENED.says,
    },
  ],
  said: ['Yes, I am glad to do that for you.'],
  advice: [],
  capabilities: [GRANT_NOT],
};

type ShapeOf<Name extends CommandName> =
  (typeof COMMANDS)[Name] extends z.ZodObject<infer Shape extends z.core.$ZodLooseShape>
    ? Omit<Shape, 'do'>
    : never;

type CommandOperations = {
  [Name in CommandName as `case.${Name}`]: Operation<
    z.ZodObject<Name extends 'open' ? ShapeOf<Name> : ShapeOf<Name> & { case: typeof caseId }>,
    typeof commandOut
  >;
};

/** Every command of a case is an operation: what `COMMANDS` says, sent to its own address. */
const commands = Object.fromEntries(
  (Object.keys(COMMANDS) as CommandName[]).map((name) => {
    const command = COMMANDS[name];
    const { do: _, ...shape } = command.shape;
    const input = name === 'open' ? z.strictObject(shape) : z.strictObject({ case: caseId, ...shape });
    const one: Operation = {
      does: (command.description ?? name).replace(/\.$/, ''),
      http: name === 'open' ? 'POST /cases' : `POST /cases/{case}/${name.replaceAll('_', '-')}`,
      by: ['person'],
      input,
      output: commandOut,
      problems: OF_CASES,
      example: { input: exampleInput(name, shape), output: COMMANDED },
      changes: true,
      ...(name !== 'open' && { versioned: true as const }),
    };
    return [`case.${name}`, one];
  }),
) as unknown as CommandOperations;

/** An input of the examples that stand with the command's keys: what is needed, and no more. */
function exampleInput(
  name: CommandName,
  shape: Readonly<Record<string, z.ZodType>>,
): Record<string, unknown> {
  const input: Record<string, unknown> =
    name === 'open' ? { request: REQUEST_SENT } : { case: 'c0a1b2c3d4e5' };
  for (const [key, type] of Object.entries(shape)) {
    const [example] = (type.meta()?.['examples'] as unknown[] | undefined) ?? [];
    if (!type.safeParse(undefined).success && !(key in input)) input[key] = example;
  }
  return input;
}

export const cases = {
  ...commands,
  'case.show': operation({
    does: 'A case as it is now: what the book says of it, and what I may do next',
    http: 'GET /cases/{case}',
    by: ['person'],
    input: z.strictObject({ case: caseId }),
    output: z.strictObject({
      case: caseOut,
      decision: decisionOut.nullable().meta({
        description:
          'What the book says now to whoever serves the customer; null: there is a yes, it is closed, or it can not be decided.',
      }),
      no: z.string().nullable().meta({
        description: 'What the customer would read if its owner said no now; null: it can not be said.',
      }),
      told: z
        .strictObject({ at: instantOut, words: z.string() })
        .nullable()
        .meta({ description: 'What the customer was told last in this conversation.' }),
      capabilities: z.array(capabilityOut),
      next_step: capabilityOut.nullable().meta({
        description:
          'The one command that comes next for the caller, or why it is not theirs; null: somebody is asked, it has its answer, or something is done first.',
      }),
    }),
    problems: ['unknown-case', 'no-book', 'no-people'],
    example: {
      input: { case: 'c0a1b2c3d4e5' },
      output: {
        case: CASE_SHOWN,
        decision: DECIDED,
        no: null,
        told: null,
        capabilities: [GRANT_NOT],
        next_step: null,
      },
    },
  }),
  'case.record': operation({
    does: 'What happened in a case, in order, a sentence each',
    http: 'GET /cases/{case}/record',
    by: ['person'],
    input: z.strictObject({
      case: caseId,
      ...clock,
      ...paging,
    }),
    output: z.strictObject({ happened: z.array(happenedOut), next: nextOut }),
    problems: ['unknown-case', 'unknown-time-zone'],
    example: { input: { case: 'c0a1b2c3d4e5' }, output: { happened: [HAPPENED], next: null } },
  }),
  'case.list': operation({
    does: 'Open cases, the nearest promise first; by customer or incident closed ones too',
    http: 'GET /cases',
    by: ['person'],
    input: z.strictObject({
      owner: person.meta({ description: 'Open cases that this person holds.', examples: ['mia'] }).optional(),
      waiting_for: person
        .meta({ description: "Cases that wait for this person's answer.", examples: ['lena'] })
        .optional(),
      customer: z
        .string()
        .max(200)
        .meta({ description: "A customer's cases, closed ones too.", examples: ['C-1'] })
        .optional(),
      incident: z
        .string()
        .max(200)
        .meta({ description: 'Those of an incident, closed ones too.', examples: ['outage-3'] })
        .optional(),
      ...paging,
    }),
    output: listOut,
    problems: ['wrong-cursor'],
    example: { input: { owner: 'mia' }, output: { cases: [LISTED], next: null } },
  }),
  'case.mine': operation({
    does: 'My cases: those that I hold, the nearest promise first',
    http: 'GET /my/cases',
    by: ['person'],
    input: z.strictObject({ ...paging }),
    output: listOut,
    problems: ['wrong-cursor'],
    example: { input: {}, output: { cases: [LISTED], next: null } },
  }),
  'case.inbox': operation({
    does: 'My inbox: what waits for my answer, the nearest promise first',
    http: 'GET /my/inbox',
    by: ['person'],
    input: z.strictObject({ ...paging }),
    output: listOut,
    problems: ['wrong-cursor'],
    example: { input: {}, output: { cases: [LISTED], next: null } },
  }),
} as const;
