/** A case as it goes out to colleagues: its schema, and how it is made of the state. */
import { z } from 'zod';
import {
  askedNow,
  isOpen,
  openQuestions,
  stageOf,
  waitingFor,
  type Case,
  type Conversation,
  type Question,
} from '../../core/cases/conversation.ts';
import { instantOut, wireInstant, whoOut, type WhoOut } from './common.ts';

const questionOut = z
  .strictObject({
    id: z.string(),
    kind: z.enum([
      'approval',
      'agreement',
      'consult',
      'decline',
      'special client',
      'appeal',
      'over-promise',
      'ratification',
      'transfer',
    ]),
    unit: z.string().optional(),
    asked: z
      .array(whoOut)
      .meta({ description: 'Whose answer it waits for now; empty: somebody comes on duty.' }),
    asked_by: whoOut,
    asked_at: instantOut,
    moves_on_at: instantOut,
    deadline: instantOut.optional(),
    words: z.string().optional(),
    amount: z.string().optional(),
  })
  .meta({ id: 'Question', description: 'What is asked of colleagues.' });

const answerOut = z
  .strictObject({
    say: z.enum(['yes', 'no']),
    by: whoOut,
    for: whoOut.optional(),
    at: instantOut,
    rule: z.string().nullable(),
    type: z.string().optional(),
    amount: z.string().optional(),
    unit: z.string().optional(),
    alternative: z.string().optional(),
    agreed_by: whoOut.optional(),
    corrects: z.string().optional(),
    until: instantOut.optional(),
    alternatives: z.array(z.string()).optional(),
    stands_from: z.string().optional(),
    tell: z.string().optional(),
  })
  .meta({ id: 'Answer', description: 'A yes or a no to the customer.' });

/** What of a special client's flag is not shown with a case: to see it is an operation of its own, and is logged. */
const requestOut = z
  .strictObject({
    type: z.string(),
    facts: z.record(z.string(), z.json()),
    customer: z.string().optional(),
    subject: z.string().optional(),
    need: z.string().optional(),
    language: z.string().optional(),
    signals: z.array(z.string()),
    asks_for_a_person: z.boolean(),
    grounds: z.array(z.string()),
    agreed: z.array(z.strictObject({ unit: z.string(), by: whoOut })),
  })
  .meta({ id: 'Request', description: 'What the customer asks for, as it is known now.' });

export const caseOut = z
  .strictObject({
    id: z.string(),
    version: z.number().int(),
    stage: z.string().meta({ description: 'Where it stands, in one word for lists.', examples: ['granted'] }),
    open: z.boolean(),
    said: z.string().optional().meta({ description: 'What the customer said when it was opened.' }),
    request: requestOut,
    asker: whoOut,
    owner: whoOut,
    opened_at: instantOut,
    answer_by: instantOut.optional(),
    promised: instantOut.nullable().meta({ description: 'By when the customer hears next.' }),
    hops: z.number().int(),
    incident: z.string().optional(),
    hold_until: instantOut.optional(),
    restated: z.string().optional(),
    awaiting_customer_since: instantOut.optional(),
    questions: z.array(questionOut).meta({ description: 'What is asked of colleagues now.' }),
    agreed_no: z
      .strictObject({
        by: whoOut,
        because: z.string().optional(),
        tell: z.string().optional(),
        offer: z.string().optional(),
        good_until: instantOut,
      })
      .optional(),
    answer: answerOut.optional(),
    standing: z
      .strictObject({ case: z.string(), say: z.enum(['yes', 'no']), until: instantOut.nullable() })
      .optional()
      .meta({ description: 'Where the same was answered before, what, and until when that stands.' }),
    appealed: z.boolean(),
    offered: z.array(z.string()),
    fulfill_by: instantOut.optional(),
    fulfilled_at: instantOut.optional(),
    over_promises: z.array(
      z.strictObject({
        id: z.string(),
        by: whoOut,
        at: instantOut,
        words: z.string().optional(),
        amount: z.string().optional(),
        mended: z.enum(['ratified', 'repaired']).optional(),
      }),
    ),
    closed: z.strictObject({ as: z.string(), at: instantOut, of: z.string().optional() }).optional(),
    conversation: z.strictObject({
      id: z.string(),
      contact: z
        .strictObject({
          system: z.string(),
          id: z.string(),
          url: z.string().optional(),
          channel: z.string().optional(),
        })
        .optional(),
      cases: z.array(z.string()),
    }),
  })
  .meta({ id: 'Case', description: 'A case, as colleagues see it.' });
export type CaseOut = z.input<typeof caseOut>;

/** A case as it goes out. `name`: a person's name by their id. */
export function caseWire(conversation: Conversation, one: Case, name: (id: string) => string): CaseOut {
  const who = (id: string): WhoOut => ({ id, name: name(id) });
  const { request, hold, awaiting, restated, agreedNo, standing, closed } = one;
  return {
    id: one.id,
    version: one.version,
    stage: stageOf(one),
    open: isOpen(one),
    ...(one.said !== undefined && { said: one.said }),
    request: {
      type: request.type,
      facts: request.facts as CaseOut['request']['facts'],
      ...kept(request, ['customer', 'subject', 'need', 'language']),
      signals: [...request.signals],
      asks_for_a_person: request.asks_for_a_person,
      grounds: [...request.grounds],
      agreed: request.agreed.map(({ unit, by }) => ({ unit, by: who(by) })),
    },
    asker: who(one.asker),
    owner: who(one.owner),
    opened_at: wireInstant(one.openedAt),
    ...instants({ answer_by: one.answerBy, fulfill_by: one.fulfillBy, fulfilled_at: one.fulfilled?.at }),
    promised: isOpen(one) && conversation.promise ? wireInstant(conversation.promise.due) : null,
    hops: one.hops,
    ...kept(one, ['incident']),
    ...instants({ hold_until: hold?.until, awaiting_customer_since: awaiting?.since }),
    ...(restated && { restated: restated.need }),
    questions: openQuestions(one).map((question) => questionWire(one, question, who)),
    ...(agreedNo && {
      agreed_no: {
        by: who(agreedNo.by),
        ...kept(agreedNo, ['because', 'tell', 'offer']),
        good_until: wireInstant(agreedNo.expires),
      },
    }),
    ...(one.answer && { answer: answerWire(one.answer, who) }),
    ...(standing && {
      standing: {
        case: standing.case,
        say: standing.kind,
        until: standing.until === null ? null : wireInstant(standing.until),
      },
    }),
    appealed: one.appealed,
    offered: [...one.offered],
    over_promises: one.overPromises.map(({ id, by, at, words, amount, mended }) => ({
      id,
      by: who(by),
      at: wireInstant(at),
      ...(words !== undefined && { words }),
      ...(amount !== undefined && { amount }),
      ...(mended && { mended: mended.how }),
    })),
    ...(closed && { closed: { as: closed.as, at: wireInstant(closed.at), ...kept(closed, ['of']) } }),
    conversation: {
      id: conversation.id,
      ...(conversation.contact && {
        contact: {
          system: conversation.contact.system,
          id: conversation.contact.id,
          ...kept(conversation.contact, ['url', 'channel']),
        },
      }),
      cases: conversation.cases.map(({ id }) => id),
    },
  };
}

function questionWire(
  one: Case,
  question: Question,
  who: (id: string) => WhoOut,
): z.input<typeof questionOut> {
  const asked = question.kind === 'special client' ? waitingFor(one) : [askedNow(question) ?? []].flat();
  return {
    id: question.id,
    kind: question.kind,
    ...kept(question, ['unit', 'words', 'amount']),
    asked: asked.map(who),
    asked_by: who(question.askedBy),
    asked_at: wireInstant(question.askedAt),
    moves_on_at: wireInstant(question.patienceUntil),
    ...instants({ deadline: question.deadline }),
  };
}

function answerWire(
  answer: NonNullable<Case['answer']>,
  who: (id: string) => WhoOut,
): z.input<typeof answerOut> {
  const shared = { by: who(answer.by), at: wireInstant(answer.at), rule: answer.rule };
  if (answer.kind === 'yes')
    return {
      say: 'yes',
      ...shared,
      ...(answer.for !== undefined && { for: who(answer.for) }),
      type: answer.type,
      ...kept(answer, ['amount', 'unit', 'alternative', 'corrects']),
    };
  return {
    say: 'no',
    ...shared,
    ...(answer.agreedBy !== undefined && { agreed_by: who(answer.agreedBy) }),
    until: wireInstant(answer.until),
    alternatives: [...answer.alternatives],
    ...(answer.standsFrom !== undefined && { stands_from: answer.standsFrom }),
    tell: answer.tell,
  };
}

/** The keys that are there; absent ones stay absent. */
function kept<T extends object, K extends keyof T>(
  from: T,
  keys: readonly K[],
): { [Key in K]?: NonNullable<T[Key]> } {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]))) as {
    [Key in K]?: NonNullable<T[Key]>;
  };
}

const instants = <K extends string>(
  given: Readonly<Record<K, number | undefined>>,
): { [Key in K]?: string } =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, at]) => (typeof at === 'number' ? [[key, wireInstant(at)]] : [])),
  ) as { [Key in K]?: string };
