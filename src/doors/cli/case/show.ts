/** A case on the screen: where it stands, who has it, what the customer was told, what can be done, and its record. */
import { isOpen, openQuestions, stageOf, type Case } from '../../../core/cases/conversation.ts';
import type { Event } from '../../../core/cases/event.ts';
import { sentenceOf, type Teller } from '../../../core/cases/timeline.ts';
import { explain } from '../../../core/explain/explain.ts';
import { wallTime, type Day, type Instant } from '../../../core/words/time.ts';
import type { Considered } from '../../../shell/consider.ts';
import { tellerOf } from '../../../shell/operations/cases.ts';
import type { Listed } from '../../../shell/store/lists.ts';
import { print, styled, type World } from '../io.ts';

const amountOf = ({ amount, unit }: { amount?: string; unit?: string }): string =>
  amount === undefined ? '' : ` ${amount}${unit === undefined || unit === 'whole number' ? '' : ` ${unit}`}`;

/** A case as it is now. */
export function showCase(world: World, seen: Considered): void {
  const { case: one, conversation, book, now } = seen;
  const teller = tellerOf({ inForce: seen });
  const time = (at: Instant): string => wallTime(book.zone, at);
  const line = (label: string, text: string | undefined): void => {
    if (text !== undefined && text !== '') print(world, `  ${label.padEnd(11)} ${text}`);
  };
  print(
    world,
    `${styled(world, 'bold', one.id)}  ${one.request.type}${amountOf(one.answer?.kind === 'yes' ? one.answer : (now?.decision ?? {}))} · ${styled(world, 'bold', stageOf(one))}`,
  );
  line('Customer', customerOf(one));
  line('Facts', factsOf(one));
  const needs = book.types.get(one.request.type)?.needs ?? [];
  if (one.request.need === undefined && needs.length > 0 && !one.answer && isOpen(one))
    line('Need', `not said yet: ask what it is for (${needs.join(', ')})`);
  line('With', isOpen(one) ? teller.name(one.owner) : undefined);
  for (const question of openQuestions(one)) {
    const asked = question.asked.at(-1);
    line(
      'Asked',
      asked === undefined
        ? `nobody is on duty; goes on at ${time(question.patienceUntil)}`
        : `${teller.name(asked)} (${question.kind}, ${question.id}); moves on at ${time(question.patienceUntil)}`,
    );
  }
  if (isOpen(one))
    line(
      'Hears by',
      conversation.promise && `${time(conversation.promise.due)} (the customer, at the latest)`,
    );
  if (isOpen(one) && !one.answer)
    line('Answer by', one.answerBy === undefined ? undefined : time(one.answerBy));
  if (one.answer?.kind === 'yes') {
    line(
      'Yes',
      `by ${teller.name(one.answer.by)}${one.answer.for === undefined ? '' : ` for ${teller.name(one.answer.for)}`} (${one.answer.rule})`,
    );
    line(
      'Carried out',
      one.fulfilled
        ? time(one.fulfilled.at)
        : one.fulfillBy === undefined
          ? undefined
          : `by ${time(one.fulfillBy)}`,
    );
  }
  if (one.answer?.kind === 'no') {
    line(
      'No',
      `by ${teller.name(one.answer.by)} (${one.answer.rule ?? 'agreed'}); stands until ${time(one.answer.until)}`,
    );
    line('Told', `“${one.answer.tell}”`);
  }
  const { agreedNo } = one;
  if (agreedNo && !one.answer) {
    line(
      'No from',
      `${teller.name(agreedNo.by)}: “${agreedNo.because}”${agreedNo.tell === undefined ? '' : `; to tell: “${agreedNo.tell}”`}${agreedNo.offer === undefined ? '' : `; offers ${agreedNo.offer}`}; good until ${time(agreedNo.expires)}`,
    );
    line(
      'Next',
      one.restated
        ? 'say it: decline; or offer something: offer'
        : 'say the need back: restate; then decline',
    );
  }
  if (now && isOpen(one) && !one.answer && openQuestions(one).length > 0)
    line('Say', `“${explain(book, now.request, now.decision, 'customer')}”`);
  // While somebody is asked, what to do is to wait: the question moves on by itself.
  if (now && isOpen(one) && !one.answer && openQuestions(one).length === 0) {
    print(world, '');
    if (!agreedNo) print(world, explain(book, now.request, now.decision, 'agent'));
    // With what an approver added, and the words of a no that stands: shown before it is sent.
    if (now.no !== undefined && now.no !== explain(book, now.request, now.decision, 'customer'))
      line('If no', `“${now.no}”`);
  }
}

const customerOf = (one: Case): string =>
  [one.request.customer, one.request.subject, one.request.need && `needs ${one.request.need}`]
    .filter(Boolean)
    .join(', ');

const factsOf = (one: Case): string =>
  Object.entries(one.request.facts)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** What happened, a line each. */
export function showRecord(world: World, events: readonly Event[], teller: Teller): void {
  for (const event of events) print(world, recordLine(world, event, teller));
}

/** One event on a line; the day is said unless it is today. */
export const recordLine = (world: World, event: Event, teller: Teller, today?: Day): string =>
  `${styled(world, 'dim', wallTime(teller.zone, event.at, today))}  ${styled(world, styleOf(event), sentenceOf(event, teller))}`;

function styleOf({ kind }: Event): Parameters<typeof styled>[1] {
  if (kind === 'granted' || kind === 'fulfilled' || kind === 'promise kept') return 'green';
  if (kind === 'promise broken' || kind === 'answer late' || kind === 'fulfillment late') return 'red';
  return kind === 'declined' || kind === 'silence noted' || kind === 'holding reply sent'
    ? 'yellow'
    : 'reset';
}

/** Cases, a line each. */
export function showList(world: World, cases: readonly Listed[], teller: Teller): void {
  if (cases.length === 0) print(world, 'Nothing waits here.');
  for (const one of cases)
    print(
      world,
      [
        styled(world, 'bold', one.id),
        one.type.padEnd(18),
        one.stage.padEnd(24),
        one.open ? `with ${teller.name(one.owner)}` : '',
        one.waitingFor.length > 0 ? `waits for ${one.waitingFor.map(teller.name).join(', ')}` : '',
        one.promised === null ? '' : `customer hears by ${wallTime(teller.zone, one.promised)}`,
      ]
        .filter(Boolean)
        .join('  '),
    );
}
