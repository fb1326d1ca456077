/** Replies to customers, checked with what is known of their case. It advises, and nothing waits for it. */
import type { Book } from '../core/book/book.ts';
import type { DoorCommand } from '../core/cases/command.ts';
import { undone } from '../core/decide/next-step.ts';
import { refused, type Refusal } from '../core/cases/refusal.ts';
import { wordsToCustomer } from '../core/cases/to-customer.ts';
import { answer } from '../core/explain/answer.ts';
import type { Organization } from '../core/organization/organization.ts';
import { checkReply as check, type AboutCase, type ReplyContext } from '../core/reply/check-reply.ts';
import type { Finding } from '../core/reply/finding.ts';
import { innerNames, type InnerNames } from '../core/reply/names.ts';
import { consider, type Considered } from './consider.ts';
import type { Engine } from './engine.ts';
import { inForceAt } from './in-force.ts';
import { unknownCase } from './refusals.ts';

/** A text to a customer. */
export type Reply = {
  text: string;
  /** The person who writes. */
  by: string;
  /** The case that it is about. */
  case?: string;
  /** The text's language; the customer's, or the book's, when left out. */
  language?: string;
};

/**
 * Checks a text to a customer.
 * @returns what is to be said better, with the language that it was read in; refused: `unknown-case`, `no-book`
 */
export async function checkReply(
  engine: Engine,
  organization: string,
  { text, by, case: id, language }: Reply,
): Promise<{ language: string; findings: Finding[] } | { refused: Refusal }> {
  const context = await contextOf(engine, organization, { by, id, language });
  return 'refused' in context ? context : { language: context.language, findings: check(text, context) };
}

/** On which words of a command, and what. */
export type Advice = Finding & { field: string };

/** Advice on the words of a command that go to the customer, with the case as it is now. */
export async function adviceOn(
  engine: Engine,
  organization: string,
  caseId: string,
  by: string,
  command: DoorCommand,
): Promise<Advice[]> {
  const texts = wordsToCustomer(command);
  if (texts.length === 0) return [];
  const context = await contextOf(engine, organization, { by, id: caseId, language: undefined });
  if ('refused' in context) return [];
  return texts.flatMap(({ field, text }) => check(text, context).map((finding) => ({ ...finding, field })));
}

type Wanted = { by: string; id: string | undefined; language: string | undefined };

async function contextOf(
  engine: Engine,
  organization: string,
  { by, id, language }: Wanted,
): Promise<ReplyContext | { refused: Refusal }> {
  if (id === undefined) {
    const found = await inForceAt(engine, organization, engine.clock.now());
    if (!found)
      return refused(
        'no-book',
        '',
        `Nothing is in force for "${organization}".`,
        'Put a book and people in.',
      );
    const { book, organization: people } = found;
    return { language: language ?? book.language, book, names: namesOf(book, people), writer: by };
  }
  const seen = await consider(engine, organization, id, by);
  if (!seen) return { refused: unknownCase(id) };
  const { book, organization: people } = seen;
  const spoken = language ?? seen.case.request.language ?? book.language;
  return {
    language: spoken,
    book,
    names: namesOf(book, people),
    writer: by,
    case: aboutCase(seen, spoken),
  };
}

/** What is certain in a case: its answer, and what the writer may grant as things are. */
function aboutCase({ book, case: one, now }: Considered, language: string): AboutCase {
  const { answer: final } = one;
  const decision = now?.decision;
  const may = final === undefined && decision?.verdict === 'grant' && undone(decision) === undefined;
  const amounts = [
    ...(final?.kind === 'yes' ? [{ amount: final.amount, unit: final.unit }] : []),
    ...(final === undefined && decision
      ? [{ amount: decision.headroom ?? undefined, unit: decision.unit }]
      : []),
    ...(decision?.alternatives ?? []).filter(({ verdict }) => verdict === 'grant'),
  ];
  const next = now && decision?.verdict !== 'decline' && (may || decision?.verdict !== 'grant');
  return {
    // A no that could be said as things are was checked as well.
    declined: final?.kind === 'no' || now?.no !== undefined,
    certain: final?.kind === 'yes' || may,
    most: mostByUnit(amounts),
    ...(next === true && { next: answer(book, now.request, now.decision, language).say }),
  };
}

/** The largest amount of each unit. */
function mostByUnit(
  amounts: readonly { amount?: string | undefined; unit?: string | undefined }[],
): AboutCase['most'] {
  const most = new Map<string, string>();
  for (const { amount, unit } of amounts) {
    if (amount === undefined || unit === undefined) continue;
    const before = most.get(unit);
    if (before === undefined || amount === 'unlimited' || Number(amount) > Number(before))
      most.set(unit, amount);
  }
  return [...most].map(([unit, amount]) => ({ unit, amount }));
}

/** Inner names take time to make, and never change for a book and its people. */
const KEPT = new WeakMap<Organization, WeakMap<Book, InnerNames>>();

function namesOf(book: Book, organization: Organization): InnerNames {
  const kept = KEPT.get(organization) ?? new WeakMap<Book, InnerNames>();
  KEPT.set(organization, kept);
  const names = kept.get(book) ?? innerNames(book, organization);
  kept.set(book, names);
  return names;
}
