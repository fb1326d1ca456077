/** A yes that another system gave, as it reports it: read, and what it adds to the running totals. */
import { z } from 'zod';
import type { AmountType, Book } from '../book/book.ts';
import { readRequest } from '../decide/read-request.ts';
import { typeMeant } from '../decide/request.ts';
import type { Organization } from '../organization/organization.ts';
import { parseScaled, decimalsOf } from '../words/money.ts';
import type { Instant } from '../words/time.ts';
import { amount as amountSent, instant } from './command.ts';
import { SAYSO, type Event } from './event.ts';
import type { Refusal } from './refusal.ts';
import { additionsOf } from './totals.ts';

/** What another system sends. */
export const REPORTED_GRANT = z.strictObject({
  system: z.string().trim().min(1).max(100).describe('The system that granted it.'),
  id: z.string().trim().min(1).max(200).describe('Its number there: reported twice, it counts once.'),
  type: z.string().trim().min(1).max(500).describe('The request type.'),
  granted_at: instant.describe('When, an instant with its offset.'),
  amount: amountSent.optional().describe('How much.'),
  customer: z.string().trim().min(1).max(200).optional().describe('The customer number.'),
  subject: z.string().trim().min(1).max(200).optional().describe('The order or account.'),
  agent: z.string().trim().min(1).max(120).optional().describe('Who granted it, by id.'),
});

export type ReportedGrant = z.output<typeof REPORTED_GRANT>;

/** A reported grant as an event, once it is held against book and people. */
export function grantReported(
  sent: ReportedGrant,
  { book, organization }: { book: Book; organization: Organization },
  at: Instant,
): { event: Event<'grant reported'> } | { problems: Refusal[] } {
  const wrong = wrongIn(sent, book, organization);
  if (wrong) return { problems: [wrong] };
  const { system, id, type, amount, customer, subject, agent, granted_at: grantedAt } = sent;
  const holder = agent === undefined ? undefined : organization.people.get(agent);
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

/** What book and people say against it. */
function wrongIn(
  { type, amount, agent }: z.infer<typeof REPORTED_GRANT>,
  book: Book,
  organization: Organization,
): Refusal | undefined {
  const declared = typeMeant(book, type);
  if (!declared)
    return {
      code: 'unknown-type',
      path: 'type',
      message: `The book knows no "${type}".`,
      mend: `Send one of: ${[...book.types.keys()].join(', ')}.`,
    };
  if (agent !== undefined && !organization.people.has(agent))
    return {
      code: 'unknown-person',
      path: 'agent',
      message: `There is no "${agent}" in the organization.`,
      mend: 'Name somebody by their id, or leave it out.',
    };
  if (declared.amount && (amount === undefined || !isAmount(declared.amount.type, amount)))
    return {
      code: 'wrong-value',
      path: 'amount',
      message: 'It lacks the amount that was granted.',
      mend: 'Send it as a decimal: "80.00".',
    };
  return undefined;
}

const isAmount = (type: AmountType, text: string): boolean => {
  const units = parseScaled(text, type.kind === 'money' ? decimalsOf(type.currency) : 0);
  return typeof units === 'number' && units >= 0;
};
