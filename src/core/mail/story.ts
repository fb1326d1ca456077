/** The whole story of a case for a colleague, as blocks of a mail: who, what, how much, which rule, what was promised. */
import type { Book } from '../book/book.ts';
import type { Looked } from '../cases/advance.ts';
import type { Case, Conversation, Question } from '../cases/conversation.ts';
import { isOpen } from '../cases/conversation.ts';
import { ASKS } from '../cases/timeline.ts';
import { answer, type Answer } from '../explain/answer.ts';
import { customerTime } from '../explain/customer-time.ts';
import { amountIn } from '../explain/amount.ts';
import { showFact } from '../explain/show.ts';
import type { Organization, Person } from '../organization/organization.ts';
import type { Instant, Zone } from '../words/time.ts';
import type { Block, Row } from './mail.ts';

/** What a mail to a colleague is made of. */
export type Story = {
  book: Book;
  organization: Organization;
  conversation: Conversation;
  case: Case;
  at: Instant;
  reader: Person;
  /** As it is for whoever serves the customer, and for the reader; undefined where it can't be decided now. */
  now?: Looked;
  own?: Looked;
};

export const nameOf = ({ organization }: Pick<Story, 'organization'>, id: string): string =>
  organization.people.get(id)?.name ?? id;

/** Times as the reader's own clock shows them. */
export const timeFor = ({ reader, organization, at }: Story, time: Instant): string =>
  customerTime(zoneOf(reader, organization), 'en', time, at);

const zoneOf = ({ calendar }: Person, { zone }: Organization): Zone => calendar?.zone ?? zone;

/** What is asked for, on one line: "refund, 300.00 USD". The customer's own words stay out of headers. */
export function headline(story: Story, question?: Question): string {
  const { book, case: one, now } = story;
  const { type } = one.request;
  const amount = question?.amount ?? now?.decision.amount;
  const what = book.types.has(type) ? type.replaceAll('_', ' ') : 'a request';
  return amount === undefined ? what : `${what}, ${amountIn('en', amount, now?.decision.unit)}`;
}

/** The blocks of the story, for a question or without one. */
export function storyBlocks(story: Story, question?: Question): Block[] {
  const { book, now } = story;
  const given = now && answer(book, now.request, now.decision, 'en');
  const blocks: Block[] = [{ kind: 'rows', rows: rowsOf(story, question, given) }];
  const { restated, said } = story.case;
  if (said !== undefined) blocks.push({ kind: 'quote', by: 'The customer', text: said });
  if (question?.words !== undefined)
    blocks.push({ kind: 'quote', by: nameOf(story, question.askedBy), text: question.words });
  if (restated) blocks.push({ kind: 'quote', by: 'What the customer really needs', text: restated.need });
  for (const over of story.case.overPromises)
    if (!over.mended)
      blocks.push({ kind: 'quote', by: `${nameOf(story, over.by)} told the customer`, text: over.words });
  const facts = now ? factsOf(story, now) : [];
  if (facts.length > 0) blocks.push({ kind: 'list', title: 'What is known', items: facts });
  if (given) blocks.push(...goesWith(given));
  return blocks;
}

function rowsOf(story: Story, question: Question | undefined, given: Answer | undefined): Row[] {
  const { case: one, conversation } = story;
  const { request } = one;
  const asker = question?.askedBy ?? one.asker;
  const amount = question?.amount ?? given?.amount;
  const usual = given?.usual === undefined ? '' : ` (usual ${amountIn('en', given.usual, given.unit)})`;
  return withText([
    ['With', `${nameOf(story, asker)}${roleOf(story, asker)}`],
    ['Asks', question && `${ASKS[question.kind]}${question.unit === undefined ? '' : ` (${question.unit})`}`],
    ['For', request.type.replaceAll('_', ' ')],
    ['How much', amount === undefined ? undefined : `${amountIn('en', amount, given?.unit)}${usual}`],
    // To look at a flag is an operation of its own, and on the record; who is asked about one reads so under "Asks".
    ['Customer', request.customer],
    ['About', request.subject],
    ['Need', request.need],
    ['Signals', request.signals.join(', ')],
    ['You may', ownRule(story)],
    ['They may', question && given && theirLimit(given)],
    ['Why you', question && given && whyNotTheirs(given)],
    ['Promised', promised(story)],
    ['Answer by', question && answerBy(story, question)],
    ['Case', `${one.id}${conversation.contact?.url === undefined ? '' : ` ${conversation.contact.url}`}`],
  ]);
}

const withText = (rows: readonly (readonly [string, string | undefined])[]): Row[] =>
  rows.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [{ label, text }]));

function roleOf({ organization }: Story, id: string): string {
  const person = organization.people.get(id);
  const parts = [person?.kind === 'ai' ? 'AI agent' : (person?.roles[0] ?? person?.grade), person?.unit];
  const role = parts.filter(Boolean).join(', ');
  return role === '' ? '' : ` (${role})`;
}

/** How far the reader may say yes, and by which rule. */
function ownRule({ own }: Story): string | undefined {
  if (!own) return undefined;
  const { verdict, rule, headroom, unit } = own.decision;
  if (rule === null || verdict === 'decline' || verdict === 'ask') return undefined;
  if (headroom === 'unlimited') return `without a limit (${rule})`;
  return headroom === null || Number(headroom) <= 0
    ? `decide it (${rule})`
    : `up to ${amountIn('en', headroom, unit)} (${rule})`;
}

/** How far whoever asks may say yes alone. */
function theirLimit({ nearest_change: change, unit, headroom }: Answer): string | undefined {
  if (headroom !== null && headroom !== 'unlimited' && Number(headroom) > 0)
    return `up to ${amountIn('en', headroom, unit)}`;
  switch (change?.kind) {
    case 'limit':
      return `up to ${amountIn('en', change.value, unit)} (${change.rule})`;
    case 'date':
      return `from ${change.value ?? ''} on (${change.rule})`;
    case 'comparison':
      return `if ${change.comparison} (${change.rule})`;
    case undefined:
      return undefined;
  }
}

/** What takes it out of the hands of whoever asks: a line, or that no rule decides it. */
function whyNotTheirs({ gap, reasons }: Answer): string | undefined {
  if (gap !== undefined) return `no rule decides this (${gap})`;
  const lines = reasons.filter(
    ({ rule, outcome }) => outcome === 'holds' && /(^|\/)(red lines|reserved)\//.test(rule),
  );
  return lines.map(({ rule }) => rule).join(', ');
}

function promised(story: Story): string | undefined {
  const { conversation, case: one } = story;
  if (!isOpen(one) || !conversation.promise) return undefined;
  const broken = conversation.promise.broken > 0 ? '; the time before that was broken' : '';
  return `the customer hears by ${timeFor(story, conversation.promise.due)}, at the latest${broken}`;
}

function answerBy(story: Story, { patienceUntil, deadline, closed }: Question): string | undefined {
  if (closed || patienceUntil <= story.at) return undefined;
  return `${timeFor(story, Math.min(patienceUntil, deadline ?? Infinity))}; then somebody else is asked, and you may answer still`;
}

/** Facts as people read them; what nobody has proved says so. */
function factsOf({ book }: Story, { request }: Looked): string[] {
  const declared = book.types.get(request.type)?.facts ?? book.facts;
  return [...request.facts].flatMap(([name, given]) => {
    const type = (declared.get(name) ?? book.facts.get(name))?.type;
    const label = name.replaceAll(/[._]/g, ' ');
    if ('unsure' in given) return [`${label}: nobody is sure`];
    if (type === undefined) return [];
    return [`${label}: ${showFact(type, given.value)}${given.claimed ? ' (says the customer)' : ''}`];
  });
}

/** What a yes brings with it, and what there is instead of it. */
function goesWith(given: Answer): Block[] {
  const { obligations, alternatives } = given;
  return [
    ...(obligations.length > 0
      ? [
          {
            kind: 'list' as const,
            title: 'What goes with a yes',
            items: obligations.map((one) => `${one.do ?? one.name}${one.done === true ? ' (done)' : ''}`),
          },
        ]
      : []),
    ...(alternatives.length > 0
      ? [
          {
            kind: 'list' as const,
            title: 'What can be offered instead',
            // A part of what is asked for has no name in the book.
            items: alternatives.map(({ name, kind, say }) =>
              kind === 'part' ? `“${say}”` : `${name}: “${say}”`,
            ),
          },
        ]
      : []),
  ];
}
