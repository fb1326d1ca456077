/** A case's record in words: one sentence for every event, for colleagues. */
import type { Verdict } from '../decide/decision.ts';
import { amountIn } from '../explain/amount.ts';
import { recordTime, type Clock } from '../explain/customer-time.ts';
import { formatMinor } from '../words/money.ts';
import type { Instant } from '../words/time.ts';
import type { QuestionKind } from './conversation.ts';
import { CUSTOMER, SAYSO, type Event, type EventKind } from './event.ts';

/** What the words are made with. */
export type Teller = Clock & {
  /** A person's name by their id. */
  name: (id: string) => string;
};

type Tell<K extends EventKind> = (event: Event<K>, teller: Said) => string;
type Said = Teller & { who: string; time: (at: Instant) => string };

const amountOf = ({ amount, unit }: { amount?: string; unit?: string }, before = ' '): string =>
  amount === undefined ? '' : `${before}${amountIn('en', amount, unit)}`;
/** What the book said when something was told. */
const SAID: Readonly<Record<Verdict, string>> = {
  grant: 'it may be granted at once',
  consult: 'it may be granted after a word with a colleague',
  handoff: 'somebody else can say yes',
  ask: 'something has to be found out first',
  decline: 'it cannot be as it is',
};
const kindOf = (type: string): string => type.replaceAll('_', ' ');
const quoted = (words: string | undefined): string => (words === undefined ? '' : `: “${words}”`);
const list = (names: readonly string[]): string => names.join(', ');

const BACKED = {
  upheld: 'upheld, management stands behind what was done',
  trivial: 'trivial, nothing to answer for',
  'not upheld': 'not upheld',
} as const;

/** What is asked, by the kind of a question. */
export const ASKS: Readonly<Record<QuestionKind, string>> = {
  approval: 'for a yes',
  agreement: 'whether their unit agrees',
  consult: 'for a view',
  decline: 'whether it really cannot be',
  'special client': 'how to help a special client',
  appeal: 'for another look at the no',
  'over-promise': 'to honor or repair a commitment',
  ratification: 'to ratify what was done',
  transfer: 'to take the customer over',
};

const TELL: { readonly [K in EventKind]: Tell<K> } = {
  version: ({ book, people, inForceFrom }, { who, time }) =>
    `${who} put in book ${book.slice(0, 12)} and people ${people.slice(0, 12)}, in force from ${time(inForceFrom)}`,
  'book uploaded': ({ draft, book }, { who }) =>
    `${who} uploaded book ${book.slice(0, 12)} as draft ${draft}`,
  'book published': ({ draft, book, uploadedBy, inForceFrom }, { who, name, time }) =>
    `${who} published book ${book.slice(0, 12)} (draft ${draft}, uploaded by ${name(uploadedBy)}), in force from ${time(inForceFrom)}`,
  'book rolled back': ({ from, book, inForceFrom, because }, { who, time }) =>
    `${who} rolled back from book ${from.slice(0, 12)} to ${book.slice(0, 12)}, in force from ${time(inForceFrom)}${quoted(because)}`,
  'book withdrawn': ({ book, inForceFrom, because }, { who, time }) =>
    `${who} withdrew book ${book.slice(0, 12)}, which was to be in force from ${time(inForceFrom)}${quoted(because)}`,
  'notice given': ({ name: notice, types, inForceFrom, until, because }, { who, time }) =>
    `${who} gave the emergency notice “${notice}” for ${list(types)}, from ${time(inForceFrom)} until ${time(until)}${quoted(because)}`,
  'notice ended': ({ notice, inForceFrom, because }, { who, time }) =>
    `${who} ended the emergency notice ${notice} at ${time(inForceFrom)}${quoted(because)}`,
  'notice review asked': ({ notice, people, grants }, { name }) =>
    `The emergency notice ${notice} is to be reviewed by ${list(people.map(name))}: granted by it so far: ${grants}`,
  'notice reviewed': ({ notice, outcome, because }, { who }) =>
    `${who} reviewed the emergency notice ${notice}: ${outcome}${quoted(because)}`,
  'people imported': ({ people, inForceFrom, come, leave, change }, { who, time }) =>
    `${who} put in people ${people.slice(0, 12)}, in force from ${time(inForceFrom)}: ${come} come, ${leave} leave, ${change} change`,
  'presence changed': ({ by, person, state, until }, { who, name, time }) =>
    `${person === by ? who : `${who} noted: ${name(person)}`} is ${state} until ${time(until)}`,
  'absence noted': ({ by, person, from, until, reason }, { who, name, time }) =>
    `${who} noted an absence${person === by ? '' : ` of ${name(person)}`} from ${time(from)} until ${time(until)}${reason === undefined ? '' : ` (${reason})`}`,
  'absence withdrawn': ({ by, person }, { who, name }) =>
    `${who} withdrew an absence${person === by ? '' : ` of ${name(person)}`}`,
  'delegation given': ({ by, person, to, upTo, functions, from, until }, { who, name, time }) =>
    `${name(to)} may act for ${name(person)} from ${time(from)} until ${time(until)}${upTo ? `, up to ${amountIn('en', formatMinor(upTo.minor, upTo.currency), upTo.currency)}` : ''}${functions ? ` (${list(functions)})` : ''}${person === by ? '' : `, given by ${who}`}`,
  'delegation withdrawn': ({ by, person, to }, { who, name }) =>
    `${name(to)} acts no longer for ${name(person)}${person === by ? '' : `, withdrawn by ${who}`}`,
  'grant reported': ({ system, id, type, amount }) =>
    `Granted elsewhere (${system} ${id}): ${kindOf(type)}${amountOf(amount === undefined ? {} : { amount })}`,
  // Criteria and numbers stay with those who ask for the flag itself.
  'special client flagged': ({ until }, { who, time }) =>
    `${who} flagged a special client until ${time(until)}`,
  'special client withdrawn': (_, { who }) => `${who} withdrew the flag of a special client`,
  'flag viewed': (_, { who }) => `${who} looked at the flag of a customer`,
  'preferences told': ({ names }, { who }) => `${who} told how a customer likes it: ${list(names)}`,
  'outside event': ({ system, id, trigger }) => `It happened outside (${system} ${id}): ${trigger}`,
  'proposal taken': ({ proposal, opened }, { who }) =>
    `${who} took up ${proposal}${opened === undefined ? '' : `, in case ${opened}`}`,
  'proposal dismissed': ({ personal }, { who }) => `${who} let a proposal be${quoted(personal?.words)}`,
  proposed: ({ trigger, proposals }) => `${trigger}: the owner may offer ${list(proposals)}`,
  opened: ({ type, personal, decision }, { who }) =>
    `${who} opened the case: ${kindOf(personal?.request.type ?? type)}${amountOf(decision, ', ')}${quoted(personal?.words)}; ${SAID[decision.verdict]}`,
  told: ({ names, decision }, { who }) =>
    `${who} told ${names.length > 0 ? list(names) : 'more about it'}; ${SAID[decision.verdict]}`,
  'signal raised': ({ signal }, { who }) => `${who} noticed: ${signal}`,
  'supervisor asked': (_, { who }) =>
    `${who === 'The customer' ? 'The customer' : `${who} says that the customer`} asks for a supervisor`,
  held: ({ until }, { who, time }) => `${who} takes a breath until ${time(until)}`,
  resumed: (_, { who }) => `${who} goes on`,
  restated: ({ personal }, { who }) => `${who} said the need back${quoted(personal?.need)}`,
  'customer asked': ({ facts, personal }, { who }) =>
    `${who} asked the customer${facts.length > 0 ? ` for ${list(facts)}` : quoted(personal?.words)}`,
  'customer reminded': ({ reminders }) => `The customer was reminded (${reminders})`,
  'standing found': ({ of, answer }) => `The same was answered before: ${answer}, in case ${of}`,
  asked: ({ question, personal, skipped }, { name }) =>
    `Asked ${ASKS[question.kind]}${question.unit === undefined ? '' : ` (${question.unit})`}${quoted(personal?.words)}${skipped.length > 0 ? `; told, not asked: ${list(skipped.map(name))}` : ''}`,
  'question sent': ({ person, channel, patienceUntil }, { name, time }) =>
    `${name(person)} is asked by ${channel}; moves on at ${time(patienceUntil)}`,
  'question waits': ({ until }, { time }) => `Nobody is on duty who can answer; goes on at ${time(until)}`,
  'deadline passed': () => 'The time for an answer is over; it goes on without one',
  'silence noted': ({ person }, { name }) => `No answer from ${name(person)}: moving on`,
  rerouted: () => 'A new route: whoever can answer now',
  'passed on': ({ person }, { name }) => `${name(person)} would rather not take it: moving on, no mark`,
  // What was answered is said by the answer: a yes to a no is none to the customer.
  'question closed': ({ how }) =>
    how === 'yes' || how === 'no' || how === 'advised'
      ? 'The question is answered'
      : `The question is over: ${how}`,
  advised: ({ silent, personal }, { who }) =>
    silent === true ? 'Nobody objected in time: go ahead' : `${who} advised${quoted(personal?.words)}`,
  agreed: ({ unit, personal }, { who }) => `${who} agreed for ${unit}${quoted(personal?.words)}`,
  approved: ({ approval, change, personal }, { name, who }) =>
    `${who} said yes${amountOf(approval, ' to ')}${approval.for === undefined ? '' : ` for ${name(approval.for)}`}${change ? ' (with a change)' : ''}${quoted(personal?.words)}`,
  'no agreed': ({ personal, no }, { who }) =>
    `${who} says that it cannot be${quoted(personal?.because)}${no.offer === undefined ? '' : `; offers ${no.offer}`}`,
  'approval lapsed': ({ because }) => `The yes lapsed: ${because}`,
  granted: ({ answer, fulfillBy, personal }, { name, time }) =>
    `${name(answer.by)} granted it${answer.for === undefined ? '' : ` for ${name(answer.for)}`}${amountOf(answer, ': ')}${answer.alternative === undefined ? '' : `, as ${answer.alternative}`} (${answer.rule}); to be carried out by ${time(fulfillBy)}${quoted(personal?.words)}`,
  declined: ({ answer, personal }, { name }) =>
    `${name(answer.by)} said no (${answer.rule ?? 'agreed'})${answer.agreedBy === undefined ? '' : `, agreed by ${name(answer.agreedBy)}`}${answer.standsFrom === undefined ? '' : `, as in case ${answer.standsFrom}`}${quoted(personal?.words)}`,
  appealed: ({ personal }, { who }) => `${who} asked for another look${quoted(personal?.words)}`,
  'answer reopened': ({ because }) => `The answer no longer stands: ${because}`,
  'notice covers': ({ rule }) => `An emergency notice lets the owner say yes (${rule})`,
  'alternative offered': ({ alternative }, { who }) => `${who} offered ${alternative}`,
  'over-promised': ({ personal }, { who }) =>
    `${who} promised more than they may${quoted(personal?.words)}; somebody able mends it`,
  'over-promise mended': ({ how }, { who }) => `${who} mended it: ${how}`,
  ratified: (_, { who }) => `${who} ratified it`,
  transferred: ({ to }, { name }) => `${name(to)} took the customer over`,
  'owner changed': ({ to, because }, { name }) => `Now with ${name(to)} (${because})`,
  'release offered': () => 'The owner may let go: somebody else can decide this',
  released: ({ to }, { name, who }) => `${who} let go; now with ${name(to)}`,
  fulfilled: (_, { who }) => `${who} confirmed: carried out`,
  'fulfillment late': () => 'Not carried out in time: a breach',
  'answer late': () => 'Not answered within the response target: a breach',
  'abuse warned': (_, { who }) => `${who} warned of abuse`,
  'contact ended': ({ because }, { who }) => `${who} ended the contact (${because}); the request goes on`,
  complained: ({ review, personal }, { name }) =>
    `A complaint about the service of ${name(review.about)}${quoted(personal?.words)}`,
  'agent told': () => 'The agent was told first',
  'agent answered': ({ personal }, { who }) => `${who} on the complaint${quoted(personal?.words)}`,
  'review signed': ({ outcome }, { who }) => `Stand-behind review, by ${who}: ${BACKED[outcome.what]}`,
  closed: ({ as, personal }) => `Closed: ${as}${quoted(personal?.words)}`,
  reopened: (_, { who }) => `${who} opened it again`,
  promised: ({ due, holding }, { time }) =>
    `The customer hears by ${time(due)}${holding ? ' (written by a named person)' : ''}`,
  reminded: () => 'A reminder: the customer is to hear soon',
  'promise kept': () => 'The promise was kept',
  'holding reply sent': () => 'A holding reply went out by itself',
  'promise broken': () => 'The promise was broken',
  'promise settled': () => 'Nothing is owed to the customer any more',
  'customer said': ({ personal }, { who }) => `${who} noted what the customer says${quoted(personal?.words)}`,
  rated: ({ service, outcome, personal }) =>
    `The customer rated ${[
      service === undefined ? [] : [`the service ${service} of 5`],
      outcome === undefined ? [] : [`what came of it ${outcome} of 5`],
    ]
      .flat()
      .join(', ')}${quoted(personal?.words)}`,
  updated: ({ personal }, { who }) => `${who} wrote to the customer${quoted(personal?.words)}`,
  erased: (_, { who }) => `${who} had personal values erased`,
  delivered: () => 'Delivered',
  undelivered: ({ because }) => `Not delivered: ${because}`,
};

/** Who did it, at the beginning of a sentence. */
const doer = (event: Event, name: Teller['name']): string =>
  event.by === CUSTOMER ? 'The customer' : event.by === SAYSO ? 'Sayso' : name(event.by);

/** An event in one sentence. */
export function sentenceOf(event: Event, teller: Teller): string {
  const tell = TELL[event.kind] as (happened: Event, said: Said) => string;
  return tell(event, {
    ...teller,
    who: doer(event, teller.name),
    time: (at) => recordTime(teller, at, event.at),
  });
}
