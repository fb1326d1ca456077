/** A yes that another system gave, as it reports it: read, and what it adds to the running totals. */
import { z } from 'zod';
import type { AmountType, Book } from '../book/book.ts';
import { readRequest } from '../decide/read-request.ts';
import { typeMeant } from '../decide/request.ts';
import type { Organization } from '../organization/organization.ts';
import { parseScaled, decimalsOf } from '../words/money.ts';
import { parseInstant, type Instant } from '../words/time.ts';
import { SAYSO, type Event } from './event.ts';
import { readBy } from './read-command.ts';
import type { Refusal } from './refusal.ts';
import { additionsOf } from './totals.ts';

/** What another system sends. */
const REPORTED_GRANT = z.strictObject({
  system: z.string().trim().min(1).max(100).describe('The system that granted it.'),
  id: z.string().trim().min(1).max(200).describe('Its number there: reported twice, it counts once.'),
  type: z.string().trim().min(1).max(500).describe('The request type.'),
  granted_at: z.string().max(40).describe('When, an instant with its offset.'),
  amount: z
    .union([z.string().max(40), z.number()])
    .transform(String)
    .optional()
    .describe('How much.'),
  customer: z.string().trim().min(1).max(200).optional().describe('The customer number.'),
  subject: z.string().trim().min(1).max(200).optional().describe('The order or account.'),
  agent: z.string().trim().min(1).max(120).optional().describe('Who granted it, by id.'),
});

/** Reads a reported grant against book and people. */
export function readReportedGrant(
  raw: unknown,
  { book, organization }: { book: Book; organization: Organization },
  at: Instant,
): { event: Event<'grant reported'> } | { problems: Refusal[] } {
  const sent = readBy(REPORTED_GRANT, 'the reported grant', raw);
  if ('problems' in sent) return sent;
  const { system, id, type, amount, customer, subject, agent } = sent.value;
  const grantedAt = parseInstant(sent.value.granted_at);
  if (grantedAt === undefined)
    return one(
      'wrong-value',
      'granted_at',
      'This is no instant.',
      'Write "2026-01-31T09:00:00Z", with an offset.',
    );
  const declared = typeMeant(book, type);
  if (!declared)
    return one(
      'unknown-type',
      'type',
      `The book knows no "${type}".`,
      `Send one of: ${[...book.types.keys()].join(', ')}.`,
    );
  const holder = agent === undefined ? undefined : organization.people.get(agent);
  if (agent !== undefined && !holder)
    return one(
      'unknown-person',
      'agent',
      `There is no "${agent}" in the organization.`,
      'Name somebody by their id, or leave it out.',
    );
  if (declared.amount && (amount === undefined || !isAmount(declared.amount.type, amount)))
    return one(
      'wrong-value',
      'amount',
      'It lacks the amount that was granted.',
      'Send it as a decimal: "80.00".',
    );
  const read = readRequest(book, {
    type,
    facts: {},
    ...(customer !== undefined && { customer }),
    ...(subject !== undefined && { subject }),
  });
  if ('problems' in read) return { problems: read.problems };
  const adds = additionsOf(book, {
    type,
    request: read.request,
    causedByUs: false,
    goodFaith: [],
    ...(holder && { holder }),
    ...(amount !== undefined && { amount }),
  });
  return {
    event: {
      kind: 'grant reported',
      at,
      by: SAYSO,
      case: null,
      system,
      id,
      type,
      grantedAt,
      ...(amount !== undefined && { amount }),
      ...(agent !== undefined && { agent }),
      personal: {
        adds,
        ...(customer !== undefined && { customer }),
        ...(subject !== undefined && { subject }),
      },
    },
  };
}

const isAmount = (type: AmountType, text: string): boolean => {
  const units = parseScaled(text, type.kind === 'money' ? decimalsOf(type.currency) : 0);
  return typeof units === 'number' && units >= 0;
};

const one = (code: string, path: string, message: string, mend: string): { problems: Refusal[] } => ({
  problems: [{ code, path, message, mend }],
});
